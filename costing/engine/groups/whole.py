"""What a whole group costs over its run, role by role, and its division between places and empty places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial

from costing.engine.facts import Horizon
from costing.engine.groups.components import Component, contact_hours
from costing.engine.groups.group import Prepared
from costing.engine.groups.sharing import WHOLE
from costing.engine.pupils.lines import NONE, Bucket, Stint, overall_shares, run_cost, shared, weekly_cost
from costing.engine.quantities.expressions import Quantity, given, total
from costing.engine.quantities.figures import exact_sum, in_pounds, rounded
from costing.engine.results import Division, GroupCost, Remark, RoleCost


def whole_group(prepared: Prepared, remarks: tuple[Remark, ...]) -> GroupCost:
    """A group's cost over the horizon: roles, other costs, the exact share of each place, and the empty places."""
    unit = prepared.rules.rounding_unit
    roles, amounts = _role_costs(prepared), _amounts(prepared)
    working = _together(roles, amounts).rounded(unit, prepared.group.code)
    exact = working.parts[0].value
    known = prepared.horizon is not Horizon.DELIVERED
    staff = exact_sum(role.exact for role in roles)
    every = tuple(range(len(prepared.components)))
    weeks = prepared.run.weeks_of(prepared.run.count).value
    return GroupCost(
        group=prepared.group.code,
        ratio=prepared.ratio,
        weekly_hours=_mean(prepared, lambda parts: exact_sum(c.hours for c in parts)),
        contact_hours=_mean(prepared, contact_hours),
        weekly_cost=in_pounds(rounded(_a_week(prepared, staff, weeks, every), prepared.rules.line_unit)),
        roles=roles if known else (),
        other=exact_sum(amount.value for amount in amounts),
        exact=exact if known else None,
        cost=in_pounds(working.value) if known else None,
        working=working if known else None,
        remarks=remarks,
        divide=partial(_divided, prepared, working.value) if known else _not_recorded,
    )


def _divided(prepared: Prepared, whole: Fraction) -> Division:
    unit = prepared.rules.rounding_unit
    places = {place.key: _place_cost(prepared, i) for i, place in enumerate(prepared.group.places)}
    empty = _empty_cost(prepared)
    parts = sum((rounded(value, unit) for value in places.values()), rounded(empty, unit))
    return Division(places, empty, in_pounds(rounded(empty, unit)), in_pounds(whole - parts))


def _not_recorded() -> Division:
    return Division({}, Fraction(0), None, NONE)


def whole_sum(prepared: Prepared) -> Quantity:
    """The whole group's exact cost over the costed run: its roles and its other costs."""
    return _together(_role_costs(prepared), _amounts(prepared))


def _together(roles: Sequence[RoleCost], amounts: Sequence[Quantity]) -> Quantity:
    sums = [role.working.parts[0] for role in roles] + list(amounts)
    return total(sums or [given(0, "£", "Nothing")])


def _amounts(prepared: Prepared) -> list[Quantity]:
    return [prepared.amount_of(cost) for cost in prepared.paid_costs()]


def _mean(prepared: Prepared, of: Callable[[list[Component]], Fraction]) -> Fraction:
    """The mean over the costed weeks of what `of` makes of a week's components; of the first week where there is
    none."""
    counts = _weeks_by_period(prepared) or {0: 1}
    every = sum(counts.values())
    parts = {p: [prepared.components[n] for n in sorted(prepared.active[p])] for p in counts}
    return exact_sum(of(parts[p]) * count for p, count in counts.items()) / every


def _weeks_by_period(prepared: Prepared) -> dict[int, int]:
    """The costed school weeks in each period."""
    counts: dict[int, int] = {}
    for span in prepared.run.spans:
        counts[span.period] = counts.get(span.period, 0) + span.length
    return counts


def _stints(prepared: Prepared, numbers: tuple[int, ...]) -> list[Stint]:
    """The whole group's weeks with the same lines at the same rates, unshared; those in which any of the components
    counts."""
    counts: dict[int, int] = {}
    for at, length in _weeks_by_period(prepared).items():
        if prepared.counts_in(numbers, at):
            period = prepared.period_of(numbers, at)
            counts[period] = counts.get(period, 0) + length
    return [
        Stint(period, tuple(WHOLE if n in prepared.active[period] else None for n in numbers), count)
        for period, count in sorted(counts.items())
    ]


