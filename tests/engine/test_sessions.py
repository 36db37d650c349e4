"""Sessions and staffing: what is costed, the ratio, and the pupil's own hours."""

from fractions import Fraction

import pytest

from costing.engine.costing import cost_group, cost_pupil
from costing.engine.errors import CostingError
from tests.engine.builders import (
    BARE_YEAR,
    GUIDANCE,
    ROLES,
    TIMETABLE,
    YEAR,
    codes,
    group,
    places,
    role,
    rules,
    session,
    staffing,
)


def lines(one, base=GUIDANCE, pupil="P1"):
    return cost_pupil(pupil, [one], [], ROLES, base, YEAR).lines


def test_blank_role_staff_and_pupils_come_from_the_group():
    one = group(size=4, staffing=(staffing(staff="2"),), sessions=(session(pupils=2),))
    line = lines(one)[0]
    assert (line.cost, line.ratio, line.weekly_hours, line.contact_hours) == (760, "2:4", 2, 1)


@pytest.mark.parametrize(
    ("staffed", "told"),
    [((), "no staffing line"), ((staffing("TA"), staffing("LM")), "several staffing lines")],
)
def test_a_session_whose_role_nobody_can_tell_is_a_fault(staffed, told):
    with pytest.raises(CostingError, match=f"Group G: the session on Mon 9.30 am names no staff role.* {told}"):
        lines(group(staffing=staffed, sessions=(session(),)))


def test_a_session_whose_staff_nobody_can_tell_is_a_fault():
    staffed = (staffing("TA", staff="1"), staffing("TA", staff="2"))
    with pytest.raises(CostingError, match="Group G: a session of TA names no number of staff"):
        lines(group(staffing=staffed, sessions=(session(role="TA"),)))


def test_a_group_without_size_is_a_fault():
    with pytest.raises(CostingError, match="Group G has no group size"):
        lines(group(size=0))


def test_a_role_that_is_not_on_the_list_is_a_fault():
    with pytest.raises(CostingError, match="Group G is staffed by X, which is not among the staff roles"):
        lines(group(staffing=(staffing("X"),)))


def test_weeks_a_and_b_count_half():
    one = group(size=1, staffing=(staffing(sessions="1.5"),), sessions=(session(week="A"), session(1)))
    line = lines(one)[0]
    assert (line.cost, line.weekly_hours, line.contact_hours) == (1140, Fraction(3, 2), Fraction(3, 2))


def test_a_fortnightly_session_is_rounded_whole_and_then_halved():
    one = group(size=3, staffing=(staffing(sessions="0.5"),), sessions=(session(week="B"),))
    line = lines(one, rules(TIMETABLE, timetable_required=False))[0]
    assert line.working.text() == "£20.00 × 1 h ÷ 3 = £6.67; £6.67 ÷ 2 × 38 = £126.73"


def test_both_figures_of_each_role_that_disagrees_are_told():
    one = group(staffing=(staffing("TA"),), sessions=(session(role="TA"), session(1, role="LM"), session(2, role="TA")))
    remarks = cost_group(one, ROLES, GUIDANCE, YEAR).remarks
    assert [(remark.code, remark.message) for remark in remarks] == [
        (
            "sessions-disagree",
            "G: its sessions come to 120 minutes a week of TA, its staffing to 60; "
            "its sessions come to 60 minutes a week of LM, its staffing to 0. The staffing is costed.",
        )
    ]


def test_most_staff_in_the_room_at_once():
    staffed = (staffing("TA", "3"), staffing("LM", "1"))
    together = (session(0, role="TA"), session(0, role="LM"), session(1, role="TA"), session(2, role="TA"))
    assert cost_group(group(staffing=staffed, sessions=together), ROLES, GUIDANCE, YEAR).ratio == "2:6"
    fortnights = (
        session(0, role="TA", week="A"),
        session(0, role="TA", week="B"),
        session(0, role="LM"),
        session(1, role="TA"),
        session(2, role="TA"),
    )
    assert cost_group(group(staffing=staffed, sessions=fortnights), ROLES, GUIDANCE, YEAR).ratio == "2:6"
    assert cost_group(group(staffing=(staffing(staff="0.5"),)), ROLES, GUIDANCE, YEAR).ratio == "0.5:6"


