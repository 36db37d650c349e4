"""The part of a top-up award that falls in an academic year (rule 14)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from costing.engine.quantities.expressions import Quantity, given, total

SEPTEMBER = 9


def year_around(day: date) -> tuple[date, date]:
    """1 September to 31 August around a day."""
    first = day.year if day.month >= SEPTEMBER else day.year - 1
    return date(first, SEPTEMBER, 1), date(first + 1, SEPTEMBER, 1) - timedelta(days=1)


def in_year(amount: Fraction, first: date, last: date, day: date, name: str = "Top-up") -> Quantity | None:
    """What an award of `amount` pounds from `first` to `last` (both included) gives in the academic year around `day`;
    None where it lies outside.

    By days, rounded to the penny for each year; the last year takes the rest, so that the years add up to the award.
    """
    year = year_around(day)
    if last < year[0] or first > year[1]:
        return None
    award, days = given(amount, "£", name, "granted by the LA"), (last - first).days + 1
    if year[0] <= first and last <= year[1]:
        return award.rounded(name=name)
    if last > year[1]:
        return _share(award, first, last, year, days).rounded(name=name)
    earlier = []
    at = year_around(first)
    while at != year:
        earlier.append(_share(award, first, last, at, days).rounded(name="An earlier year"))
        at = year_around(at[1] + timedelta(days=1))
    return (award - total(earlier)).rounded(name=name)


def _share(award: Quantity, first: date, last: date, year: tuple[date, date], days: int) -> Quantity:
    inside = (min(last, year[1]) - max(first, year[0])).days + 1
    named = given(inside, "", "Days in the year", f"{max(first, year[0])} to {min(last, year[1])}")
    return award * named / given(days, "", "Days of the award")
