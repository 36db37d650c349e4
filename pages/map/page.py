"""The whole-school map as a grid: rows as chosen, areas across, groups as chips, totals at the edges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pages.filters import MapFilters
from pages.map.cuts import MapCut, RowHead, cut_of, cuts_for
from pages.map.filters import MapChoice, filters_for
from pages.map.periods import WORDS, CostOf, cost_reader, term_on
from pages.map.since import ChangeMark, marks_of, presets
from pages.map.source import MapSource, areas_of, day_of, not_now, ratio_of_row, source_of
from provisions.checks.facts import runs_on
from provisions.costs import CostedYear, GroupRow
from provisions.models import Tier
from pupils.reading import on_roll
from reports.documents.maps.grid import pattern_of
from reports.documents.maps.whole_school_map import MapRow, StreamLine
from schools.access import Access
from schools.clock import today
from schools.kept import kept
from ui.marks import area
from ui.parts import Fact
from ui.words import dates_uk, money, plural


@dataclass(frozen=True, slots=True)
class GroupChip:
    """A group on the map. `cost` is None for whoever sees no costs, and where there is none to show.

    `when` says when it begins or ended, where it does not run on the day; `marks` are its changes since a day.
    """

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
    when: str
    marks: tuple[ChangeMark, ...]

    @property
    def too_full(self) -> bool:
        """Whether more pupils have a place than are to be taught together."""
        return self.filled > self.size

    @property
    def note(self) -> str:
        """The group's dates and changes in one line."""
        return ", ".join(words for words in (self.when, *(mark.words for mark in self.marks)) if words)


@dataclass(frozen=True, slots=True)
class MapCell:
    """The groups of a row in a column."""

    name: str
    chips: tuple[GroupChip, ...]


@dataclass(frozen=True, slots=True)
class MapGridRow:
    """A row of the map with its cells, the number of its groups and what they cost together."""

    line: RowHead
    cells: tuple[MapCell, ...]
    groups: int
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class MapColumn:
    """An area of need, or a tier where the areas are the rows, with its totals: each group once."""

    code: str
    name: str
    groups: int
    cost: Decimal | None


@dataclass(frozen=True)
class MapPage:
    """The page of the map. Costs are None for whoever may not see them.

    `overlaps` is how many groups are in more than one row; `total` and the columns count each of them once.
    """

    filters: MapFilters
    facts: tuple[Fact, ...]
    budgets: tuple[MapBudget, ...]
    cut: MapCut
    by_area: bool
    columns: tuple[MapColumn, ...]
    rows: tuple[MapGridRow, ...]
    total: Decimal | None
    shown: int
    every: int
    overlaps: int
    period: str
    period_words: str
    periods: tuple[tuple[str, str], ...]
    since: str
    presets: tuple[tuple[str, str], ...]
    costs: bool
    costed: CostedYear
    chosen: tuple[GroupRow, ...]
    chips: Mapping[int, GroupChip]

    @property
    def count_words(self) -> str:
        """How many of the groups are shown."""
        return count_words(self.shown, self.every)


@dataclass(frozen=True, slots=True)
class MapBudget:
    """A budget shown with the map, and the sentence for its bar."""

    stream: StreamLine
    message: str

    @property
    def over(self) -> Decimal:
        """Pounds committed beyond the budget; negative where some are left."""
        return -self.stream.left


@dataclass(frozen=True)
class FilteredMap:
    """The year's groups that fit the filters, with the choices of the address."""

    source: MapSource
    chosen: MapChoice
    roll: Mapping[str, tuple[int, int]]
    rows: tuple[MapRow, ...]


