"""How a group's cost is shared, and in which weeks (rules 2 to 5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from costing.engine.calendar import day_within, in_force, is_idle, needed_weeks, run_weeks
from costing.engine.errors import CostingError
from costing.engine.facts import Calendar, Group, Horizon, Place, Rules
from costing.engine.groups.components import UNIVERSAL, Component, turns_of
from costing.engine.quantities.expressions import Quantity, given
from costing.engine.results import Remark


class Share(NamedTuple):
    """`places` ÷ `divisor` of a component. `over` is the pupil's hours a week with the role where a cap cuts them."""

    places: int
    divisor: int
    over: Fraction | None = None


WHOLE, NOTHING = Share(1, 1), Share(0, 1)
Vector = tuple[Share | None, ...]


class Span(NamedTuple):
    """School weeks in which the same places are open and the same lines count at the same rates. `days` are the weeks'
    first school days."""

    open: frozenset[int]
    period: int
    length: int
    days: tuple[date, ...]


class Stretch(NamedTuple):
    """School weeks in which a pupil has the same share of each component (None: does not attend it)."""

    period: int
    vector: Vector
    length: int
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """The costed weeks of a group: `spans` out of `total` school weeks, which stand for `weeks` weeks."""

    spans: tuple[Span, ...]
    total: int
    weeks: Quantity
    known: dict[int, Quantity] = field(default_factory=dict, compare=False)

    def weeks_of(self, count: int) -> Quantity:
        """The group's weeks for which `count` of its school weeks stand (rule 3)."""
        if count not in self.known:
            self.known[count] = self._weeks_of(count)
        return self.known[count]

    def _weeks_of(self, count: int) -> Quantity:
        if count == self.total:
            return self.weeks
        if self.weeks.value == self.total or not count:
            return given(count, "weeks", "Weeks", f"{count} of the group's {self.total} school weeks")
        return self.weeks * given(count, "", "School weeks open") / given(self.total, "", "School weeks of the group")

    @property
    def count(self) -> int:
        """The number of the group's school weeks that are costed."""
        return sum(span.length for span in self.spans)


def is_open(place: Place, day: date) -> bool:
    """Whether a place is open on a day; its first and last day are included."""
    return in_force(place.joined, place.left, day)


def _why_weeks(group: Group, changes: Sequence[date]) -> str:
    """Why the group can be costed by the school calendar alone; "" where its weeks as entered will do."""
    if group.tier == UNIVERSAL:
        return ""
    if any(place.joined or place.left for place in group.places):
        return "pupils joined or left, and their weeks are counted in school weeks"
    if turns_of(group):
        return "its staffing or its sessions have dates, and their weeks are counted in school weeks"
    return "a rate of pay changes inside its run" if changes else ""


def planned_run(group: Group, calendar: Calendar, changes: Sequence[date]) -> Run:
    """The whole run of a group, split where places open or close and where a rate or a line changes (on `changes`)."""
    weeks = given(group.weeks, "weeks", "Weeks", f"Group {group.code}", f"group:{group.code}:weeks")
    why = _why_weeks(group, changes)
    days = needed_weeks(group, calendar, why) if why else run_weeks(group, calendar)
    if is_idle(group, calendar):
        return Run((), 1, weeks)
    if not why:
        everyone = frozenset(range(len(group.places)))
        return Run((Span(everyone, 0, len(days) or 1, days),), len(days) or 1, weeks)
    dated = {i: place for i, place in enumerate(group.places) if place.joined or place.left}
    always = frozenset(range(len(group.places))) - set(dated)
    opened = {place.joined.toordinal() for place in dated.values() if place.joined}
    closed = {place.left.toordinal() + 1 for place in dated.values() if place.left}
    turns = sorted(opened | closed | {day.toordinal() for day in changes})
    known: dict[int, tuple[frozenset[int], int]] = {}  # between two turns every week is alike
    states: dict[tuple[frozenset[int], int], list[date]] = {}
    for day in days:
        turn = bisect_right(turns, day.toordinal())
        if turn not in known:
            who = always.union(i for i, place in dated.items() if is_open(place, day))
            known[turn] = (who, bisect_right(changes, day))
        states.setdefault(known[turn], []).append(day)
    spans = tuple(Span(who, period, len(found), tuple(found)) for (who, period), found in states.items())
    return Run(spans, len(days), weeks)


def costed_run(group: Group, planned: Run, calendar: Calendar, horizon: Horizon, rules: Rules, period: int) -> Run:
    """The weeks that a horizon costs (rule 7). `period` is the rate period of the full year's day."""
    if horizon is Horizon.TO_DATE and group.tier != UNIVERSAL:
        return _begun(group, planned, calendar)
    if horizon is Horizon.FULL_YEAR and planned.spans:
        day = day_within(group, calendar)
        who = frozenset(i for i, place in enumerate(group.places) if is_open(place, day))
        weeks = given(rules.weeks, "weeks", "Weeks a year", rules.name, "rules:weeks")
        return Run((Span(who, period, 1, ()),), 1, weeks)
    return planned


