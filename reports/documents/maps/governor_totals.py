"""The map for governors: totals by area, tier and budget, and what changed, from which fewer than five pupils can not
be told, not even by taking one figure from another or this copy from an earlier one.

Figures are taken on the first school day of each half-term: between them nothing moves that could be watched. Which
may be told is decided over all those days together, the earlier first; one that may not be told keeps the value of the
last day on which it could be.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from costing.engine.costing import Costing
from costing.engine.results import CostingError
from provisions.costs import CostedYear, GroupRow
from reports.disclosure import Figure, tellable
from reports.documents.head import Asked, Head, Json, Note, head_of, money_text, number_text, read_for
from reports.documents.maps.whole_school_map import stream_lines, whole_school_lines
from schools.clock import today
from schools.roles import Permission
from ui.marks import AREAS, TIERS

if TYPE_CHECKING:
    from schools.access import Access

PAID_TIERS = [tier for tier in TIERS if tier != "universal"]
Measure = Literal["pupils", "cost"]
Kind = Literal["area", "tier", "stream"]
KINDS: dict[Kind, Callable[[GroupRow], object]] = {
    "area": lambda group: group.area,
    "tier": lambda group: group.tier,
    "stream": lambda group: group.stream_id,
}


@dataclass(frozen=True)
class Cut:
    """A part of the map: an area of need, a tier, what a funding stream pays, or all of it."""

    kind: Kind | Literal["all"]
    value: object

    def holds(self, group: GroupRow) -> bool:
        """Whether the group belongs to it."""
        return self.kind == "all" or KINDS[self.kind](group) == self.value


ALL = Cut("all", "")


@dataclass(frozen=True)
class Told:
    """A figure as it may be told: its latest value with its day, and the value of the day before with its own.

    Both None: it would tell of fewer than five pupils, or cannot be worked out.
    """

    value: Decimal | int | None = None
    on: date | None = None
    before: Decimal | int | None = None
    before_on: date | None = None

    @property
    def change(self) -> Decimal | int | None:
        """What came to it since; None where one of the two is not told."""
        return None if self.value is None or self.before is None else self.value - self.before


@dataclass(frozen=True)
class TotalRow:
    """A row: an area, a tier, a budget or everything (`name` is its code or words). `groups` run on the day."""

    name: str
    groups: int
    pupils: Told
    cost: Told

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
    """A funding stream with what groups and whole-school costs commit of it, as far as that may be told."""

    name: str
    amount: Decimal
    groups: Told
    whole_school: Decimal

    @property
    def left(self) -> Decimal | None:
        """What is not committed; None where the groups' part is not told."""
        return None if self.groups.value is None else self.amount - self.whole_school - Decimal(self.groups.value)

    @property
    def committed(self) -> Decimal | None:
        """What groups and whole-school costs take of it; None where the groups' part is not told."""
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
    whole_school_costs: Decimal
    notes: tuple[Note, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """Groups and whole-school costs together."""
        value = self.whole.cost.value
        return None if value is None else Decimal(value) + self.whole_school_costs

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


def build(access: Access, asked: Asked, costed: CostedYear | None = None) -> GovernorTotals:
    """The totals. Raises NotAllowed for whoever may see none. A day that is asked for is not heeded: figures for days
    of one's own choice would tell what changed between them."""
    access.need(Permission.VIEW_TOTALS)
    costed = costed or read_for(access, asked)
    figures = _Figures(costed, asked)
    whole, _ = whole_school_lines(costed, asked)
    return GovernorTotals(
        head=head_of(access, asked, costed, "whole-school-map", "Provision in totals, for governors"),
        on=figures.days[-1],
        since=figures.since,
        areas=tuple(figures.row(Cut("area", area.code)) for area in AREAS if Cut("area", area.code) in figures.cuts),
        tiers=tuple(figures.row(Cut("tier", tier)) for tier in PAID_TIERS if Cut("tier", tier) in figures.cuts),
        whole=figures.row(ALL),
        budgets=tuple(
            BudgetRow(
                one.name,
                one.amount,
                figures.told("cost", Cut("stream", one.id)),
                sum((line.cost for line in whole if line.stream_id == one.id), Decimal(0)),
            )
            for one in stream_lines(costed, (), ())
        ),
        whole_school_costs=sum((line.cost for line in whole), Decimal(0)),
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
    """Every figure of a year's days that governors might be told, and which of them they are."""

    def __init__(self, costed: CostedYear, asked: Asked) -> None:
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
        self.may = {measure: tellable(list(self._all(measure)), behind[measure]) for measure in behind}

    def row(self, cut: Cut) -> TotalRow:
        """A row of the totals."""
        running = [group for group in self.groups.values() if cut.holds(group) and group.ran_on(self.days[-1])]
        return TotalRow(str(cut.value), len(running), self.told("pupils", cut), self.told("cost", cut))

    def told(self, measure: Measure, cut: Cut) -> Told:
        """A figure's latest value that may be told, with the value to compare it with."""
        days = [day for day in self.days if (cut, day) in self.may[measure]]
        if not days or (value := self._value(measure, cut, days[-1])) is None:
            return Told()
        earlier = [day for day in days if self.since and day <= self.since and day < days[-1]]
        if not earlier:
            return Told(value, days[-1])
        return Told(value, days[-1], self._value(measure, cut, earlier[-1]), earlier[-1])

    def _cuts(self, kind: Kind) -> list[Cut]:
        return [Cut(kind, KINDS[kind](group)) for group in self.groups.values()]

    def _all(self, measure: Measure) -> Iterator[Figure]:
        """The candidates, the earlier days first. Pupils are told by area alone: each further cut hides more."""
        for day in self.days:
            for cut in self.cuts:
                if measure == "cost" or cut.kind in ("all", "area"):
                    yield Figure((cut, day), frozenset(self._items(measure, cut, day)))

    def _items(self, measure: Measure, cut: Cut, day: date) -> set[Hashable]:
        """The pupils with a place on the day; or the groups begun by then, which the cost of the year adds."""
        held = [group for group in self.groups.values() if cut.holds(group)]
        if measure == "cost":
            return {group.code for group in held if group.facts.starts is None or group.facts.starts <= day}
        return {pupil for group in held if group.ran_on(day) for pupil in group.pupils_on(day)}

    def _value(self, measure: Measure, cut: Cut, day: date) -> Decimal | int | None:
        items = self._items(measure, cut, day)
        if measure == "pupils":
            return len(items)
        costs = [self.costs[str(code)] for code in items]
        return None if None in costs else sum((cost for cost in costs if cost is not None), Decimal(0))


def _costs(costed: CostedYear, asked: Asked) -> dict[str, Decimal | None]:
    """What each group's run costs, other costs included; None where that cannot be worked out."""
    costing = Costing(costed.roles, costed.rules, costed.calendar, asked.horizon)
    found: dict[str, Decimal | None] = {}
    for group in costed.groups:
        try:
            found[group.code] = costing.group(group.facts).cost
        except CostingError:
            found[group.code] = None
    return found


def _pounds(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
