"""The whole-school map at a glance: year groups down, areas of need across, each group once, totals at the edges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from provisions.costs import GroupRow
from pupils.models import YearGroup
from reports.documents.maps.whole_school_map import MapRow, WholeSchoolMap
from ui.marks import AREAS
from ui.words import minutes, number


@dataclass(frozen=True)
class GridChip:
    """A group on the grid."""

    row: MapRow
    pattern: str

    @property
    def too_full(self) -> bool:
        """Whether more pupils have a place than are to be taught together."""
        return self.row.filled > self.row.group.facts.size


@dataclass(frozen=True)
class GridRow:
    """The groups of the same year groups: a cell for each area, and what they cost together."""

    scope: str
    cells: tuple[tuple[GridChip, ...], ...]
    costs: tuple[Decimal | None, ...]
    cost: Decimal | None


@dataclass(frozen=True)
class Grid:
    """The map: areas that have a group (the four always), a row for each set of year groups, a total for each area."""

    areas: tuple[str, ...]
    rows: tuple[GridRow, ...]
    costs: tuple[Decimal | None, ...]
    total: Decimal | None


def grid_of(made: WholeSchoolMap) -> Grid:
    """The grid of a map. Groups for the same several year groups share a row of their own, so that no pound counts
    twice."""
    used = {row.group.area for row in made.rows}
    areas = tuple(area.code for area in AREAS if area.code != "Other" or "Other" in used)
    scopes: dict[tuple[str, ...], list[MapRow]] = {}
    for row in sorted(made.rows, key=lambda row: _place(row.group.year_groups)):
        scopes.setdefault(row.group.year_groups, []).append(row)
    return Grid(
        areas=areas,
        rows=tuple(_grid_row(year_groups_in_words(scope), rows, areas) for scope, rows in scopes.items()),
        costs=tuple(together(row for row in made.rows if row.group.area == area) for area in areas),
        total=made.groups_cost,
    )


def together(rows: Iterable[MapRow]) -> Decimal | None:
    """The rows' printed costs, added; None where none is known."""
    held = list(rows)
    costs = [row.full_cost for row in held if row.full_cost is not None]
    return sum(costs, Decimal(0)) if costs or not held else None


def pattern_of(group: GroupRow) -> str:
    """How often and how long: 2 × 30 min; the same pattern of several staff is said once."""
    facts = group.facts
    lines = [(line.sessions, line.minutes) for line in facts.staffing]
    if not lines:
        lines = [(Fraction(1), session.minutes) for session in facts.sessions]
    return ", ".join(dict.fromkeys(f"{number(times)} × {minutes(length)}" for times, length in lines))


@lru_cache(maxsize=256)
def year_groups_in_words(year_groups: tuple[str, ...]) -> str:
    """Year groups in words, ranges shortened: Year 3, Year 3 and Year 4, Reception to Year 6, All years."""
    if not year_groups:
        return "All years"
    order = sorted(YearGroup.values.index(code) for code in year_groups)
    names = [YearGroup(YearGroup.values[place]).label for place in order]
    if len(names) > 2 and order[-1] - order[0] == len(order) - 1:
        return f"{names[0]} to {names[-1]}"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _place(year_groups: tuple[str, ...]) -> tuple[int, list[int]]:
    """Single year groups in order, then several, then all."""
    order = [YearGroup.values.index(code) for code in year_groups]
    return (min(len(order), 2) or 3, order)


def _grid_row(scope: str, rows: list[MapRow], areas: tuple[str, ...]) -> GridRow:
    cells = tuple(
        tuple(GridChip(row, pattern_of(row.group)) for row in rows if row.group.area == area) for area in areas
    )
    costs = tuple(together(chip.row for chip in chips) for chips in cells)
    return GridRow(scope, cells, costs, together(rows))
