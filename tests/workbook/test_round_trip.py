"""The workbook goes out and comes in again: nothing changes but what was edited, and a copy holds what its reader may.

The demo schools are loaded once for all tests of this file, and taken out again after them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from html import unescape
from itertools import chain
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from costing.models import RolePay
from delivery.models import Review
from provisionmap.demo.build import FOLDERS
from pupils.models import Outcome, Pupil, PupilProfile
from schools.access import Access, access_of, command_line_access
from schools.models import Membership, School
from schools.reading import current_year
from schools.roles import Role
from tests.databases import Databases
from ui.sheets import read_workbook
from ui.sheets.cells import FieldChange
from workbook.planning import ImportPlan, plan_import
from workbook.reading import from_file
from workbook.services import apply
from workbook.spec import SHEETS
from workbook.writing import workbook_file, workbook_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, School]]:
    """Both demo schools by their short names."""
    with django_db_blocker.unblock(), databases.with_demo():
        yield {school.slug: school for school in School.objects.all()}


def everything(school: School) -> Access:
    return command_line_access(school, current_year(school))


def as_role(school: School, role: Role) -> Access:
    """The access of somebody with this one role."""
    membership = Membership(school=school, email="reader@school.example", roles=[role.value])
    return access_of(membership, year=current_year(school))


def brought_in(content: bytes, school: School, by: Access | None = None) -> ImportPlan:
    return plan_import(from_file(io.BytesIO(content)), school=school, by=by)


def nothing(done: ImportPlan) -> bool:
    """Whether the import is fine and would neither say nor write anything."""
    assert [str(fault) for fault in done.report.faults] == []
    assert list(done.report.changes()) == []
    return done.ledger.empty


@pytest.mark.parametrize("slug", sorted(FOLDERS))
def test_out_and_in_again_changes_nothing(slug: str, demo: dict[str, School]) -> None:
    content = workbook_file(everything(demo[slug]))
    sheets = read_workbook(io.BytesIO(content))
    assert {name: sheet.headers for name, sheet in sheets.items()} == {
        sheet.name: tuple(column.name for column in sheet) for sheet in SHEETS
    }
    assert nothing(brought_in(content, demo[slug]))


def test_as_many_questions_for_any_school(demo: dict[str, School]) -> None:
    asked = {}
    for school in demo.values():
        with CaptureQueriesContext(connection) as queries:
            rows = sum(len(rows) for _, _, rows in workbook_of(everything(school)))
        asked[rows] = len(queries)
    assert len(asked) == 2
    assert len(set(asked.values())) == 1
    assert max(asked.values()) <= 2 * len(SHEETS)


# Sheet → row, column, what is typed there, and how the preview tells it.
EDITS: dict[str, tuple[int, str, object, str, str]] = {
    "School": (3, "Value", "999001", "999104", "999001"),
    "Half-terms": (2, "Starts", date(2026, 9, 8), "7 Sep 2026", "8 Sep 2026"),
    "Day bands": (2, "Ends", "08:40", "08:45", "08:40"),
    "People": (2, "Hours a week", 30, "37", "30"),
    "Classes": (2, "Assistants", None, "h.raza@ashgrove.example", ""),
    "Staff roles": (2, "Rate", "£18.25", "17.5", "18.25"),
    "Pupils": (2, "SEN status", "K", "N", "K"),
    "Provisions": (2, "Usual size", 5, "4", "5"),
    "Groups": (2, "Weeks", 36.5, "38", "36.5"),
    "Staffing": (2, "Minutes a session", 55, "60", "55"),
    "Sessions": (2, "Room", "Hall", "Class 3H", "Hall"),
    "Places": (2, "Days", "Wed, Mon", "", "Mon, Wed"),
    "Outcomes": (2, "Status", "Met", "open", "met"),
    "Scores": (2, "Value", 2, "1", "2"),
    "Reviews": (2, "Found", "=1+1 and more", "", "=1+1 and more"),
    "Other costs": (2, "Amount", 140, "135", "140"),
    "Whole-school provision": (2, "Hours a week", 7.5, "8", "7.5"),
    "Funding streams": (2, "Amount", 61_000, "60000", "61000"),
    "Awards": (2, "Status", "granted", "applied", "granted"),
    "Audit": (2, "Band", "should", "must", "should"),
    "Current provision": (2, "Ratio", "1:5", "1:4", "1:5"),
}
FIELD_OF = {"School": "URN"}
EMPTY = {"Funding rules", "Pay points"}  # the demo schools have none; see test_same_figures.py


def edited(content: bytes) -> bytes:
    """One cell of each sheet changed, as somebody would in a spreadsheet."""
    book, target = load_workbook(io.BytesIO(content)), io.BytesIO()
    assert set(EDITS) | EMPTY == set(book.sheetnames)
    for name, (row, column, typed, _, _) in EDITS.items():
        headers = [cell.value for cell in book[name][1]]
        cell = book[name].cell(row, headers.index(column) + 1)
        cell.value = typed
        if isinstance(typed, str):
            cell.data_type = "s"
    book.save(target)
    return target.getvalue()


def test_one_cell_edited_in_each_sheet_is_just_that_change(demo: dict[str, School]) -> None:
    school = demo["demo"]
    first = Review.objects.filter(school=school).order_by("pk").first()
    Review.objects.filter(pk=first.pk).update(found="")  # reviews are completed, never overwritten
    changed = edited(workbook_file(everything(school)))
    done = brought_in(changed, school)
    assert done.report.faults == []
    assert {name: [(change.kind, change.fields) for change in sheet.changes] for name, sheet in
            done.report.sheets.items()} == {
        name: [("changed", (FieldChange(FIELD_OF.get(name, column), before, after),))]
        for name, (_, column, _, before, after) in EDITS.items()
    } | {name: [] for name in EMPTY}  # fmt: skip
    apply(done, by=everything(school))
    again = workbook_file(everything(school))
    assert nothing(brought_in(again, school))
    assert nothing(brought_in(changed, school))


def words_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return unescape(" ".join(book.read(name).decode() for name in book.namelist()))


def confidential(school: School) -> set[str]:
    """What is written about pupils of the school, in words long enough to be known again."""
    profiles = PupilProfile.objects.filter(school=school).values_list("strengths", "needs", "high_quality_teaching")
    reviews = Review.objects.filter(school=school)
    said = reviews.values_list("found", "next_step", "pupils_view", "familys_view")
    outcomes = Outcome.objects.filter(school=school).values_list("wording")
    return {words for words in chain(*profiles, *said, *outcomes) if len(words) > 12}


def test_a_business_manager_s_copy_holds_nothing_confidential_and_changes_nothing(demo: dict[str, School]) -> None:
    school = demo["demo"]
    access = as_role(school, Role.BUSINESS_MANAGER)
    content = workbook_file(access)
    told, whole = words_of(content), words_of(workbook_file(everything(school)))
    assert any(words in whole for words in confidential(school))
    assert [words for words in confidential(school) if words in told] == []
    sheets = read_workbook(io.BytesIO(content))
    assert not {"Outcomes", "Scores", "Reviews", "Audit"} & set(sheets)
    assert not {"SEN status", "Primary need", "Needs", "Pupil groups"} & set(sheets["Pupils"].headers)
    assert "Amount" in sheets["Awards"].headers
    assert nothing(brought_in(content, school, access))


def test_a_system_manager_s_copy_holds_no_pupil_and_no_money_and_changes_nothing(demo: dict[str, School]) -> None:
    school = demo["demo"]
    access = as_role(school, Role.SYSTEM_MANAGER)
    content = workbook_file(access)
    told = words_of(content)
    sheets = read_workbook(io.BytesIO(content))
    assert list(sheets) == ["School", "Half-terms", "Day bands", "People", "Classes", "Staff roles"]
    assert not {"Rate", "Annual salary", "On-costs %", "LA rate"} & set(sheets["Staff roles"].headers)
    references = chain(*Pupil.objects.filter(school=school).values_list("upn", "admission_number"))
    assert not any(reference and reference in told for reference in references)
    assert RolePay.objects.filter(school=school).exists()
    assert nothing(brought_in(content, school, access))
