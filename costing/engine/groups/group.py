"""One group prepared for costing: its components, their rates, and the weeks and places that share them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from costing.engine.calendar import (
    day_within,
    in_force,
    is_idle,
    is_outside,
    printed_date,
    run_of,
    run_weeks,
    year_label,
)
from costing.engine.errors import CostingError
from costing.engine.facts import Calendar, Group, Horizon, OtherCost, Role, Rules
from costing.engine.groups.components import (
    DAYS,
    UNIVERSAL,
    Component,
    Work,
    components_of,
    most_staff,
    ratio_of,
    turns_of,
)
from costing.engine.groups.eligibility import SCHOOL, session_reason
from costing.engine.groups.sharing import Run, Sharing, Stretch, costed_run, planned_run
from costing.engine.quantities.expressions import Quantity, given, total
from costing.engine.quantities.figures import exact_sum, written_out
from costing.engine.rates import hourly_cost, pay_days
from costing.engine.results import MapLine, Remark


@dataclass
class Prepared:
    """A group with everything that is worked out once for all its pupils.

    `components` are all that are costed on any day. For each period `rates` holds the hourly cost of each role,
    `active` the numbers of the components that count, `works` what is in force; `changes` are the days on which a
    later period begins. `run` is what the horizon costs, `planned` the whole run, over which other costs are shared
    whatever the horizon.
    """

    group: Group
    rules: Rules
    roles: Mapping[str, Role]
    calendar: Calendar
    horizon: Horizon
    components: tuple[Component, ...]
    works: tuple[Work, ...]
    active: tuple[frozenset[int], ...]
    reasons: tuple[str | None, ...]
    changes: tuple[date, ...]
    rates: tuple[dict[str, Quantity], ...]
    sharing: Sharing
    planned: Run
    run: Run
    lines: dict[object, tuple[MapLine, ...]] = field(default_factory=dict)
    exact: dict[object, Fraction] = field(default_factory=dict)
    hours: dict[object, Quantity] = field(default_factory=dict)
    weekly: dict[object, Quantity | None] = field(default_factory=dict)
    stretches_by_places: dict[tuple[int, ...], tuple[Stretch, ...]] = field(default_factory=dict)

    @property
    def ratio(self) -> str:
        """Most staff in the room at once in any week of the run, to the pupils taught together."""
        works = max(self.works, key=lambda work: most_staff(work.components))
        return ratio_of(self.group, works.components)

    @property
    def idle(self) -> bool:
        """Whether no school week lies between the group's dates, so that it costs 0.00."""
        return is_idle(self.group, self.calendar)

    @property
    def universal(self) -> bool:
        """Whether the group is listed and never costed."""
        return self.group.tier == UNIVERSAL

    def places_of(self, pupil: str) -> tuple[int, ...]:
        """The pupil's places, by number."""
        return tuple(i for i, place in enumerate(self.group.places) if place.pupil == pupil)

    def stretches(self, mine: tuple[int, ...]) -> tuple[Stretch, ...]:
        """The costed weeks in which any of places `mine` is open, with their shares."""
        if mine not in self.stretches_by_places:
            self.stretches_by_places[mine] = tuple(self.sharing.stretches(self.run, mine))
        return self.stretches_by_places[mine]

    def attended(self, mine: Sequence[int]) -> tuple[int, ...]:
        """The components, by number, that places `mine` attend on their days."""
        days = [self.group.places[i].days for i in mine]
        if not all(days):
            return tuple(range(len(self.components)))
        return tuple(
            n for n, c in enumerate(self.components) if c.day is None or any(c.day in attends for attends in days)
        )

    def hours_of(self, numbers: Sequence[int], *, once: bool = False) -> Quantity:
        """Staff hours of one role's components: of a week, or of one occurrence."""
        key = (tuple(numbers), once)
        if key not in self.hours:
            parts = [self.components[n] for n in numbers]
            worked = exact_sum(c.once if once else c.hours for c in parts)
            role, code = parts[0].role, self.group.code
            told = " + ".join(dict.fromkeys(c.source for c in parts))
            name = f"{role}, hours {'a session' if once else 'a week'}"
            every = [n for n, c in enumerate(self.components) if c.role == role]
            only = "" if not once and len(every) == len(numbers) else ":" + "+".join(map(str, numbers))
            self.hours[key] = given(worked, "h", name, told, f"group:{code}:hours:{role}{only}")
        return self.hours[key]

    def by_role(self, numbers: Iterable[int]) -> dict[str, list[int]]:
        """Components by their role, in the order they were entered."""
        found: dict[str, list[int]] = defaultdict(list)
        for n in numbers:
            found[self.components[n].role].append(n)
        return found

    def cost_of(self, numbers: Iterable[int], period: int) -> Quantity | None:
        """The cost of components in a week, unshared: Σ rate × hours."""
        terms = self.terms(numbers, period)
        return total(terms) if terms else None

    def terms(self, numbers: Iterable[int], period: int) -> list[Quantity]:
        """Rate × hours of each role among the components."""
        return [self.rates[period][role] * self.hours_of(mine) for role, mine in self.by_role(numbers).items()]

    def period_of(self, numbers: Sequence[int], period: int) -> int:
        """The first period in which these components are alike, so that a line is split only where its rate, its
        staffing or its times change."""
        if period:
            roles = {self.components[n].role for n in numbers}
            for before in reversed([one for one in self.peopled if one < period]):
                if not self._alike(numbers, roles, period, before):
                    break
                period = before
        return period

    @cached_property
    def peopled(self) -> tuple[int, ...]:
        """The periods that have a school week; what changes and changes back between two weeks changes nothing."""
        return tuple(sorted({span.period for span in self.planned.spans}))

    def _alike(self, numbers: Sequence[int], roles: set[str], period: int, before: int) -> bool:
        """Whether these components are in both periods what they are in one."""
        rates, held = self.rates[period], self.rates[before]
        changed = self.active[period] ^ self.active[before]
        return (
            # Mostly the same quantity: `_rates` gives it for as long as nothing changes.
            all(rates[role] is held[role] or rates[role].value == held[role].value for role in roles)
            and changed.isdisjoint(numbers)
            and not any(
                self.group.staffing[n].role in roles for n in self.works[period].lines ^ self.works[before].lines
            )
        )

    def period_on(self, day: date) -> int:
        """The period that a day lies in."""
        return bisect_right(self.changes, day)

    def counts_in(self, numbers: Iterable[int], period: int) -> tuple[int, ...]:
        """Of these components those that count in a period."""
        return tuple(n for n in numbers if n in self.active[period])

    def rate_now(self, role: str) -> Quantity:
        """The hourly cost of a role on the calendar's day, moved into the group's run."""
        day = day_within(self.group, self.calendar)
        known = self.rates[self.period_on(day)].get(role)
        if known is not None:
            return known
        return hourly_cost(_role(role, self.group, self.roles), self.rules, day, year_label(self.calendar))

    def since(self, period: int) -> str:
        """The day a later rate period begins, as an ISO date; blank for the first."""
        return self.changes[period - 1].isoformat() if period else ""

    def amount_of(self, cost: OtherCost) -> Quantity:
        """The amount of an other cost of the group, unshared."""
        return amount_of(cost, self.roles, self.rules, self.calendar, cost.on or run_of(self.group, self.calendar)[0])

    def paid_costs(self) -> list[OtherCost]:
        """The group's other costs that the school pays and that fall within the year and the horizon."""
        if self.universal or self.idle:
            return []
        return [
            cost
            for cost in self.group.other_costs
            if cost.payer == SCHOOL
            and not is_outside(cost, self.calendar)
            and is_due(cost, self.calendar, self.horizon)
        ]

    def remarks(self) -> tuple[Remark, ...]:
        """The remarks about the group, each once."""
        # Called for the remarks they add to `sharing`, of the whole run whatever the horizon; the shares are not used.
        for span in self.planned.spans if not self.universal else ():
            self.sharing.shares(span.open, None, self.group.size)
            self.sharing.vector(span.open, (), span.period)
        told = [remark for work in self.works for remark in work.remarks]
        return tuple(dict.fromkeys([*told, *self.sharing.remarks, *_run_remarks(self)]))


