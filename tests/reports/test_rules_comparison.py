"""Two sets of rules beside each other: every kind of difference has its reason, told with its own figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from costing.rules_files import at_rates, load_rules
from reports.documents.head import PaperOptions
from reports.documents.rules import map_comparison, rules_comparison
from schools.access import NotAllowed, command_line_access
from tests import factories as make

pytestmark = pytest.mark.django_db
GUIDANCE, TIMETABLE = load_rules("38-week-guidance"), load_rules("39-week-timetable")


@pytest.fixture
def pupil(school, year):
    found = make.PupilFactory(school=school)
    make.PupilYearFactory(school=school, pupil=found, year=year, year_group="3")
    return found


@pytest.fixture
def give(school, year, pupil):
    """A group with the pupil in it: `give(role(…), size=6)`."""

    def given(role, place=None, sessions=(), **group):
        found = make.GroupFactory(school=school, year=year, size=group.pop("size", 1), weeks=10, **group)
        make.StaffingFactory(school=school, group=found, role=role)
        make.PlaceFactory(school=school, group=found, pupil=pupil, **(place or {}))
        for session in sessions:
            make.SessionFactory(school=school, group=found, **session)
        return found

    return given


@pytest.fixture
def role(school, year):
    """A staff role with pay: `role("TA", rate=20, la_rate=18)`."""

    def made(code, la_rate=None, kind="other", **pay):
        found = make.StaffRoleFactory(school=school, code=code, name=f"{code} helper", kind=kind, la_rate=la_rate)
        make.RolePayFactory(school=school, role=found, year=year, **pay)
        return found

    return made


def compared(school, year, pupil, b, a=GUIDANCE, **asked):
    access = command_line_access(school, year)
    made = rules_comparison.build(access, PaperOptions(rules=a, against=b, **asked), pupil.pk)
    (line,) = made.lines
    return line, " ".join(reason.sentence for reason in line.reasons), [reason.code for reason in line.reasons]


def test_a_rate_found_by_another_divisor(school, year, pupil, give, role):
    give(role("LM", basis="salary", annual_salary=Decimal(22800), rate=None))
    line, said, codes = compared(school, year, pupil, TIMETABLE)
    assert (line.a.counted, line.b.counted, line.difference) == (Decimal("200.00"), Decimal("194.90"), Decimal("-5.10"))
    assert codes == ["rate", "rounding"]
    assert "LM helper: an hour costs £20.00 (£22,800 ÷ 38 ÷ 5 ÷ 6) under 38-week guidance" in said
    assert "£19.49 (£22,800 ÷ 39 ÷ 5 ÷ 6) under 39-week timetable" in said
    assert "A year’s pay is divided by 38 weeks and by 39" in said


def test_the_school_s_own_cost_beside_the_la_s_rate(school, year, pupil, give, role):
    give(role("TA", la_rate=Decimal("16.90")))
    line, said, codes = compared(school, year, pupil, at_rates(GUIDANCE, "la"))
    assert (line.a.counted, line.b.counted, codes) == (Decimal("175.00"), Decimal("169.00"), ["rate"])
    assert "£17.50 under 38-week guidance and £16.90 under 38-week guidance at the LA’s rates" in said
    assert "the school’s own rate beside the LA’s rate" in said


def test_the_rules_own_table_wins_over_the_role_s_la_rate(school, year, pupil, give, role):
    give(role("TA", la_rate=Decimal("16.90")))
    table = replace(at_rates(GUIDANCE, "la"), role_rates={"TA": Fraction(15)})
    assert compared(school, year, pupil, table)[0].b.counted == Decimal("150.00")


def test_a_role_without_an_la_rate_leaves_no_total(school, year, pupil, give, role):
    give(role("TA"))
    line, said, codes = compared(school, year, pupil, at_rates(GUIDANCE, "la"))
    assert (line.b.counted, line.difference, codes) == (None, None, ["fault"])
    assert "TA helper (TA) has no LA rate" in said
    made = rules_comparison.build(
        command_line_access(school, year), PaperOptions(against=at_rates(GUIDANCE, "la")), pupil.pk
    )
    assert (made.a.counted, made.b.counted, made.difference) == (Decimal("175.00"), None, None)


def test_time_that_one_does_not_count(school, year, pupil, give, role):
    give(role("CTA", kind="class TA"))
    line, said, codes = compared(school, year, pupil, TIMETABLE)
    assert (line.b.counted, line.b.left_out, codes) == (Decimal("0.00"), Decimal("175.00"), ["not-counted-role"])
    assert said == "39-week timetable does not count the time of the CTA helper (1 h a week)."


def test_a_part_of_the_day_that_one_does_not_count(school, year, pupil, give, role):
    give(role("TA"), sessions=[{"minutes": 30, "band": "lunch"}, {"minutes": 30, "band": "lesson", "day": 1}])
    line, said, codes = compared(school, year, pupil, TIMETABLE)
    assert (line.b.counted, codes) == (Decimal("87.50"), ["not-counted-band"])
    assert (
        "in these parts of the day: before school, break, lunch, after school. Here: TA helper (30 min a week)." in said
    )


def test_a_limit_on_hours(school, year, pupil, give, role):
    give(role("TA"), starts=year.starts, ends=year.ends)
    line, said, codes = compared(school, year, pupil, replace(GUIDANCE, name="Capped", caps={"TA": Fraction(1, 2)}))
    assert (line.b.counted, codes) == (Decimal("87.50"), ["not-counted-cap"])
    assert "Capped counts at most 30 min of TA helper a week" in said


def test_a_charge_in_full_that_one_forbids(school, year, pupil, give, role):
    give(role("TA"), size=5, place={"charged_in_full": True, "reason": "Set up for this pupil."})
    line, said, codes = compared(school, year, pupil, TIMETABLE)
    assert (line.a.counted, line.b.counted, codes) == (Decimal("175.00"), Decimal("35.00"), ["charged-in-full"])
    assert "(Set up for this pupil); 39-week timetable charges no pupil in full, so it is shared." in said


def test_another_divisor(school, year, pupil, give, role):
    give(role("TA"), size=5)
    line, said, codes = compared(school, year, pupil, replace(GUIDANCE, name="By those who come", divide_by="actual"))
    assert (line.a.counted, line.b.counted, codes) == (Decimal("35.00"), Decimal("175.00"), ["divisor"])
    assert "38-week guidance divides by the 5 pupils the group is planned for" in said


def test_the_weeks_of_a_full_year(school, year, pupil, give, role):
    from costing.engine.facts import Horizon

    give(role("TA"))
    line, said, codes = compared(school, year, pupil, TIMETABLE, horizon=Horizon.FULL_YEAR)
    assert (line.a.counted, line.b.counted, codes) == (Decimal("665.00"), Decimal("682.50"), ["weeks"])
    assert said == "A full year is 38 weeks under 38-week guidance and 39 weeks under 39-week timetable."


def test_rounding_by_session_or_by_line(school, year, pupil, give, role):
    give(role("TA"), size=6)
    line, said, codes = compared(school, year, pupil, TIMETABLE)
    assert (line.a.counted, line.b.counted, codes) == (Decimal("29.17"), Decimal("29.20"), ["rounding"])
    assert "Rounding makes it £0.03 more under 39-week timetable" in said


def test_the_whole_map_under_both(school, year, pupil, give, role):
    give(role("LM", basis="salary", annual_salary=Decimal(22800), rate=None), size=2)
    make.WholeSchoolProvisionFactory(school=school, year=year)
    made = map_comparison.build(command_line_access(school, year), PaperOptions(against=TIMETABLE))
    group, whole = made.rows
    assert (group.a.cost, group.b.cost, [one.code for one in group.reasons]) == (
        Decimal("200.00"), Decimal("194.87"), ["rate"],
    )  # fmt: skip
    assert (whole.difference, whole.reasons) == (Decimal(0), ())
    assert made.totals == (Decimal("1400.00"), Decimal("1394.87"))
    assert [(row.a, row.b) for row in made.pupils] == [(Decimal("100.00"), Decimal("97.40"))]


def test_every_difference_of_the_demo_schools_has_its_reason(demo):
    for papers in demo.values():
        for against in (TIMETABLE, GUIDANCE, at_rates(papers.costed.rules, "la")):
            asked = replace(papers.asked, against=against)
            made = map_comparison.build(papers.access, asked, papers.costed)
            assert all(row.reasons for row in made.rows if row.difference)
            for pupil in sorted(papers.costed.pupil_ids)[::9]:
                found = rules_comparison.build(papers.access, asked, pupil, papers.costed)
                assert all(line.reasons for line in found.lines if line.difference)
                assert not any(reason.code == "working" for line in found.lines for reason in line.reasons)


def test_only_for_those_who_see_costs(access, pupil):
    for who in ("teacher", "assistant", "governor", "system_manager"):
        with pytest.raises(NotAllowed):
            map_comparison.build(access(who), PaperOptions())
        with pytest.raises(NotAllowed):
            rules_comparison.build(access(who), PaperOptions(), pupil.pk)
