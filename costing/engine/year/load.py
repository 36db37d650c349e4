"""The hours that a school's groups ask of each staff role: in the busiest week, on average, and over the year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from costing.engine.calendar import run_of, run_weeks, school_weeks
from costing.engine.facts import Calendar, Group, Rules
from costing.engine.groups.group import Prepared
from costing.engine.groups.whole import hours_on
from costing.engine.results import GroupCost


@dataclass(frozen=True, slots=True)
class RoleLoad:
    """Staff hours of one role. `busiest` are those of the week that begins on Monday `week` (the first such), `hours`
    those of all the costed weeks, `average` these ÷ the school weeks of the year."""

    role: str
    busiest: Fraction
    week: date
    hours: Fraction
    average: Fraction


def role_loads(costed: Iterable[tuple[Prepared, GroupCost]], rules: Rules, calendar: Calendar) -> dict[str, RoleLoad]:
    """Every role that takes a group. A group counts in each school week between its dates, whatever its number of
    weeks; without half-terms in each week, and the average is over the rules' weeks."""
    weekly: dict[str, dict[date, Fraction]] = {}
    hours: dict[str, Fraction] = defaultdict(Fraction)
    for prepared, cost in costed:
        days = _week_days(prepared.group, calendar)
        for role in cost.roles:
            hours[role.role] += role.hours
            found = weekly.setdefault(role.role, defaultdict(Fraction))
            for day in days:
                found[day - timedelta(days=day.weekday())] += hours_on(prepared, role.role, prepared.period_on(day))
    year = Fraction(len(school_weeks(calendar.half_terms))) or rules.weeks
    return {role: _load(role, found, hours[role], year) for role, found in weekly.items()}


def _load(role: str, weekly: dict[date, Fraction], hours: Fraction, year: Fraction) -> RoleLoad:
    week = min(weekly, key=lambda monday: (-weekly[monday], monday))
    return RoleLoad(role, weekly[week], week, hours, hours / year)


def _week_days(group: Group, calendar: Calendar) -> tuple[date, ...]:
    """A day of each week in which a group runs; at least its first day."""
    first, last = run_of(group, calendar)
    days = run_weeks(group, calendar)
    if not calendar.half_terms:
        days = tuple(first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1))
    return days or (first,)
