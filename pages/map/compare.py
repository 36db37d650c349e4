"""The map on two days: which groups are new, which have ended, which have changed, and what each day comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from costing.engine.errors import CostingError
from costing.engine.facts import Calendar, Group, Role, Rules
from costing.engine.quantities.expressions import Quantity
from costing.engine.quantities.figures import in_pounds as printed
from costing.engine.rates import hourly_cost
from pages.filters import MapFilters
from pages.map.filters import filters_for
from pages.map.periods import cost_between
from pages.map.since import presets
from pages.map.source import MapSource, asked_day, hours_a_week, ratio_of_row, source_of
from pages.shared import role_href
from provisions.costs import CostedYear, GroupRow
from provisions.reading import names_of
from pupils.reading import PupilName, on_roll
from reports.documents.maps.grid import pattern_of, year_groups_in_words
from reports.documents.maps.whole_school_map import MapRow
from schools.access import Access
from schools.clock import today
from ui.words import date_uk, hours, money, plural

DAYS = (("from", "From"), ("to", "To"))
KINDS = {
    "new": ("New", "plus-circle"),
    "ended": ("Ended", "x-circle"),
    "between": ("Came and went", "arrow-left-right"),
    "changed": ("Changed", "people"),
    "same": ("As before", "dash"),
}
Costs = Callable[[Group], Quantity | None]


@dataclass(frozen=True, slots=True)
class GroupState:
    """A group on one day: pupils with a place, staff hours a week and a week's cost in pounds; empty where it does not
    run."""

    runs: bool
    pupils: frozenset[int]
    hours: Fraction
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class GroupPair:
    """A group on both days. `between` is its cost in pounds after the first day up to and including the second."""

    kind: str
    title: str
    href: str
    area: str
    scope: str
    pattern: str
    dates: str
    size: int
    before: GroupState
    after: GroupState
    changes: tuple[str, ...]
    between: Decimal | None

    @property
    def places(self) -> str:
        """Places filled of those there are, on both days where they differ."""
        return _both(*(f"{len(day.pupils)}/{self.size}" if day.runs else "" for day in (self.before, self.after)))

    @property
    def hours(self) -> str:
        """Staff hours a week, on both days where they differ."""
        return _both(*(hours(day.hours) if day.runs else "" for day in (self.before, self.after)))

    @property
    def cost(self) -> str:
        """A week's cost, on both days where it differs; blank where there is none."""
        if self.before.cost is None and self.after.cost is None:
            return ""
        return _both(*(money(day.cost) if day.runs else "" for day in (self.before, self.after)))

    @property
    def words(self) -> str:
        """The kind in words."""
        return KINDS[self.kind][0]

    @property
    def icon(self) -> str:
        """The icon that goes with the word."""
        return KINDS[self.kind][1]


@dataclass(frozen=True, slots=True)
class ComparedTotal:
    """A figure on both days and the difference, as printed."""

    label: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class RateChange:
    """A role whose hourly cost differs between the days, as printed."""

    role: str
    href: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """The page of two days. `pairs` leaves out groups that are as before; `same` says how many those are. `rates` are
    the roles whose hourly cost differs, for those who see costs."""

    filters: MapFilters
    before: date
    after: date
    pairs: tuple[GroupPair, ...]
    same: tuple[GroupPair, ...]
    totals: tuple[ComparedTotal, ...]
    between: Decimal | None
    costs: bool
    rates: tuple[RateChange, ...] = ()

    @property
    def count_words(self) -> str:
        """How many groups differ."""
        return f"{plural(len(self.pairs), 'group')} new, ended or changed, {len(self.same)} as before"


def build(access: Access, params: Mapping[str, str]) -> Comparison:
    """The two days that the address asks for: the start of the term and today where it asks for none."""
    last = asked_day(params, "to") or today()
    source = source_of(access, last)
    first, last = sorted((asked_day(params, "from") or _usual(source.costed.calendar, last), last))
    asked = {**params, "from": first.isoformat(), "to": last.isoformat()}
    paid = {stream.id: stream.name for stream in source.whole_map.streams} if source.whole_map else {}
    chosen = replace(filters_for(access, asked, source.costed, paid, on_roll(source.costed.year), days=DAYS), on=last)
    earlier = replace(chosen, on=first)
    rows = [row for row in source.rows if chosen.wants(row.group) or earlier.wants(row.group)]
    held = {place.pupil_id for row in rows for place in row.group.places}
    names = names_of(access, held)
    pairing = _Pairing(access, source, first, last, names, cost_between(source.costed, first, last))
    pairs = sorted((pair for row in rows if (pair := pairing.pair(row))), key=_order)
    costs = source.whole_map is not None
    return Comparison(
        filters=chosen.form,
        before=first,
        after=last,
        pairs=tuple(pair for pair in pairs if pair.kind != "same"),
        same=tuple(pair for pair in pairs if pair.kind == "same"),
        totals=tuple(_totals(pairs, costs=costs)),
        between=_added(pair.between for pair in pairs),
        costs=costs,
        rates=tuple(_rates(access, source.costed, first, last)) if costs else (),
    )


