"""What the workbook can set can be set on a page: for each column of each sheet, the page and the field of it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from provisions.groups.fields import FIELDS
from tests.access.world import fill
from workbook.spec import SHEETS
from workbook.spec.people import SCHOOL_KEYS

pytestmark = pytest.mark.django_db


def same(*names: str, at: str = "{}") -> dict[str, str]:
    """Columns whose field has the column's name in small letters: "Usual size" is `usual_size`."""
    return {name: at.format(re.sub(r"\W+", "_", name.lower()).strip("_")) for name in names}


# Sheet → pages, each as (name of the address, what its parts are taken from, {column: field}).
PLACES: dict[str, list[tuple[str, str, dict[str, str]]]] = {
    "School keys": [
        (
            "school_edit",
            "",
            {"E-mail": "email"}
            | same("Name", "URN", "Local authority", "Phase", "Timetable weeks", "Telephone", "Website"),
        ),
        ("calendar_edit", "", {"Academic year": "name", "Year starts": "starts", "Year ends": "ends"}),
        ("rules_use", "rules", {"Funding rules": "ticket"}),
        ("rules_adapt", "rules", {"Pupil cost divides by": "divide_by"}),
    ],
    "Funding rules": [("rules_adapt", "rules", {"Key": "ticket", "Field": "threshold", "Value": "threshold"})],
    "Pay points": [
        ("scale_new", "", same("Scale", "Area") | {"From": "points-0-starts"}),
        ("scale_new", "", same("Point", "Annual", "Source", at="points-0-{}")),
    ],
    "Half-terms": [("calendar_edit", "", same("Name", "Starts", "Ends", at="terms-0-{}"))],
    "Day bands": [("day_edit", "", same("Band", "Starts", "Ends", at="bands-0-{}"))],
    "People": [
        ("person_new", "", {"E-mail": "email"} | same("Name", "Roles", "Hours a week", "Staff roles")),
    ],
    "Classes": [("class_new", "", {"Class": "name"} | same("Year groups", "Teachers", "Assistants"))],
    "Staff roles": [
        (
            "role_new",
            "",
            {"Rate basis": "basis", "On-costs %": "on_costs", "Hours available a week": "hours_available"}
            | same(
                "Code", "Name", "Kind", "Scale", "Area", "Point", "Annual salary", "Rate", "Contract hours", "LA rate"
            )
            | same("Hours worked a year", at="hours_worked"),
        ),
        ("role_pay", "role", {"From": "from_date"}),
    ],
    "Pupils": [
        (
            "pupil_new",
            "",
            {"Class": "school_class"}
            | same("UPN", "Admission number", "Surname", "Forename", "Preferred name", "Sex", "Date of birth")
            | same("Year group"),
        ),
        ("pupil_edit", "pupil", same("Leaving date")),
        (
            "pupil_needs",
            "pupil",
            {"SEN status": "status", "Primary need": "needs-0-need_type", "Other needs": "needs-1-need_type"}
            | same("SEN since"),
        ),
        ("pupil_own_groups", "pupil", {"Pupil groups": "groups"}),
        ("pupil_profile", "pupil", same("Strengths", "Needs", "High-quality teaching")),
    ],
    "Provisions": [
        (
            "provision_new",
            "",
            {"Provision": "name", "Area of need": "area"}
            | same("Strand", "Tier", "Description", "Usual roles", "Usual size", "Usual sessions", "Usual minutes")
            | same("Usual weeks", "Measure", "Training needed", "Evidence strand", "Evidence link", "Entry criteria")
            | same("Exit criteria"),
        ),
    ],
    "Groups": [
        (
            "group_edit",
            "group",
            {field.column.name: field.name for field in FIELDS},
        ),
    ],
    "Staffing": [
        (
            "group_staffing",
            "group",
            {"Group": "staffing-0-row", "Sessions a week": "staffing-0-sessions"}
            | {"Minutes a session": "staffing-0-minutes"}
            | same("Role", "Staff", "Person", "Trained", at="staffing-0-{}"),
        ),
    ],
    "Sessions": [
        (
            "group_sessions",
            "group",
            {"Group": "sessions-0-row"}
            | same(
                "Week", "Day", "Start", "Minutes", "Band", "Structured", "Role", "Staff", "Pupils", at="sessions-0-{}"
            )
            | same("Room", "Left out", at="sessions-0-{}"),
        ),
    ],
    "Places": [
        ("group_places", "group", {"Group": "ticket", "Pupil": "pupils"}),
        (
            "place_edit",
            "place",
            {"Outcome": "wording", "Charged": "charged_in_full"} | same("Joined", "Left", "Days", "Reason"),
        ),
    ],
    "Outcomes": [
        ("outcome_new", "pupil", {"Pupil": "ticket", "Outcome": "wording"} | same("Area", "By", "Status")),
    ],
    "Scores": [("score_new", "pupil", {"Pupil": "ticket"} | same("Measure", "Date", "Value", "Point", "Group"))],
    "Reviews": [
        (
            "review_new",
            "pupil",
            {"Pupil": "ticket", "Pupil's view": "pupils_view", "Family's view": "familys_view"}
            | same("Date", "Group", "Found", "Result", "Next step", "By"),
        ),
    ],
    "Other costs": [
        (
            "other_cost_new",
            "",
            {"Hours a year": "hours"}
            | same("Description", "Kind", "Group", "Pupil", "Amount", "Role", "Date", "Payer"),
        ),
    ],
    "Whole-school provision": [
        (
            "whole_school_new",
            "",
            same("Description", "Kind", "Amount", "Role", "Hours a week", "Weeks", "Funding stream"),
        ),
    ],
    "Funding streams": [("stream_new", "", {"Stream": "name"} | same("Amount"))],
    "Awards": [("award_new", "", {"From": "starts", "To": "ends"} | same("Pupil", "Kind", "Status", "Amount"))],
    "Audit": [
        (
            "audit_chart",
            "chart",
            {"Class or year group": "ticket", "Pupil": "band-p{near}", "Band": "band-p{near}"}
            | {"Provision": "tick-p{near}-{provision}", "Other": "other-p{near}"},
        ),
    ],
    "Current provision": [
        (
            "current_edit",
            "scope",
            {"Class or year group": "ticket"}
            | same("Provision", "Ratio", "Staff", "Weekly minutes", "Weeks", at="current-0-{}"),
        ),
    ],
}
# The School sheet's own two columns are what its keys are written in.
# Dates of a line and groups led together come in by workbook; their pages stand with those of the session records.
BY_WORKBOOK = {"Staffing": {"From", "To"}, "Sessions": {"Together", "From", "To"}}
SPECS = {spec.name: spec for spec in SHEETS if spec.name != "School"} | {"School keys": SCHOOL_KEYS}