def _begun(group: Group, planned: Run, calendar: Calendar) -> Run:
    if calendar.on is None:
        raise CostingError("The cost so far needs a day to reckon to: give the day.")
    needed_weeks(group, calendar, "its cost so far is counted by the school calendar")
    spans = []
    for span in planned.spans:
        days = tuple(day for day in span.days if day <= calendar.on)
        spans.append(span._replace(length=len(days), days=days))
    return Run(tuple(span for span in spans if span.length), planned.total, planned.weeks)


class Sharing:
    """The shares of a group's components among the places open in a span."""

    def __init__(
        self, group: Group, components: Sequence[Component], active: Sequence[frozenset[int]], rules: Rules
    ) -> None:
        self.group, self.components, self.active, self.rules = group, components, active, rules
        self.remarks: dict[Remark, None] = {}
        self._known: dict[tuple[frozenset[int], int | None, int], dict[int, Share]] = {}
        self._by_day = any(place.days for place in group.places)
        self.taught = tuple(self.time_of(c) for c in components)
        self._times = tuple(dict.fromkeys(self.taught))

    def time_of(self, component: Component) -> tuple[int | None, int]:
        """What the shares of a component depend on: its day, where any place is for certain days, and its size."""
        return component.day if self._by_day else None, component.size

    def shares(self, who: frozenset[int], day: int | None, size: int) -> dict[int, Share]:
        """Each attending place's share of a component on `day` (None: any) for `size` pupils, while `who` is open."""
        key = (who, day, size)
        if key not in self._known:
            self._known[key] = self._divide(who, day, size)
        return self._known[key]

    def _divide(self, who: frozenset[int], day: int | None, size: int) -> dict[int, Share]:
        places = self.group.places
        present = [i for i in sorted(who) if day is None or not places[i].days or day in places[i].days]
        full = [i for i in present if places[i].charged_in_full]
        self._remark(present, full, size)
        if self.rules.charge_in_full and len(full) == 1:
            return {i: WHOLE if i == full[0] else NOTHING for i in present}
        count = len(present)
        share = Share(1, count if self.rules.divide_by == "actual" else max(size, count))
        return dict.fromkeys(present, share)

    def _remark(self, present: list[int], full: list[int], size: int) -> None:
        if len(present) > size:
            self._say("over-capacity", f"{len(present)} pupils have a place at once, and its size is {size}")
        if full and not self.rules.charge_in_full:
            self._say("charge-in-full-not-allowed", f"{self.rules.name} charges no pupil in full: it is shared")
        elif len(full) > 1:
            self._say("charged-in-full-with-others", f"{len(full)} places are charged in full at once: they are shared")
        elif full and len(present) > 1:
            self._say(
                "charged-in-full-with-others",
                "one place is charged in full while others are open: it bears the whole cost, the others none",
            )

    def _say(self, code: str, told: str) -> None:
        self.remarks[Remark(code, f"{self.group.code}: {told}.", self.group.code)] = None

    def vector(self, who: frozenset[int], mine: Sequence[int], period: int) -> Vector:
        """The shares of every component that the places `mine` have together in weeks `who` is open; None of those
        that do not count in the period."""
        shares = {time: _joined(self.shares(who, *time), mine) for time in self._times}
        active = self.active[period]
        return tuple(shares[time] if n in active else None for n, time in enumerate(self.taught))

    def unfilled(self, who: frozenset[int], day: int | None, size: int) -> Fraction:
        """The part of a component that no place shares while `who` is open."""
        shares = self.shares(who, day, size).values()
        return 1 - Fraction(sum(share.places for share in shares), max((s.divisor for s in shares), default=1))

    def overall(self, who: frozenset[int], mine: Sequence[int]) -> Share:
        """The share of the whole group, by which its other costs are divided (rule 6)."""
        return _joined(self.shares(who, None, self.group.size), mine) or NOTHING

    def stretches(self, run: Run, mine: Sequence[int]) -> Iterator[Stretch]:
        """The weeks of a run in which any of the places `mine` is open, with their shares."""
        for span in run.spans:
            here = [i for i in mine if i in span.open]
            if here:
                yield Stretch(span.period, self.vector(span.open, here, span.period), span.length, span.days)


def _joined(shares: dict[int, Share], mine: Sequence[int]) -> Share | None:
    if len(mine) == 1:
        return shares.get(mine[0])
    held = [shares[i] for i in mine if i in shares]
    if not held:
        return None
    return held[0] if len(held) == 1 else Share(sum(share.places for share in held), held[0].divisor)