def prepare(
    group: Group,
    roles: Mapping[str, Role],
    rules: Rules,
    calendar: Calendar,
    horizon: Horizon = Horizon.PLANNED,
    known: dict[tuple[str, int], Quantity] | None = None,
) -> Prepared:
    """Work out once what every pupil of a group needs. Raises CostingError that names the group, the role and what to
    set. `known` keeps hourly costs between the groups of one run."""
    weeks = run_weeks(group, calendar)
    first = weeks[0] if weeks else run_of(group, calendar)[0]
    last = run_of(group, calendar)[1]
    turns = tuple(sorted(day for day in turns_of(group) if first < day <= last))
    works = tuple(components_of(group, rules, day) for day in (first, *turns))
    components = tuple(dict.fromkeys(c for work in works for c in work.components))
    staffed = {} if group.tier == UNIVERSAL else {c.role: _role(c.role, group, roles) for c in components}
    reasons = tuple(session_reason(c, staffed[c.role].kind if staffed else "", group, rules) for c in components)
    changes = tuple(sorted({*turns, *_changes(staffed.values(), rules, first, last)}))
    days = (first, *changes)
    works = tuple(works[bisect_right(turns, day)] for day in days)
    rates = _rates(staffed, days, rules, year_label(calendar), {} if known is None else known)
    active = _active(components, works)
    planned = planned_run(group, calendar, changes)
    period = bisect_right(changes, day_within(group, calendar))
    return Prepared(
        group=group,
        rules=rules,
        roles=roles,
        calendar=calendar,
        horizon=horizon,
        components=components,
        works=works,
        active=active,
        reasons=reasons,
        changes=changes,
        rates=rates,
        sharing=Sharing(group, components, active, rules),
        planned=planned,
        run=costed_run(group, planned, calendar, horizon, rules, period),
    )


