"""One group made ready to be costed: its components, their rates, and the weeks and places that bear them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from costing.engine.calendar import day_within, printed_date, run_of, run_weeks, year_label
from costing.engine.errors import CostingError
from costing.engine.facts import Calendar, Group, Horizon, OtherCost, Role, Rules
from costing.engine.groups.components import DAYS, UNIVERSAL, Component, Work, components_of, ratio_of
from costing.engine.groups.eligibility import SCHOOL, session_reason
from costing.engine.groups.sharing import Run, Sharing, Stretch, costed_run, planned_run
from costing.engine.quantities.expressions import Quantity, given, total
from costing.engine.quantities.figures import added, plain
from costing.engine.rates import hourly_cost
from costing.engine.results import Line, Remark


@dataclass(slots=True)
class Prepared:
    """A group with everything that is worked out once for all its pupils.

    `rates` holds, for each rate period, the hourly cost of each role; `changes` the days on which a later one begins.
    `run` is what the horizon costs, `planned` the whole run, by which other costs are shared whatever the horizon.
    """

    group: Group
    rules: Rules
    roles: Mapping[str, Role]
    calendar: Calendar
    horizon: Horizon
    work: Work
    ratio: str
    reasons: tuple[str | None, ...]
    changes: tuple[date, ...]
    rates: tuple[dict[str, Quantity], ...]
    sharing: Sharing
    planned: Run
    run: Run
    lines: dict[object, tuple[Line, ...]] = field(default_factory=dict)
    exact: dict[object, Fraction] = field(default_factory=dict)
    hours: dict[object, Quantity] = field(default_factory=dict)
    weekly: dict[object, Quantity | None] = field(default_factory=dict)
    held: dict[tuple[int, ...], tuple[Stretch, ...]] = field(default_factory=dict)

    @property
    def components(self) -> tuple[Component, ...]:
        """What of the group is costed."""
        return self.work.components

    @property
    def universal(self) -> bool:
        """Whether the group is listed and never costed."""
        return self.group.tier == UNIVERSAL

    def places_of(self, pupil: str) -> tuple[int, ...]:
        """The pupil's places, by number."""
        return tuple(i for i, place in enumerate(self.group.places) if place.pupil == pupil)

    def stretches(self, mine: tuple[int, ...]) -> tuple[Stretch, ...]:
        """The costed weeks in which any of places `mine` is open, and what they bear in them."""
        if mine not in self.held:
            self.held[mine] = tuple(self.sharing.stretches(self.run, mine))
        return self.held[mine]

    def attended(self, mine: Sequence[int]) -> tuple[int, ...]:
        """The components, by number, that places `mine` attend on their days."""
        days = [self.group.places[i].days for i in mine]
        if not all(days):
            return tuple(range(len(self.components)))
        return tuple(
            n for n, c in enumerate(self.components) if c.day is None or any(c.day in attends for attends in days)
        )

    def hours_of(self, numbers: Sequence[int], *, once: bool = False) -> Quantity:
        """Staff hours of one role's components: a week's, or those of one occurrence."""
        key = (tuple(numbers), once)
        if key not in self.hours:
            parts = [self.components[n] for n in numbers]
            worked = added(c.once if once else c.hours for c in parts)
            role, code = parts[0].role, self.group.code
            told = " + ".join(dict.fromkeys(c.source for c in parts))
            name = f"{role}, hours {'a session' if once else 'a week'}"
            every = [n for n, c in enumerate(self.components) if c.role == role]
            only = "" if not once and len(every) == len(numbers) else ":" + "+".join(map(str, numbers))
            self.hours[key] = given(worked, "h", name, told, f"group:{code}:hours:{role}{only}")
        return self.hours[key]

    def by_role(self, numbers: Iterable[int]) -> dict[str, list[int]]:
        """Components by their role, in the order they stand in."""
        found: dict[str, list[int]] = defaultdict(list)
        for n in numbers:
            found[self.components[n].role].append(n)
        return found

    def cost_of(self, numbers: Iterable[int], period: int) -> Quantity | None:
        """What components cost in a week, unshared: Σ rate × hours."""
        terms = self.terms(numbers, period)
        return total(terms) if terms else None

    def terms(self, numbers: Iterable[int], period: int) -> list[Quantity]:
        """Rate × hours of each role among the components."""
        return [self.rates[period][role] * self.hours_of(mine) for role, mine in self.by_role(numbers).items()]

    def period_of(self, numbers: Iterable[int], period: int) -> int:
        """The first period with the same rates for these components: where nothing changes, nothing is split."""
        roles = {self.components[n].role for n in numbers}
        while period and all(self.rates[period][role] is self.rates[period - 1][role] for role in roles):
            period -= 1
        return period

    def rate_now(self, role: str) -> Quantity:
        """The hourly cost of a role on the calendar's day, moved into the group's run."""
        period = bisect_right(self.changes, day_within(self.group, self.calendar))
        known = self.rates[period].get(role)
        if known is not None:
            return known
        return hourly_cost(_role(role, self.group, self.roles), self.rules, None, year_label(self.calendar))

    def since(self, period: int) -> str:
        """The day a later rate begins, as an ISO date; blank for the first."""
        return self.changes[period - 1].isoformat() if period else ""

    def amount_of(self, cost: OtherCost) -> Quantity:
        """What an other cost of the group comes to, unshared."""
        return amount_of(cost, self.roles, self.rules, self.calendar, cost.on or run_of(self.group, self.calendar)[0])

    def paid_costs(self) -> list[OtherCost]:
        """The group's other costs that the school pays and the horizon takes in."""
        if self.universal:
            return []
        return [
            cost
            for cost in self.group.other_costs
            if cost.payer == SCHOOL and is_due(cost, self.calendar, self.horizon)
        ]

    def remarks(self) -> tuple[Remark, ...]:
        """Everything to be said about the group, once each."""
        for span in self.planned.spans if not self.universal else ():
            self.sharing.shares(span.open, None, self.group.size)
            self.sharing.vector(span.open, ())
        return tuple(dict.fromkeys([*self.work.remarks, *self.sharing.remarks, *_run_remarks(self)]))


