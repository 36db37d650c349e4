"""An academic year in two financial years: what is spent by 31 March, and what from 1 April.

The year of these cases has 39 school weeks: 25 before 1 April 2027 and 14 from it.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given as drawn

from costing.engine.costing import Costing
from costing.engine.errors import CostingError
from costing.engine.facts import Calendar, Horizon, OtherCost, Pay, RateBasis, Role
from costing.engine.quantities.expressions import given
from costing.engine.year import parting
from costing.engine.year.load import role_loads
from tests.drawing import examples
from tests.engine.builders import BARE_YEAR, GUIDANCE, ROLES, YEAR, group, role, rules, staffing
from tests.engine.test_properties import a_school, keyed_in

APRIL = date(2027, 4, 1)


def parted(one, roles=ROLES, calendar=YEAR, horizon=Horizon.PLANNED, under=GUIDANCE):
    found = Costing(roles, under, calendar, horizon).parted(one, APRIL)
    return tuple(f"{float(part):.2f}" for part in (found.before.value, found.after.value, found.rounding))


@pytest.mark.parametrize(
    ("weeks", "more", "before", "after"),
    [
        ("39", {}, "500.00", "280.00"),  # £20 a week: 25 school weeks and 14
        ("19.5", {}, "250.00", "140.00"),  # every other week
        ("10", {"starts": date(2026, 9, 7), "ends": date(2026, 12, 18)}, "200.00", "0.00"),
        ("10", {"starts": date(2027, 4, 12), "ends": date(2027, 7, 20)}, "0.00", "200.00"),
        ("6", {"starts": date(2027, 3, 15), "ends": date(2027, 5, 7)}, "40.00", "80.00"),  # two weeks, then four
    ],
)
def test_a_group_goes_by_its_school_weeks(weeks, more, before, after):
    assert parted(group(weeks=weeks, **more)) == (before, after, "0.00")


def test_a_school_week_belongs_to_the_side_of_its_first_school_day():
    calendar = replace(YEAR, half_terms=((date(2027, 3, 22), date(2027, 4, 9)),))  # 1 April is a Thursday
    assert parted(group(weeks="3"), calendar=calendar) == ("40.00", "20.00", "0.00")


def test_a_rate_that_changes_inside_the_year_is_kept_apart():
    pay = (Pay(RateBasis.HOURLY, Fraction(20)), Pay(RateBasis.HOURLY, Fraction(22), from_date=date(2027, 1, 4)))
    one = group(weeks="39")
    found = Costing({"TA": Role("TA", "TA", pay=pay)}, GUIDANCE, YEAR).parted(one, APRIL)
    assert (found.before.value, found.after.value) == (14 * 20 + 11 * 22, 14 * 22)
    assert found.before.text() == "£20.00 × 1 h × 14 + £22.00 × 1 h × 11 = £522.00"


def test_other_costs_go_by_their_date_and_by_the_year_s_start_without_one():
    costs = (
        OtherCost("0", "Books", "equipment", Fraction(30), on=date(2027, 3, 31)),
        OtherCost("1", "Licence", "licence", Fraction(50), on=APRIL),
        OtherCost("2", "Course", "training", Fraction(70)),
        OtherCost("3", "Lens", "equipment", Fraction(90), on=APRIL, payer="charity"),
    )
    assert parted(group(weeks="39", other_costs=costs)) == ("600.00", "330.00", "0.00")


def test_the_pennies_between_the_parts_and_the_printed_cost():
    assert parted(group(weeks="1"), {"TA": role("TA", "0.01")}) == ("0.01", "0.00", "0.00")
    assert parted(group(weeks="2"), {"TA": role("TA", "0.01")}, replace(YEAR, half_terms=YEAR.half_terms[2:5])) == (
        "0.01",
        "0.01",
        "0.00",
    )
    halves = replace(YEAR, half_terms=((date(2027, 3, 22), date(2027, 3, 26)), (date(2027, 4, 12), date(2027, 4, 16))))
    assert parted(group(weeks="1"), {"TA": role("TA", "0.01")}, halves) == ("0.01", "0.01", "-0.01")
    assert parted(group(weeks="2"), {"TA": role("TA", "0.5")}, halves, under=rules(rounding_unit="pound")) == (
        "1.00",
        "1.00",
        "-1.00",
    )


def test_so_far_a_full_year_and_delivered():
    one = group(weeks="39")
    assert parted(one, calendar=replace(YEAR, on=date(2027, 4, 12)), horizon=Horizon.TO_DATE) == (
        "500.00",
        "20.00",
        "0.00",
    )
    assert parted(one, horizon=Horizon.FULL_YEAR) == ("487.18", "272.82", "0.00")  # 38 weeks, by 25 and 14
    assert Costing(ROLES, GUIDANCE, YEAR, Horizon.DELIVERED).parted(one, APRIL) is None


def test_universal_provision_costs_nothing_on_either_side():
    assert parted(group(tier="universal")) == ("0.00", "0.00", "0.00")


def test_without_half_terms_only_what_lies_on_one_side_can_be_parted():
    assert parted(group(weeks="10", ends=date(2027, 3, 31)), calendar=BARE_YEAR) == ("200.00", "0.00", "0.00")
    for horizon in (Horizon.PLANNED, Horizon.FULL_YEAR):
        with pytest.raises(CostingError, match=r"G cannot be .*1 Apr 2027.*enter the half-terms of 2026/27"):
            parted(group(), calendar=BARE_YEAR, horizon=horizon)


def test_what_has_no_weeks_goes_by_months_or_days():
    amount = given(1200, "£", "Screening tests").rounded(name="Screening tests")
    months = parting.parted_months(amount, YEAR, APRIL)
    assert (months.before.value, months.after.value, months.rounding) == (700, 500, 0)
    assert months.before.text() == "£1,200 × 7 ÷ 12 = £700.00"
    days = parting.parted_days(amount, date(2027, 3, 31), date(2027, 4, 3), APRIL)
    assert (days.before.value, days.after.value) == (300, 900)
    assert parting.parted_days(amount, date(2026, 9, 1), date(2027, 3, 1), APRIL).after.value == 0


@pytest.mark.parametrize(
    ("starts", "ends", "turn"),
    [
        (date(2026, 9, 1), date(2027, 8, 31), APRIL),
        (date(2026, 1, 1), date(2026, 12, 31), date(2026, 4, 1)),
        (date(2026, 9, 1), date(2027, 3, 31), None),
    ],
)
def test_the_day_on_which_the_financial_year_turns(starts, ends, turn):
    assert parting.turn_of(Calendar(starts, ends)) == turn


@examples(40)
@drawn(a_school())
def test_both_parts_and_the_rounding_are_the_printed_cost(school):
    groups, _, *more = school
    costing = Costing(*more)
    whole, found = costing.group(groups[0]), costing.parted(groups[0], APRIL)
    assert found.before.parts[0].value + found.after.parts[0].value == whole.exact
    assert found.before.value + found.after.value + found.rounding == Fraction(whole.cost)
    for part in (found.before, found.after):
        keyed_in(part)


def test_the_busiest_week_and_the_average():
    """Two hours all year, three more until Christmas, four more in one week of June."""
    groups = [
        group("A", weeks="39", staffing=(staffing(minutes="120"),)),
        group("B", weeks="7", staffing=(staffing(minutes="180"),), ends=date(2026, 12, 18)),
        group("C", weeks="1", staffing=(staffing(minutes="240"),), starts=date(2027, 6, 9), ends=date(2027, 6, 11)),
        group("D", tier="universal"),
    ]
    costing = Costing(ROLES, GUIDANCE, YEAR)
    found = role_loads([(costing.prepared(one), costing.group(one)) for one in groups], GUIDANCE, YEAR)["TA"]
    assert (found.busiest, found.week) == (6, date(2027, 6, 7))
    assert found.hours == 78 + 21 + 4
    assert found.average == Fraction(103, 39)


def test_hours_without_half_terms_and_outside_them():
    costing = Costing(ROLES, GUIDANCE, BARE_YEAR)
    one = group(weeks="19", starts=date(2026, 9, 9), ends=date(2026, 9, 30))
    assert role_loads([(costing.prepared(one), costing.group(one))], GUIDANCE, BARE_YEAR)["TA"].average == Fraction(
        1, 2
    )
    one = replace(one, starts=date(2026, 8, 3), ends=date(2026, 8, 7))
    assert role_loads([(costing.prepared(one), costing.group(one))], GUIDANCE, YEAR)["TA"].week == date(2026, 8, 3)
