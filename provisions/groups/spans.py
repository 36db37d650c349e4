"""Parts of the year that a group can run for, in school weeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from costing.engine.calendar import school_weeks
from costing.engine.facts import Calendar
from ui.words import dates_uk, plural

HALF_TERMS_IN_A_YEAR = 6


@dataclass(frozen=True, slots=True)
class YearSpan:
    """A part of the year: its words, first and last day, and the school weeks in it."""

    words: str
    starts: date
    ends: date
    weeks: Decimal

    @property
    def key(self) -> str:
        """All three in one string, as a form's value."""
        return f"{self.starts.isoformat()}|{self.ends.isoformat()}|{self.weeks.normalize():f}"

    @property
    def label(self) -> str:
        """As the choice is printed."""
        return f"{self.words}: {dates_uk(self.starts, self.ends)}, {plural(self.weeks, 'week')}"


def spans_of(calendar: Calendar, most: Fraction, on: date, usual: Decimal | None = None) -> list[YearSpan]:
    """The parts of the year to choose from on a day, the likeliest first. `most` is the number of weeks that a year
    counts under the school's rules, `usual` the provision's usual number. None without half-terms."""
    halves = sorted(calendar.half_terms)
    ahead = [half for half in halves if half[1] >= on]
    if not halves:
        return []
    found = list(_usual(calendar, on, usual)) if usual else []
    if ahead and on > halves[0][0]:
        found.append(_span("The rest of the year", calendar, max(on, ahead[0][0]), halves[-1][1], most))
    found.append(_span("The whole year", calendar, halves[0][0], halves[-1][1], most))
    if ahead:
        first = ahead[0]
        found.append(_span("This half-term" if first[0] <= on else "The next half-term", calendar, *first, most))
        found += _term(calendar, halves, first, on, most)
    return found


def weeks_between(calendar: Calendar, starts: date, ends: date) -> int:
    """School weeks with a school day between two days."""
    return sum(any(starts <= day <= ends for day in days) for days in school_weeks(calendar.half_terms))


def _usual(calendar: Calendar, on: date, usual: Decimal) -> Iterator[YearSpan]:
    """The usual number of weeks from now, where so many are left."""
    begins = max(on, calendar.starts)
    weeks = [days for days in school_weeks(calendar.half_terms) if days[0] >= begins]
    many = int(usual)
    if many == usual and 0 < many <= len(weeks):
        yield YearSpan("As usual", weeks[0][0], weeks[many - 1][-1], Decimal(many))


def _term(
    calendar: Calendar, halves: list[tuple[date, date]], half: tuple[date, date], on: date, most: Fraction
) -> Iterator[YearSpan]:
    """The term of a half-term; only in a year of six half-terms is it known which two belong together."""
    if len(halves) == HALF_TERMS_IN_A_YEAR:
        first = halves.index(half) // 2 * 2
        begins, ends = halves[first][0], halves[first + 1][1]
        yield _span("This term" if begins <= on else "The next term", calendar, begins, ends, most)


def _span(words: str, calendar: Calendar, starts: date, ends: date, most: Fraction) -> YearSpan:
    starts += timedelta(days=max(0, (7 - starts.weekday()) % 7) if starts.weekday() > 4 else 0)
    weeks = min(Fraction(weeks_between(calendar, starts, ends)), most)
    return YearSpan(words, starts, ends, Decimal(weeks.numerator) / Decimal(weeks.denominator))