def _role_costs(prepared: Prepared) -> tuple[RoleCost, ...]:
    found: list[RoleCost] = []
    if prepared.universal:
        return ()
    for role, mine in prepared.by_role(range(len(prepared.components))).items():
        numbers = tuple(mine)
        stints = _stints(prepared, numbers)
        working = _unshared(prepared, numbers, stints).rounded(prepared.rules.rounding_unit, role)
        weeks = prepared.run.weeks_of(sum(stint.count for stint in stints)).value
        hours = exact_sum(
            prepared.hours_of(prepared.counts_in(numbers, stint.period)).value
            * prepared.run.weeks_of(stint.count).value
            for stint in stints
        )
        exact = working.parts[0].value
        found.append(
            RoleCost(
                role=role,
                hours=hours,
                weekly_hours=hours / weeks if weeks else hours_on(prepared, role, 0),
                weekly_cost=in_pounds(rounded(_a_week(prepared, exact, weeks, numbers), prepared.rules.line_unit)),
                exact=exact,
                cost=in_pounds(working.value),
                working=working,
            )
        )
    return tuple(found)


def _unshared(prepared: Prepared, numbers: tuple[int, ...], stints: Sequence[Stint]) -> Quantity:
    return run_cost(prepared, Bucket(numbers, None), 0, stints, by_week=False)


def hours_on(prepared: Prepared, role: str, period: int) -> Fraction:
    """Staff hours a week of a role in a period."""
    components = [prepared.components[n] for n in prepared.active[period]]
    return exact_sum(c.hours for c in components if c.role == role)


def _a_week(prepared: Prepared, exact: Fraction, weeks: Fraction, numbers: tuple[int, ...]) -> Fraction:
    """The cost of a week: the mean of the costed weeks, or a week at the first rates where there are none."""
    if weeks:
        return exact / weeks
    cost = None if prepared.universal else prepared.cost_of(prepared.counts_in(numbers, 0), 0)
    return cost.value if cost is not None else Fraction(0)


def _place_cost(prepared: Prepared, number: int) -> Fraction:
    """A place's exact cost: its share of every week, and of the other costs the school pays."""
    key = ("place", *_state(prepared, number))
    if key not in prepared.exact:
        prepared.exact[key] = _worked_place(prepared, number)
    return prepared.exact[key]


def _state(prepared: Prepared, number: int) -> tuple[object, ...]:
    stretches = tuple((s.period, s.vector, s.length) for s in prepared.stretches((number,)))
    return stretches, tuple(overall_shares(prepared, (number,)).items()) if prepared.group.other_costs else ()


def _worked_place(prepared: Prepared, number: int) -> Fraction:
    shares = overall_shares(prepared, (number,))
    borne = exact_sum(shared(prepared, cost, shares).value for cost in prepared.paid_costs())
    if prepared.universal:
        return borne
    everything = Bucket(tuple(range(len(prepared.components))), None)
    for s in prepared.stretches((number,)):
        week = weekly_cost(prepared, everything, Stint(s.period, s.vector, s.length), by_week=False)
        if week is not None:
            borne += week.value * prepared.run.weeks_of(s.length).value
    return borne


def _empty_cost(prepared: Prepared) -> Fraction:
    """The cost of empty places, week by week, worked out independently of the places."""
    sharing, found = prepared.sharing, [Fraction(0)]
    for span in prepared.run.spans if not prepared.universal else ():
        weeks = prepared.run.weeks_of(span.length).value
        for time, cost in _costs_by_time(prepared, span.period).items():
            found.append(cost * sharing.unfilled(span.open, *time) * weeks)
    others = exact_sum(prepared.amount_of(cost).value for cost in prepared.paid_costs())
    for span in prepared.planned.spans if others else ():
        unfilled = sharing.unfilled(span.open, None, prepared.group.size)
        found.append(others * unfilled * span.length / prepared.planned.total)
    return exact_sum(found)


def _costs_by_time(prepared: Prepared, period: int) -> dict[tuple[int | None, int], Fraction]:
    """A week's cost of the components that are shared alike, unshared."""
    alike: dict[tuple[int | None, int], list[int]] = {}
    for n in sorted(prepared.active[period]):
        alike.setdefault(prepared.sharing.taught[n], []).append(n)
    return {time: exact_sum(q.value for q in prepared.terms(numbers, period)) for time, numbers in alike.items()}
