"""School weeks of a year, and those a group runs in."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from costing.engine.errors import CostingError
from costing.engine.facts import Calendar, Group

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
    """`run_weeks`. Raises CostingError where there are none and the sum needs them; `why` completes the sentence "Group
    X cannot be costed: …"."""
    weeks = run_weeks(group, calendar)
    if weeks:
        return weeks
    start, end = run_of(group, calendar)
    if not calendar.half_terms:
        missing = f"enter the half-terms of {year_label(calendar)} in Settings › School year"
    else:
        missing = (
            f"no school week lies between {printed_date(start)} and {printed_date(end)}. Correct the group's dates, "
            "or the half-terms in Settings › School year"
        )
    raise CostingError(f"Group {group.code} cannot be costed: {why}; {missing}.")


def day_within(group: Group, calendar: Calendar) -> date:
    """The calendar's day, moved to the nearest day of the group's run, so that a cost does not depend on today's
    date."""
    start, end = run_of(group, calendar)
    return min(max(calendar.on or start, start), max(start, end))
