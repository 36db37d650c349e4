"""School weeks of a year, and those a group runs in."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from costing.engine.errors import CostingError
from costing.engine.facts import Calendar, Group, OtherCost

WORKING_DAYS = 5


def year_label(calendar: Calendar) -> str:
    """The academic year as people write it: 2026/27."""
    return f"{calendar.starts.year}/{calendar.ends.year % 100:02}"


def printed_date(day: date) -> str:
    """A date as people write it: 3 Mar 2027."""
    return f"{day.day} {day:%b %Y}"


@lru_cache(maxsize=64)
def school_weeks(half_terms: tuple[tuple[date, date], ...]) -> tuple[tuple[date, ...], ...]:
    """The school days of each school week: a week, Monday first, with a school day in a half-term (rule 3)."""
    weeks: dict[date, list[date]] = {}
    for first, last in sorted(half_terms):
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if day.weekday() < WORKING_DAYS:
                weeks.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    return tuple(tuple(days) for _, days in sorted(weeks.items()))


@lru_cache(maxsize=4096)
def _weeks_between(half_terms: tuple[tuple[date, date], ...], start: date, end: date) -> tuple[date, ...]:
    found = []
    for days in school_weeks(half_terms):
        first = next((day for day in days if start <= day <= end), None)
        if first is not None:
            found.append(first)
    return tuple(found)


def run_of(group: Group, calendar: Calendar) -> tuple[date, date]:
    """A group's first and last day; the year's where it has no dates."""
    return group.starts or calendar.starts, group.ends or calendar.ends


def run_weeks(group: Group, calendar: Calendar) -> tuple[date, ...]:
    """The first school day, within the group's run, of each school week it runs in; empty without half-terms."""
    return _weeks_between(calendar.half_terms, *run_of(group, calendar))


def needed_weeks(group: Group, calendar: Calendar, why: str) -> tuple[date, ...]:
    """`run_weeks`. Raises CostingError where the year has no half-terms; `why` completes the sentence "Group X cannot
    be costed: …"."""
    if not calendar.half_terms:
        missing = f"enter the half-terms of {year_label(calendar)} in Settings › School year"
        raise CostingError(f"Group {group.code} cannot be costed: {why}; {missing}.")
    return run_weeks(group, calendar)


def is_idle(group: Group, calendar: Calendar) -> bool:
    """Whether the year has half-terms and none of its school weeks lies between the group's dates: it costs 0.00."""
    return bool(calendar.half_terms) and not run_weeks(group, calendar)


def in_force(starts: date | None, ends: date | None, day: date) -> bool:
    """Whether what holds from `starts` to `ends` (both included; None: without end) holds on the day."""
    return (starts is None or starts <= day) and (ends is None or day <= ends)


def day_within(group: Group, calendar: Calendar) -> date:
    """The calendar's day, moved to the nearest day of the group's run, so that a cost does not depend on today's
    date."""
    start, end = run_of(group, calendar)
    return min(max(calendar.on or start, start), max(start, end))


def is_outside(cost: OtherCost, calendar: Calendar) -> bool:
    """Whether an other cost is dated outside the year, and so is another year's (rule 14)."""
    return cost.on is not None and not calendar.starts <= cost.on <= calendar.ends
