"""The map for governors: totals by area, tier and budget, with changes. Nothing about fewer than five pupils follows
from them, not even by subtracting one figure from another or this copy from an earlier one.

Figures are taken only on the first school day of each half-term, so that changes in between cannot be watched. Which
figures may be shown is decided for all those days together, earlier days first. A figure that may not be shown keeps
the value of the last day on which it could.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from costing.engine.facts import Horizon
from costing.engine.results import CostingError
from provisions.costed import added
from provisions.costs import CostedYear, GroupRow
from reports.disclosure import Figure, disclosable
from reports.documents.head import Head, Json, Note, PaperOptions, head_of, money_text, number_text, read_for
from reports.documents.maps.whole_school_map import stream_lines, whole_school_lines
from schools.access import Access
from schools.clock import today
from schools.roles import Permission
from ui.marks import AREAS, TIERS

PAID_TIERS = [tier for tier in TIERS if tier != "universal"]
Measure = Literal["pupils", "cost"]
Kind = Literal["area", "tier", "stream"]
KINDS: dict[Kind, Callable[[GroupRow], object]] = {
    "area": lambda group: group.area,
    "tier": lambda group: group.tier,
    "stream": lambda group: group.stream_id,
}


@dataclass(frozen=True)
class MapPart:
    """A part of the map: an area of need, a tier, what a funding stream pays, or all of it."""

    kind: Kind | Literal["all"]
    value: object

    def holds(self, group: GroupRow) -> bool:
        """Whether the group belongs to it."""
        return self.kind == "all" or KINDS[self.kind](group) == self.value


ALL = MapPart("all", "")


@dataclass(frozen=True)
class DisclosedFigure:
    """A figure as it may be shown: its latest value with its day, and the value to compare it with, with its own day.

    Both None: it would be about fewer than five pupils, or cannot be worked out.
    """

    value: Decimal | int | None = None
    on: date | None = None
    before: Decimal | int | None = None
    before_on: date | None = None

    @property
    def change(self) -> Decimal | int | None:
        """The change since; None where one of the two values is not shown."""
        return None if self.value is None or self.before is None else self.value - self.before


@dataclass(frozen=True)
class TotalRow:
    """A row: an area, a tier, a budget or everything (`name` is its code or words). `groups` run on the day."""

    name: str
    groups: int
    pupils: DisclosedFigure
    cost: DisclosedFigure

    def json(self) -> Json:
        """Plain data of the row."""
        return {
            "name": self.name or "all",
            "groups": number_text(self.groups),
            "pupils": number_text(self.pupils.value),
            "pupils_on": self.pupils.on.isoformat() if self.pupils.on else None,
            "pupils_change": number_text(self.pupils.change),
            "cost": money_text(_pounds(self.cost.value)),
            "cost_on": self.cost.on.isoformat() if self.cost.on else None,
            "cost_change": money_text(_pounds(self.cost.change)),
        }


@dataclass(frozen=True)
class BudgetRow:
    """A funding stream with what groups and whole-school costs commit of it, as far as that may be shown."""

    name: str
    amount: Decimal
    groups: DisclosedFigure
    whole_school: Decimal

    @property
    def left(self) -> Decimal | None:
        """Pounds not committed; None where the groups' part is not shown."""
        return None if self.groups.value is None else self.amount - self.whole_school - Decimal(self.groups.value)

    @property
    def committed(self) -> Decimal | None:
        """Pounds that groups and whole-school costs commit; None where the groups' part is not shown."""
        return None if self.left is None else self.amount - self.left

    def json(self) -> Json:
        """Plain data of the row."""
        return {
            "name": self.name,
            "amount": money_text(self.amount),
            "committed": money_text(self.committed),
            "left": money_text(self.left),
        }


