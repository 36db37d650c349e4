"""The whole-school map at a glance: year groups down, areas across, groups as chips, totals at the edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse

from provisions.checks.facts import runs_on
from provisions.costs import CostedYear, GroupRow
from pupils.models import YearGroup
from pupils.selectors import YEAR_GROUP_ORDER, on_roll
from reports.documents import whole_school_map
from reports.documents.head import Asked, read_for
from reports.documents.whole_school_map import MapRow, StreamLine, WholeSchoolMap
from reports.forms import MapFilters
from reports.map_grid import pattern_of
from reports.pages.map_filters import Chosen, filters_for
from reports.pages.periods import WORDS, CostOf, cost_of, term_on
from reports.pages.shared import ratio_words
from schools.clock import today
from schools.roles import Permission
from ui.marks import AREAS
from ui.parts import Fact
from ui.words import date_uk, dates_uk, money, plural

if TYPE_CHECKING:
    from schools.access import Access

ALL_YEARS = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A group on the map. `cost` is None for whoever sees no costs, and where there is none to show."""

    id: int
    href: str
    title: str
    area: str
    tier: str
    ratio: str
    pattern: str
    filled: int
    size: int
    cost: Decimal | None
    fault: str
    note: str

    @property
    def too_full(self) -> bool:
        """Whether more pupils have a place than are to be taught together."""
        return self.filled > self.size


@dataclass(frozen=True, slots=True)
class Cell:
    """The groups of a year group in an area."""

    area: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year group with its cells; pupils and SEN are those on roll."""

    name: str
    pupils: int
    sen: int
    cells: tuple[Cell, ...]
    groups: int
    cost: Decimal | None


@dataclass(frozen=True)
class MapPage:
    """The page of the map. Costs are None for whoever may not see them."""

    filters: MapFilters
    facts: tuple[Fact, ...]
    left: tuple[StreamLine, ...]
    areas: tuple[str, ...]
    rows: tuple[YearRow, ...]
    area_totals: tuple[tuple[str, int, Decimal | None], ...]
    total: Decimal | None
    shown: int
    every: int
    spanning: bool
    period: str
    period_words: str
    periods: tuple[tuple[str, str], ...]
    costs: bool
    costed: CostedYear
    chosen: tuple[GroupRow, ...]

    @property
    def count_words(self) -> str:
        """How many of the groups are shown."""
        if self.shown == self.every:
            return plural(self.every, "group")
        return f"{self.shown} of {plural(self.every, 'group')}"


@dataclass(frozen=True)
class Source:
    """The year's groups with their costs, where the person may see them; without, only the groups."""

    costed: CostedYear
    rows: tuple[MapRow, ...]
    made: WholeSchoolMap | None


def source_of(access: Access, on: date) -> Source:
    """Read the year once, costed for those who may see costs."""
    asked = Asked(on=on)
    if access.may(Permission.VIEW_COSTS):
        made = whole_school_map.build(access, asked)
        return Source(made.costed, made.rows, made)
    costed = read_for(access, asked)
    return Source(costed, tuple(MapRow(group, None, len(group.pupils_on(on))) for group in costed.groups), None)


def build(access: Access, params: Mapping[str, str]) -> MapPage:
    """The map that the address asks for."""
    on = day_of(params)
    source = source_of(access, on)
    roll = on_roll(source.costed.year)
    chosen = filters_for(access, params, source.costed, source.made, roll)
    rows = [row for row in source.rows if chosen.wants(row.group)]
    period = params.get("per", "year")
    periods = _periods(source.costed, on)
    period = period if period in dict(periods) else "year"
    costs = source.made is not None
    costing = cost_of(source.costed, period, on) if costs else (lambda row: None)
    held = {row.group.id: _chip(access, source, row, costing, on) for row in rows}
    areas = tuple(area.code for area in AREAS if area.code != "Other" or any(r.group.area == "Other" for r in rows))
    return MapPage(
        filters=chosen.form,
        facts=_facts(source, rows, held, chosen, roll, WORDS[period]),
        left=source.made.streams if source.made else (),
        areas=areas,
        rows=tuple(_year_rows(rows, held, areas, roll, chosen)),
        area_totals=tuple(_area_total(area, rows, held) for area in areas),
        total=_sum([chip.cost for chip in held.values()]),
        shown=len(rows),
        every=len(source.rows),
        spanning=any(len(row.group.year_groups) > 1 for row in rows),
        period=period,
        period_words=WORDS[period],
        periods=periods,
        costs=costs,
        costed=source.costed,
        chosen=tuple(row.group for row in rows),
    )


