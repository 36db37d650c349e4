"""The dates and times that most English schools keep, offered to a new school as a start."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from schools.models import Band

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def academic_year_at(day: date) -> tuple[str, date, date]:
    """Name, first and last day of the academic year that a day is in; from June on, of the coming one."""
    first = day.year if day.month >= 6 else day.year - 1
    return f"{first}/{(first + 1) % 100:02}", date(first, 9, 1), date(first + 1, 8, 31)


def half_terms(first: int) -> list[dict[str, Any]]:
    """The six half-terms of the year that begins in this calendar year, as name, starts and ends.

    Breaks: the week of October's last Monday, two weeks at Christmas and at Easter, the week of February's third
    Monday, and that of the late May bank holiday.
    """
    autumn, spring = _last_monday(first, 10), _monday_from(date(first + 1, 2, 15))
    easter, may = easter_sunday(first + 1), _last_monday(first + 1, 5)
    before_easter = min(_friday_until(date(first + 1, 4, 4)), easter - 3 * DAY)
    after_easter = _monday_from(before_easter) + 2 * WEEK
    dates = (
        ("Autumn 1", _weekday_from(date(first, 9, 2)), autumn - 3 * DAY),
        ("Autumn 2", autumn + WEEK, _friday_until(date(first, 12, 21))),
        ("Spring 1", _weekday_from(date(first + 1, 1, 4)), spring - 3 * DAY),
        ("Spring 2", spring + WEEK, before_easter),
        ("Summer 1", after_easter + (DAY if after_easter == easter + DAY else 0 * DAY), may - 3 * DAY),
        ("Summer 2", may + WEEK, _weekday_until(date(first + 1, 7, 21))),
    )
    return [{"name": name, "starts": starts, "ends": ends} for name, starts, ends in dates]


def day_bands() -> list[dict[str, Any]]:
    """The parts of a usual primary school day, as band, starts and ends."""
    times = (
        (Band.BEFORE_SCHOOL, "08:00", "08:50"),
        (Band.REGISTRATION, "08:50", "09:00"),
        (Band.LESSON, "09:00", "10:30"),
        (Band.BREAK, "10:30", "10:45"),
        (Band.LESSON, "10:45", "12:00"),
        (Band.LUNCH, "12:00", "13:00"),
        (Band.LESSON, "13:00", "15:15"),
        (Band.AFTER_SCHOOL, "15:15", "16:15"),
    )
    return [
        {"band": band.value, "starts": time.fromisoformat(starts), "ends": time.fromisoformat(ends)}
        for band, starts, ends in times
    ]


def easter_sunday(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leaps = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - leaps + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.weekday())


def _friday_until(day: date) -> date:
    return day - timedelta(days=(day.weekday() - 4) % 7)


def _weekday_from(day: date) -> date:
    return _monday_from(day) if day.weekday() > 4 else day


def _weekday_until(day: date) -> date:
    return _friday_until(day) if day.weekday() > 4 else day
