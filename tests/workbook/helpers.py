"""A small school as plain data, and ways to bring it in."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from schools.models import School
from ui.sheets import write_workbook
from workbook.planning import ImportPlan, plan_import
from workbook.reading import from_file, from_mapping, to_tables
from workbook.services import import_now

ANN, BEN, CAL = "U801200018001", "H801200018002", "X801200018003"
Rows = dict[str, Any]


def small() -> Rows:
    """A school with two groups, three pupils and a row or two in every sheet."""
    return copy.deepcopy(
        {
            "School": {"Name": "Case School", "Academic year": "2026/27", "Funding rules": "38-week-guidance"},
            "Half-terms": [
                {"Name": "Autumn 1", "Starts": "2026-09-07", "Ends": "2026-10-23"},
                {"Name": "Autumn 2", "Starts": "02/11/2026", "Ends": "18/12/2026"},
            ],
            "Day bands": [
                {"Band": "lesson", "Starts": "09:00", "Ends": "10:30"},
                {"Band": "break", "Starts": "10:30", "Ends": "10:50"},
            ],
            "Staff roles": [
                {"Code": "TA", "Name": "Teaching assistant", "Rate basis": "hourly", "Rate": 17.5},
                {"Code": "LM", "Name": "Learning mentor", "Rate basis": "salary", "Annual salary": 26750},
            ],
            "People": [
                {
                    "E-mail": "Tess@School.example",
                    "Name": "Tess Lee",
                    "Roles": "class teacher, SENCO",
                    "Staff roles": "TA",
                    "Hours a week": 32.5,
                }
            ],
            "Classes": [
                {"Class": "3A", "Year groups": "Year 3", "Teachers": "tess@school.example", "Assistants": None}
            ],
            "Pupils": [
                {
                    "UPN": ANN,
                    "Surname": "Bell",
                    "Forename": "Ann",
                    "Year group": "Y3",
                    "Class": "3A",
                    "SEN status": "K+",
                    "Primary need": "SPLD",
                    "Other needs": "SLCN, SEMH",
                    "Pupil groups": "EAL, Young carer",
                    "Admission number": "",
                    "Strengths": "Draws",
                },
                {
                    "UPN": BEN,
                    "Surname": "Cox",
                    "Forename": "Ben",
                    "Year group": 3,
                    "Class": "",
                    "SEN status": "",
                    "Primary need": "",
                    "Other needs": "",
                    "Pupil groups": "",
                    "Admission number": 77,
                    "Strengths": "",
                },
            ],
            "Funding streams": [{"Stream": "Notional SEN", "Amount": "£12,000.00"}],
            "Provisions": [
                {"Provision": "Reading", "Area of need": "C&L", "Tier": "targeted", "Measure": "Reading age"},
                {"Provision": "Friends", "Area of need": "SEMH", "Tier": "Targeted", "Measure": None},
            ],
            "Groups": [
                {
                    "Group": "R1",
                    "Provision": "Reading",
                    "Year groups": "3, R",
                    "Group size": 6,
                    "Weeks": 12,
                    "Starts": "2026-09-07",
                    "Ends": "2026-12-18",
                    "Funding stream": "Notional SEN",
                    "Focus": "Phonics",
                },
                {
                    "Group": "F1",
                    "Provision": "friends",
                    "Year groups": "",
                    "Group size": 4,
                    "Weeks": 10,
                    "Starts": None,
                    "Ends": None,
                    "Funding stream": None,
                    "Focus": None,
                },
            ],
            "Staffing": [
                {"Group": "R1", "Role": "TA", "Sessions a week": 2, "Minutes a session": 30, "Person": "Tess Lee"},
                {"Group": "R1", "Role": "LM", "Sessions a week": 0.5, "Minutes a session": 60, "Person": None},
                {"Group": "F1", "Role": "LM", "Sessions a week": 1, "Minutes a session": 30, "Person": None},
            ],
            "Sessions": [
                {"Group": "R1", "Day": "Mon", "Start": "09:15", "Minutes": 30, "Role": "TA", "Structured": "yes"},
                {"Group": "F1", "Day": "Tuesday", "Start": "9:30", "Minutes": 30, "Role": None, "Structured": None},
            ],
            "Places": [
                {
                    "Group": "R1",
                    "Pupil": ANN,
                    "Joined": None,
                    "Left": "2026-10-02",
                    "Days": "Mon, Wed",
                    "Outcome": "I will read",
                    "Charged": None,
                    "Reason": None,
                },
                {
                    "Group": "R1",
                    "Pupil": ANN,
                    "Joined": "2026-11-02",
                    "Left": None,
                    "Days": None,
                    "Outcome": "I will read",
                    "Charged": "in full",
                    "Reason": "Set up for Ann",
                },
                {
                    "Group": "F1",
                    "Pupil": "77",
                    "Joined": None,
                    "Left": None,
                    "Days": None,
                    "Outcome": None,
                    "Charged": "shared",
                    "Reason": None,
                },
            ],
            "Outcomes": [{"Pupil": ANN, "Outcome": "I will read", "Area": "C&L", "By": "2027-07-20"}],
            "Scores": [
                {"Pupil": ANN, "Measure": "Reading age", "Date": "2026-09-10", "Value": 84, "Point": "baseline"}
            ],
            "Reviews": [
                {"Pupil": ANN, "Date": "2026-10-20", "Group": "R1", "Found": "Reads more", "Result": "partly met"}
            ],
            "Other costs": [
                {
                    "Description": "Licence",
                    "Kind": "licence",
                    "Group": "R1",
                    "Pupil": None,
                    "Amount": 120,
                    "Role": None,
                    "Hours a year": None,
                },
                {
                    "Description": "Meeting",
                    "Kind": "meeting",
                    "Group": None,
                    "Pupil": ANN,
                    "Amount": None,
                    "Role": "LM",
                    "Hours a year": 3,
                },
            ],
            "Whole-school provision": [{"Description": "Administration", "Amount": 900}],
            "Awards": [{"Pupil": ANN, "Status": "granted", "Amount": 1500, "From": "2026-09-01"}],
            "Audit": [
                {"Class or year group": "3A", "Pupil": ANN, "Band": "must", "Provision": "Friends", "Other": "Lego"}
            ],
            "Current provision": [
                {"Class or year group": "Year 3", "Provision": "Reading", "Ratio": "9:1", "Weeks": 30}
            ],
        }
    )


def bring_in(rows: Rows, school: School | None = None) -> ImportPlan:
    """Import the rows into the school, or into a new one."""
    return import_now(from_mapping(rows), school=school, slug="case")


def look_at(rows: Rows, school: School | None = None) -> ImportPlan:
    """What importing the rows would do."""
    return plan_import(from_mapping(rows), school=school, slug="case")


def as_file(rows: Rows, folder: Path) -> Path:
    """The rows as a workbook on disk."""
    path = folder / "school.xlsx"
    write_workbook(path, to_tables(rows))
    return path


def through_file(rows: Rows, folder: Path) -> Any:
    """The rows after a round through a real workbook."""
    return from_file(as_file(rows, folder))


def faults(done: ImportPlan) -> list[tuple[str, int | None, str, str]]:
    """Where the faults are: sheet, row, column, value."""
    return [(fault.sheet, fault.row, fault.column, fault.value) for fault in done.report.faults]


def changes(done: ImportPlan) -> list[tuple[str, str, str]]:
    """What would happen: sheet, what, label."""
    return [(sheet, change.kind, change.label) for sheet, change in done.report.changes()]
