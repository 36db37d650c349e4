"""Ten workbooks with faults: each gets its precise list, all of it, and writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from schools.models import School, TrailEntry
from schools.uploads import Faulty
from tests.workbook.helpers import ANN, BEN, Rows, as_file, bring_in, faults, look_at, small
from ui.sheets import NO_VALUE
from workbook.planning import plan_import
from workbook.reading import from_file, from_mapping
from workbook.services import import_now

pytestmark = pytest.mark.django_db
Spoil = Callable[[Rows], None]


def missing(rows: Rows) -> None:
    """Required cells and columns that are not there."""
    rows["School"].pop("Academic year")
    rows["Pupils"][0]["Surname"] = ""
    rows["Groups"][0]["Weeks"] = None
    rows["Staffing"] = [{"Group": "R1", "Role": "TA", "Sessions a week": 2}]


def links(rows: Rows) -> None:
    """Names that nothing has."""
    rows["Pupils"][0]["Class"] = "3B"
    rows["Groups"][0]["Provision"] = "Readng"
    rows["Groups"][1]["Funding stream"] = "Pupil premium"
    rows["Staffing"][0] |= {"Role": "HLTA", "Person": "Nobody"}
    rows["Places"][2]["Pupil"] = "78"
    rows["Places"].append({"Group": "R2", "Pupil": ANN})
    rows["Audit"][0]["Class or year group"] = "Owls"


def pupils(rows: Rows) -> None:
    """Numbers of pupils."""
    rows["Pupils"][0]["UPN"] = "A801200018001"
    rows["Pupils"][1] |= {"UPN": "", "Admission number": ""}
    rows["Pupils"].append({"UPN": BEN, "Surname": "A", "Forename": "B", "Year group": "15"})
    rows["Pupils"].append({"UPN": BEN, "Surname": "C", "Forename": "D", "Year group": "3", "Primary need": "XYZ"})
    for sheet in ("Places", "Outcomes", "Scores", "Reviews", "Awards", "Audit", "Other costs"):
        rows.pop(sheet)


def twice(rows: Rows) -> None:
    """The same key twice."""
    rows["Staff roles"].append(rows["Staff roles"][0])
    rows["Groups"].append({**rows["Groups"][0], "Group": "r1"})
    rows["Places"].append(rows["Places"][0])
    rows["Scores"].append(rows["Scores"][0])
    rows["Half-terms"].append(rows["Half-terms"][1])


def choices(rows: Rows) -> None:
    """Words that are not on the list."""
    rows["Provisions"][0] |= {"Area of need": "Reading", "Tier": "gold"}
    rows["Staff roles"][0]["Rate basis"] = "weekly"
    rows["People"][0]["Roles"] = "teacher"
    rows["Pupils"][0]["SEN status"] = "S+"
    rows["Sessions"][0] |= {"Day": "Sat", "Structured": "maybe"}
    rows["Other costs"][0]["Kind"] = "books"


def dates(rows: Rows) -> None:
    """Days that are none, or stand the wrong way round."""
    rows["Half-terms"][1]["Starts"] = "2026-10-20"
    rows["Groups"][0] |= {"Starts": "2026-12-18", "Ends": "2026-09-07"}
    rows["Groups"][1]["Starts"] = "31/02/2027"
    rows["Places"][1]["Left"] = "2026-10-30"
    rows["Awards"][0]["To"] = "2026-08-01"
    rows["Sessions"][0]["Start"] = "25:00"
    rows["Day bands"][1]["Starts"] = "10:20"


def charged(rows: Rows) -> None:
    """Charged in full without a reason; joined without half-terms."""
    rows.pop("Half-terms")
    rows["Places"][1]["Reason"] = ""
    rows["Places"].pop(0)


def sessions(rows: Rows) -> None:
    """A session that nobody is known to take."""
    rows["Sessions"][0]["Role"] = None
    rows["Staffing"] = rows["Staffing"][:2]


def money(rows: Rows) -> None:
    """Costs of nobody or of two, without an amount, and numbers out of range."""
    rows["Other costs"] += [
        {"Description": "A", "Kind": "other", "Group": "R1", "Pupil": ANN, "Amount": 1},
        {"Description": "B", "Kind": "other", "Amount": 1},
        {"Description": "C", "Kind": "other", "Pupil": ANN, "Role": "TA"},
        {"Description": "D", "Kind": "other", "Pupil": ANN, "Amount": -1},
        {"Description": "E", "Kind": "other", "Pupil": ANN, "Amount": "1.005"},
    ]
    rows["Groups"][0] |= {"Group size": 0, "Weeks": 54}
    rows["Staffing"][0] |= {"Sessions a week": 0, "Minutes a session": "half an hour"}
    rows["Whole-school provision"][0] |= {"Amount": None, "Role": "TA"}


def rules(rows: Rows) -> None:
    """Rules that nobody has, a year that is none, a timetable of three weeks."""
    rows["School"] |= {"Funding rules": "40-week", "Academic year": "2026/28", "Timetable weeks": 3}


WORKBOOKS: list[tuple[Spoil, list[tuple[str, int | None, str, str]]]] = [
    (missing, [
        ("School", 1, "Academic year", ""),
        ("Pupils", 2, "Surname", ""),
        ("Groups", 2, "Weeks", ""),
        ("Staffing", 1, "Minutes a session", ""),
    ]),
    (links, [
        ("Pupils", 2, "Class", "3B"),
        ("Groups", 2, "Provision", "Readng"),
        ("Groups", 3, "Funding stream", "Pupil premium"),
        ("Staffing", 2, "Role", "HLTA"),
        ("Staffing", 2, "Person", "Nobody"),
        ("Places", 4, "Pupil", "78"),
        ("Places", 5, "Group", "R2"),
        ("Audit", 2, "Class or year group", "Owls"),
    ]),
    (pupils, [
        ("Pupils", 2, "UPN", "A801200018001"),
        ("Pupils", 3, "UPN", ""),
        ("Pupils", 4, "Year group", "15"),
        ("Pupils", 5, "Primary need", "XYZ"),
        ("Pupils", 5, "UPN", BEN),
    ]),
    (twice, [
        ("Half-terms", 4, "Name", "Autumn 2"),
        ("Staff roles", 4, "Code", "TA"),
        ("Groups", 4, "Group", "r1"),
        ("Places", 5, "Pupil", ANN),
        ("Scores", 3, "Measure", "Reading age"),
    ]),
    (choices, [
        ("People", 2, "Roles", "teacher"),
        ("Staff roles", 2, "Rate basis", "weekly"),
        ("Pupils", 2, "SEN status", "S+"),
        ("Provisions", 2, "Area of need", "Reading"),
        ("Provisions", 2, "Tier", "gold"),
        ("Sessions", 2, "Day", "Sat"),
        ("Sessions", 2, "Structured", "maybe"),
        ("Other costs", 2, "Kind", "books"),
    ]),
    (dates, [
        ("Half-terms", 3, "Starts", "2026-10-20"),
        ("Day bands", 3, "Starts", "10:20"),
        ("Groups", 2, "Ends", "2026-09-07"),
        ("Groups", 3, "Starts", "31/02/2027"),
        ("Sessions", 2, "Start", "25:00"),
        ("Places", 3, "Left", "2026-10-30"),
        ("Awards", 2, "To", "2026-08-01"),
    ]),
    (charged, [
        ("Places", 2, "Reason", ""),
        ("Places", 2, "Joined", "2026-11-02"),
    ]),
    (sessions, [
        ("Sessions", 2, "Role", ""),
        ("Sessions", 3, "Role", ""),
    ]),
    (money, [
        ("Groups", 2, "Group size", "0"),
        ("Groups", 2, "Weeks", "54"),
        ("Staffing", 2, "Sessions a week", "0"),
        ("Staffing", 2, "Minutes a session", "half an hour"),
        ("Other costs", 4, "Pupil", ANN),
        ("Other costs", 5, "Group", ""),
        ("Other costs", 6, "Amount", ""),
        ("Other costs", 7, "Amount", "-1"),
        ("Other costs", 8, "Amount", "1.005"),
        ("Whole-school provision", 2, "Amount", ""),
    ]),
    (rules, [
        ("School", 4, "Funding rules", "40-week"),
        ("School", 3, "Academic year", "2026/28"),
        ("School", 5, "Timetable weeks", "3"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "expected"), WORKBOOKS, ids=lambda value: getattr(value, "__name__", ""))
def test_each_faulty_workbook_gets_its_list_and_writes_nothing(
    spoil: Spoil, expected: list[tuple[str, int | None, str, str]], tmp_path: Path
) -> None:
    rows = small()
    spoil(rows)
    with pytest.raises(Faulty) as refused:
        import_now(from_file(as_file(rows, tmp_path)), school=None, slug="case")
    assert sorted(faults(refused.value.plan), key=str) == sorted(expected, key=str)
    assert all(fault.what.endswith(".") for fault in refused.value.plan.report.faults)
    assert School.objects.count() == TrailEntry.objects.count() == 0


@pytest.mark.parametrize(("spoil", "expected"), WORKBOOKS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_faulty_workbook_leaves_a_school_as_it_is(spoil: Spoil, expected: object) -> None:
    school = bring_in(small()).school
    rows = small()
    spoil(rows)
    if spoil in (missing, charged):  # the stored year and half-terms stand in for what these two leave out
        rows["School"] = {"Name": "Case School", "Academic year": "next"}
    with pytest.raises(Faulty):
        import_now(from_mapping(rows), school=school)
    assert TrailEntry.objects.count() == 1
    assert look_at(small(), school).ledger.empty


def test_messages_say_what_to_do() -> None:
    rows = small()
    links(rows)
    rows["Provisions"][0]["Tier"] = "gold"
    told = [str(fault) for fault in look_at(rows).report.faults]
    assert (
        "Groups, row 2, Provision: found “Readng”. There is no provision of this name. Did you mean “Reading”? "
        "Correct it, or add it to the sheet Provisions." in told
    )
    assert (
        "Provisions, row 2, Tier: found “gold”. Choose one of: universal, targeted, targeted plus, specialist." in told
    )


def test_a_formula_without_a_value_is_a_fault_and_one_with_is_read(tmp_path: Path) -> None:
    path = as_file(small(), tmp_path)
    book = load_workbook(path)
    book["Groups"]["E2"] = "=6*2"
    book.save(path)
    done = plan_import(from_file(path), school=None, slug="case")
    assert [(f.sheet, f.row, f.column, f.value, f.what) for f in done.report.faults] == [
        ("Groups", 2, "Weeks", "=6*2", NO_VALUE)
    ]


def test_unknown_sheets_and_columns_are_told_and_ignored() -> None:
    rows = small()
    rows["Dinner money"] = [{"A": 1}]
    rows["Groups"][0]["Colour"] = "red"
    rows["School"]["Motto"] = "Onwards"
    done = look_at(rows)
    assert done.fine
    assert [str(note) for note in done.report.notes if note.sheet != "Current provision"] == [
        "School, row 5: The key Motto is not one of this sheet's and was ignored.",
        "Groups, row 1: The column Colour is not one of this sheet's and was ignored.",
        "Dinner money: This sheet is not one of the school workbook's and was ignored.",
    ]


def test_names_are_found_in_any_case_and_order(tmp_path: Path) -> None:
    rows = {"school": {" name ": "S", "ACADEMIC YEAR": "2026/27"}, " groups ": [{"WEEKS ": 2, " group": "A"}]}
    rows["PROVISIONS"] = [{"provision": "P"}]
    rows[" groups "][0] |= {"provision": "p", "group size": 3}
    done = look_at(rows)
    assert done.fine, faults(done)
    assert set(done.report.sheets) == {"School", "Groups", "Provisions"}


def test_a_new_school_needs_the_sheet_school() -> None:
    done = look_at({"Provisions": [{"Provision": "P"}]})
    assert faults(done) == [("School", 1, "Academic year", "")]


def test_a_column_twice_is_a_fault(tmp_path: Path) -> None:
    path = as_file(small(), tmp_path)
    book = load_workbook(path)
    book["Groups"]["A1"] = "Weeks"
    book.save(path)
    columns = [
        (f.column, f.what)
        for f in plan_import(from_file(path), school=None, slug="c").report.faults
        if f.sheet == "Groups"
    ]
    assert ("Weeks", "This column is there twice. Remove one.") in columns


def test_staffing_may_not_take_away_what_a_session_leans_on() -> None:
    school = bring_in(small()).school
    rows = {"Staffing": [{**small()["Staffing"][2]}, {**small()["Staffing"][2], "Role": "TA"}]}
    assert faults(look_at(rows, school)) == [("Staffing", 2, "Group", "F1")]