def filtered_map(access: Access, params: Mapping[str, str], **shape: tuple[tuple[str, str], ...]) -> FilteredMap:
    """The year's groups that fit the filters in the address; `shape` is passed to the form of the filters."""
    source = source_of(access, day_of(params))
    roll = on_roll(source.costed.year)
    streams = {stream.id: stream.name for stream in source.whole_map.streams} if source.whole_map else {}
    chosen = filters_for(access, params, source.costed, streams, roll, **shape)
    return FilteredMap(source, chosen, roll, tuple(row for row in source.rows if chosen.wants(row.group)))


def build(access: Access, params: Mapping[str, str], shape: str = "list") -> MapPage:
    """The map that the address asks for. Only the shape "grid" lets the reader choose the rows; the list is by year
    group."""
    grid = shape == "grid"
    found = filtered_map(access, params, cuts=cuts_for(access) if grid else ())
    source, chosen, rows, on = found.source, found.chosen, found.rows, found.chosen.on
    periods = periods_of(source.costed, on)
    asked = params.get("per", "year")
    period = asked if asked in dict(periods) else "year"
    chips = chips_of(access, found, cost_reader(source.costed, period, on) if source.whole_map else None, period)
    groups = tuple(row.group for row in rows)
    key = chosen.form.chosen("rows") if grid else ""
    cut = cut_of(access, key, chosen, groups, found.roll)
    columns, place_of = _columns(groups, chips, key != "area")
    held = _held(cut, groups)
    return MapPage(
        filters=chosen.form,
        facts=_facts(found, chips, WORDS[period]),
        budgets=budgets_of(source),
        cut=cut,
        by_area=key != "area",
        columns=columns,
        rows=tuple(_row(line, groups, chips, columns, place_of) for line, groups in held),
        total=total_cost([chip.cost for chip in chips.values()]),
        shown=len(rows),
        every=len(source.rows),
        overlaps=_overlaps(held),
        period=period,
        period_words=WORDS[period],
        periods=periods,
        since=params.get("since", "") if chosen.since else "",
        presets=presets(source.costed.calendar, on),
        costs=source.whole_map is not None,
        costed=source.costed,
        chosen=groups,
        chips=chips,
    )


def count_words(shown: int, every: int) -> str:
    """How many of the groups are shown."""
    return plural(every, "group") if shown == every else f"{shown} of {plural(every, 'group')}"


def periods_of(costed: CostedYear, on: date) -> tuple[tuple[str, str], ...]:
    """The stretches of time that costs can be shown for."""
    term = (("term", "Term"),) if term_on(costed.calendar, on) else ()
    return (("week", "Week"), *term, ("year", "Year"))


def chips_of(access: Access, found: FilteredMap, costing: CostOf | None, period: str) -> dict[int, GroupChip]:
    """Each shown group as a chip; `costing` None shows no costs, `period` names what it costs for."""
    chosen = found.chosen
    key = ("chips", access.reader(), found.source.costed.year.pk, chosen.on, chosen.since, period)

    def every() -> dict[int, GroupChip]:
        return {row.group.id: _chip(access, found, row, costing) for row in found.source.rows}

    chips = kept(key, every, weight=lambda made: 2_000 * (1 + len(made)))
    return {row.group.id: chips[row.group.id] for row in found.rows}


def _chip(access: Access, found: FilteredMap, row: MapRow, costing: CostOf | None) -> GroupChip:
    group, on = row.group, found.chosen.on
    marks = marks_of(group, found.chosen.since, on)
    told = {mark.kind for mark in marks}
    return GroupChip(
        id=group.id,
        href=access.url("group", group.id),
        title=group.title,
        area=group.area,
        tier=group.tier,
        ratio=ratio_of_row(row, found.source.costed),
        pattern=pattern_of(group),
        filled=row.filled,
        size=group.facts.size,
        cost=None if group.tier == "universal" or costing is None else costing(row),
        fault=row.fault,
        when="" if "ended" in told else not_now(group, on),
        marks=marks,
    )


