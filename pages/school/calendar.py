"""The calendar: the academic year, its half-terms with the school weeks of each, and the parts of the school day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from costing.engine.calendar import school_weeks
from schools.access import Access
from schools.clock import today
from schools.models import AcademicYear, DayBand, HalfTerm
from ui.parts import Fact
from ui.words import date_uk, dates_uk, minutes, time_uk


@dataclass(frozen=True)
class HalfTermLine:
    """A half-term: its days, and the school weeks that begin in it."""

    name: str
    dates: str
    weeks: int
    days: int
    now: bool


@dataclass(frozen=True)
class BandLine:
    """A part of the school day."""

    name: str
    hours: str
    length: str


@dataclass(frozen=True)
class CalendarPage:
    """The page; `weeks` and `days` are the whole year's."""

    facts: tuple[Fact, ...]
    half_terms: tuple[HalfTermLine, ...]
    weeks: int
    days: int
    bands: tuple[BandLine, ...]
    two_weeks: bool


def build(access: Access) -> CalendarPage:
    """The calendar of the year. A week that two half-terms share counts in the first of them."""
    year = access.year
    assert year is not None  # noqa: S101 - the view answers for a school without a year
    terms = list(HalfTerm.objects.filter(year=year).order_by("starts", "id"))
    weeks = school_weeks(tuple((term.starts, term.ends) for term in terms)) if terms else ()
    return CalendarPage(
        facts=_facts(year, terms, weeks, access.school.timetable_weeks),
        half_terms=tuple(_half_term(term, weeks) for term in terms),
        weeks=len(weeks),
        days=sum(len(week) for week in weeks),
        bands=tuple(_band(band) for band in DayBand.objects.filter(school=access.school).order_by("starts", "id")),
        two_weeks=access.school.timetable_weeks > 1,
    )


def _facts(
    year: AcademicYear, terms: list[HalfTerm], weeks: tuple[tuple[date, ...], ...], timetable: int
) -> tuple[Fact, ...]:
    now = today()
    gone = sum(week[-1] < now for week in weeks)
    this = next((term.name for term in terms if term.starts <= now <= term.ends), "")
    return (
        Fact("Academic year", year.name, dates_uk(year.starts, year.ends)),
        Fact("Today", date_uk(now), this or "between half-terms"),
        Fact("School weeks", str(len(weeks)) if weeks else "not entered", f"{gone} gone" if gone else ""),
        Fact("Timetable", "weeks A and B" if timetable > 1 else "one week", ""),
    )


def _half_term(term: HalfTerm, weeks: tuple[tuple[date, ...], ...]) -> HalfTermLine:
    own = [week for week in weeks if term.starts <= week[0] <= term.ends]
    return HalfTermLine(
        name=term.name,
        dates=dates_uk(term.starts, term.ends),
        weeks=len(own),
        days=sum(term.starts <= day <= term.ends for week in weeks for day in week),
        now=term.starts <= today() <= term.ends,
    )


def _band(band: DayBand) -> BandLine:
    return BandLine(
        name=str(band),
        hours=f"{time_uk(band.starts)} to {time_uk(band.ends)}",
        length=minutes(_minutes(band.ends) - _minutes(band.starts)),
    )


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
