"""The page of the gap analysis: its lines under the filters, their status in words, and the links from each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, get_args

from django.urls import reverse

from audits.evidence import ProvisionEvidence, evidence_of
from audits.gaps.compare import BANDS
from audits.gaps.comparison import GapAnalysis, GapLine, GapSums, OpenGroup, gap_analysis
from audits.gaps.picture import gap_words, pictures
from audits.gaps.reading import By, GapScope, Who
from audits.gaps.services import unplaced
from schools.roles import Permission
from ui.filters import Choices, Filters
from ui.marks import AREAS
from ui.parts import Choice, Empty, Fact, PictureRow
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
class GapMark:
    """A line's status: words, an icon and the kind of tag, so that colour alone never tells it."""

    words: str
    icon: str
    tag: str


@dataclass(frozen=True)
class ShownGap:
    """A line with the people behind its figures, and the links from it."""

    line: GapLine
    mark: GapMark
    unmet: tuple[tuple[str, tuple[Who, ...]], ...]
    unticked: tuple[Who, ...]
    ways: tuple[Choice, ...]
    more: tuple[Choice, ...]
    coming: int


@dataclass(frozen=True)
class Part:
    """The lines of a scope, and their sums."""

    scope: GapScope
    sums: GapSums
    lines: tuple[ShownGap, ...]


@dataclass(frozen=True)
class GapPage:
    """The gap analysis under the filters."""

    analysis: GapAnalysis
    filters: Filters
    by: By
    show: str
    facts: tuple[Fact, ...]
    drawn: tuple[PictureRow, ...]
    parts: tuple[Part, ...]
    areas: tuple[tuple[str, GapSums], ...]
    evidence: tuple[tuple[str, ProvisionEvidence], ...]
    empty: Empty | None
    every: int
    columns: int
    sides: Sequence[tuple[str, str]] = BY
    shows: Sequence[tuple[str, str]] = SHOW

    @property
    def count(self) -> int:
        """The number of lines shown."""
        return sum(len(part.lines) for part in self.parts)


def build(access: Access, asked: Mapping[str, str]) -> GapPage:
    """The page for the address (`by`, `show`, `area`, `provision`). For a class team it begins by class."""
    usual: By = "year" if access.may(Permission.VIEW_PUPILS) else "class"
    by: By = asked["by"] if asked.get("by") in get_args(By) else usual  # type: ignore[assignment]
    show = asked.get("show", "") if asked.get("show") in dict(SHOW) else ""
    analysis = gap_analysis(access, by=by)
    filters = _filters(asked, analysis)
    area, provision = filters.chosen("area"), filters.chosen("provision")
    chosen = [line for line in analysis.lines if area in ("", line.kind.area) and provision in ("", str(line.kind.id))]
    lines = [line for line in chosen if _shown(line, show)]
    parts = tuple(
        Part(scope, GapSums(tuple(held)), tuple(_line(access, analysis, line) for line in held))
        for scope, held in ((scope, list(held)) for scope, held in groupby(lines, key=lambda line: line.scope))
    )
    sums = GapSums(tuple(chosen))
    return GapPage(
        analysis=analysis,
        filters=filters,
        by=by,
        show=show,
        facts=_facts(sums, analysis.money),
        drawn=pictures(chosen),
        parts=parts,
        areas=_areas(chosen),
        evidence=_evidence(access, analysis, lines),
        empty=_empty(access, analysis, lines, filters),
        every=len(chosen),
        columns=8 + analysis.money,
    )


def _filters(asked: Mapping[str, str], analysis: GapAnalysis) -> Filters:
    kinds = sorted({(line.kind.name, line.kind.id) for line in analysis.lines})
    areas = {line.kind.area for line in analysis.lines}
    offered: dict[str, tuple[str, Choices]] = {
        "area": ("Area", [(area.code, area.name) for area in AREAS if area.code in areas]),
        "provision": ("Provision", [(pk, name) for name, pk in kinds]),
    }
    return Filters(asked, offered)


def _shown(line: GapLine, show: str) -> bool:
    return show == "all" or (line.row.gap > 0 if show == "gaps" else bool(line.row.unmet))


def _areas(lines: Sequence[GapLine]) -> tuple[tuple[str, GapSums], ...]:
    ordered = sorted(lines, key=lambda line: line.kind.area)
    return tuple((area, GapSums(tuple(held))) for area, held in groupby(ordered, key=lambda line: line.kind.area))


