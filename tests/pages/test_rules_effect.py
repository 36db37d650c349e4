"""Funding rules: what others would do is shown before it is done; copies are adapted, put in force, removed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from costing.models import SchoolFundingRules
from costing.reading import rules_for
from costing.rules_files import load_rules, to_mapping
from pages.rules.effect import effect
from schools.access import command_line_access
from schools.models import TrailEntry
from tests import factories as make
from tests.editing import send

pytestmark = pytest.mark.django_db
RULES = "/s/ashgrove/rules/"


@pytest.fixture
def business(client_of):
    return client_of("business_manager")


@pytest.fixture
def pupil(school, year):
    """One pupil, taught alone by a class TA: an hour a week at £100, other costs of £2,500."""
    role = make.StaffRoleFactory(school=school, code="TA", kind="class TA")
    make.RolePayFactory(school=school, role=role, year=year, rate=Decimal(100))
    group = make.GroupFactory(school=school, year=year, size=1)
    make.StaffingFactory(school=school, group=group, role=role)
    pupil = make.PupilFactory(school=school, forename="Ada", surname="Okafor")
    make.PupilYearFactory(school=school, pupil=pupil, year=year)
    make.PlaceFactory(school=school, group=group, pupil=pupil)
    make.OtherCostFactory(school=school, year=year, group=None, pupil=pupil, amount=Decimal(2500))
    return pupil


def test_the_effect_is_told_for_the_school_and_each_pupil(school, year, pupil):
    found = effect(command_line_access(school, year), load_rules("39-week-timetable"))
    assert (found.over_before, found.over_after) == (1, 0)
    (one,) = found.changed
    assert (one.before, one.after) == (Decimal("6300.00"), Decimal("2500.00"))
    assert one.threshold_change == "no longer over the threshold"


def test_rules_are_put_in_force_after_their_effect_was_shown(business, school, pupil):
    page = business.get(f"{RULES}39-week-timetable/use/").content.decode()
    assert "no longer over the threshold" in page
    assert rules_for(school).key == "38-week-guidance"
    assert send(business, f"{RULES}39-week-timetable/use/").status_code == 302
    assert rules_for(school) == load_rules("39-week-timetable")
    business.post(f"/s/ashgrove/undo/{TrailEntry.objects.latest('pk').pk}/")
    assert rules_for(school).key == "38-week-guidance"


def test_an_adaptation_is_tried_out_before_it_is_saved(business, school, pupil):
    path = f"{RULES}38-week-guidance/adapt/"
    tried = send(business, path, name="Ours", threshold="7000", preview="yes")
    assert "no longer over the threshold" in tried.content.decode()
    assert not SchoolFundingRules.objects.exists()
    assert send(business, path, name="Ours", threshold="7000", in_force="on").status_code == 302
    rules = rules_for(school)
    assert (rules.name, rules.threshold, rules.weeks) == ("Ours", 7000, 38)
    assert "threshold" not in rules.explanations
    assert "weeks" in rules.explanations


def test_what_the_school_had_changed_is_kept_when_the_shipped_rules_return(business, school, year):
    content = {"name": "38-week guidance", "key": "38-week-guidance", "divide_by": "actual"}
    make.SchoolFundingRulesFactory(school=school, content=to_mapping(load_rules("38-week-guidance")) | content)
    assert send(business, f"{RULES}38-week-guidance/use/").status_code == 302
    assert rules_for(school) == load_rules("38-week-guidance")
    assert rules_for(school, "own-1").divide_by == "actual"


def test_only_rules_not_in_force_are_removed(business, school, year):
    send(business, f"{RULES}39-week-timetable/adapt/", name="Ours", in_force="on")
    row = SchoolFundingRules.objects.get(key="own-1")
    said = send(business, f"{RULES}own/{row.pk}/remove/").content.decode()
    assert "Put other rules in force first" in said
    send(business, f"{RULES}38-week-guidance/use/")
    assert send(business, f"{RULES}own/{row.pk}/remove/").status_code == 302
    assert not SchoolFundingRules.objects.filter(key="own-1").exists()


def test_each_key_has_its_own_sentence(business, year):
    answer = send(business, f"{RULES}38-week-guidance/adapt/", weeks="0", **{"roles-0-role": "", "roles-0-rate": "9"})
    assert answer.status_code == 422
    assert "weeks" in answer.context["form"].errors
