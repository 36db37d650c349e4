"""A pupil's weekly timetable."""

from dataclasses import replace
from datetime import date, time
from fractions import Fraction

from costing.engine.facts import Place
from costing.engine.pupils.timetable import timetable
from tests.engine.builders import (
    AUTUMN,
    GUIDANCE,
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


def week(*groups, base=TIMETABLE, on=None, pupil="P1"):
    return timetable(pupil, groups, ROLES, base, replace(YEAR, on=on))


def days(found):
    return [(day.day, day.week, str(day.cost), day.hours, len(day.sessions)) for day in found.days]


def test_a_session_with_its_hours_rate_and_cost():
    one = group(size=3, weeks="39", staffing=(staffing(minutes="75"),), sessions=(session(1, "75"),))
    found = week(one)
    (slot,) = found.days[0].sessions
    assert (slot.start, slot.minutes, slot.role, slot.staff, slot.pupils) == (time(9, 30), 75, "TA", 1, 3)
    assert (slot.hours, str(slot.rate), str(slot.cost), slot.counted) == (Fraction(5, 4), "20.00", "8.33", True)
    assert slot.working.text() == "£20.00 × 1.25 h ÷ 3 = £8.33"
    assert days(found) == [(1, "", "8.33", Fraction(5, 4), 1)]
    assert (str(found.weekly_cost), str(found.annual_cost)) == ("8.33", "324.87")


def test_two_staff_together_are_one_time_of_the_pupils_day():
    one = group(
        size=1,
        staffing=(staffing("TA"), staffing("SENCO"), staffing("LM", minutes="30")),
        sessions=(session(role="TA"), session(role="SENCO"), session(role="LM", minutes="30", start=13)),
    )
    found = week(one)
    assert days(found) == [(0, "", "31.75", Fraction(3, 2), 3)]
    assert [(slot.role, slot.counted, slot.reason) for slot in found.days[0].sessions] == [
        ("SENCO", False, "role"),
        ("TA", True, None),
        ("LM", True, None),
    ]


def test_weeks_a_and_b_stand_apart_and_the_week_is_their_mean():
    one = group(size=1, staffing=(staffing(sessions="1.5"),), sessions=(session(0, week="A"), session(1)))
    found = week(one)
    assert [(day.day, day.week) for day in found.days] == [(0, "A"), (1, "A"), (1, "B")]
    assert (str(found.weekly_cost), str(found.annual_cost)) == ("30.00", "1140.00")


def test_only_places_open_on_the_day_are_on_it():
    mine = (Place("0", "P1", left=date(2026, 9, 30)), Place("1", "P2", joined=date(2026, 10, 1)))
    one = group(size=1, weeks="14", places=mine, sessions=(session(),), **AUTUMN)
    assert week(one, on=date(2026, 9, 10)).days
    assert week(one, on=date(2026, 9, 1)).days
    gone = week(one, on=date(2030, 1, 1))
    assert (gone.days, str(gone.weekly_cost), str(gone.annual_cost)) == ((), "0.00", "0.00")
    assert week(one, on=date(2030, 1, 1), pupil="P2").days


def test_only_the_days_attended_are_on_it():
    one = group(
        staffing=(staffing(sessions="2"),),
        sessions=(session(0), session(1)),
        places=places("P1", days=frozenset({1})),
    )
    assert [day.day for day in week(one).days] == [1]


def test_groups_without_sessions_are_not_on_it():
    assert week(group()).annual_cost == 0


def test_sessions_are_shown_even_where_staffing_is_costed():
    one = group(size=1, staffing=(staffing("TA", "2"),), sessions=(session(role="LM"),))
    found = week(one)
    assert str(found.days[0].sessions[0].rate) == "23.50"
    assert (str(found.weekly_cost), str(found.annual_cost)) == ("23.50", "1520.00")
    assert codes(found.remarks) == ["sessions-disagree"]


def test_universal_sessions_are_shown_without_cost():
    one = group(tier="universal", sessions=(session(),))
    (slot,) = week(one).days[0].sessions
    assert (slot.rate, slot.working, slot.cost, slot.counted, slot.reason) == (None, None, 0, False, "tier")


def test_a_session_that_another_pupil_bears_costs_nothing():
    mine = (Place("0", "P1"), Place("1", "P2", charged_in_full=True))
    (slot,) = week(group(places=mine, sessions=(session(),)), base=GUIDANCE).days[0].sessions
    assert slot.working.text() == "£20.00 × 1 h × 0 = £0.00"
    alone = week(group(places=mine, sessions=(session(),)), base=GUIDANCE, pupil="P2").days[0].sessions[0]
    assert alone.working.text() == "£20.00 × 1 h = £20.00"


def test_rounding_to_the_pound_is_for_every_printed_cost():
    one = group(size=3, sessions=(session(),))
    pound = {"rounding_unit": "pound"}
    assert str(week(one, base=rules(TIMETABLE, **pound)).weekly_cost) == "7.00"
    assert str(week(one, base=rules(GUIDANCE, **pound)).weekly_cost) == "7.00"
    only_the_total = rules(GUIDANCE, rounding_stage="total", **pound)
    assert str(week(one, base=only_the_total).weekly_cost) == "6.67"