def _active(components: Sequence[Component], works: Iterable[Work]) -> tuple[frozenset[int], ...]:
    """The numbers of the components of each period."""
    number = {component: n for n, component in enumerate(components)}
    return tuple(frozenset(number[component] for component in work.components) for work in works)


def _rates(
    staffed: Mapping[str, Role],
    days: Iterable[date],
    rules: Rules,
    year: str,
    known: dict[tuple[str, int], Quantity],
) -> tuple[dict[str, Quantity], ...]:
    """For each period, by its first day, the hourly cost of each role; the same quantity where nothing changed."""
    found = []
    for day in days:
        costs = {}
        for code, role in staffed.items():
            mark = (code, _pay_number(role, rules, day))
            if mark not in known:
                known[mark] = hourly_cost(role, rules, day, year)
            costs[code] = known[mark]
        found.append(costs)
    return tuple(found)


def is_due(cost: OtherCost, calendar: Calendar, horizon: Horizon) -> bool:
    """Whether an other cost falls within a horizon: so far, if dated by the day (without a date: the year's start)."""
    if horizon is not Horizon.TO_DATE or calendar.on is None:
        return True
    return (cost.on or calendar.starts) <= calendar.on


def amount_of(
    cost: OtherCost, roles: Mapping[str, Role], rules: Rules, calendar: Calendar, on: date | None = None
) -> Quantity:
    """The amount of an other cost: its own, or hours of a role at its hourly cost."""
    if cost.amount is not None:
        return given(cost.amount, "£", cost.description, cost.kind, f"other:{cost.key}")
    if not cost.role or cost.hours is None:
        raise CostingError(f"{cost.description}: enter an amount, or a staff role and its hours.")
    if cost.role not in roles:
        raise CostingError(
            f"{cost.description}: {cost.role} is not among the staff roles. Add it in Costs › Staff roles."
        )
    rate = hourly_cost(roles[cost.role], rules, on or cost.on or calendar.starts, year_label(calendar))
    return rate * given(cost.hours, "h", f"{cost.role}, hours", cost.description, f"other:{cost.key}")