@dataclass(frozen=True)
class GovernorTotals:
    """The totals of a year on the first school day of the half-term, `since` the day they are compared with."""

    head: Head
    on: date
    since: date | None
    areas: tuple[TotalRow, ...]
    tiers: tuple[TotalRow, ...]
    whole: TotalRow
    budgets: tuple[BudgetRow, ...]
    whole_school_costs: Decimal | None
    notes: tuple[Note, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """Groups and whole-school costs together."""
        value = self.whole.cost.value
        if value is None or self.head.horizon is Horizon.DELIVERED:
            return _pounds(value)
        return added([_pounds(value), self.whole_school_costs])

    def json(self) -> Json:
        """Plain data; the rows are areas of need, for no group may be named."""
        return {
            **self.head.json(),
            "audience": "governor",
            "on": self.on.isoformat(),
            "since": self.since.isoformat() if self.since else None,
            "rows": [row.json() for row in self.areas],
            "tiers": [row.json() for row in self.tiers],
            "all": self.whole.json(),
            "whole_school_costs": money_text(self.whole_school_costs),
            "total": money_text(self.total),
            "streams": [row.json() for row in self.budgets],
        }


def build(access: Access, asked: PaperOptions, costed: CostedYear | None = None) -> GovernorTotals:
    """The totals. Raises NotAllowed for whoever may see none. `on` in the options is ignored: figures for days of the
    reader's choice would show what changed between them."""
    access.need(Permission.VIEW_TOTALS)
    costed = costed or read_for(access, asked)
    figures = _Figures(costed, asked)
    planned = figures if asked.horizon is Horizon.PLANNED else _Figures(costed, replace(asked, horizon=Horizon.PLANNED))
    whole, _ = whole_school_lines(costed, asked)
    committed, _ = whole_school_lines(costed, asked, Horizon.PLANNED)
    return GovernorTotals(
        head=head_of(access, asked, costed, "whole-school-map", "Provision in totals, for governors"),
        on=figures.days[-1],
        since=figures.since,
        areas=tuple(
            figures.row(MapPart("area", area.code)) for area in AREAS if MapPart("area", area.code) in figures.cuts
        ),
        tiers=tuple(figures.row(MapPart("tier", tier)) for tier in PAID_TIERS if MapPart("tier", tier) in figures.cuts),
        whole=figures.row(ALL),
        budgets=tuple(
            BudgetRow(
                one.name,
                one.amount,
                planned.disclosed("cost", MapPart("stream", one.id)),
                added(line.cost for line in committed if line.stream_id == one.id) or Decimal(0),
            )
            for one in stream_lines(costed, (), ())
        ),
        whole_school_costs=added(line.cost for line in whole),
    )


def fixed_days(costed: CostedYear) -> tuple[date, ...]:
    """The first days of the half-terms that have begun; today where the school has entered none, or none has begun."""
    return tuple(first for first, _ in costed.calendar.half_terms if first <= today()) or (today(),)


def compared_with(days: tuple[date, ...]) -> date | None:
    """The day to compare with: the last one of the term before (two half-terms are a term), or in the first term the
    year's first; None on that day itself."""
    place = len(days) - 1
    earlier = days[: place - place % 2] or days[:1]
    return earlier[-1] if earlier[-1] < days[-1] else None


class _Figures:
    """Every figure that governors might be shown on the year's days, and which of them they are shown."""

    def __init__(self, costed: CostedYear, asked: PaperOptions) -> None:
        self.groups = {group.code: group for group in costed.groups}
        self.costs = _costs(costed, asked)
        self.days = fixed_days(costed)
        self.since = compared_with(self.days)
        self.cuts = list(dict.fromkeys([ALL, *(cut for kind in KINDS for cut in self._cuts(kind))]))
        pupils = {pupil for group in costed.groups for pupil in group.pupil_ids}
        behind: dict[Measure, dict[Hashable, frozenset[int]]] = {
            "pupils": {pupil: frozenset([pupil]) for pupil in pupils},
            "cost": {group.code: frozenset(group.pupil_ids) for group in costed.groups},
        }
        self.may = {measure: disclosable(list(self._all(measure)), behind[measure]) for measure in behind}

    def row(self, cut: MapPart) -> TotalRow:
        """A row of the totals."""
        running = [group for group in self.groups.values() if cut.holds(group) and group.ran_on(self.days[-1])]
        return TotalRow(str(cut.value), len(running), self.disclosed("pupils", cut), self.disclosed("cost", cut))

    def disclosed(self, measure: Measure, cut: MapPart) -> DisclosedFigure:
        """A figure's latest value that may be shown, with the value to compare it with."""
        days = [day for day in self.days if (cut, day) in self.may[measure]]
        if not days or (value := self._value(measure, cut, days[-1])) is None:
            return DisclosedFigure()
        earlier = [day for day in days if self.since and day <= self.since and day < days[-1]]
        if not earlier:
            return DisclosedFigure(value, days[-1])
        return DisclosedFigure(value, days[-1], self._value(measure, cut, earlier[-1]), earlier[-1])

    def _cuts(self, kind: Kind) -> list[MapPart]:
        return [MapPart(kind, KINDS[kind](group)) for group in self.groups.values()]

    def _all(self, measure: Measure) -> Iterator[Figure]:
        """The candidates, earlier days first. Pupils are counted by area only: every further breakdown would hide more
        of them."""
        for day in self.days:
            for cut in self.cuts:
                if measure == "cost" or cut.kind in ("all", "area"):
                    yield Figure((cut, day), frozenset(self._items(measure, cut, day)))

    def _items(self, measure: Measure, cut: MapPart, day: date) -> set[Hashable]:
        """The pupils with a place on the day; or the groups begun by then, which the cost of the year adds."""
        held = [group for group in self.groups.values() if cut.holds(group)]
        if measure == "cost":
            return {group.code for group in held if group.facts.starts is None or group.facts.starts <= day}
        return {pupil for group in held if group.ran_on(day) for pupil in group.pupils_on(day)}

    def _value(self, measure: Measure, cut: MapPart, day: date) -> Decimal | int | None:
        items = self._items(measure, cut, day)
        if measure == "pupils":
            return len(items)
        costs = [self.costs[str(code)] for code in items]
        return None if None in costs else sum((cost for cost in costs if cost is not None), Decimal(0))


def _costs(costed: CostedYear, asked: PaperOptions) -> dict[str, Decimal | None]:
    """What each group's run costs, other costs included; None where that cannot be worked out."""
    costing = costed.costing(asked.horizon)
    found: dict[str, Decimal | None] = {}
    for group in costed.groups:
        try:
            found[group.code] = costing.group(group.facts).cost
        except CostingError:
            found[group.code] = None
    return found


def _pounds(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
