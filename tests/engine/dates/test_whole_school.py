"""Whole-school costs over the year, so far, and on both sides of 1 April."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from costing.engine.errors import CostingError
from costing.engine.facts import Horizon, Pay, RateBasis, Role, WholeSchoolItem
from costing.engine.year.parting import parted_whole
from costing.engine.year.whole_school import WholeSchool
from tests.engine.builders import BARE_YEAR, GUIDANCE, ROLES, YEAR, codes, rules
from tests.engine.test_properties import keyed_in

APRIL = date(2027, 4, 1)
RISING = {
    "TA": Role(
        "TA",
        "TA",
        pay=(Pay(RateBasis.HOURLY, Fraction("17.5")), Pay(RateBasis.HOURLY, Fraction("18.2"), from_date=APRIL)),
        la_rate=Fraction(20),
    )
}
HELPER = WholeSchoolItem("Assistant", role="TA", hours=Fraction(6), weeks=Fraction(38))
BOOKS = WholeSchoolItem("Books", amount=Fraction(780))


def sums(roles=RISING, base=GUIDANCE, calendar=YEAR, horizon=Horizon.PLANNED, on=None):
    return WholeSchool(roles, base, replace(calendar, on=on), horizon)


def printed(item, **more):
    return str(float(sums(**more).cost(item).rounded().value))


def test_each_rate_costs_its_weeks_and_the_working_says_so():
    cost = sums().cost(HELPER).rounded()
    assert cost.text() == "(£17.50 × 25 + £18.20 × 14) × 6 h × 38 ÷ 39 = £4,047.29"
    keyed_in(cost)
    assert sums(horizon=Horizon.FULL_YEAR).cost(HELPER).rounded().value == cost.value


def test_one_rate_needs_no_calendar_and_blank_weeks_are_the_rules():
    steady = replace(HELPER, weeks=None)
    assert sums(ROLES, calendar=BARE_YEAR).cost(steady).rounded().text() == "£20.00 × 6 h × 38 = £4,560.00"
    assert printed(HELPER, base=rules(rates="la"), calendar=BARE_YEAR) == "4560.0"


def test_a_rate_that_changes_needs_the_half_terms():
    with pytest.raises(CostingError, match=r"Assistant: the rate of TA changes .*enter the half-terms of 2026/27"):
        sums(calendar=BARE_YEAR).cost(HELPER)


@pytest.mark.parametrize(
    ("on", "helper", "books"),
    [
        (date(2026, 9, 1), "0.0", "0.0"),
        (date(2026, 10, 28), "716.15", "140.0"),
        (date(2027, 4, 12), "2664.09", "520.0"),
        (date(2027, 8, 31), "4047.29", "780.0"),
    ],
)
@pytest.mark.parametrize("horizon", [Horizon.TO_DATE, Horizon.DELIVERED])
def test_so_far_goes_by_the_weeks_begun(on, helper, books, horizon):
    assert (printed(HELPER, horizon=horizon, on=on), printed(BOOKS, horizon=horizon, on=on)) == (helper, books)


def test_so_far_without_half_terms_cannot_be_told():
    with pytest.raises(CostingError, match="half-terms"):
        sums(calendar=BARE_YEAR, horizon=Horizon.TO_DATE).cost(BOOKS)


def test_without_a_day_so_far_is_the_year():
    assert printed(BOOKS, horizon=Horizon.TO_DATE) == "780.0"


def test_a_role_that_is_not_there_is_named():
    with pytest.raises(CostingError, match=r"Assistant: TA is not among the staff roles"):
        sums({}).cost(HELPER)


def test_more_weeks_than_the_year_has_are_told():
    assert codes(sums().remarks(replace(HELPER, weeks=Fraction(53)))) == ["whole-school-weeks"]
    for item in (HELPER, BOOKS, replace(HELPER, weeks=None)):
        assert sums().remarks(item) == ()
    assert sums(calendar=BARE_YEAR).remarks(replace(HELPER, weeks=Fraction(53))) == ()


def test_both_sides_of_april_at_their_own_rates():
    whole = sums().cost(HELPER).rounded()
    found = parted_whole(HELPER, sums(), whole, APRIL)
    assert (found.before.value, found.after.value) == (Fraction("2557.69"), Fraction("1489.60"))
    assert found.rounding == 0
    months = parted_whole(BOOKS, sums(), sums().cost(BOOKS).rounded(), APRIL)
    assert (months.before.value, months.after.value) == (455, 325)
    part = sums(horizon=Horizon.TO_DATE, on=date(2027, 4, 12))
    weeks = parted_whole(BOOKS, part, part.cost(BOOKS).rounded(), APRIL)
    assert (weeks.before.value, weeks.after.value) == (500, 20)
    with pytest.raises(CostingError, match="Assistant cannot be parted"):
        parted_whole(HELPER, sums(ROLES, calendar=BARE_YEAR), whole, APRIL)