def _facts(sums: GapSums, costs: bool) -> tuple[Fact, ...]:
    facts = [
        Fact("Needs ticked", str(sums.needed), f"{sums.placed} with a place"),
        Fact("Without a place", str(sums.unmet)),
        Fact("Empty places", str(sums.empty), f"of {sums.places}"),
        Fact("No empty place for them", str(sums.left_out), plural(sums.gaps, "gap") if sums.gaps else ""),
    ]
    if costs and sums.gaps:
        if not sums.costed:
            facts.append(Fact("To close the gaps", "Not costed", "nothing a gap needs has a cost yet"))
        elif sums.uncosted:
            facts.append(
                Fact(
                    f"To close {sums.costed} of {plural(sums.gaps, 'gap')}",
                    money(sums.cost),
                    f"{sums.uncosted} not costed",
                )
            )
        else:
            facts.append(Fact("To close every gap", money(sums.cost), "for the rest of the year"))
    return tuple(facts)


def _line(access: Access, analysis: GapAnalysis, line: GapLine) -> ShownGap:
    row, people = line.row, analysis.people
    by_band = ((band, tuple(people[need.pupil] for need in row.unmet if need.band == band)) for band in BANDS)
    ways, more = _ways(access, analysis, line)
    return ShownGap(
        line=line,
        mark=_mark(line),
        unmet=tuple((band, held) for band, held in by_band if held),
        unticked=tuple(people[key] for key in row.unticked),
        ways=ways,
        more=more,
        coming=sum(people[need.pupil].id is None for need in row.unmet),
    )


def _mark(line: GapLine) -> GapMark:
    gap = line.row.gap
    if gap > 0:
        return GapMark(gap_words(gap), "exclamation-triangle", "bad")
    if line.row.unmet:
        return GapMark("places are empty", "arrow-right-circle", "warn")
    return GapMark(gap_words(gap), "check-circle" if not gap else "plus-circle", "")


def _ways(access: Access, analysis: GapAnalysis, line: GapLine) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """The links for those who change provision: groups with empty places, other scopes' groups, drafts, and a new
    draft."""
    if not access.may(Permission.EDIT_PROVISION) or not unplaced(analysis, line):
        return (), ()
    at = [access.school.slug, analysis.by, line.scope.key]
    into = [_into(room, at, "") for room in line.open]
    into += [_into(room, at, " (draft)") for room in line.drafts]
    into += [_into(room, at, f" ({room.scope})") for room in line.next_door]
    draft = Choice("Start a draft group", reverse("gap_draft", args=[*at, line.kind.id]), icon="plus-lg", panel=True)
    if line.row.gap > 0:
        return (*into[:WAYS], draft), tuple(into[WAYS:])
    return tuple(into[:WAYS]), (*into[WAYS:], draft)


def _into(room: OpenGroup, at: Sequence[str], where: str) -> Choice:
    label = f"Put into {room.code}{where}: {room.empty} empty"
    return Choice(label, reverse("gap_fill", args=[*at, room.id]), icon="box-arrow-in-right", panel=True)


def _evidence(
    access: Access, analysis: GapAnalysis, lines: Sequence[GapLine]
) -> tuple[tuple[str, ProvisionEvidence], ...]:
    kinds = {line.kind.name: line.kind.id for line in lines}
    known = evidence_of(access, analysis.costed) if kinds else {}
    return tuple((name, known[kinds[name]]) for name in sorted(kinds, key=str.casefold) if kinds[name] in known)


def _empty(access: Access, analysis: GapAnalysis, lines: Sequence[GapLine], filters: Filters) -> Empty | None:
    if lines:
        return None
    if filters.any_set:
        return Empty("Nothing under these filters", "Take one of them away to see more.", "funnel")
    if not analysis.charts:
        line = "Need is known once class teams tick must / should / could charts. Open those first."
        return Empty("No chart yet", line, "ui-checks-grid", access.url("audit"), "To the audit")
    if analysis.sums.needed:
        return Empty("Everybody who is ticked has a place", "Look at everything for places to spare.", "check-circle")
    return Empty(
        "Nothing is ticked yet", "The charts are open; their ticks are laid beside the places here.", "ui-checks"
    )