def test_without_sessions_the_longest_line_is_the_pupils_time():
    line = lines(group(staffing=(staffing("TA", minutes="30"), staffing("LM", minutes="45"))))[0]
    assert (line.weekly_hours, line.contact_hours) == (Fraction(5, 4), Fraction(3, 4))


def test_rules_that_require_a_timetable_say_so():
    assert codes(cost_group(group(), ROLES, TIMETABLE, YEAR).remarks) == ["no-timetable"]
    assert codes(cost_group(group(tier="universal", staffing=()), ROLES, TIMETABLE, YEAR).remarks) == []


def test_a_group_without_staffing_is_listed_and_told():
    cost = cost_pupil("P1", [group(staffing=())], [], ROLES, GUIDANCE, YEAR)
    assert (cost.lines[0].cost, cost.lines[0].ratio, cost.lines[0].counted) == (0, "0:6", True)
    assert codes(cost.remarks) == ["no-staffing"]
    whole = cost_group(group(staffing=()), ROLES, GUIDANCE, YEAR)
    assert (whole.cost, whole.weekly_cost, whole.empty_cost) == (0, 0, 0)


def test_days_without_sessions():
    mine = places("P1", days=frozenset({0, 3}))
    cost = cost_pupil("P1", [group(places=mine)], [], ROLES, GUIDANCE, YEAR)
    assert cost.lines[0].cost == cost_pupil("P1", [group()], [], ROLES, GUIDANCE, YEAR).lines[0].cost
    assert codes(cost.remarks) == ["days-without-sessions"]
    taught = group(places=mine, staffing=(staffing(sessions="2"),), sessions=(session(0), session(1)))
    cost = cost_pupil("P1", [taught], [], ROLES, GUIDANCE, YEAR)
    assert codes(cost.remarks) == ["days-without-sessions"]
    assert (cost.remarks[0].pupil, cost.remarks[0].message) == (
        "P1",
        "G: a place is for Thu, when the group has no session.",
    )
    assert cost.lines[0].weekly_hours == 1


def test_a_place_on_days_with_no_session_bears_nothing():
    taught = group(places=places("P1", days=frozenset({4})), sessions=(session(0),))
    cost = cost_pupil("P1", [taught], [], ROLES, GUIDANCE, YEAR)
    assert (cost.lines[0].cost, cost.lines[0].staff) == (0, ())


def test_two_places_for_different_days_share_each_day_apart():
    both = (*places("P1", days=frozenset({0})), *places("P2"))
    one = group(
        size=2,
        staffing=(staffing(sessions="2"),),
        sessions=(session(0), session(1)),
        places=(both[0], both[1].__class__("1", "P2")),
    )
    actual = rules(divide_by="actual")
    assert [lines(one, actual, pupil)[0].cost for pupil in ("P1", "P2")] == [380, 380 + 760]


def test_sessions_with_pupils_of_their_own():
    one = group(size=6, staffing=(staffing(sessions="2"),), sessions=(session(0, pupils=2), session(1)))
    line = lines(one)[0]
    assert line.working.text() == "(£20.00 × 1 h ÷ 2 + £20.00 × 1 h ÷ 6) × 38 = £506.67"


def test_a_session_left_out_stands_on_its_own_line():
    one = group(size=1, staffing=(staffing(sessions="2"),), sessions=(session(0), session(1, left_out="Assembly")))
    found = lines(one)
    assert [(line.cost, line.counted, line.reason, line.contact_hours) for line in found] == [
        (760, True, None, 1),
        (760, False, "left-out", 1),
    ]


def test_without_half_terms_weeks_are_as_entered():
    assert cost_pupil("P1", [group()], [], {"TA": role()}, GUIDANCE, BARE_YEAR).lines[0].weeks == 38
