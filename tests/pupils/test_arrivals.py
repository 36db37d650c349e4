"""A child who has just arrived: the name and the year group are enough, the number is asked for until it is there."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest

from provisions.models import Place
from pupils.imports.files.reading import read
from pupils.imports.services import plan_of
from pupils.models import Pupil, PupilGroup
from tests.editing import opened, send
from tests.factories import GroupFactory, OutcomeFactory, PlaceFactory, PupilFactory, PupilGroupFactory
from tests.pupils.mis_file import upn_of
from ui.sheets import write_workbook
from workbook.planning import plan_import
from workbook.reading import from_file
from workbook.writing import workbook_of

pytestmark = pytest.mark.django_db
S = "/s/ashgrove/"
NEW = {"surname": "Bell", "forename": "Cy", "year_group": "3"}


@pytest.fixture
def senco(client_of):
    return client_of("senco")


@pytest.fixture
def cy(senco, year) -> Pupil:
    assert send(senco, f"{S}pupils/new/", **NEW, date_of_birth="2018-05-03").status_code == 302
    return Pupil.objects.get()


def said(client, path: str) -> str:
    page = re.sub(r"<script.*?</script>|<[^>]*>", " ", client.get(path).content.decode(), flags=re.DOTALL)
    return " ".join(page.split())


def test_the_name_and_the_year_group_are_enough(senco, cy):
    form = opened(senco, f"{S}pupils/{cy.pk}/edit/")
    assert (form["upn"], form["admission_number"]) == ("", "")
    assert "no number yet" in said(senco, f"{S}pupils/roll/")
    assert "Cy Bell" in said(senco, f"{S}pupils/roll/?show=number")


def test_the_number_is_asked_for_where_it_is_typed_until_it_is_there(senco, cy, year):
    asked = "Cy Bell has no UPN or admission number yet."
    page = senco.get(f"{S}attention/").content.decode()
    assert asked in said(senco, f"{S}attention/")
    assert f'href="{S}pupils/{cy.pk}/edit/"' in page
    assert send(senco, f"{S}pupils/{cy.pk}/edit/", preferred_name="Cyrus").status_code == 302  # still none
    assert send(senco, f"{S}pupils/{cy.pk}/edit/", upn=upn_of(1)).status_code == 302
    cy.refresh_from_db()
    assert (cy.upn, cy.admission_number) == (upn_of(1), "")
    assert "UPN or admission number yet" not in said(senco, f"{S}attention/")


def test_a_number_that_is_there_is_not_taken_away(senco, school, year):
    pupil = PupilFactory(school=school, admission_number="A1")
    answer = send(senco, f"{S}pupils/{pupil.pk}/edit/", admission_number="")
    assert "Give the UPN or the admission number" in answer.content.decode()


def test_first_day_status_and_pupil_groups_stand_on_the_same_form(senco, client_of, school, year):
    groups = [PupilGroupFactory(school=school, name=name) for name in ("Pupil premium", "Service child")]
    send(
        senco, f"{S}pupils/new/", **NEW, arrival_date="2027-01-04", status="K+", groups=[groups[0].pk],
    )  # fmt: skip
    pupil = Pupil.objects.get()
    assert (pupil.arrival_date, pupil.years.get().status_code) == (date(2027, 1, 4), "K+")
    assert list(PupilGroup.objects.filter(members__pupil=pupil)) == [groups[0]]
    assert "first day 4 Jan 2027" in said(senco, f"{S}pupils/{pupil.pk}/")
    # The office keeps the roll and reads no status, so it sets none.
    office = opened(client_of("system_manager"), f"{S}pupils/new/")
    assert "status" not in office
    refused = client_of("system_manager").post(f"{S}pupils/new/", office | NEW | {"forename": "Di", "status": "E"})
    assert refused.status_code == 302
    assert Pupil.objects.get(forename="Di").years.get().status_code == "N"


def test_a_last_day_before_the_first_is_refused(senco, cy):
    answer = send(senco, f"{S}pupils/{cy.pk}/edit/", arrival_date="2026-11-02", leaving_date="2026-10-01")
    assert "This is before the first day." in answer.content.decode()


def test_the_number_comes_with_the_next_list_of_the_mis(access, cy):
    rows = [[upn_of(1), "Bell", "Cy", "03/05/2018", "3"]]
    (entry,) = planned(access, rows).entries
    assert (entry.kind, entry.pupil) == ("changed", cy)
    assert (entry.writes.pupil["upn"], entry.writes.pupil["admission_number"]) == (upn_of(1), "")
    # Without the date of birth it may be another child, so it is asked.
    (entry,) = planned(access, [[upn_of(1), "Bell", "Cy", "", "3"]]).entries
    assert entry.kind == "unclear"


def planned(access, rows):
    file = io.BytesIO()
    write_workbook(file, [("Export", ["UPN", "Surname", "Forename", "DOB", "Year"], rows)])
    file.seek(0)
    return plan_of(read(file), by=access("senco"))


def test_the_workbook_takes_one_without_a_number_out_and_in_again(access, school, year, cy):
    group = GroupFactory(school=school, year=year, code="G1")
    OutcomeFactory(school=school, pupil=cy)
    PlaceFactory(school=school, group=group, pupil=cy)
    plan = plan_import(taken_out(access), school=school)
    assert plan.report.faults == []
    assert plan.ledger.empty


@pytest.mark.parametrize("column", ["UPN", "Admission number"])
def test_the_number_can_be_typed_into_the_workbook(access, school, year, cy, column):
    PlaceFactory(school=school, group=GroupFactory(school=school, year=year, code="G1"), pupil=cy)
    number = {"UPN": upn_of(1), "Admission number": "A77"}[column]
    book = taken_out(access, {column: number})
    plan = plan_import(book, school=school)
    assert plan.report.faults == []
    (change,) = [change for sheet in plan.report.sheets.values() for change in sheet.changes]
    assert change.kind == "changed"
    assert number in {field.after for field in change.fields}
    assert Place.objects.count() == 1


def taken_out(access, typed=()):
    file = io.BytesIO()
    tables = [
        (name, columns, [[dict(typed).get(column, cell) if name == "Pupils" else cell
                          for column, cell in zip(columns, row, strict=True)] for row in rows])
        for name, columns, rows in workbook_of(access("senco"))
    ]  # fmt: skip
    write_workbook(file, tables)
    file.seek(0)
    return from_file(file)
