"""A workbook is edited and brought in again: the preview says what changes, and the costed map's totals follow."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from schools.models import School
from tests.workbook.helpers import ANN, Rows, as_file, changes
from workbook.planning import plan_import
from workbook.reading import from_file

pytestmark = pytest.mark.django_db


def base() -> Rows:
    """Two staff an hour a week each with two pupils, for the fourteen school weeks of the autumn."""
    return {
        "School": {"Name": "Case School", "Academic year": "2026/27", "Funding rules": "38-week-guidance"},
        "Half-terms": [
            {"Name": "Autumn 1", "Starts": "2026-09-07", "Ends": "2026-10-23"},
            {"Name": "Autumn 2", "Starts": "2026-11-02", "Ends": "2026-12-18"},
        ],
        "Day bands": [{"Band": "lunch", "Starts": "12:00", "Ends": "13:00"}],
        "Staff roles": [
            {"Code": "TA", "Name": "TA", "Rate basis": "hourly", "Rate": 20},
            {"Code": "LM", "Name": "LM", "Rate basis": "hourly", "Rate": 23.5},
        ],
        "Pupils": [{"UPN": ANN, "Surname": "Bell", "Forename": "Ann", "Year group": "3", "SEN status": "K"}],
        "Provisions": [{"Provision": "Reading", "Area of need": "C&L", "Tier": "targeted"}],
        "Groups": [
            {"Group": "G", "Provision": "Reading", "Year groups": "3", "Group size": 2, "Weeks": 14,
             "Starts": "2026-09-07", "Ends": "2026-12-18"}
        ],
        "Staffing": [
            {"Group": "G", "Role": "TA", "Sessions a week": 1, "Minutes a session": 60},
            {"Group": "G", "Role": "LM", "Sessions a week": 1, "Minutes a session": 60},
        ],
        "Sessions": [
            {"Group": "G", "Day": "Mon", "Start": "09:15", "Minutes": 60, "Role": "TA"},
            {"Group": "G", "Day": "Tue", "Start": "09:15", "Minutes": 60, "Role": "LM"},
        ],
        "Places": [{"Group": "G", "Pupil": ANN, "Joined": None, "Left": None}],
    }  # fmt: skip


def change_role(book: Any) -> None:
    book["Staffing"]["B3"] = book["Sessions"]["E3"] = "TA"


def move_session(book: Any) -> None:
    book["Sessions"]["C2"] = "12:00"


def remove_line(book: Any) -> None:
    book["Staffing"].delete_rows(3)
    book["Sessions"].delete_rows(3)


def leave_and_return(book: Any) -> None:
    book["Places"]["D2"] = "2026-09-18"
    book["Places"].append(["G", ANN, "2026-12-07", None])


EDITS = [
    (
        change_role,
        [
            ("Staffing", "added", "G: TA"),
            ("Staffing", "ended", "G: LM"),
            ("Sessions", "added", "G: Tuesday 09:15"),
            ("Sessions", "ended", "G: Tuesday 09:15"),
        ],
        ("280.00", "280.00"),
    ),
    (move_session, [("Sessions", "changed", "G: Monday 12:00")], ("304.50", "164.50")),
    (
        remove_line,
        [("Staffing", "ended", "G: LM"), ("Sessions", "ended", "G: Tuesday 09:15")],
        ("140.00", "140.00"),
    ),
    (
        leave_and_return,
        [("Places", "changed", "Ann Bell in G"), ("Places", "added", "Ann Bell in G from 7 Dec 2026")],
        ("87.00", "87.00"),
    ),
]


def totals(folder: Path) -> tuple[str, str]:
    """The pupil's total and counted total under rules that leave an unstructured lunch out."""
    out = folder / "map.json"
    arguments = ["--school", "case", "--pupil", ANN, "--rules", "39-week-timetable", "--format", "json", "-o", str(out)]
    call_command("export", "costed-map", *arguments)
    made = json.loads(out.read_text())
    return made["total"], made["total_counted"]


@pytest.mark.parametrize(("edit", "expected", "after"), EDITS, ids=lambda value: getattr(value, "__name__", ""))
def test_an_edited_workbook(
    edit: Callable[[Any], None], expected: list[tuple[str, str, str]], after: tuple[str, str], tmp_path: Path
) -> None:
    path = as_file(base(), tmp_path)
    call_command("import_workbook", str(path), "--school", "case", "--create", verbosity=0)
    assert totals(tmp_path) == ("304.50", "304.50")
    book = load_workbook(path)
    edit(book)
    book.save(path)
    assert changes(plan_import(from_file(path), school=School.objects.get())) == expected
    call_command("import_workbook", str(path), "--school", "case", verbosity=0)
    assert totals(tmp_path) == after
    assert changes(plan_import(from_file(path), school=School.objects.get())) == []
