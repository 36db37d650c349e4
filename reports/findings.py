"""What needs attention on the map: the checks and the remarks of the sums, each with a sentence and a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from provisions.checks import CHECKS
from provisions.checks.facts import MapFacts
from provisions.costs import CostedYear, GroupRow
from provisions.selectors import reach, without_baseline
from pupils.selectors import names_of
from reports.documents.head import Note
from schools.roles import Permission
from ui.findings import Finding
from ui.words import plural

if TYPE_CHECKING:
    from schools.access import Access

NOTES = frozenset({"weeks-beyond-calendar", "universal-costed", "days-without-sessions", "charged-in-full-with-others"})
"""Remarks of the sums that it is enough to know; the others somebody must act on."""

TOGETHER = {
    "over-capacity": "have more pupils than they are planned for, so each cost is shared by all who come",
    "sessions-disagree": "have sessions that come to other hours than their staffing; the staffing is costed",
    "weeks-beyond-calendar": "have more weeks entered than there are school weeks between their dates",
    "no-timetable": "have no sessions, and the funding rules ask for a timetable",
    "no-staffing": "have no staffing, so no staff time is costed",
    "universal-costed": "are universal and have staffing; universal provision is listed and never costed",
    "no-rate": "cannot be costed, because something is missing",
    "no-outcome": "have pupils with no outcome to work towards",
    "no-baseline": "have pupils with no baseline",
}
"""What groups with the same finding have in common, for a page with many of them."""


def findings_of(access: Access, costed: CostedYear, on: date, notes: Iterable[Note] = ()) -> tuple[Finding, ...]:
    """Every finding of the year's map that concerns the person, what must be acted on first.

    `notes` are the remarks of the sums, for those who see costs. Whoever reaches only some pupils gets what concerns
    them, and the groups they have a place in.
    """
    within = reach(access)
    facts = MapFacts(
        groups=costed.groups if within is None else tuple(_own(costed, within)),
        on=on,
        names={pupil: found.name for pupil, found in names_of(access, within).items()},
        without_baseline=frozenset(without_baseline(costed.year)),
    )
    found = [_of_note(costed, note) for note in notes]
    found += [finding for check in CHECKS for finding in check(facts) if _reached(finding, within)]
    return tuple(sorted((linked(access, costed, one) for one in found), key=lambda one: one.severity))


def linked(access: Access, costed: CostedYear, finding: Finding) -> Finding:
    """The finding with the way to the pupil or the group it is about."""
    slug = access.school.slug
    if finding.pupil and access.may(Permission.VIEW_OWN_PUPILS):
        return replace(finding, link=reverse("pupil", args=[slug, finding.pupil]), link_text="Open the pupil")
    group = costed.by_code.get(finding.group or "")
    if group:
        return replace(finding, link=reverse("group", args=[slug, group.id]), link_text="Open the group")
    return finding


def gathered(findings: Sequence[Finding], link: str, several: int = 2) -> tuple[Finding, ...]:
    """The same, with findings of a kind that there are more of than `several` told in one sentence."""
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(finding.code, []).append(finding)
    told: list[Finding] = []
    for code, found in kinds.items():
        if len(found) <= several or code not in TOGETHER:
            told += found
            continue
        sentence = f"{plural(len({one.group for one in found}), 'group')} {TOGETHER[code]}."
        told.append(Finding(code, sentence, f"{link}#{code}", "Look at them", found[0].severity))
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