def _rates(access: Access, costed: CostedYear, first: date, last: date) -> Iterator[RateChange]:
    """The roles whose hourly cost under the rules differs between the days, by name."""
    for role in sorted(costed.roles.values(), key=lambda role: (role.name.casefold(), role.code)):
        before, after = (_hour(role, costed.rules, day) for day in (first, last))
        if before != after:
            yield RateChange(f"{role.name} ({role.code})", role_href(access, role.code), before, after)


def _hour(role: Role, rules: Rules, day: date) -> str:
    try:
        return money(hourly_cost(role, rules, day).value)
    except CostingError:
        return "no rate"


def _usual(calendar: Calendar, last: date) -> date:
    """The start of the term, else of the year."""
    told = [day for day, _ in presets(calendar, last) if day]
    return date.fromisoformat(told[0]) if told else min(calendar.starts, last)


@dataclass(frozen=True)
class _Pairing:
    """Pairs groups: holds what both days have in common."""

    access: Access
    source: MapSource
    first: date
    last: date
    names: Mapping[int, PupilName]
    costs: Costs

    def pair(self, row: MapRow) -> GroupPair | None:
        """The group on both days; None where it ran neither on them nor between."""
        group = row.group
        before, after = self._state(row, self.first), self._state(row, self.last)
        kind = self._kind(group, before, after)
        if not kind:
            return None
        between = self.costs(group.facts) if row.cost and group.tier != "universal" else None
        return GroupPair(
            kind=kind,
            title=group.title,
            href=self.access.url("group", group.id),
            area=group.area,
            scope=group.class_name or year_groups_in_words(group.year_groups),
            pattern=" · ".join(text for text in (ratio_of_row(row, self.source.costed), pattern_of(group)) if text),
            dates=_dates(kind, group),
            size=group.facts.size,
            before=before,
            after=after,
            changes=tuple(self._changes(before, after)) if before.runs and after.runs else (),
            between=printed(between.value) if between else None,
        )

    def _state(self, row: MapRow, day: date) -> GroupState:
        if not row.group.ran_on(day):
            return GroupState(False, frozenset(), Fraction(0), None)
        cost = row.cost.weekly_cost if row.cost and row.group.tier != "universal" else None
        return GroupState(True, frozenset(row.group.pupils_on(day)), hours_a_week(row, self.source.costed), cost)

    def _kind(self, group: GroupRow, before: GroupState, after: GroupState) -> str:
        if before.runs and after.runs:
            return "same" if before.pupils == after.pupils else "changed"
        if before.runs or after.runs:
            return "ended" if before.runs else "new"
        starts, ends = group.facts.starts, group.facts.ends
        return "between" if starts and ends and self.first < starts and ends < self.last else ""

    def _changes(self, before: GroupState, after: GroupState) -> Iterator[str]:
        for words, pupils in (("Joined", after.pupils - before.pupils), ("Left", before.pupils - after.pupils)):
            named = [pupil.name for key, pupil in self.names.items() if key in pupils]
            others = len(pupils) - len(named)
            if others:
                named.append(f"{others} more" if named else plural(others, "pupil"))
            if named:
                yield f"{words}: {', '.join(named)}"


def _both(before: str, after: str) -> str:
    """A figure on both days: once where it is the same, with a dash for a day without it."""
    return after if before == after else f"{before or '–'} → {after or '–'}"


def _dates(kind: str, group: GroupRow) -> str:
    starts, ends = date_uk(group.facts.starts), date_uk(group.facts.ends)
    if kind == "new":
        return f"from {starts}"
    if kind == "ended":
        return f"ended {ends}" if ends else "ended"
    return f"{starts} to {ends}" if kind == "between" else ""


def _order(pair: GroupPair) -> tuple[int, str]:
    return list(KINDS).index(pair.kind), pair.title.lower()


def _totals(pairs: Sequence[GroupPair], *, costs: bool) -> Iterator[ComparedTotal]:
    """Both days added up, and the difference."""
    days = [[pair.before for pair in pairs if pair.before.runs], [pair.after for pair in pairs if pair.after.runs]]
    running = [len(states) for states in days]
    places = [sum(len(state.pupils) for state in states) for states in days]
    pupils = [len(frozenset[int]().union(*(state.pupils for state in states))) for states in days]
    time = [sum((state.hours for state in states), Fraction(0)) for states in days]
    yield ComparedTotal("Groups running", str(running[0]), str(running[1]), _signed(running[1] - running[0], str))
    yield ComparedTotal("Places filled", str(places[0]), str(places[1]), _signed(places[1] - places[0], str))
    yield ComparedTotal("Pupils in a group", str(pupils[0]), str(pupils[1]), _signed(pupils[1] - pupils[0], str))
    yield ComparedTotal("Staff hours a week", hours(time[0]), hours(time[1]), _signed(time[1] - time[0], hours))
    if costs:
        cost = [_added(state.cost for state in states) or Decimal(0) for states in days]
        yield ComparedTotal("Cost a week", money(cost[0]), money(cost[1]), _signed(cost[1] - cost[0], money))


def _signed(value: int | Fraction | Decimal, words: Callable[..., str]) -> str:
    """A difference with its sign, in words where there is none."""
    if not value:
        return "no change"
    return f"{'+' if value > 0 else '−'}{words(abs(value))}"


def _added(costs: Iterable[Decimal | None]) -> Decimal | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if known else None
