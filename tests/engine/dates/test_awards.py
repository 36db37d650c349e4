"""What a top-up award gives in each academic year."""

from datetime import date
from fractions import Fraction

import pytest

from costing.engine.year.awards import in_year, year_around

DAY = date(2027, 2, 1)


@pytest.mark.parametrize(
    ("amount", "first", "last", "share"),
    [
        (500, date(2026, 9, 1), date(2027, 8, 31), "500"),
        (3650, date(2027, 1, 1), date(2027, 12, 31), "2430"),
        (1000, date(2026, 6, 1), date(2027, 5, 31), "747.95"),
        (1000, date(2024, 1, 1), date(2026, 9, 1), "1.02"),
    ],
)
def test_a_year_takes_its_days(amount, first, last, share):
    assert in_year(Fraction(amount), first, last, DAY).value == Fraction(share)


def test_outside_the_year_it_gives_nothing():
    assert in_year(Fraction(600), date(2030, 7, 20), date(2030, 8, 4), DAY) is None
    assert in_year(Fraction(600), date(2025, 7, 20), date(2026, 8, 31), DAY) is None


def test_the_years_of_an_award_add_up_to_it():
    first, last = date(2025, 3, 3), date(2029, 11, 17)
    shares = [in_year(Fraction("999.99"), first, last, date(year, 2, 1)) for year in range(2025, 2031)]
    assert sum(share.value for share in shares if share) == Fraction("999.99")


def test_the_year_of_awards_runs_from_september():
    assert year_around(date(2026, 8, 31)) == (date(2025, 9, 1), date(2026, 8, 31))
    assert year_around(date(2026, 9, 1)) == (date(2026, 9, 1), date(2027, 8, 31))