def day_of(params: Mapping[str, str]) -> date:
    """The day the address asks for; today where it asks for none."""
    try:
        return date.fromisoformat(params.get("on", "")) if params.get("on") else today()
    except ValueError:
        return today()


def _periods(costed: CostedYear, on: date) -> tuple[tuple[str, str], ...]:
    term = (("term", "Term"),) if term_on(costed.calendar, on) else ()
    return (("week", "Week"), *term, ("year", "Year"))


def _chip(access: Access, source: Source, row: MapRow, costing: CostOf, on: date) -> Chip:
    group = row.group
    return Chip(
        id=group.id,
        href=reverse("group", args=[access.school.slug, group.id]),
        title=group.title,
        area=group.area,
        tier=group.tier,
        ratio=ratio_of_row(row, source.costed),
        pattern=pattern_of(group),
        filled=row.filled,
        size=group.facts.size,
        cost=None if group.tier == "universal" else costing(row),
        fault=row.fault,
        note=not_now(group, on),
    )


def ratio_of_row(row: MapRow, costed: CostedYear) -> str:
    """Staff to pupils; blank where nobody is set to take the group."""
    if not row.group.facts.staffing and not row.group.facts.sessions:
        return ""
    return row.cost.ratio if row.cost else ratio_words(row.group, costed.rules)


def not_now(group: GroupRow, on: date) -> str:
    """When the group begins or ended, where it does not run on the day; else blank."""
    if runs_on(group, on):
        return ""
    starts, ends = group.facts.starts, group.facts.ends
    if starts and on < starts:
        return f"from {date_uk(starts)}"
    return f"ended {date_uk(ends)}" if ends and ends < on else "ended"


def _year_rows(
    rows: Sequence[MapRow],
    held: Mapping[int, Chip],
    areas: tuple[str, ...],
    roll: Mapping[str, tuple[int, int]],
    chosen: Chosen,
) -> list[YearRow]:
    by_year: dict[str, list[MapRow]] = {}
    for row in rows:
        for code in row.group.year_groups or (ALL_YEARS,):
            by_year.setdefault(code, []).append(row)
    wanted = [code for code in YEAR_GROUP_ORDER if (code in by_year or code in roll) and chosen.wants_year(code)]
    found = [_year_row(code, by_year.get(code, []), held, areas, roll) for code in wanted]
    if ALL_YEARS in by_year:
        found.append(_year_row(ALL_YEARS, by_year[ALL_YEARS], held, areas, roll))
    return found


def _year_row(
    code: str,
    rows: Sequence[MapRow],
    held: Mapping[int, Chip],
    areas: tuple[str, ...],
    roll: Mapping[str, tuple[int, int]],
) -> YearRow:
    pupils, sen = roll.get(code, (0, 0))
    chips = [held[row.group.id] for row in rows]
    return YearRow(
        name=YearGroup(code).label if code else "Any year",
        pupils=pupils,
        sen=sen,
        cells=tuple(Cell(area, tuple(chip for chip in chips if chip.area == area)) for area in areas),
        groups=len(chips),
        cost=_sum([chip.cost for chip in chips]),
    )


def _area_total(area: str, rows: Sequence[MapRow], held: Mapping[int, Chip]) -> tuple[str, int, Decimal | None]:
    chips = [held[row.group.id] for row in rows if row.group.area == area]
    return area, len(chips), _sum([chip.cost for chip in chips])


def _sum(costs: Sequence[Decimal | None]) -> Decimal | None:
    """The printed costs, added; None where there is none."""
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if known else None


def _facts(
    source: Source,
    rows: Sequence[MapRow],
    held: Mapping[int, Chip],
    chosen: Chosen,
    roll: Mapping[str, tuple[int, int]],
    words: str,
) -> tuple[Fact, ...]:
    pupils = {pupil for row in rows for pupil in row.group.pupils_on(chosen.on)}
    running = sum(runs_on(row.group, chosen.on) for row in rows)
    facts = [
        Fact("Groups running", str(running), f"of {len(rows)}" if running != len(rows) else ""),
        Fact("Pupils on the map", str(len(pupils)), f"of {sum(count for count, _ in roll.values())}"),
    ]
    made = source.made
    if made is None:
        return tuple(facts)
    cost = _sum([chip.cost for chip in held.values()])
    facts.append(Fact(f"These groups cost {words}", money(cost) if cost is not None else "nothing yet"))
    if made.whole_school and not chosen.form.any_set:
        facts.append(Fact("Whole-school costs this year", money(made.whole_school_costs)))
    return tuple(facts)


def term_words(page: MapPage) -> str:
    """The dates of the term that a termly map is for."""
    term = term_on(page.costed.calendar, page.costed.calendar.on or today())
    return dates_uk(*term) if term else ""
