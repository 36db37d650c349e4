"""Planned, so far, a full year, delivered."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from costing.engine.costing import cost_group, cost_pupil
from costing.engine.errors import CostingError
from costing.engine.facts import Horizon, OtherCost, Pay, Place, RateBasis, Role
from tests.engine.builders import AUTUMN, BARE_YEAR, GUIDANCE, ROLES, YEAR, group, places


def line(one, horizon, on=None, calendar=YEAR, pupil="P1"):
    return cost_pupil(pupil, [one], [], ROLES, GUIDANCE, replace(calendar, on=on), horizon).lines[0]


def test_so_far_counts_weeks_begun():
    one = group(size=2, weeks="12", **AUTUMN)
    assert str(line(one, Horizon.TO_DATE, date(2026, 10, 23)).cost) == "60.00"
    assert line(one, Horizon.TO_DATE, date(2026, 9, 14)).weeks == Fraction(12 * 2, 14)
    before = line(one, Horizon.TO_DATE, date(2026, 9, 1))
    assert (before.cost, before.weeks) == (0, 0)
    whole = cost_group(one, ROLES, GUIDANCE, replace(YEAR, on=date(2026, 9, 1)), Horizon.TO_DATE)
    assert (whole.cost, whole.weekly_cost, whole.empty, whole.roles[0].weekly_cost) == (0, 20, 0, 20)


def test_so_far_needs_a_day_and_the_half_terms():
    with pytest.raises(CostingError, match="needs a day"):
        line(group(), Horizon.TO_DATE)
    with pytest.raises(CostingError, match="its cost so far is counted by the school calendar"):
        line(group(), Horizon.TO_DATE, date(2026, 10, 1), BARE_YEAR)


@pytest.mark.parametrize("on", [None, date(2020, 1, 1), date(2026, 10, 1), date(2040, 1, 1)])
def test_a_full_year_does_not_hang_on_the_day(on):
    found = line(group(size=2, weeks="12", **AUTUMN), Horizon.FULL_YEAR, on)
    assert (found.cost, found.weeks, found.weekly_cost) == (380, 38, 10)


def test_a_full_year_is_for_the_places_open_on_the_day():
    mine = (Place("0", "P1", left=date(2026, 10, 1)), Place("1", "P2", joined=date(2026, 10, 2)))
    one = group(size=2, weeks="12", places=mine, **AUTUMN)
    assert [line(one, Horizon.FULL_YEAR, date(2026, 12, 1), pupil=who).cost for who in ("P1", "P2")] == [0, 380]
    whole = cost_group(one, ROLES, GUIDANCE, replace(YEAR, on=date(2026, 12, 1)), Horizon.FULL_YEAR)
    assert (whole.cost, whole.places, whole.empty) == (760, {"0": 0, "1": 380}, 380)


def test_a_full_year_has_the_rate_of_the_day():
    pay = (
        Pay(RateBasis.HOURLY, Fraction(20)),
        Pay(RateBasis.HOURLY, Fraction(22), from_date=date(2026, 11, 2)),
    )
    roles = {"TA": Role("TA", "TA", pay=pay)}
    late = replace(YEAR, on=date(2026, 12, 1))
    cost = cost_pupil("P1", [group(size=1, weeks="14", **AUTUMN)], [], roles, GUIDANCE, late, Horizon.FULL_YEAR)
    assert [(str(found.cost), found.since) for found in cost.lines] == [("836.00", "2026-11-02")]


def test_what_was_delivered_is_not_recorded():
    own = [OtherCost("1", "Slope", "equipment", Fraction(45))]
    one = group(places=places("P1", "P2"))
    cost = cost_pupil("P1", [one], own, ROLES, GUIDANCE, YEAR, Horizon.DELIVERED)
    first = cost.lines[0]
    assert (first.cost, first.weekly_cost, first.exact, first.working, first.weekly_working) == (None,) * 5
    assert (cost.total, cost.total_counted, cost.total_working, cost.lines[1].cost) == (None, None, None, 45)
    whole = cost_group(one, ROLES, GUIDANCE, YEAR, Horizon.DELIVERED)
    assert (whole.cost, whole.exact, whole.empty_cost, whole.working, whole.places, whole.roles) == (
        None,
        None,
        None,
        None,
        {},
        (),
    )
