"""Values that no form takes come in by no workbook either: each is refused at its cell, or cleaned."""

from __future__ import annotations

from pathlib import Path

import pytest

from pupils.models import Pupil
from tests.workbook.helpers import as_file, bring_in, look_at, small
from workbook.planning import plan_import
from workbook.reading import from_file

pytestmark = pytest.mark.django_db
EARLY, LATE = "it cannot be before 1900", "it cannot be after 2199"


@pytest.mark.parametrize(
    ("sheet", "column", "value", "said"),
    [
        ("Pupils", "Date of birth", "0001-01-01", EARLY),
        ("Pupils", "Date of birth", "31/12/9999", LATE),
        ("Pupils", "Date of birth", "2031-01-01", "This day is still to come."),
        ("Pupils", "SEN since", "0099-01-01", EARLY),
        ("Pupils", "Leaving date", "9999-12-31", LATE),
        ("Half-terms", "Ends", "9999-12-31", LATE),
        ("Groups", "Starts", "0001-09-01", EARLY),
        ("Groups", "Weeks", "Infinity", "Type a number here."),
        ("Groups", "Group size", "-inf", "Type a number here."),
        ("Funding streams", "Amount", "Infinity", "Type a number here."),
        ("Funding streams", "Amount", "1e999999", "at most"),
        ("Staff roles", "Rate", "NaN", "Type a number here."),
        ("People", "Hours a week", "1E+40", "at most"),
    ],
)
def test_what_no_form_takes_is_refused_at_its_cell(sheet: str, column: str, value: str, said: str) -> None:
    rows = small()
    rows[sheet][0][column] = value
    told = [str(fault) for fault in look_at(rows).report.faults if fault.column == column]
    assert len(told) == 1
    assert said in told[0]


@pytest.mark.parametrize("value", ["Infinity", "-Infinity", "NaN", "1e999"])
def test_funding_rules_take_no_boundless_figure(value: str) -> None:
    rows = small()
    rows["Funding rules"] = [{"Key": "38-week-guidance", "Field": "threshold", "Value": value}]
    assert look_at(rows).report.faults


def test_direction_marks_in_names_are_left_out(tmp_path: Path) -> None:
    rows = small()
    rows["Pupils"][0] |= {
        "Surname": "\u202eBell\u202c",
        "Forename": "\u200fAnn\u200b",
        "Preferred name": "\u2066A\u2069",
    }
    school = bring_in(small()).school
    plan = plan_import(from_file(as_file(rows, tmp_path)), school=school)
    assert plan.report.faults == []
    (changed,) = [change for _, change in plan.report.changes()]
    assert [(field.label, field.after) for field in changed.fields] == [("Preferred name", "A")]
    assert Pupil.objects.filter(surname="Bell", forename="Ann").exists()
