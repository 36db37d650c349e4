"""What goes out as CSV is for other programs: figures are numbers, and nothing looks like a date."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db
HOME = "/s/ashgrove/"


@pytest.fixture
def full(school, year):
    """A costed group of seven places of eight, paid from a budget, and a universal one."""
    budget = make.FundingStreamFactory(school=school, year=year, name="Core", amount=Decimal(9000))
    role = make.StaffRoleFactory(school=school, code="TA")
    make.RolePayFactory(school=school, role=role, year=year)
    group = make.GroupFactory(
        school=school, year=year, code="G1", name="Word detectives", size=8, weeks=Decimal(10), funding_stream=budget
    )
    make.StaffingFactory(school=school, group=group, role=role)
    for _ in range(7):
        pupil = make.PupilFactory(school=school)
        make.PupilYearFactory(school=school, pupil=pupil, year=year)
        make.PlaceFactory(school=school, group=group, pupil=pupil)
    plain = make.GroupFactory(school=school, year=year, code="U1", name="Library")
    type(plain.provision).objects.filter(pk=plain.provision_id).update(tier="universal")
    make.WholeSchoolProvisionFactory(
        school=school, year=year, description="Books", amount=Decimal(780), funding_stream=budget
    )
    return group


def sent(client, path):
    answer = client.get(f"{HOME}{path}export=csv")
    return list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_groups_go_out_with_numbers_in_columns_of_numbers(client_of, full):
    library, words = sent(client_of("senco"), "groups/?")
    assert (words["Places filled"], words["Places"], words["Weeks"], words["Budget"]) == ("7", "8", "10", "Core")
    assert Decimal(words[cost_of(words)]) == 175
    assert library[cost_of(library)] == ""
    assert not any("/" in value and value[0].isdigit() for row in (library, words) for value in row.values() if value)


def cost_of(row):
    return next(name for name in row if name.startswith("Cost"))


def test_whoever_sees_no_costs_gets_no_budget(client_of, full):
    page = client_of("head").get(f"{HOME}groups/")
    assert "Core" in page.content.decode()
    assert "Core" not in client_of("teacher").get(f"{HOME}groups/").content.decode()


def test_budgets_go_out(client_of, full):
    business = client_of("business_manager")
    assert "export=csv" in business.get(f"{HOME}costs/budgets/").content.decode()
    (core,) = sent(business, "costs/budgets/?")
    assert core == {
        "Budget": "Core", "Amount": "9000.00", "Committed by groups": "175.00",
        "Committed by the whole school": "780.00", "Committed": "955.00", "Left": "8045.00",
    }  # fmt: skip
