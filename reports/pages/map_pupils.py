"""The map per pupil: pupils down, areas across, each with what they get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse

from costing.engine.errors import CostingError
from provisions.costs import CostedYear, GroupRow
from provisions.selectors import reach
from pupils.models import YearGroup
from pupils.selectors import YEAR_GROUP_ORDER, PupilName, names_of, on_roll
from reports.documents.head import Asked
from reports.documents.threshold_list import costs_of_pupils
from reports.forms import MapFilters
from reports.pages.map import Source, day_of, not_now, source_of
from reports.pages.map_filters import Chosen, filters_for
from reports.pages.shared import ratio_words, when_words
from schools.roles import Permission
from ui.marks import AREAS
from ui.parts import Fact
from ui.words import plural

if TYPE_CHECKING:
    from schools.access import Access


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

    @property
    def count_words(self) -> str:
        """How many pupils are shown."""
        return plural(len(self.rows), "pupil")


def build(access: Access, params: Mapping[str, str]) -> PupilMap:
    """The map per pupil, of those within the person's reach."""
    source = source_of(access, day_of(params))
    chosen = filters_for(access, params, source.costed, source.made, on_roll(source.costed.year))
    groups = [group for group in source.costed.groups if chosen.wants(group)]
    within = reach(access)
    held = _by_pupil(groups, chosen)
    names = names_of(access, within)
    costs, fault = _costs(access, source)
    areas = tuple(area.code for area in AREAS if area.code != "Other" or any(g.area == "Other" for g in groups))
    chips = {group.id: _chip(access, source.costed, group, chosen.on) for group in groups}
    rows = [
        PupilCells(
            name=pupil.name,
            href=reverse("pupil", args=[access.school.slug, pupil.id]),
            under=pupil.class_name or YearGroup(pupil.year_group).label,
            cells=tuple((area, tuple(chips[g.id] for g in held[pupil.id] if g.area == area)) for area in areas),
            cost=costs.get(pupil.id, (None, None))[0],
            counted=costs.get(pupil.id, (None, None))[1],
        )
        for pupil in sorted(names.values(), key=_order)
        if pupil.id in held and chosen.wants_pupil(pupil.id, pupil.year_group, pupil.class_id)
    ]
    return PupilMap(
        filters=chosen.form,
        areas=areas,
        rows=tuple(rows),
        costs=access.may(Permission.VIEW_COSTS),
        facts=(Fact("Pupils shown", str(len(rows))),),
        fault=fault,
        outside=within is not None,
    )


def _order(pupil: PupilName) -> tuple[int, str]:
    """By year group and class; within a class the order of names stands."""
    return YEAR_GROUP_ORDER.get(pupil.year_group, 99), pupil.class_name


def _by_pupil(groups: list[GroupRow], chosen: Chosen) -> dict[int, list[GroupRow]]:
    found: dict[int, list[GroupRow]] = {}
    for group in groups:
        for pupil in group.pupils_on(chosen.on):
            found.setdefault(pupil, []).append(group)
    return found


def _chip(access: Access, costed: CostedYear, group: GroupRow, on: date) -> PupilChip:
    href = reverse("group", args=[access.school.slug, group.id])
    return PupilChip(
        group.id, href, group.title, group.area, ratio_words(group, costed.rules), when_words(group), not_now(group, on)
    )


def _costs(access: Access, source: Source) -> tuple[dict[int, tuple[Decimal | None, Decimal | None]], str]:
    """Each pupil's printed total and what of it counts; a sentence where the sums cannot be made."""
    if not access.may(Permission.VIEW_COSTS):
        return {}, ""
    try:
        found = costs_of_pupils(source.costed, Asked())
    except CostingError as fault:
        return {}, str(fault)
    return {pupil: (cost.total, cost.total_counted) for pupil, cost in found.items()}, ""
