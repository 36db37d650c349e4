"""What counts, and the first reason why something does not."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from costing.engine.costing import cost_group, cost_pupil
from costing.engine.facts import Horizon, Place
from costing.engine.groups.eligibility import meets_threshold
from tests.engine.builders import (
    AUTUMN,
    BARE_YEAR,
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


def cost(groups, base=GUIDANCE, calendar=YEAR, horizon=Horizon.PLANNED):
    return cost_pupil("P1", groups, [], ROLES, base, calendar, horizon)


def shown(found):
    return [(line.group, str(line.cost), line.reason) for line in found.lines]


def test_the_first_reason_that_applies():
    both = group(
        size=1,
        staffing=(staffing("SENCO"), staffing("TA")),
        sessions=(session(role="SENCO", band="lunch", left_out="x"), session(role="TA", band="lunch", left_out="x")),
    )
    assert shown(cost([both], rules(TIMETABLE, timetable_required=False, rounding_stage="line"))) == [
        ("G", "1330.00", "role"),
        ("G", "760.00", "band"),
    ]


def test_structured_lunch_counts_and_so_does_registration():
    one = group(
        size=1,
        staffing=(staffing(sessions="2"),),
        sessions=(session(band="lunch", structured=True), session(1, band="registration")),
    )
    assert shown(cost([one], TIMETABLE)) == [("G", "1520.00", None)]


def test_universal_is_listed_without_needing_a_rate_or_a_calendar():
    one = group(tier="universal", staffing=(staffing("X"),), places=places("P1", joined=date(2026, 11, 2)))
    for horizon in (Horizon.PLANNED, Horizon.TO_DATE):
        found = cost([one], calendar=BARE_YEAR, horizon=horizon)
        assert (shown(found), str(found.total), codes(found.remarks)) == (
            [("G", "0.00", "tier")],
            "0.00",
            ["universal-costed"],
        )
    whole = cost_group(one, ROLES, GUIDANCE, BARE_YEAR)
    assert (whole.cost, whole.places, whole.empty, whole.roles) == (0, {"0": 0}, 0, ())
    assert (whole.weekly_cost, whole.weekly_hours, codes(whole.remarks)) == (0, 1, ["universal-costed"])


def test_universal_sessions_need_no_role():
    one = group(tier="universal", staffing=(), sessions=(session(),))
    assert cost([one]).lines[0].staff == ()


def test_a_cap_is_judged_week_by_week():
    """A group of the autumn overlaps the year's group in 14 weeks of 39: three hours then, one and a half after."""
    capped = rules(caps={"T": Fraction(2)})
    year = group("YEAR", size=1, weeks="39", staffing=(staffing("T", minutes="90"),))
    autumn = group("AUT", size=1, weeks="14", staffing=(staffing("T", minutes="90"),), **AUTUMN)
    found = cost([year, autumn], capped)
    hour = Decimal("31.05")
    assert [(line.group, line.cost, line.reason, line.weeks) for line in found.lines] == [
        ("YEAR", round(hour * 14 + hour * Decimal("1.5") * 25, 2), None, 39),
        ("YEAR", round(hour / 2 * 14, 2), "cap", 14),
        ("AUT", hour * 14, None, 14),
        ("AUT", round(hour / 2 * 14, 2), "cap", 14),
    ]
    counted, excess = found.lines[:2]
    assert (counted.weekly_hours, excess.weekly_hours) == (Fraction(14 + 25 * Fraction(3, 2)) / 39, Fraction(1, 2))
    assert counted.working.text() == "£31.05 × 1.5 h × 2 h ÷ 3 h × 14 + £31.05 × 1.5 h × 25 = £1,599.08"


def test_a_cap_without_half_terms_takes_all_groups_together():
    capped = rules(caps={"T": Fraction(2)})
    one = group("A", size=1, staffing=(staffing("T", minutes="90"),))
    two = group("B", size=6, staffing=(staffing("T", minutes="90"),))
    assert [str(line.cost) for line in cost([one, two], capped, BARE_YEAR).lines] == [
        "1179.90",
        "589.95",
        "196.65",
        "98.33",
    ]


