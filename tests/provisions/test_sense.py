"""Figures that can hardly be meant: asked about before they are saved, and found afterwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from costing.models import RolePay
from provisions.models import Award, OtherCost, Staffing, WholeSchoolProvision
from reports.documents.head import PaperOptions
from reports.documents.maps import whole_school_map
from reports.findings import map_findings
from schools.access import command_line_access
from tests import factories as make
from tests.editing import opened, send

pytestmark = pytest.mark.django_db
HOME = "/s/ashgrove/"
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _on_a_day_in_autumn(settings):
    settings.TODAY = TODAY


@pytest.fixture
def business(client_of):
    return client_of("business_manager")


@pytest.fixture
def senco(client_of):
    return client_of("senco")


@pytest.fixture
def own(school, year):
    return {"school": school, "year": year}


@pytest.fixture
def role(school, year):
    role = make.StaffRoleFactory(school=school, code="TA", name="Teaching assistant", hours_available=Decimal(30))
    make.RolePayFactory(school=school, role=role, year=year)
    return role


@pytest.fixture
def group(own, school, role):
    group = make.GroupFactory(**own, code="G1", name="Word detectives")
    make.StaffingFactory(school=school, group=group, role=role, sessions=Decimal(2), minutes=Decimal(30))
    return group


def asked_then_kept(client, path, sentence, rows, **typed):
    """The form comes back with the question and what was typed, nothing saved; its button saves it as it is."""
    before = rows.count()
    data = opened(client, path) | typed
    answer = client.post(path, data)
    words = answer.content.decode()
    assert answer.status_code == 422, answer.status_code
    assert "Is this right?" in words
    assert sentence in words
    assert "Save it as it is" in words
    assert rows.count() == before
    kept = client.post(path, data | {"as_it_is": "yes"})
    assert kept.status_code == 302
    return rows.latest("pk")


def found(school, year):
    """Code and sentence of the findings of figures."""
    access = command_line_access(school, year)
    made = whole_school_map.build(access, PaperOptions(on=TODAY))
    kinds = ("role-over-hours", "person-over-hours", "figure-far-above", "hours-beyond-the-week", "award-outside-year")
    return [(one.code, one.sentence) for one in map_findings(access, made, TODAY) if one.code in kinds]


def test_whole_school_hours_beyond_those_there_are(business, school, year, role, own):
    path = f"{HOME}costs/whole-school/new/"
    typed = {"description": "Preparation", "role": role.pk, "hours_a_week": "4999", "weeks": "38"}
    told = "Teaching assistant: 4,999 h a week are asked, and 30 h are available."
    asked_then_kept(business, path, told, WholeSchoolProvision.objects, **typed)
    assert found(school, year) == [("role-over-hours", told)]


def test_a_figure_ten_times_the_next_largest(business, school, year, own):
    make.WholeSchoolProvisionFactory(**own, description="Books", amount=Decimal(780))
    path = f"{HOME}costs/whole-school/new/"
    assert send(business, path, description="Paper", amount="7800").status_code == 302  # ten times is not more than ten
    WholeSchoolProvision.objects.filter(description="Paper").delete()
    told = "Amount of a whole-school cost, Paper: £78,000.00. The next largest this year is £780.00."
    asked_then_kept(business, path, told, WholeSchoolProvision.objects, description="Paper", amount="78000")
    assert found(school, year) == [("figure-far-above", told)]


def test_other_costs_awards_and_pay_are_asked_about_alike(business, school, year, own, role, group):
    pupil = make.PupilFactory(school=school)
    make.PupilYearFactory(school=school, pupil=pupil, year=year)
    make.OtherCostFactory(**own, group=group, pupil=None, amount=Decimal(50))
    asked_then_kept(
        business, f"{HOME}costs/other/new/", "The next largest this year is £50.00", OtherCost.objects,
        description="Tablet", kind="equipment", group=group.pk, amount="5000", payer="school",
    )  # fmt: skip
    make.AwardFactory(**own, pupil=pupil, amount=Decimal(900), starts=date(2026, 9, 1))
    asked_then_kept(
        business, f"{HOME}costs/awards/new/", "The next largest this year is £900.00", Award.objects,
        pupil=pupil.pk, kind="top-up", status="granted", amount="90000", starts="2027-01-01",
    )  # fmt: skip
    asked_then_kept(
        business, f"{HOME}costs/role/{role.pk}/pay/", "The next largest this year is £17.50", RolePay.objects,
        from_date="2027-01-04", basis="hourly", rate="1750",
    )  # fmt: skip


def test_an_award_outside_the_year(business, school, year, own):
    pupil = make.PupilFactory(school=school)
    make.PupilYearFactory(school=school, pupil=pupil, year=year)
    asked_then_kept(
        business, f"{HOME}costs/awards/new/", "outside 2026/27, so nothing of it counts this year", Award.objects,
        pupil=pupil.pk, kind="top-up", status="granted", amount="900", starts="2031-01-01", ends="2031-03-01",
    )  # fmt: skip


def test_a_group_beyond_the_school_day(senco, school, year, group):
    path = f"{HOME}groups/{group.pk}/staffing/"
    told = "asks 500 h a week of one TA, and the school is open for 50 h"
    row = asked_then_kept(
        senco, path, told, Staffing.objects.filter(ended_at=None),
        **{"staffing-0-sessions": "50", "staffing-0-minutes": "600"},
    )  # fmt: skip
    assert row.minutes == 600
    assert {code for code, _ in found(school, year)} == {"role-over-hours", "hours-beyond-the-week"}


def test_a_person_who_has_fewer_hours(senco, school, year, group):
    person = make.StaffFactory(school=school, name="Sam Person", hours_a_week=Decimal(5))
    Staffing.objects.filter(group=group).update(person=person)
    path = f"{HOME}groups/{group.pk}/staffing/"
    told = "Sam Person: 6 h a week are asked, and 5 h are available."
    asked_then_kept(
        senco, path, told, Staffing.objects.filter(ended_at=None),
        **{"staffing-0-sessions": "4", "staffing-0-minutes": "90"},
    )  # fmt: skip
    assert ("person-over-hours", told) in found(school, year)


def test_what_is_usual_is_not_asked_about_nor_what_was_not_touched(senco, business, school, year, own, group):
    make.WholeSchoolProvisionFactory(**own, description="Books", amount=Decimal(10))
    make.WholeSchoolProvisionFactory(**own, description="Minibus", amount=Decimal(9000))
    row = WholeSchoolProvision.objects.get(description="Books")
    path = f"{HOME}costs/whole-school/{row.pk}/edit/"
    assert send(business, path, amount="12").status_code == 302
    assert send(senco, f"{HOME}groups/{group.pk}/staffing/", **{"staffing-0-minutes": "45"}).status_code == 302


def test_whoever_sees_no_costs_is_told_of_none(client_of, school, year, own):
    for name, amount in (("Books", 10), ("Minibus", 9000)):
        make.WholeSchoolProvisionFactory(**own, description=name, amount=Decimal(amount))
    assert "Minibus" in client_of("senco").get(f"{HOME}attention/").content.decode()
    answer = client_of("teacher").get(f"{HOME}attention/")
    assert "Minibus" not in answer.content.decode()


def test_more_weeks_than_the_year_has(business, school, year, role):
    path = f"{HOME}costs/whole-school/new/"
    typed = {"description": "Preparation", "role": role.pk, "hours_a_week": "2"}
    refused = send(business, path, **typed, weeks="53")
    assert "This must be at most 52." in refused.content.decode()
    told = "45 weeks are entered, and the year has 40 school weeks"
    asked_then_kept(business, path, told, WholeSchoolProvision.objects, **typed, weeks="45")


def test_an_amount_and_hours_are_not_both_the_cost(business, senco, school, year, role, group):
    both = {"description": "Visits", "amount": "90", "role": role.pk}
    path = f"{HOME}costs/whole-school/new/"
    assert "Clear the amount, or the hours a week" in send(business, path, **both, hours_a_week="2").content.decode()
    path, more = f"{HOME}costs/other/new/", {"kind": "equipment", "group": group.pk, "payer": "school"}
    assert "Clear the amount, or the hours a year" in send(business, path, **both, **more, hours="2").content.decode()
    line = {f"costs-0-{name}": value for name, value in {**both, "kind": "equipment", "hours": "2"}.items()}
    told = send(senco, f"{HOME}groups/{group.pk}/costs/", **line).content.decode()
    assert "Clear the amount, or the hours." in told
    assert not WholeSchoolProvision.objects.exists()
    assert not OtherCost.objects.exists()
