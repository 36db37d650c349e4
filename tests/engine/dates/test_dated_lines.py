"""Staffing and sessions from a day to a day: what counts in which weeks, and what is to be looked at."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from costing.engine.costing import Costing, cost_group, cost_pupil
from costing.engine.errors import CostingError
from costing.engine.facts import Horizon, OtherCost
from costing.engine.pupils.timetable import timetable
from costing.engine.year.load import role_loads
from tests.engine.builders import (
    AUTUMN,
    BARE_YEAR,
    GUIDANCE,
    ROLES,
    YEAR,
    codes,
    group,
    rules,
    session,
    staffing,
)

UNTIL = {"ends": date(2026, 10, 23)}
SINCE = {"starts": date(2026, 11, 2)}


def dated(line, **days):
    return replace(line, **days)


def two(**more):
    """Seven weeks of a teaching assistant, seven of a learning mentor."""
    lines = (dated(staffing("TA"), **UNTIL), dated(staffing("LM"), **SINCE))
    return group(weeks="14", size=2, staffing=lines, **AUTUMN, **more)


def pupil(one, base=GUIDANCE, calendar=YEAR, horizon=Horizon.PLANNED):
    return cost_pupil("P1", [one], [], ROLES, base, calendar, horizon)


def test_a_change_of_role_makes_two_lines_each_with_its_ratio_and_hours():
    lines = pupil(two()).lines
    assert [(one.staff, one.cost, one.weeks, one.ratio, one.weekly_hours) for one in lines] == [
        (("TA",), 70, 7, "1:2", 1),
        (("LM",), Fraction("82.25"), 7, "1:2", 1),
    ]
    whole = cost_group(two(), ROLES, GUIDANCE, YEAR)
    assert [(one.role, one.cost, one.hours, one.weekly_hours) for one in whole.roles] == [
        ("TA", 140, 7, 1),
        ("LM", Fraction("164.50"), 7, 1),
    ]
    assert (whole.ratio, whole.weekly_hours, whole.contact_hours, whole.rounding) == ("1:2", 1, 1, 0)


def test_overlapping_lines_count_both():
    one = group(weeks="14", size=2, staffing=(staffing("TA"), dated(staffing("TA"), **SINCE)), **AUTUMN)
    assert [(line.cost, line.ratio) for line in pupil(one).lines] == [(70, "1:2"), (140, "2:2")]
    assert cost_group(one, ROLES, GUIDANCE, YEAR).ratio == "2:2"


def test_weeks_that_nobody_staffs_cost_nothing_and_are_told():
    one = group(weeks="14", size=2, staffing=(dated(staffing("TA"), ends=date(2026, 9, 25)),), **AUTUMN)
    found = pupil(one)
    assert [(line.cost, line.weeks) for line in found.lines] == [(30, 3)]
    assert codes(found.remarks) == ["nobody-staffs"]
    assert "11 of its 14 school weeks, first in that of 28 Sep 2026" in found.remarks[0].message
    assert pupil(replace(one, sessions=(session(),))).total == 30


def test_staffing_without_a_week_costs_nothing_and_is_told():
    late = dated(staffing("LM"), starts=date(2027, 1, 4))
    found = pupil(group(weeks="14", size=2, staffing=(staffing("TA"), late), **AUTUMN))
    assert (found.total, codes(found.remarks)) == (140, ["staffing-outside-run"])


def test_dated_lines_need_the_half_terms():
    with pytest.raises(CostingError, match=r"its staffing or its sessions have dates.*half-terms of 2026/27"):
        pupil(two(), calendar=BARE_YEAR)


@pytest.mark.parametrize(("day", "total"), [(date(2026, 9, 1), 380), (date(2026, 12, 1), Fraction("446.50"))])
def test_a_full_year_takes_the_lines_of_the_day(day, total):
    assert pupil(two(), calendar=replace(YEAR, on=day), horizon=Horizon.FULL_YEAR).total == total


def test_so_far_takes_each_line_for_its_weeks_begun():
    assert pupil(two(), calendar=replace(YEAR, on=date(2026, 11, 9)), horizon=Horizon.TO_DATE).total == Fraction(
        "93.50"
    )


def test_what_does_not_count_is_not_split_by_what_changes_beside_it():
    lines = (dated(staffing("TA"), **UNTIL), dated(staffing("LM"), **SINCE), staffing("SENCO"))
    found = pupil(group(weeks="14", size=1, staffing=lines, **AUTUMN))
    assert [(line.cost, line.reason) for line in found.lines] == [
        (140, None),
        (Fraction("164.50"), None),
        (490, "role"),
    ]


def test_sessions_take_their_role_from_the_line_in_force():
    one = two(sessions=(session(),))
    assert [(line.staff, line.cost) for line in pupil(one).lines] == [(("TA",), 70), (("LM",), Fraction("82.25"))]
    slots = timetable("P1", [one], ROLES, GUIDANCE, replace(YEAR, on=date(2026, 11, 9))).days[0].sessions
    assert [slot.role for slot in slots] == ["LM"]


def test_a_new_person_parts_the_line_though_the_sessions_stay():
    lines = (dated(staffing("TA"), **UNTIL), dated(staffing("TA"), **SINCE))
    one = group(weeks="14", size=2, staffing=lines, sessions=(session(),), **AUTUMN)
    assert [line.cost for line in pupil(one).lines] == [70, 70]


def test_whether_sessions_agree_is_judged_for_each_stretch():
    lines = (dated(staffing("TA"), **UNTIL), dated(staffing("TA", minutes="90"), **SINCE))
    one = group(weeks="14", size=1, staffing=lines, sessions=(session(band="lunch"),), **AUTUMN)
    found = pupil(one, rules(bands_not_counted=frozenset({"lunch"})))
    assert [(line.cost, line.reason) for line in found.lines] == [(210, None), (140, "band")]
    assert codes(found.remarks) == ["sessions-disagree"]


def test_a_stretch_without_its_sessions_disagrees():
    one = group(weeks="14", size=1, sessions=(dated(session(), **UNTIL),), **AUTUMN)
    found = pupil(one)
    assert (found.total, codes(found.remarks)) == (280, ["sessions-disagree"])
    assert "0 minutes a week of TA, its staffing to 60" in found.remarks[0].message


def test_who_leads_several_groups_at_once_is_shared_between_them():
    third = Fraction(1, 3)
    groups = [group(code, size=2, weeks="39", sessions=(session(part=third),)) for code in "ABC"]
    costing = Costing(ROLES, GUIDANCE, YEAR)
    assert sum(costing.group(one).cost for one in groups) == 780
    line = pupil(groups[0]).lines[0]
    assert (line.weekly_hours, line.contact_hours, line.cost) == (third, 1, 130)
    assert line.working.text() == "£20.00 × 20 min ÷ 60 ÷ 2 × 39 = £130.00"
    capped = pupil(groups[0], rules(caps={"TA": Fraction(1, 2)}))
    assert [(one.cost, one.reason) for one in capped.lines] == [(65, None), (65, "cap")]


def test_the_busiest_week_is_that_of_the_lines_in_force():
    costing = Costing(ROLES, GUIDANCE, YEAR)
    one = group(weeks="14", staffing=(staffing("TA"), dated(staffing("TA", "3"), **SINCE)), **AUTUMN)
    load = role_loads([(costing.prepared(one), costing.group(one))], GUIDANCE, YEAR)["TA"]
    assert (load.busiest, load.week, load.hours) == (4, date(2026, 11, 2), 14 + 21)


def test_a_role_that_does_not_work_yet_has_no_week_so_far():
    found = cost_group(two(), ROLES, GUIDANCE, replace(YEAR, on=date(2026, 9, 14)), Horizon.TO_DATE)
    assert [(one.role, one.cost, one.weekly_hours) for one in found.roles] == [("TA", 40, 1), ("LM", 0, 0)]


def test_an_other_cost_of_another_year_is_shown_and_in_no_total():
    costs = (OtherCost("0", "Laptop", "equipment", Fraction(300), on=date(2031, 1, 1)),)
    one = group(size=2, weeks="10", other_costs=costs)
    found = cost_pupil("P1", [one], costs, ROLES, GUIDANCE, YEAR)
    assert [(line.cost, line.reason) for line in found.lines] == [(100, None), (150, "date"), (300, "date")]
    assert (found.total, found.total_counted, found.counted_exact) == (100, 100, 100)
    assert codes(found.remarks) == ["other-cost-outside-year"] * 2
    assert cost_group(one, ROLES, GUIDANCE, YEAR).cost == 200


def test_a_rate_period_in_which_another_pupil_bears_all_prints_no_line_of_nought():
    from costing.engine.facts import Place

    lines = (dated(staffing("TA"), **UNTIL), dated(staffing("LM"), **SINCE))
    held = (Place("0", "P1"), Place("1", "P2", joined=date(2026, 11, 2), charged_in_full=True))
    found = pupil(group(weeks="14", size=2, staffing=lines, places=held, **AUTUMN))
    assert [(line.staff, line.cost) for line in found.lines] == [(("TA",), 70)]
