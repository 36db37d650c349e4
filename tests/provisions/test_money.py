"""Whole-school provision, other costs, budgets and awards: what is saved, the kind sentences, what stays."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from provisions.models import Award, FundingStream, OtherCost, WholeSchoolProvision
from tests import factories as make
from tests.editing import opened, send

pytestmark = pytest.mark.django_db
HOME = "/s/ashgrove/"


@pytest.fixture
def business(client_of):
    return client_of("business_manager")


@pytest.fixture
def pupil(school, year):
    pupil = make.PupilFactory(school=school)
    make.PupilYearFactory(school=school, pupil=pupil, year=year)
    return pupil


def test_a_whole_school_cost_is_an_amount_or_hours(business, school, year):
    role = make.StaffRoleFactory(school=school, code="SENCO")
    make.RolePayFactory(school=school, role=role, year=year)
    path = f"{HOME}costs/whole-school/new/"
    assert "choose a staff role" in send(business, path, description="Administration").content.decode()
    hours = {"description": "Administration", "role": role.pk, "hours_a_week": "2", "weeks": "38"}
    assert send(business, path, **hours).status_code == 302
    assert "£1,330.00" in business.get(f"{HOME}costs/whole-school/").content.decode()
    assert "on this year’s list already" in send(business, path, **hours).content.decode()


def test_a_cost_sent_twice_counts_once(business, year, pupil):
    path = f"{HOME}costs/other/new/?pupil={pupil.pk}"
    sent = opened(business, path) | {"description": "Laptop", "kind": "equipment", "amount": "400", "ticket": uuid4()}
    for _ in range(2):
        assert business.post(path, sent).status_code == 302
    assert OtherCost.objects.get().pupil == pupil
    assert "Laptop" in business.get(f"{HOME}costs/other/").content.decode()


def test_an_other_cost_is_of_a_group_or_a_pupil_and_is_ended(business, school, year, pupil):
    group = make.GroupFactory(school=school, year=year)
    cost = make.OtherCostFactory(school=school, year=year, group=group)
    both = send(business, f"{HOME}costs/other/{cost.pk}/edit/", pupil=pupil.pk)
    assert "either a group or a pupil" in both.content.decode()
    assert send(business, f"{HOME}costs/other/{cost.pk}/end/").status_code == 302
    assert OtherCost.objects.get().ended_at
    assert cost.description not in business.get(f"{HOME}costs/other/?q=").content.decode().partition('id="results"')[2]


def test_a_budget_in_use_stays(business, school, year):
    stream = make.FundingStreamFactory(school=school, year=year, name="Notional SEN")
    make.WholeSchoolProvisionFactory(school=school, year=year, funding_stream=stream)
    path = f"{HOME}costs/budgets/{stream.pk}/"
    assert "Choose another budget for each first" in send(business, f"{path}remove/").content.decode()
    assert send(business, f"{path}edit/", amount="£31,000.50").status_code == 302
    assert FundingStream.objects.get().amount == Decimal("31000.50")


def test_an_award_cannot_end_before_it_starts(business, school, year, pupil):
    path = f"{HOME}costs/awards/new/?pupil={pupil.pk}"
    days = {"status": "granted", "amount": "4000", "starts": "2027-01-01"}
    assert "ends before it starts" in send(business, path, **days, ends="2026-12-01").content.decode()
    assert send(business, path, **days, ends="2027-07-21").status_code == 302
    assert Award.objects.get().amount == 4000
    assert "£4,000.00" in business.get(f"{HOME}pupils/{pupil.pk}/costs/").content.decode()


def test_money_of_another_year_or_school_is_not_found(business, other_school, year):
    theirs = make.WholeSchoolProvisionFactory(school=other_school)
    assert business.get(f"{HOME}costs/whole-school/{theirs.pk}/edit/").status_code == 404
    assert WholeSchoolProvision.objects.count() == 1
