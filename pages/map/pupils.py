"""The map per pupil: pupils down, areas across, each with what they get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from costing.engine.errors import CostingError
from pages.filters import MapFilters
from pages.map.filters import MapChoice, filters_for
from pages.map.since import ChangeMark, left_since, marks_of, presets, pupil_marks
from pages.map.source import areas_of, bare_source, day_of, not_now
from pages.shared import ratio_words, when_words
from provisions.costs import CostedYear, GroupRow
from provisions.reading import names_of, reach, streams
from pupils.models import YearGroup
from pupils.reading import YEAR_GROUP_ORDER, PupilName, on_roll
from reports.documents.costs.threshold_list import costs_of_pupils
from reports.documents.head import PaperOptions
from schools.access import Access
from schools.roles import Permission
from ui.parts import Fact
from ui.words import plural


@dataclass(frozen=True, slots=True)
class PupilChip:
    """What a pupil gets in an area."""

    id: int
    href: str
    title: str
    area: str
    ratio: str
    when: str
    note: str
    marks: tuple[ChangeMark, ...]


@dataclass(frozen=True, slots=True)
class PupilCells:
    """A pupil with a cell for each area, and what they cost this year."""

    name: str
    href: str
    under: str
    cells: tuple[tuple[str, tuple[PupilChip, ...]], ...]
    cost: Decimal | None
    counted: Decimal | None


@dataclass(frozen=True)
class PupilMap:
    """The page of the map per pupil."""

    filters: MapFilters
    areas: tuple[str, ...]
    rows: tuple[PupilCells, ...]
    costs: bool
    facts: tuple[Fact, ...]
    fault: str
    outside: bool
    since: str
    presets: tuple[tuple[str, str], ...]

    @property
    def count_words(self) -> str:
        """How many pupils are shown."""
        return plural(len(self.rows), "pupil")


def build(access: Access, params: Mapping[str, str]) -> PupilMap:
    """The map per pupil, of those within the person's reach."""
    costed = bare_source(access, day_of(params)).costed
    may = access.may(Permission.VIEW_COSTS)
    paid = {stream.pk: stream.name for stream in streams(costed.year)} if may else {}
    chosen = filters_for(access, params, costed, paid, on_roll(costed.year))
    groups = [group for group in costed.groups if chosen.wants(group)]
    within = reach(access)
    held = _by_pupil(groups, chosen)
    shown = [
        pupil
        for pupil in sorted(names_of(access, held).values(), key=_order)
        if chosen.wants_pupil(pupil.id, pupil.year_group, pupil.class_id)
    ]
    costs, fault = _costs(costed) if may else ({}, "")
    areas = areas_of(groups)
    draw = _Chips(access, costed, chosen)
    rows = [
        PupilCells(
            name=pupil.name,
            href=access.url("pupil", pupil.id),
            under=pupil.class_name or YearGroup(pupil.year_group).label,
            cells=tuple(
                (area, tuple(draw.chip(g, pupil.id) for g in held[pupil.id] if g.area == area)) for area in areas
            ),
            cost=costs.get(pupil.id, (None, None))[0],
            counted=costs.get(pupil.id, (None, None))[1],
        )
        for pupil in shown
    ]
    return PupilMap(
        filters=chosen.form,
        areas=areas,
        rows=tuple(rows),
        costs=may,
        facts=(Fact("Pupils shown", str(len(rows))),),
        fault=fault,
        outside=within is not None,
        since=params.get("since", "") if chosen.since else "",
        presets=presets(costed.calendar, chosen.on),
    )


def _order(pupil: PupilName) -> tuple[int, str]:
    """The sort key: year group and class. The sort is stable, so within a class names keep their order."""
    return YEAR_GROUP_ORDER.get(pupil.year_group, 99), pupil.class_name


def _by_pupil(groups: list[GroupRow], chosen: MapChoice) -> dict[int, list[GroupRow]]:
    """The groups each pupil is in on the day, and those they have left since the day asked for."""
    found: dict[int, list[GroupRow]] = {}
    for group in groups:
        inside = group.pupils_on(chosen.on)
        if chosen.since:
            inside |= {p.pupil_id for p in group.places if left_since(p, group, chosen.since, chosen.on)}
        for pupil in inside:
            found.setdefault(pupil, []).append(group)
    return found


class _Chips:
    """Chips of groups for pupils: what is the same for all pupils of a group is said once."""

    def __init__(self, access: Access, costed: CostedYear, chosen: MapChoice) -> None:
        self.access, self.costed, self.chosen = access, costed, chosen
        self.plain: dict[int, PupilChip] = {}

    def chip(self, group: GroupRow, pupil: int) -> PupilChip:
        """The group with the changes that concern this pupil."""
        plain = self.plain.get(group.id) or self.plain.setdefault(group.id, self._plain(group))
        since, on = self.chosen.since, self.chosen.on
        if since is None:
            return plain
        own = pupil_marks([place for place in group.places if place.pupil_id == pupil], group, since, on)
        return replace(plain, marks=(*plain.marks, *own))

    def _plain(self, group: GroupRow) -> PupilChip:
        on = self.chosen.on
        marks = tuple(mark for mark in marks_of(group, self.chosen.since, on) if mark.kind in ("new", "ended"))
        return PupilChip(
            id=group.id,
            href=self.access.url("group", group.id),
            title=group.title,
            area=group.area,
            ratio=ratio_words(group, self.costed),
            when=when_words(group),
            note="" if any(mark.kind == "ended" for mark in marks) else not_now(group, on),
            marks=marks,
        )


def _costs(costed: CostedYear) -> tuple[dict[int, tuple[Decimal | None, Decimal | None]], str]:
    """Each pupil's printed total and what of it counts; a sentence where the sums cannot be made."""
    try:
        found = costs_of_pupils(costed, PaperOptions())
    except CostingError as fault:
        return {}, str(fault)
    return {pupil: (cost.total, cost.total_counted) for pupil, cost in found.items()}, ""