def prepare(
    group: Group,
    roles: Mapping[str, Role],
    rules: Rules,
    calendar: Calendar,
    horizon: Horizon = Horizon.PLANNED,
    known: dict[tuple[str, int], Quantity] | None = None,
) -> Prepared:
    """Work out once what every pupil of a group needs. A CostingError names the group, the role and what to set.

    `known` keeps hourly costs between the groups of one run.
    """
    work = components_of(group, rules)
    staffed = {} if group.tier == UNIVERSAL else {c.role: _role(c.role, group, roles) for c in work.components}
    reasons = tuple(session_reason(c, staffed[c.role].kind if staffed else "", group, rules) for c in work.components)
    weeks = run_weeks(group, calendar)
    first = weeks[0] if weeks else run_of(group, calendar)[0]
    changes = _changes(staffed.values(), rules, first, run_of(group, calendar)[1])
    rates = _rates(staffed, (first, *changes), rules, year_label(calendar), {} if known is None else known)
    planned = planned_run(group, calendar, changes)
    period = bisect_right(changes, day_within(group, calendar))
    return Prepared(
        group=group,
        rules=rules,
        roles=roles,
        calendar=calendar,
        horizon=horizon,
        work=work,
        ratio=ratio_of(group, work),
        reasons=reasons,
        changes=changes,
        rates=rates,
        sharing=Sharing(group, work.components, rules),
        planned=planned,
        run=costed_run(group, planned, calendar, horizon, rules, period),
    )


def _rates(
    staffed: Mapping[str, Role],
    days: Iterable[date],
    rules: Rules,
    year: str,
    known: dict[tuple[str, int], Quantity],
) -> tuple[dict[str, Quantity], ...]:
    """For each period, from its first day, what an hour of each role costs: the same quantity where nothing changed."""
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
    """Whether a horizon takes an other cost in: so far, those dated by the day (no date: the year's start)."""
    if horizon is not Horizon.TO_DATE or calendar.on is None:
        return True
    return (cost.on or calendar.starts) <= calendar.on


def amount_of(
    cost: OtherCost, roles: Mapping[str, Role], rules: Rules, calendar: Calendar, on: date | None = None
) -> Quantity:
    """What an other cost comes to: its amount, or hours of a role at its hourly cost."""
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


def _changes(roles: Iterable[Role], rules: Rules, first: date, last: date) -> tuple[date, ...]:
    """The days inside a run on which what the school pays changes."""
    if rules.rates == "la":
        return ()
    days = {pay.from_date for role in roles for pay in role.pay if pay.from_date is not None}
    return tuple(sorted(day for day in days if first < day <= last))


def _pay_number(role: Role, rules: Rules, day: date) -> int:
    if rules.rates == "la":
        return 0
    return sum(1 for pay in role.pay if pay.from_date is not None and pay.from_date <= day)


def _run_remarks(prepared: Prepared) -> list[Remark]:
    group, found = prepared.group, []
    weeks = len(run_weeks(group, prepared.calendar))
    if prepared.calendar.half_terms and group.weeks > weeks:
        start, end = run_of(group, prepared.calendar)
        found.append(
            Remark(
                "weeks-beyond-calendar",
                f"{group.code}: {plain(group.weeks)} weeks are entered, and {weeks} school weeks lie between "
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


def _days_remarks(prepared: Prepared) -> list[Remark]:
    """Places for certain days where the group's sessions cannot say which days those are."""
    group, found = prepared.group, []
    taught = {c.day for c in prepared.components}
    for place in group.places:
        missing = [day for day in sorted(place.days) if day not in taught]
        if not missing:
            continue
        days = ", ".join(DAYS[day] for day in missing)
        told = (
            f"a place is for {days}, when the group has no session"
            if prepared.work.by_session
            else f"a place is for certain days ({days}), and without usable sessions it bears a share of all of them"
        )
        found.append(Remark("days-without-sessions", f"{group.code}: {told}.", group.code, place.pupil))
    return found