def test_a_cap_that_is_not_reached_cuts_nothing():
    found = cost([group(size=1, staffing=(staffing("T"), staffing("TA")))], rules(caps={"T": Fraction(2)}))
    assert shown(found) == [("G", "1939.90", None)]


def test_a_cap_cuts_its_role_alone():
    mixed = group(size=2, staffing=(staffing("T", "3"), staffing("TA"), staffing("SENCO")))
    found = cost([mixed], rules(caps={"T": Fraction(2), "SENCO": Fraction(0)}))
    assert [(str(line.cost), line.reason, line.staff) for line in found.lines] == [
        ("1559.90", None, ("T", "TA")),
        ("665.00", "role", ("SENCO",)),
        ("589.95", "cap", ("T",)),
    ]
    assert found.lines[0].working.text() == "(£31.05 × 3 h ÷ 2 × 2 h ÷ 3 h + £20.00 × 1 h ÷ 2) × 38 = £1,559.90"


def test_two_capped_roles_on_one_line():
    mixed = group(size=1, staffing=(staffing("T", "3"), staffing("LM", "3")))
    found = cost([mixed], rules(caps={"T": Fraction(2), "LM": Fraction(1)}))
    week = Decimal("31.05") * 2 + Decimal("23.5")
    assert found.lines[0].cost == week * 38
    assert found.lines[1].cost == (Decimal("31.05") + 47) * 38


def test_a_cap_where_each_week_is_rounded():
    one = group(size=2, staffing=(staffing("T", "3"),))
    found = cost([one], rules(caps={"T": Fraction(2)}, rounding_stage="week"))
    assert [line.working.text() for line in found.lines] == [
        "£31.05 × 3 h ÷ 2 = £46.58; £46.58 × 2 h ÷ 3 h × 38 = £1,180.03",
        "£31.05 × 3 h ÷ 2 = £46.58; £46.58 × (3 h − 2 h) ÷ 3 h × 38 = £590.01",
    ]


def test_a_cap_on_the_days_attended():
    one = group(
        size=1,
        places=places("P1", days=frozenset({0, 1})),
        staffing=(staffing("T", "3"),),
        sessions=tuple(session(day, role="T") for day in range(3)),
    )
    assert len(cost([one], rules(caps={"T": Fraction(2)})).lines) == 1


def test_a_cap_on_other_days_after_coming_back():
    mine = (
        Place("0", "P1", left=date(2026, 10, 23), days=frozenset({0})),
        Place("1", "P1", joined=date(2026, 11, 2), days=frozenset({1})),
    )
    sessions = (session(0, "180", role="T"), session(1, "240", role="T"))
    one = group(size=1, weeks="14", places=mine, staffing=(staffing("T", "7"),), sessions=sessions, **AUTUMN)
    counted, excess = cost([one], rules(caps={"T": Fraction(2)})).lines
    assert (str(counted.cost), str(excess.cost)) == ("869.40", "652.05")
    assert (counted.weekly_hours, excess.weekly_hours) == (2, Fraction(3, 2))


def test_a_cap_over_a_full_year():
    groups = [group(code, size=1, staffing=(staffing("T", minutes="90"),)) for code in "AB"]
    found = cost(groups, rules(caps={"T": Fraction(2)}), horizon=Horizon.FULL_YEAR)
    assert [str(line.cost) for line in found.lines] == ["1179.90", "589.95"] * 2


def test_without_half_terms_all_groups_count_to_a_cap_together():
    short = group("S", size=1, weeks="2", staffing=(staffing("T"),))
    long = group("Y", size=1, weeks="39", staffing=(staffing("T", "2"),))
    found = cost([short, long], rules(caps={"T": Fraction(2)}), calendar=BARE_YEAR)
    assert [(line.group, str(line.cost), line.reason) for line in found.lines] == [
        ("S", "41.40", None),
        ("S", "20.70", "cap"),
        ("Y", "1614.60", None),
        ("Y", "807.30", "cap"),
    ]


@pytest.mark.parametrize(
    ("test", "total", "over"),
    [("more than", 6000, False), ("more than", 6001, True), ("at least", 6000, True), ("at least", 5999, False)],
)
def test_the_threshold_is_the_rules_own_test(test, total, over):
    assert meets_threshold(Fraction(total), rules(threshold_test=test)) is over
