"""How families reach the school: on its form, in its workbook, on their own papers."""

from __future__ import annotations

import io

import pytest

from tests.access.world import fill
from tests.editing import send
from ui.sheets import write_workbook
from workbook.planning import plan_import
from workbook.reading import from_file
from workbook.writing import workbook_of

pytestmark = pytest.mark.django_db
WAYS = {"telephone": "01632 960123", "email": "office@ashgrove.example", "website": "https://ashgrove.example"}


@pytest.fixture
def told(client_of, school, year):
    assert send(client_of("system_manager"), "/s/ashgrove/school/edit/", **WAYS).status_code == 302
    school.refresh_from_db()
    return school


def test_they_stand_on_the_school_s_page_and_on_the_family_s_map(client_of, cast, year, told):
    ours = fill(told, year, "Ours", cast["teacher"], cast["assistant"])
    page = client_of("senco").get("/s/ashgrove/school/").content.decode()
    assert all(way in page for way in WAYS.values())
    letter = client_of("senco").get(f"/s/ashgrove/pupils/{ours.near.pk}/papers/individual-map/").content.decode()
    assert "Ring 01632 960123 or write to office@ashgrove.example" in letter


def test_without_them_the_letter_leads_to_the_office(client_of, cast, school, year):
    ours = fill(school, year, "Ours", cast["teacher"], cast["assistant"])
    letter = client_of("senco").get(f"/s/ashgrove/pupils/{ours.near.pk}/papers/individual-map/").content.decode()
    assert "Ring or call in at the school office" in letter


@pytest.mark.parametrize(("field", "value", "said"), [
    ("email", "office", "Type the whole e-mail address"), ("website", "no page", "Write a web address"),
])  # fmt: skip
def test_what_is_no_address_is_refused(client_of, year, field, value, said):
    answer = send(client_of("senco"), "/s/ashgrove/school/edit/", **{field: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_workbook_takes_them_out_and_in(access, told):
    file = io.BytesIO()
    tables = [(name, columns, rows) for name, columns, rows in workbook_of(access("senco"))]
    keys = dict(tables[0][2])
    assert (keys["Telephone"], keys["E-mail"], keys["Website"]) == tuple(WAYS.values())
    write_workbook(file, tables)
    file.seek(0)
    book = from_file(file)
    assert plan_import(book, school=told).ledger.empty
    plan = plan_import(book, school=None, slug="another")
    assert plan.report.faults == []
    assert {name: getattr(plan.school, name) for name in WAYS} == WAYS
