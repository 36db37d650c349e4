"""The pages of costs and of the funding rules: the figures of the documents, each with its sum; for whom they are."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest

from costing.rules_files import load_rules, to_mapping
from pages.costs import roles as cost_roles
from pages.costs import year as costs
from reports.documents.head import PaperOptions
from reports.documents.maps import whole_school_map
from schools.access import command_line_access
from tests import factories as make
from tests.access.world import fill

pytestmark = pytest.mark.django_db
HOME = "/s/ashgrove/"


@pytest.fixture
def ours(school, year, cast):
    return fill(school, year, "Ours", cast["teacher"], cast["assistant"])


@pytest.fixture
def see(client_of):
    """The words of a page as one of the cast sees it."""

    def opened(path, who="business_manager", status=200):
        answer = client_of(who).get(HOME + path)
        assert answer.status_code == status, answer.status_code
        html = answer.content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index('id="main"') :]))

    return opened


@pytest.fixture
def own_scale(school):
    """A scale of four points: its mid-point is the mean of £24,000 and £26,000."""
    for order, annual in enumerate((22000, 24000, 26000, 30000), 1):
        make.PayPointFactory(school=school, scale="Trust scale", point=str(order), order=order, annual=annual)


@pytest.fixture
def salaried(school, year, own_scale):
    """A role on the mid-point of the school's scale, on point 3 from January."""
    role = make.StaffRoleFactory(school=school, code="LM/1", name="Learning mentor", la_rate=Decimal("22"))
    pay = {"school": school, "role": role, "year": year, "basis": "salary", "scale": "Trust scale", "rate": None}
    make.RolePayFactory(**pay, on_costs=Decimal(30))
    make.RolePayFactory(**pay, on_costs=Decimal(30), point="3", from_date=datetime.date(2027, 1, 4))
    return role


def test_the_overview_holds_the_figures_of_the_map(see, ours, school, year):
    access = command_line_access(school, year)
    made = whole_school_map.build(access, PaperOptions())
    page = costs.build(access, PaperOptions())
    assert page.streams == made.streams
    assert sum(row.cost for row in page.areas) == made.groups_cost
    assert sum(row.empty for row in page.areas) == sum(row.cost.empty_cost for row in made.rows)
    seen = see("costs/")
    for figure in (made.total, made.groups_cost, made.whole_school_costs, made.streams[0].left):
        assert f"£{figure:,.2f}" in seen
    assert "How was this worked out?" in seen


def test_pupils_over_and_near_the_threshold(see, ours, school, year):
    for pupil, hours in ((ours.near, 10), (ours.far, "7.9")):
        group = make.GroupFactory(school=school, year=year, size=1)
        make.StaffingFactory(school=school, group=group, role=ours.group.staffing.first().role, sessions=hours)
        make.PlaceFactory(school=school, group=group, pupil=pupil)
    found = costs.build(command_line_access(school, year), PaperOptions()).threshold
    assert ([one.name for one in found.over], [one.name for one in found.near]) == (
        ["Ourschild Oursnear"], ["Ourschild Oursfar"],
    )  # fmt: skip
    assert found.over[0].top_up == Decimal(2000)
    assert found.without_award == ()


def test_a_role_at_the_mid_point_with_a_change_within_the_year(see, ours, salaried):
    seen = see("costs/roles/LM/1/")
    assert "the mean of its two middle points, point 2 (£24,000.00) and point 3 (£26,000.00)" in seen
    assert "£25,000 × 1.3 ÷ 38 weeks ÷ 5 days ÷ 6 hours = £28.51 an hour" in seen
    assert "From 4 Jan 2027" in seen
    assert "£26,000 × 1.3 ÷ 38 weeks ÷ 5 days ÷ 6 hours = £29.65 an hour" in seen
    assert seen.count("£22.00") >= 2
    assert "No group on this year’s map is taken by this role." in seen
    listed = see("costs/roles/")
    assert "£28.51" in listed
    assert "£29.65 from 4 Jan 2027" in listed
    assert "Learning mentor" in see("costs/scales/")


def test_a_role_without_a_rate_is_told_with_the_place_to_set_it(see, ours, school, year):
    make.StaffRoleFactory(school=school, code="NEW", name="New role")
    said = "New role (NEW) has no hourly cost for 2026/27: set one in Costs › Staff roles"
    assert said in see("costs/roles/NEW/")
    assert said in see("")
    assert "no rate" in see("costs/roles/")
    see("costs/roles/NOBODY/", status=404)


def test_the_hours_a_role_works_are_those_of_its_groups(ours, school, year):
    page = cost_roles.build_role(command_line_access(school, year), "OursTA")
    assert [(group.title, group.hours) for group in page.groups] == [("Ours group far", 1), ("Ours group near", 2)]
    assert page.row.hours == 3


def test_what_is_committed_adds_up_line_by_line(see, ours):
    seen = see("costs/budgets/")
    assert "£30,000.00 − £2,115.00 for groups − £0.00 for the whole school = £27,885.00 left" in seen
    assert "Paid from no budget" in seen
    assert "Ours upkeep" in seen
    assert "£1,200.00" in see("costs/whole-school/")


def test_awards_add_up_to_what_is_granted(see, ours, school, year):
    make.AwardFactory(school=school, pupil=ours.near, year=year, status="refused", kind="other", amount=Decimal(900))
    seen = see("costs/awards/")
    assert "£4,000.00 granted for this year, in 2 awards" in seen
    assert "Refused" in seen


def test_rules_say_what_the_school_has_changed(see, ours, school):
    content = to_mapping(load_rules("38-week-guidance")) | {"divide_by": "actual"}
    make.SchoolFundingRulesFactory(school=school, content=content)
    seen = see("rules/")
    assert "A group's cost is divided by the pupils who have a place in that week." in seen.replace("&#x27;", "'")
    assert "What the school has changed" in seen
    assert "How they differ from the school’s own" in see("rules/39-week-timetable/")
    see("rules/nowhere/", status=404)


@pytest.mark.parametrize("path", ["costs/", "papers/whole-school-map/", "papers/threshold-list/", "pupils/{}/costs/"])
def test_figures_under_other_rules_say_so(see, ours, path):
    page = path.format(ours.near.pk)
    assert "not under the school’s own rules" not in see(page)
    assert "worked out under 39-week timetable, not under the school’s own rules (38-week guidance)" in see(
        page + "?rules=39-week-timetable"
    )


def test_a_sum_leads_to_the_role_and_the_rule(client_of, ours):
    seen = client_of("senco").get(f"{HOME}pupils/{ours.near.pk}/costs/?rules=39-week-timetable").content.decode()
    assert f'href="{HOME}costs/roles/OursTA/"' in seen
    full = client_of("senco").get(f"{HOME}pupils/{ours.near.pk}/costs/?horizon=full-year").content.decode()
    assert f'href="{HOME}rules/#weeks"' in full


def test_the_business_manager_s_home(see, ours, school, year):
    seen = see("")
    assert "with no top-up granted" in seen
    assert "By academic and financial year" in seen
    assert "Ours outcome" not in seen
    assert "with no top-up granted" not in see("", who="senco")