def test_every_column_is_named_and_no_other():
    named = {sheet: {column for _, _, fields in pages for column in fields} for sheet, pages in PLACES.items()}
    wanted = {name: {column.name for column in spec} - BY_WORKBOOK.get(name, set()) for name, spec in SPECS.items()}
    assert named == wanted


@pytest.fixture
def full(school, year, cast):
    return fill(school, year, "Ours", cast["teacher"], cast["assistant"])


def test_every_field_stands_on_its_page(full, client_of):
    parts = {
        "": [],
        "pupil": [full.near.pk],
        "group": [full.group.pk],
        "place": [full.near.places.first().pk],
        "chart": [full.near.audit_rows.get().chart_id],
        "scope": ["year-3"],
        "rules": ["39-week-timetable"],
        "role": [full.group.staffing.first().role_id],
    }
    held = {"near": full.near.pk, "provision": full.group.provision_id}
    senco, missing = client_of("senco"), []
    for sheet, pages in PLACES.items():
        for name, part, fields in pages:
            page = senco.get(reverse(name, args=[full.school.slug, *parts[part]])).content.decode()
            missing += [
                f"{sheet}, {column}: {name} has no field {field}"
                for column, field in fields.items()
                if f'name="{field.format(**held)}"' not in page
            ]
    assert missing == []
