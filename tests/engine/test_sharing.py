"""Who bears what in which weeks."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from costing.engine.calendar import run_weeks, school_weeks
from costing.engine.costing import Costing, cost_group, cost_pupil
from costing.engine.errors import CostingError
from costing.engine.facts import Calendar, Horizon, OtherCost, Pay, Place, RateBasis, Role
from tests.engine.builders import (
    AUTUMN,
    BARE_YEAR,
    GUIDANCE,
    HALF_TERMS,
    ROLES,
    TIMETABLE,
    YEAR,
    codes,
    group,
    places,
    rules,
    session,
    staffing,
)


def pupil(one, who="P1", base=GUIDANCE, calendar=YEAR):
    return cost_pupil(who, [one], [], ROLES, base, calendar)


def test_a_school_week_needs_a_school_day():
    two = ((date(2026, 10, 24), date(2026, 10, 25)), (date(2026, 10, 30), date(2026, 11, 2)))
    assert school_weeks(two) == ((date(2026, 10, 30),), (date(2026, 11, 2),))
    assert len(school_weeks(HALF_TERMS)) == 39


def test_a_group_that_begins_in_mid_week_runs_in_that_week():
    one = group(starts=date(2026, 9, 9), ends=date(2026, 9, 14))
    assert run_weeks(one, YEAR) == (date(2026, 9, 9), date(2026, 9, 14))
    joined = replace(one, ends=date(2026, 9, 18), weeks=Fraction(2), places=places("P1", joined=date(2026, 9, 9)))
    assert pupil(joined).lines[0].weeks == 2


def test_joined_and_left_are_both_included():
    one = group(weeks="14", places=places("P1", joined=date(2026, 9, 14), left=date(2026, 9, 21)), **AUTUMN)
    assert pupil(one).lines[0].weeks == 2


def test_joined_after_the_end_costs_nothing():
    line = pupil(group(weeks="14", places=places("P1", joined=date(2027, 5, 1)), **AUTUMN)).lines[0]
    assert (line.cost, line.weeks, line.weekly_cost) == (0, 0, 0)
    assert line.working.text() == "£20.00 × 1 h × 0 = £0.00"


def test_joined_or_left_without_half_terms_is_a_fault():
    one = group(places=places("P1", left=date(2027, 5, 1)))
    with pytest.raises(CostingError, match=r"Group G cannot be costed: .*enter the half-terms of 2026/27 in Settings"):
        pupil(one, calendar=BARE_YEAR)


def test_a_run_without_a_school_week_costs_nothing_and_says_so():
    summer = {"starts": date(2027, 8, 1), "ends": date(2027, 8, 20)}
    coach = OtherCost("0", "Coach", "other", Fraction(90))
    for who in (places("P1"), places("P1", left=date(2027, 8, 9))):
        one = group(weeks="2", places=who, other_costs=(coach,), **summer)
        for horizon in (Horizon.PLANNED, Horizon.TO_DATE, Horizon.FULL_YEAR):
            found = cost_pupil("P1", [one], [], ROLES, GUIDANCE, replace(YEAR, on=date(2027, 8, 31)), horizon)
            assert [(line.kind, line.cost) for line in found.lines] == [("group", 0), ("other", 0)]
            assert (found.total, codes(found.remarks)) == (0, ["no-school-week"])
            whole = cost_group(one, ROLES, GUIDANCE, replace(YEAR, on=date(2027, 8, 31)), horizon)
            assert (whole.cost, whole.empty_cost, whole.rounding) == (0, 0, 0)


def test_leaving_and_coming_back_is_one_line():
    back = (Place("0", "P1", left=date(2026, 9, 18)), Place("1", "P1", joined=date(2026, 12, 7)))
    assert [line.weeks for line in pupil(group(weeks="14", places=back, **AUTUMN)).lines] == [4]


def test_the_same_pupil_twice_at_once_bears_two_shares():
    line = pupil(group(size=4, places=places("P1", "P1"))).lines[0]
    assert line.working.text() == "£20.00 × 1 h × 2 ÷ 4 × 38 = £380.00"


def test_two_charged_in_full_at_once_are_shared():
    one = group(size=4, places=places("P1", "P2", charged_in_full=True))
    cost = pupil(one)
    assert (cost.lines[0].cost, codes(cost.remarks)) == (190, ["charged-in-full-with-others"])


def test_charged_in_full_alone_is_no_finding():
    cost = pupil(group(size=4, places=places("P1", charged_in_full=True)))
    assert (cost.lines[0].cost, codes(cost.remarks)) == (760, [])


def test_the_others_bear_nothing_beside_one_charged_in_full():
    one = group(size=4, places=(Place("0", "P1", charged_in_full=True), Place("1", "P2")))
    cost = pupil(one, "P2")
    assert (cost.lines[0].cost, cost.lines[0].weekly_cost, cost.lines[0].weeks) == (0, 0, 38)
    assert codes(cost.remarks) == ["charged-in-full-with-others"]
    whole = cost_group(one, ROLES, GUIDANCE, YEAR)
    assert (whole.places, whole.empty) == ({"0": 760, "1": 0}, 0)


def test_unfilled_weeks_are_nobodys():
    one = group(size=1, weeks="14", places=places("P1", joined=date(2026, 11, 2)), **AUTUMN)
    for base in (GUIDANCE, rules(divide_by="actual"), TIMETABLE):
        whole = cost_group(one, ROLES, base, YEAR)
        assert (whole.cost, whole.places, whole.empty_cost) == (280, {"0": 140}, 140)


def test_more_pupils_than_a_session_takes_is_a_finding():
    one = group(size=2, places=places("P1", "P2"), staffing=(staffing(),), sessions=(session(pupils=1),))
    cost = pupil(one)
    assert (cost.lines[0].cost, codes(cost.remarks)) == (380, ["over-capacity"])


def raised(*rises):
    return Role("TA", "TA", pay=tuple(Pay(RateBasis.HOURLY, Fraction(rate), from_date=day) for day, rate in rises))


def test_a_rate_that_changes_makes_two_lines():
    roles = {**ROLES, "TA": raised((None, 20), (date(2026, 11, 2), 22), (date(2027, 9, 1), 30))}
    one = group(size=2, weeks="14", **AUTUMN)
    cost = cost_pupil("P1", [one], [], roles, GUIDANCE, YEAR)
    assert [(line.cost, line.weeks, line.since) for line in cost.lines] == [(70, 7, ""), (77, 7, "2026-11-02")]
    assert cost.total == 147
    whole = cost_group(one, roles, GUIDANCE, YEAR)
    assert (whole.cost, whole.weekly_cost, whole.roles[0].cost) == (294, 21, 294)


def test_what_does_not_change_is_not_split():
    roles = {**ROLES, "TA": raised((None, 20), (date(2026, 11, 2), 22))}
    one = group(size=1, weeks="14", staffing=(staffing("TA"), staffing("SENCO")), **AUTUMN)
    lines = cost_pupil("P1", [one], [], roles, GUIDANCE, YEAR).lines
    assert [(line.cost, line.reason, line.since) for line in lines] == [
        (140, None, ""),
        (154, None, "2026-11-02"),
        (490, "role", ""),
    ]


def test_a_rate_that_changes_needs_the_half_terms():
    roles = {**ROLES, "TA": raised((None, 20), (date(2026, 11, 2), 22))}
    with pytest.raises(CostingError, match="a rate of pay changes inside its run"):
        cost_pupil("P1", [group()], [], roles, GUIDANCE, BARE_YEAR)
    la = rules(rates="la", role_rates={"TA": Fraction(10)})
    assert cost_pupil("P1", [group()], [], roles, la, BARE_YEAR).total == Fraction("63.33")


def test_the_weekly_figure_is_the_mean_where_weeks_differ():
    mine = (Place("0", "P1"), Place("1", "P2", joined=date(2026, 11, 2)))
    one = group(size=2, weeks="12", places=mine, **AUTUMN)
    line = pupil(one, base=rules(divide_by="actual")).lines[0]
    assert (line.cost, line.weekly_cost) == (180, 15)
    assert line.working.text() == "£20.00 × 1 h × 12 × 7 ÷ 14 + £20.00 × 1 h ÷ 2 × 12 × 7 ÷ 14 = £180.00"


def test_a_pupil_without_a_place_has_no_line():
    assert pupil(group(), "P9").lines == ()
    assert str(pupil(group(), "P9").total) == "0.00"


def test_a_run_prepares_each_group_once():
    costing, one = Costing(ROLES, GUIDANCE, YEAR), group()
    assert costing.prepared(one) is costing.prepared(one)
    first, second = (costing.school([group(places=places("P1", "P2"))], {}).pupils[who] for who in ("P1", "P2"))
    assert first.lines == second.lines or first.lines[0].cost == second.lines[0].cost


def test_a_group_with_one_date_runs_to_the_years_end():
    one = group(starts=date(2027, 6, 7), weeks="7")
    assert len(run_weeks(one, Calendar(YEAR.starts, YEAR.ends, HALF_TERMS))) == 7
