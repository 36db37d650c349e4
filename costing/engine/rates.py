"""What an hour of a staff role costs, from each of the six bases of pay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from costing.engine.calendar import printed_date
from costing.engine.errors import CostingError
from costing.engine.facts import Pay, RateBasis, Role, Rules
from costing.engine.quantities.expressions import Quantity, given

WEEKS_IN_A_YEAR = Fraction("52.143")
DIRECTED_HOURS = Fraction(1265)


def hourly_cost(role: Role, rules: Rules, on: date | None = None, year: str = "") -> Quantity:
    """£ an hour of `role` on a day (blank: the latest pay), under `rules`.

    Rules that set the LA's rates take their own table first, then the role's LA rate; others take what the school pays.
    A role without a rate is a CostingError that names the role, the year if given, and the place to set it.
    """
    if rules.rates == "la":
        return _la_rate(role, rules, year)
    pay = pay_on(role, on)
    if pay is None:
        raise CostingError(_missing(role, on, year))
    if pay.basis is RateBasis.CONTRACT_HOURS and not (pay.contract_hours or pay.hours_worked):
        raise CostingError(
            f"{_title(role)} is paid by contract hours, and none are set: add them in Costs › Staff roles."
        )
    rate = BASES[pay.basis](role, pay, rules)
    return rate.named(f"{role.code} rate", "£/h", f"role:{role.code}:hourly") if rate.op else rate


def pay_on(role: Role, on: date | None) -> Pay | None:
    """What the school pays the role on a day, if it says."""
    for pay in reversed(role.pay):
        if on is None or pay.from_date is None or pay.from_date <= on:
            return pay
    return None


def pay_days(role: Role, rules: Rules) -> set[date]:
    """The days from which a later rate of a role holds; none under the LA's rates."""
    return set() if rules.rates == "la" else {pay.from_date for pay in role.pay if pay.from_date is not None}


def _title(role: Role) -> str:
    return role.code if role.name in ("", role.code) else f"{role.name} ({role.code})"


def _missing(role: Role, on: date | None, year: str) -> str:
    when = f" for {year}" if year else ""
    if role.pay and on is not None:
        when = f" on {printed_date(on)}"
    return f"{_title(role)} has no hourly cost{when}: set one in Costs › Staff roles."


def _la_rate(role: Role, rules: Rules, year: str) -> Quantity:
    rate, source = rules.role_rates.get(role.code), f"{rules.name}: rate table"
    if rate is None:
        rate, source = role.la_rate, "LA rate of the role"
    if rate is None:
        when = f" for {year}" if year else ""
        raise CostingError(
            f"{_title(role)} has no LA rate{when}, and {rules.name} costs by LA rates: "
            "set one in Costs › Staff roles, or in the rules' own table."
        )
    return given(rate, "£/h", f"{role.code}, an hour", source, f"role:{role.code}:la")


def _rule(rules: Rules, field: str) -> Quantity:
    value: Fraction = getattr(rules, field)
    names = {"weeks": "Weeks a year", "days": "Days a week", "hours": "Hours a day"}
    return given(value, field, names[field], rules.name, f"rules:{field}")


def _amount(role: Role, pay: Pay, name: str, unit: str = "£") -> Quantity:
    return given(pay.amount, unit, f"{role.code}, {name}", pay.source, f"role:{role.code}:amount")


def _annual(role: Role, pay: Pay) -> Quantity:
    amount = _amount(role, pay, "annual salary")
    if not pay.on_costs:
        return amount
    factor = 1 + pay.on_costs / 100
    return amount * given(factor, "", f"{role.code}, 1 + on-costs", pay.source, f"role:{role.code}:on_costs")


def _salary(role: Role, pay: Pay, rules: Rules) -> Quantity:
    return _annual(role, pay) / _rule(rules, "weeks") / _rule(rules, "days") / _rule(rules, "hours")


def _hourly(role: Role, pay: Pay, rules: Rules) -> Quantity:
    return _amount(role, pay, "an hour", "£/h")


def _annual_per_weekly_hour(role: Role, pay: Pay, rules: Rules) -> Quantity:
    return _amount(role, pay, "a year for one hour a week") / _rule(rules, "weeks")


def _minute(role: Role, pay: Pay, rules: Rules) -> Quantity:
    return _amount(role, pay, "a minute", "£/min") * given(60, "minutes", "Minutes an hour")


def _contract_hours(role: Role, pay: Pay, rules: Rules) -> Quantity:
    if pay.hours_worked:
        worked = given(pay.hours_worked, "hours", "Hours worked a year", pay.source, f"role:{role.code}:hours_worked")
        return _annual(role, pay) / worked
    weeks = given(WEEKS_IN_A_YEAR, "weeks", "Weeks in a calendar year")
    hours = given(
        pay.contract_hours or 0, "hours", "Contract hours a week", pay.source, f"role:{role.code}:contract_hours"
    )
    return _annual(role, pay) / weeks / hours


def _directed_time(role: Role, pay: Pay, rules: Rules) -> Quantity:
    return _annual(role, pay) / given(DIRECTED_HOURS, "hours", "Directed hours a year")


BASES: dict[RateBasis, Callable[[Role, Pay, Rules], Quantity]] = {
    RateBasis.SALARY: _salary,
    RateBasis.HOURLY: _hourly,
    RateBasis.ANNUAL_PER_WEEKLY_HOUR: _annual_per_weekly_hour,
    RateBasis.MINUTE: _minute,
    RateBasis.CONTRACT_HOURS: _contract_hours,
    RateBasis.DIRECTED_TIME: _directed_time,
}
