"""The page of the comparison: what is shown of it under the filters, with marks in words and the ways on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, get_args

from django.urls import reverse

from audits.evidence import Evidence, evidence_of
from audits.gaps.compare import BANDS
from audits.gaps.comparison import GapAnalysis, Line, Room, Sums, gap_analysis
from audits.gaps.forms import GapFilters
from audits.gaps.picture import gap_words, pictures
from audits.gaps.reading import By, Scope, Who
from audits.gaps.services import unplaced
from schools.roles import Permission
from ui.parts import Choice, Drawn, Empty, Fact
from ui.words import money, plural

if TYPE_CHECKING:
    from schools.access import Access

BY: tuple[tuple[By, str], ...] = (
    ("year", "Year group"),
    ("class", "Class"),
    ("stage", "Key stage"),
    ("school", "School"),
)
SHOW = (("", "No place"), ("gaps", "Gaps"), ("all", "Everything"))
WAYS = 2  # groups with room that a row leads to straight away; the rest stand below


@dataclass(frozen=True)
class Mark:
    """How a line stands: words, an icon and the kind of tag, so that colour never tells it alone."""

    words: str
    icon: str
    tag: str


@dataclass(frozen=True)
class Shown:
    """A line as the page draws it: the people behind its figures, and what can be done from here."""

    line: Line
    mark: Mark
    unmet: tuple[tuple[str, tuple[Who, ...]], ...]
    unticked: tuple[Who, ...]
    ways: tuple[Choice, ...]
    more: tuple[Choice, ...]
    coming: int


@dataclass(frozen=True)
class Part:
    """The lines of a scope, and what they come to."""

    scope: Scope
    sums: Sums
    lines: tuple[Shown, ...]


@dataclass(frozen=True)
class GapPage:
    """The page."""

    found: GapAnalysis
    filters: GapFilters
    by: By
    show: str
    facts: tuple[Fact, ...]
    drawn: tuple[Drawn, ...]
    parts: tuple[Part, ...]
    areas: tuple[tuple[str, Sums], ...]
    evidence: tuple[tuple[str, Evidence], ...]
    empty: Empty | None
    every: int
    columns: int
    sides: Sequence[tuple[str, str]] = BY
    shows: Sequence[tuple[str, str]] = SHOW

    @property
    def count(self) -> int:
        """How many lines are shown."""
        return sum(len(part.lines) for part in self.parts)


def page(access: Access, asked: Mapping[str, str]) -> GapPage:
    """The page for what the address asks (`by`, `show`, `area`, `provision`). A class team begins with its classes."""
    usual: By = "year" if access.may(Permission.VIEW_PUPILS) else "class"
    by: By = asked["by"] if asked.get("by") in get_args(By) else usual  # type: ignore[assignment]
    show = asked.get("show", "") if asked.get("show") in dict(SHOW) else ""
    found = gap_analysis(access, by=by)
    filters = GapFilters(asked, found)
    chosen = [line for line in found.lines if _asked(line, filters)]
    lines = [line for line in chosen if _shown(line, show)]
    parts = tuple(
        Part(scope, Sums(tuple(held)), tuple(_line(access, found, line) for line in held))
        for scope, held in ((scope, list(held)) for scope, held in groupby(lines, key=lambda line: line.scope))
    )
    sums = Sums(tuple(chosen))
    return GapPage(
        found=found,
        filters=filters,
        by=by,
        show=show,
        facts=_facts(sums, found.money),
        drawn=pictures(chosen),
        parts=parts,
        areas=_areas(chosen),
        evidence=_evidence(access, found, lines),
        empty=_empty(access, found, lines, filters),
        every=len(chosen),
        columns=8 + found.money,
    )


def _asked(line: Line, filters: GapFilters) -> bool:
    area, provision = filters.asked("area"), filters.asked("provision")
    return area in ("", line.kind.area) and provision in ("", str(line.kind.id))


def _shown(line: Line, show: str) -> bool:
    return show == "all" or (line.row.gap > 0 if show == "gaps" else bool(line.row.unmet))


def _areas(lines: Sequence[Line]) -> tuple[tuple[str, Sums], ...]:
    ordered = sorted(lines, key=lambda line: line.kind.area)
    return tuple((area, Sums(tuple(held))) for area, held in groupby(ordered, key=lambda line: line.kind.area))


def _facts(sums: Sums, costs: bool) -> tuple[Fact, ...]:
    facts = [
        Fact("Needs ticked", str(sums.needed), f"{sums.placed} with a place"),
        Fact("Without a place", str(sums.unmet)),
        Fact("Empty places", str(sums.empty), f"of {sums.places}"),
        Fact("No empty place for them", str(sums.left_out), plural(sums.gaps, "gap") if sums.gaps else ""),
    ]
    if costs and sums.gaps:
        note = f"{plural(sums.uncosted, 'gap')} not costed" if sums.uncosted else "for the rest of the year"
        facts.append(Fact("To close every gap", money(sums.cost), note))
    return tuple(facts)


def _line(access: Access, found: GapAnalysis, line: Line) -> Shown:
    row, people = line.row, found.people
    by_band = ((band, tuple(people[need.pupil] for need in row.unmet if need.band == band)) for band in BANDS)
    ways, more = _ways(access, found, line)
    return Shown(
        line=line,
        mark=_mark(line),
        unmet=tuple((band, held) for band, held in by_band if held),
        unticked=tuple(people[key] for key in row.unticked),
        ways=ways,
        more=more,
        coming=sum(people[need.pupil].id is None for need in row.unmet),
    )


def _mark(line: Line) -> Mark:
    gap = line.row.gap
    if gap > 0:
        return Mark(gap_words(gap), "exclamation-triangle", "bad")
    if line.row.unmet:
        return Mark("places are empty", "arrow-right-circle", "warn")
    return Mark(gap_words(gap), "check-circle" if not gap else "plus-circle", "")


def _ways(access: Access, found: GapAnalysis, line: Line) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """Where the pupils could go: groups with room, next door, drafts, and a new draft; for who changes provision."""
    if not access.may(Permission.EDIT_PROVISION) or not unplaced(found, line):
        return (), ()
    at = [access.school.slug, found.by, line.scope.key]
    into = [_into(room, at, "") for room in line.open]
    into += [_into(room, at, " (draft)") for room in line.drafts]
    into += [_into(room, at, f" ({room.scope})") for room in line.next_door]
    draft = Choice("Start a draft group", reverse("gap_draft", args=[*at, line.kind.id]), icon="plus-lg", panel=True)
    if line.row.gap > 0:
        return (*into[:WAYS], draft), tuple(into[WAYS:])
    return tuple(into[:WAYS]), (*into[WAYS:], draft)


def _into(room: Room, at: Sequence[str], where: str) -> Choice:
    label = f"Put into {room.code}{where}: {room.empty} empty"
    return Choice(label, reverse("gap_fill", args=[*at, room.id]), icon="box-arrow-in-right", panel=True)


def _evidence(access: Access, found: GapAnalysis, lines: Sequence[Line]) -> tuple[tuple[str, Evidence], ...]:
    kinds = {line.kind.name: line.kind.id for line in lines}
    known = evidence_of(access, found.costed) if kinds else {}
    return tuple((name, known[kinds[name]]) for name in sorted(kinds, key=str.casefold) if kinds[name] in known)


def _empty(access: Access, found: GapAnalysis, lines: Sequence[Line], filters: GapFilters) -> Empty | None:
    if lines:
        return None
    if filters.any_set:
        return Empty("Nothing under these filters", "Take one of them away to see more.", "funnel")
    if not found.charts:
        line = "Need is known once class teams tick must / should / could charts. Open those first."
        return Empty(
            "No chart yet", line, "ui-checks-grid", reverse("audit", args=[access.school.slug]), "To the audit"
        )
    if found.sums.needed:
        return Empty("Everybody who is ticked has a place", "Look at everything for places to spare.", "check-circle")
    return Empty(
        "Nothing is ticked yet", "The charts are open; their ticks are laid beside the places here.", "ui-checks"
    )
