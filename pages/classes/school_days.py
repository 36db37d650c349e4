"""School days: whether there is school on a day, which timetable week it is in, and which school days follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from costing.engine.calendar import WORKING_DAYS, school_weeks
from costing.engine.facts import Calendar


def is_school_day(calendar: Calendar, day: date) -> bool:
    """Whether the day is a weekday in a half-term (in the year, where no half-terms are entered)."""
    if day.weekday() >= WORKING_DAYS:
        return False
    stretches = calendar.half_terms or ((calendar.starts, calendar.ends),)
    return any(first <= day <= last for first, last in stretches)


def why_no_school(calendar: Calendar, day: date) -> str:
    """Why there is no school on the day, in words; blank on a school day."""
    if is_school_day(calendar, day):
        return ""
    if not calendar.starts <= day <= calendar.ends:
        return "This day lies outside the school year."
    return "It is the weekend." if day.weekday() >= WORKING_DAYS else "It is a holiday."


def week_letter(calendar: Calendar, day: date) -> str:
    """The timetable week, "A" or "B": school weeks alternate from the first of the year, holidays not counted. "" on a
    day in no school week."""
    monday = day - timedelta(days=day.weekday())
    for place, days in enumerate(school_weeks(calendar.half_terms)):
        if days[0] - timedelta(days=days[0].weekday()) == monday:
            return "AB"[place % 2]
    return ""


def school_days_after(calendar: Calendar, day: date) -> Iterator[date]:
    """The school days after the day, to the end of the year."""
    later = max(day + timedelta(days=1), calendar.starts)
    while later <= calendar.ends:
        if is_school_day(calendar, later):
            yield later
        later += timedelta(days=1)