def _columns(
    groups: Sequence[GroupRow], chips: Mapping[int, GroupChip], by_area: bool
) -> tuple[tuple[MapColumn, ...], Callable[[GroupRow], str]]:
    """The columns with their totals, and a function for the code of a group's column."""
    if by_area:
        return tuple(
            _column(code, area(code).name, [g for g in groups if g.area == code], chips) for code in areas_of(groups)
        ), _area
    tiers = [(str(value), str(label)) for value, label in Tier.choices]
    held = [(value, label, [group for group in groups if group.tier == value]) for value, label in tiers]
    return tuple(_column(value, label, mine, chips) for value, label, mine in held if mine), _tier


def _area(group: GroupRow) -> str:
    return group.area


def _tier(group: GroupRow) -> str:
    return group.tier


def _column(code: str, name: str, groups: Sequence[GroupRow], chips: Mapping[int, GroupChip]) -> MapColumn:
    return MapColumn(code, name, len(groups), total_cost([chips[group.id].cost for group in groups]))


def _held(cut: MapCut, groups: Sequence[GroupRow]) -> list[tuple[RowHead, list[GroupRow]]]:
    """Each row that is shown with its groups."""
    found: dict[str, list[GroupRow]] = {}
    for group in groups:
        for key in cut.keys(group):
            found.setdefault(key, []).append(group)
    return [(line, found.get(line.key, [])) for line in cut.lines if line.key in found or (cut.bare and line.key)]


def _overlaps(held: Sequence[tuple[RowHead, list[GroupRow]]]) -> int:
    times: dict[int, int] = {}
    for _, groups in held:
        for group in groups:
            times[group.id] = times.get(group.id, 0) + 1
    return sum(count > 1 for count in times.values())


def _row(
    line: RowHead,
    groups: Sequence[GroupRow],
    chips: Mapping[int, GroupChip],
    columns: Sequence[MapColumn],
    place_of: Callable[[GroupRow], str],
) -> MapGridRow:
    cells = tuple(
        MapCell(column.name, tuple(chips[group.id] for group in groups if place_of(group) == column.code))
        for column in columns
    )
    return MapGridRow(line, cells, len(groups), total_cost([chips[group.id].cost for group in groups]))


def total_cost(costs: Sequence[Decimal | None]) -> Decimal | None:
    """The printed costs, added; None where there is none."""
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if known else None


def budgets_of(source: MapSource) -> tuple[MapBudget, ...]:
    """The funding streams, each with what its bar shows; none for whoever sees no costs."""
    return tuple(MapBudget(stream, _spent(stream)) for stream in source.whole_map.streams) if source.whole_map else ()


def _spent(stream: StreamLine) -> str:
    told = f"{money(stream.committed)} of {money(stream.amount)} committed"
    return f"{told}, {money(-stream.left)} too much" if stream.left < 0 else f"{told}, {money(stream.left)} left"


def _facts(found: FilteredMap, chips: Mapping[int, GroupChip], words: str) -> tuple[Fact, ...]:
    on, rows, made = found.chosen.on, found.rows, found.source.whole_map
    pupils = {pupil for row in rows for pupil in row.group.pupils_on(on)}
    running = sum(runs_on(row.group, on) for row in rows)
    facts = [
        Fact("Groups running", str(running), f"of {len(rows)}" if running != len(rows) else ""),
        Fact("Pupils on the map", str(len(pupils)), f"of {sum(count for count, _ in found.roll.values())}"),
    ]
    if made is None:
        return tuple(facts)
    cost = total_cost([chip.cost for chip in chips.values()])
    facts.append(Fact(f"These groups cost {words}", money(cost) if cost is not None else "nothing yet"))
    if made.whole_school:
        facts.append(Fact("Whole-school costs this year", money(made.whole_school_costs)))
    return tuple(facts)


def term_words(page: MapPage) -> str:
    """The dates of the term that a termly map is for."""
    term = term_on(page.costed.calendar, page.costed.calendar.on or today())
    return dates_uk(*term) if term else ""
