"""What needs attention on the map: the checks and the remarks of the sums, each with a sentence and a link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from costing.engine.facts import Calendar
from delivery.records.reading import missing_scores, pupil_facts
from provisions.checks import CHECKS
from provisions.checks.facts import MapFacts
from provisions.costs import CostedYear, GroupRow
from provisions.reading import reach
from provisions.sense import Beside, beside, remarks
from reports.documents.head import Note, notes_of
from reports.documents.maps.whole_school_map import WholeSchoolMap
from reports.kinds import KINDS
from reports.mending import Way, linked, way_of
from reports.set_aside import answers_of, with_mark
from schools.access import Access
from schools.kept import kept, last_kept, place_of, put
from schools.reading import school_day
from schools.roles import Permission
from ui.findings import Finding
from ui.words import money, plural

NOTES = frozenset(
    {
        *("weeks-beyond-calendar", "universal-costed", "days-without-sessions", "charged-in-full-with-others"),
        *("other-cost-outside-year", "whole-school-weeks", "so-far-unknown", "awards-overlap"),
        "figure-far-above",
    }
)
"""The codes of remarks with severity "note"; somebody must act on the others."""


def findings_of(access: Access, costed: CostedYear, on: date, notes: Iterable[Note] = ()) -> tuple[Finding, ...]:
    """The findings of the year's map that concern the person and nobody has set aside, as `every_finding` has them."""
    answers = answers_of(access)
    return tuple(one for one in every_finding(access, costed, on, notes) if one.mark not in answers)


def every_finding(
    access: Access, costed: CostedYear, on: date, notes: Iterable[Note] = (), there: Beside | None = None
) -> tuple[Finding, ...]:
    """Every finding of the year's map that concerns the person, those set aside too; those to act on first.

    `notes` are the remarks of the sums, for those who see costs. Whoever reaches only some pupils gets what concerns
    them, and the groups they have a place in. `there`: what is beside the sums, where it is read already.
    """
    noted = tuple(notes)
    # The groups are named because a paper may be about some of them alone.
    key = ("findings", access.reader(), costed.year.pk, on, noted, tuple(group.id for group in costed.groups))
    # What a finding comes to is the same while its sentence is, so those of the last reading need no address again.
    known = ("finding", access.reader())

    def found() -> tuple[Finding, ...]:
        before: Mapping[tuple[Finding, Way | None], Finding] = last_kept(known) or {}
        ways = [(one, way_of(access, costed, one)) for one in _found(access, costed, on, noted, there)]
        ready = {pair: before.get(pair) or linked(access, with_mark(pair[0]), pair[1]) for pair in ways}
        put(place_of(known, records=True), ready, 400 * len(ready))
        return tuple(sorted(ready.values(), key=lambda one: one.severity))

    return kept(key, found, weight=lambda made: 600 * len(made), records=True)


def _found(access: Access, costed: CostedYear, on: date, notes: Iterable[Note], there: Beside | None) -> list[Finding]:
    within = reach(access)
    known = pupil_facts(access, within, on)
    without_baseline, without_exit = missing_scores(costed)
    there = there or beside(costed.year)
    facts = MapFacts(
        groups=costed.groups if within is None else tuple(_own(costed, within)),
        on=on,
        names={pupil: one.name for pupil, one in known.items()},
        without_baseline=frozenset(without_baseline),
        without_exit=frozenset(without_exit),
        untrained=there.untrained,
        pupils=known if access.may(Permission.VIEW_NEEDS) else {},
        school_day=school_day(access.school),
        reviews_since=a_term_ago(costed.calendar, on),
        works_as=there.works_as,
    )
    found = [_of_note(costed, note) for note in notes]
    found += [finding for check in CHECKS for finding in check(facts) if _reached(finding, within)]
    return found


def map_findings(access: Access, made: WholeSchoolMap, on: date) -> tuple[Finding, ...]:
    """The findings of a costed map that nobody has set aside: the checks, and what `map_notes` remarks."""
    return findings_of(access, made.costed, on, map_notes(made))


def map_notes(made: WholeSchoolMap, there: Beside | None = None) -> tuple[Note, ...]:
    """The remarks of a map's sums, the budgets that it goes beyond, and the figures that can hardly be meant."""
    key = ("figures", made.costed.year.pk, made.head.on)

    def figures() -> tuple[Note, ...]:
        items = [line.item for line in made.whole_school]
        return notes_of(remarks(made.costed, items, there or beside(made.costed.year), made.head.on))

    beyond = [
        Note("over-budget", f"{one.name}: {money(-one.left)} more is committed than there is.")
        for one in made.streams
        if one.left < 0
    ]
    return (*made.notes, *beyond, *kept(key, figures, weight=lambda found: 200 + 400 * len(found)))


def a_term_ago(calendar: Calendar, on: date) -> date | None:
    """The first day of the half-term two before the present one, at the earliest of the year's first; None in the
    first."""
    begun = [first for first, _ in calendar.half_terms if first <= on]
    return begun[max(0, len(begun) - 3)] if len(begun) > 1 else None


def gathered(findings: Sequence[Finding], link: str, several: int = 2) -> tuple[Finding, ...]:
    """The findings, with one sentence for all of a code of which there are more than `several`."""
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(finding.code, []).append(finding)
    told: list[Finding] = []
    for code, found in kinds.items():
        if len(found) <= several or not KINDS[code].many:
            told += found
            continue
        groups, pupils = {one.group for one in found} - {None}, {one.pupil for one in found}
        about = plural(len(groups), "group") if groups else plural(len(pupils), "pupil")
        sentence = f"{about} {KINDS[code].many}."
        told.append(Finding(code, sentence, f"{link}?kind={code}", "Look at them", found[0].severity))
    return tuple(told)


def _own(costed: CostedYear, within: set[int]) -> Iterable[GroupRow]:
    return (group for group in costed.groups if any(place.pupil_id in within for place in group.places))


def _reached(finding: Finding, within: set[int] | None) -> bool:
    return within is None or not finding.pupil or int(finding.pupil) in within


def _of_note(costed: CostedYear, note: Note) -> Finding:
    """A remark of the sums under the group's name, where it begins with the group's code."""
    group = costed.by_code.get(note.group)
    sentence = note.message
    if group and sentence.startswith(f"{group.code}: "):
        sentence = f"{group.title} ({group.code}){sentence.removeprefix(group.code)}"
    severity = "note" if note.code in NOTES else "act"
    return Finding(note.code, sentence, severity=severity, group=note.group or None)  # type: ignore[arg-type]