def _role(code: str, group: Group, roles: Mapping[str, Role]) -> Role:
    if code not in roles:
        raise CostingError(
            f"Group {group.code} is staffed by {code}, which is not among the staff roles. "
            "Add it in Costs › Staff roles."
        )
    return roles[code]


def _changes(roles: Iterable[Role], rules: Rules, first: date, last: date) -> set[date]:
    """The days inside a run on which the school's pay changes."""
    return {day for role in roles for day in pay_days(role, rules) if first < day <= last}


def _pay_number(role: Role, rules: Rules, day: date) -> int:
    if rules.rates == "la":
        return 0
    return sum(1 for pay in role.pay if pay.from_date is not None and pay.from_date <= day)


def _run_remarks(prepared: Prepared) -> list[Remark]:
    group, found = prepared.group, list(_date_remarks(prepared))
    weeks = len(run_weeks(group, prepared.calendar))
    start, end = run_of(group, prepared.calendar)
    if prepared.idle:
        found.append(
            Remark(
                "no-school-week",
                f"{group.code}: no school week lies between {printed_date(start)} and {printed_date(end)}, so it costs "
                "nothing.",
                group.code,
            )
        )
    elif prepared.calendar.half_terms and group.weeks > weeks:
        found.append(
            Remark(
                "weeks-beyond-calendar",
                f"{group.code}: {written_out(group.weeks)} weeks are entered, and {weeks} school weeks lie between "
                f"{printed_date(start)} and {printed_date(end)}. The weeks entered are used.",
                group.code,
            )
        )
    if prepared.universal and group.staffing:
        found.append(
            Remark(
                "universal-costed",
                f"{group.code}: universal provision is listed and never costed, and it has staffing.",
                group.code,
            )
        )
    return found if prepared.universal else found + _days_remarks(prepared)


def _date_remarks(prepared: Prepared) -> Iterable[Remark]:
    """Remarks on staffing that counts in no week, weeks that nobody staffs, and costs of another year."""
    group, weeks = prepared.group, run_weeks(prepared.group, prepared.calendar)
    if weeks and not prepared.universal:
        for line in group.staffing:
            if not any(in_force(line.starts, line.ends, day) for day in weeks):
                told = f"{line.role} counts in no school week of its run, and costs nothing"
                yield Remark("staffing-outside-run", f"{group.code}: {told}.", group.code)
        bare = [day for day in weeks if not prepared.works[prepared.period_on(day)].lines]
        if group.staffing and bare:
            told = f"nobody staffs it in {len(bare)} of its {len(weeks)} school weeks, first in that of "
            yield Remark("nobody-staffs", f"{group.code}: {told}{printed_date(bare[0])}.", group.code)
    for cost in group.other_costs:
        if is_outside(cost, prepared.calendar):
            yield outside_remark(cost, group.code)


def outside_remark(cost: OtherCost, group: str = "") -> Remark:
    """That an other cost belongs to another year."""
    told = f"{cost.description} is dated outside the year, so it is another year's and in no total"
    return Remark("other-cost-outside-year", f"{group}: {told}." if group else f"{told}.", group)


def _days_remarks(prepared: Prepared) -> list[Remark]:
    """Remarks on places for certain days where the group's sessions have no such days."""
    group, found = prepared.group, []
    taught = {c.day for c in prepared.components}
    for place in group.places:
        missing = [day for day in sorted(place.days) if day not in taught]
        if not missing:
            continue
        days = ", ".join(DAYS[day] for day in missing)
        told = (
            f"a place is for {days}, when the group has no session"
            if any(work.by_session for work in prepared.works)
            else f"a place is for certain days ({days}), and without usable sessions it bears a share of all of them"
        )
        found.append(Remark("days-without-sessions", f"{group.code}: {told}.", group.code, place.pupil))
    return found
