"""Roles, their pay, the school's own scales: what is saved and what follows from it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from costing.models import OwnPayPoint, RolePay, StaffRole
from reports.documents.head import PaperOptions
from reports.documents.maps import whole_school_map
from schools.access import command_line_access
from schools.models import TrailEntry
from tests import factories as make
from tests.editing import opened, send

pytestmark = pytest.mark.django_db
HOME = "/s/ashgrove/"


@pytest.fixture
def business(client_of):
    return client_of("business_manager")


@pytest.fixture
def role(school, year):
    role = make.StaffRoleFactory(school=school, code="LM", name="Learning mentor")
    make.RolePayFactory(school=school, role=role, year=year, rate=Decimal(20))
    return role


@pytest.fixture
def group(school, year, role):
    """An hour a week of the role in each of the weeks of the year."""
    group = make.GroupFactory(school=school, year=year, weeks=Decimal(38))
    make.StaffingFactory(school=school, group=group, role=role)
    return group


def cost_of(school, year):
    return whole_school_map.build(command_line_access(school, year), PaperOptions()).rows[0].full_cost


def test_a_rate_from_january_splits_the_cost_of_a_group(business, school, year, role, group):
    assert cost_of(school, year) == Decimal("760.00")
    answer = send(business, f"{HOME}costs/role/{role.pk}/pay/", from_date="2027-01-04", basis="hourly", rate="30")
    assert answer.status_code == 302, answer.context["form"].errors
    before, after = 38 * Decimal(15) / 40, 38 * Decimal(25) / 40  # the year has 15 school weeks, then 25
    assert cost_of(school, year) == before * 20 + after * 30
    page = business.get(f"{HOME}costs/roles/LM/").content.decode()
    assert "From 4 Jan 2027" in page
    assert "£30.00" in page
    again = send(business, f"{HOME}costs/role/{role.pk}/pay/", from_date="2027-01-04", basis="hourly", rate="31")
    assert "has a rate from 4 Jan 2027 already" in again.content.decode()


def test_a_new_role_is_asked_for_what_its_basis_needs(business, school, year):
    path = f"{HOME}costs/role/new/"
    words = {"code": "TA2", "name": "Assistant", "basis": "contract hours", "annual_salary": "£22,000", "rate": "9"}
    faulty = send(business, path, **words)
    assert faulty.status_code == 422
    assert "hours a week of the contract" in faulty.content.decode()
    assert send(business, path, **words, contract_hours="30").status_code == 302
    pay = RolePay.objects.get(role__code="TA2")
    assert (pay.annual_salary, pay.contract_hours, pay.rate) == (Decimal(22000), Decimal(30), None)
    assert "TA2 already" in send(business, path, **words | {"code": "ta2"}, contract_hours="3").content.decode()


def test_the_hour_is_worked_out_as_one_types(business, school, year):
    typed = {"code": "TA", "name": "Assistant", "la_rate": "12.5", "basis": "minute", "rate": "0.30"}
    words = business.post(f"{HOME}costs/role/rate/", typed).content.decode()
    assert "£18.00" in words
    assert "£12.50" in words


def test_a_role_in_use_stays(business, school, role, group):
    said = send(business, f"{HOME}costs/role/{role.pk}/remove/").content.decode()
    assert "Give those another role first" in said
    assert RolePay.objects.filter(role=role).exists()


def test_a_role_that_nothing_uses_goes_and_comes_back(business, role):
    assert send(business, f"{HOME}costs/role/{role.pk}/remove/").status_code == 302
    assert not StaffRole.objects.exists()
    entry = TrailEntry.objects.latest("pk")
    business.post(f"{HOME}undo/{entry.pk}/")
    assert RolePay.objects.get().role == role


def test_two_at_once_are_asked(business, client_of, role):
    path = f"{HOME}costs/role/{role.pk}/edit/"
    stale = opened(business, path)
    send(client_of("senco"), path, name="Mentor")
    answer = business.post(path, stale | {"name": "Learning coach"})
    assert answer.status_code == 422
    assert "Mentor" in answer.content.decode()
    assert StaffRole.objects.get().name == "Mentor"


def test_the_schools_own_scale_is_kept_point_by_point(business, school, year):
    point = {"points-0-point": "1", "points-0-annual": "24000", "points-0-starts": "2026-09-01",
             "points-0-status": "agreed", "points-0-source": "The trust"}  # fmt: skip
    assert send(business, f"{HOME}costs/scales/new/", scale="Trust", **point).status_code == 302
    make.RolePayFactory(school=school, year=year, basis="directed time", scale="Trust", point="1", rate=None)
    path = f"{HOME}costs/scales/england/Trust/edit/"
    gone = send(business, path, **{"points-0-DELETE": "on"})
    assert "is paid on point 1 of Trust" in gone.content.decode()
    assert send(business, path, **{"points-0-annual": "25000"}).status_code == 302
    assert OwnPayPoint.objects.get(school=school).annual == 25000
    assert TrailEntry.objects.filter(verb="changed the pay scale").count() == 2


def test_a_national_scale_is_read_only(business, year):
    assert business.get(f"{HOME}costs/scales/england/NJC/edit/").status_code == 404
