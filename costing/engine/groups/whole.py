"""What a whole group costs over its run, role by role, and its division between places and empty places."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from costing.engine.facts import Horizon
from costing.engine.groups.components import contact_hours
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
    return GroupCost(
        group=prepared.group.code,
        ratio=prepared.ratio,
        weekly_hours=exact_sum(c.hours for c in prepared.components),
        contact_hours=contact_hours(prepared.components),
        weekly_cost=in_pounds(rounded(_a_week(prepared, staff))),
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


def _stints(prepared: Prepared, numbers: tuple[int, ...]) -> list[Stint]:
    """The whole group's weeks at each rate, unshared."""
    counts: dict[int, int] = {}
    for span in prepared.run.spans:
        period = prepared.period_of(numbers, span.period)
        counts[period] = counts.get(period, 0) + span.length
    return [Stint(period, (WHOLE,) * len(numbers), count) for period, count in sorted(counts.items())]


def _role_costs(prepared: Prepared) -> tuple[RoleCost, ...]:
    found: list[RoleCost] = []
    if prepared.universal:
        return ()
    weeks = prepared.run.weeks_of(prepared.run.count).value
    for role, mine in prepared.by_role(range(len(prepared.components))).items():
        numbers = tuple(mine)
        working = _unshared(prepared, numbers).rounded(prepared.rules.rounding_unit, role)
        exact, hours = working.parts[0].value, prepared.hours_of(numbers).value
        found.append(
            RoleCost(
                role=role,
                hours=hours * weeks,
                weekly_hours=hours,
                weekly_cost=in_pounds(rounded(_a_week(prepared, exact, numbers))),
                exact=exact,
                cost=in_pounds(working.value),
                working=working,
            )
        )
    return tuple(found)


def _unshared(prepared: Prepared, numbers: tuple[int, ...]) -> Quantity:
    return run_cost(prepared, Bucket(numbers, None), 0, _stints(prepared, numbers), by_week=False)


def _a_week(prepared: Prepared, exact: Fraction, numbers: tuple[int, ...] | None = None) -> Fraction:
    """The cost of a week: the mean of the costed weeks, or a week at the first rates where there are none."""
    weeks = prepared.run.weeks_of(prepared.run.count).value
    if weeks:
        return exact / weeks
    cost = None if prepared.universal else prepared.cost_of(numbers or range(len(prepared.components)), 0)
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
    for n, time in enumerate(prepared.sharing.taught):
        alike.setdefault(time, []).append(n)
    return {time: exact_sum(q.value for q in prepared.terms(numbers, period)) for time, numbers in alike.items()}
