"""Lists of pupils as schools' systems write them: how each is read, and what it would do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from pupils.imports.files import cells
from pupils.imports.files.reading import Transfer, read
from pupils.imports.planning import PupilImportPlan, plan
from pupils.imports.records import FileTable
from pupils.imports.services import plan_of
from pupils.models import Pupil, PupilYear
from tests.factories import ClassFactory, PupilFactory, PupilYearFactory
from tests.pupils.mis_file import upn_of
from ui.sheets import SheetError, write_workbook

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"


def look(access, name: str, who: str = "senco") -> PupilImportPlan:
    """What the sample file would do at an empty school."""
    return plan_of(read(FILES / name), by=access(who))


def planned(found, by) -> PupilImportPlan:
    return plan_of(found, by=by)


def test_titles_above_a_total_below_and_a_mark_before(access):
    found = look(access, "titles_and_total.csv")
    assert [fault.what for fault in found.faults] == []
    assert [(entry.kind, entry.name, entry.where) for entry in found.entries] == [
        ("new", "Tansy Bramblewick", "Year 3, 3 Oak"),
        ("new", "Barnaby Thistledown", "Year 1, 1 Elm"),
        ("new", "Marigold O'Puddle", "Year 3, 3 Oak"),
        ("new", "Sorrel Nettlefold", "Reception, R Ash"),
    ]
    assert found.new_classes == {"1 Elm": ("1",), "3 Oak": ("3",), "R Ash": ("R",)}
    first, second, third, _ = (entry.writes for entry in found.entries)
    assert first.pupil["date_of_birth"] == date(2018, 9, 3)
    assert (first.pupil["preferred_name"], second.pupil["preferred_name"]) == ("", "Barney")
    assert first.year["sen_status"] == "K"
    assert [need.code for need in first.needs or ()] == ["SLCN"]
    assert [need.code for need in third.needs or ()] == ["SEMH"]
    assert (first.groups, third.groups) == (
        {"pupil premium": True},
        {"pupil premium": True, "looked-after child": True},
    )
    assert any("Total pupils: 4" in note and "left out" in note for note in found.notes)


def test_semicolons_windows_letters_and_a_row_that_is_there_twice(access):
    found = look(access, "semicolons_cp1252.csv")
    assert found.faults == ()
    assert [entry.name for entry in found.entries] == ["Zoë Élderflower", "Anaïs Puddlefoot", "Rowan Hedgely–Brook"]
    zoe, anais, rowan = (entry.writes for entry in found.entries)
    assert zoe.pupil["date_of_birth"] == date(2016, 9, 3)
    assert (zoe.year["sen_status"], rowan.year["sen_status"]) == ("K", "E")
    assert zoe.groups == {"free school meals in the last six years": True}
    assert anais.groups == {"service child": True}
    assert found.new_classes == {"5B": ("5", "6")}
    read, unused, repeats = found.notes
    assert "letters of Windows (Western Europe): Élderflower, Zoë, Anaïs, Hedgely–Brook" in read
    assert (unused, repeats) == ("Column not used: Bus route.", "Row 4 repeats 3, and was left out.")


def test_tabs_utf_16_whole_names_and_no_upn(access):
    found = look(access, "tabs_utf16.csv")
    assert found.faults == ()
    assert [(entry.name, entry.record.get("admission_number")) for entry in found.entries] == [
        ("Clover Fiddleneck", "7001"), ("Linden Gooseberry", "7002"), ("Hazel Quillwort", "7003"),
    ]  # fmt: skip
    assert {entry.writes.pupil["date_of_birth"].year for entry in found.entries} == {2016, 2015, 2019}
    assert any("“Count 3”" in note for note in found.notes)


def test_an_excel_file_with_real_dates_and_headings_that_say_nothing(access):
    file = BytesIO()
    rows = [
        [upn_of(1), "Dockleaf", "Maple", date(2017, 3, 4), "F", "4C", "Y4"],
        [upn_of(2), "Dockleaf", "Linden", date(2018, 5, 6), "M", "4C", "Y3"],
    ]
    write_workbook(file, [("Export", ["Col 1", "Surname", "Forename", "Col 4", "Col 5", "Col 6", "Col 7"], rows)])
    file.seek(0)
    found = planned(read(file), access("senco"))
    assert found.faults == ()
    assert found.entries[0].writes.pupil == {
        "upn": upn_of(1), "surname": "Dockleaf", "forename": "Maple", "sex": "F", "date_of_birth": date(2017, 3, 4),
    }  # fmt: skip
    assert found.new_classes == {"4C": ("3", "4")}


def test_every_fault_names_its_row_its_column_and_what_to_do(access):
    found = look(access, "faulty.csv")
    told = [str(fault) for fault in found.faults]
    assert [line.split(":")[0] for line in told] == [
        "Row 3, UPN", "Row 4, UPN", "Row 5, Surname", "Row 6, DOB", "Row 7, Year",
    ]  # fmt: skip
    assert "Row 2 (Teasel Mallowby) has the same. Keep one of the two" in told[0]
    assert "The first letter does not fit the digits" in told[1]
    assert "Give the surname." in told[2]
    assert "Give a date such as 03/09/2016" in told[3]
    assert "found “Year 19”. Give a year group: N1, N2, R, or a number from 1 to 14." in told[4]
    assert [str(question) for question in found.questions] == ["SEN, row 6: found “Maybe”."]


def test_a_transfer_file_has_the_latest_status_and_needs_by_rank(access):
    found = look(access, "joiners_ctf.xml")
    assert found.faults == ()
    ivy, reed = found.entries
    assert (ivy.kind, ivy.name, ivy.where) == ("new", "Ivy Wrenfield", "Year 3")
    assert ivy.writes.pupil["preferred_name"] == "Vee"
    assert (ivy.writes.year["sen_status"], ivy.writes.year["sen_since"]) == ("E", date(2024, 1, 10))
    assert [need.code for need in ivy.writes.needs or ()] == ["ASD", "SEMH"]
    assert ivy.writes.groups == {"EAL": True, "looked-after child": True}
    assert reed.writes.pupil["sex"] == "M"
    assert found.leavers == ()


def test_a_transfer_file_without_a_number_finds_the_pupil_by_name_and_date_of_birth(access, school, year):
    (fault,) = look(access, "without_upn_ctf.xml").faults
    assert "an admission number is needed" in fault.what
    pupil = PupilFactory(
        school=school, surname="Mossgrove", forename="Alder", date_of_birth=date(2017, 2, 3), admission_number="77"
    )
    PupilYearFactory(school=school, year=year, pupil=pupil, year_group="4", sen_status="N")
    (entry,) = look(access, "without_upn_ctf.xml").entries
    assert (entry.kind, entry.pupil) == ("changed", pupil)
    assert [(each.label, each.before, each.after) for each in entry.fields] == [
        ("Sex", "", "M"), ("SEN since", "", "1 Sep 2025"), ("SEN status", "N", "K"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ((FILES / "entities_ctf.xml").read_bytes(), "holds instructions (a DTD or entities)"),
        (b"<CTfile><CTFpupilData></CTfile>", "damaged"),
        (b"<School/>", "not a Common Transfer File"),
        (b"<CTfile><CTFpupilData/></CTfile>", "no pupil"),
        (b"", "empty"),
        (b"%PDF-1.7 \x00\x01\x02", "cannot be read as a table"),
        (bytes.fromhex("d0cf11e0") + b"x" * 100, "protected by a password, or in the old .xls format"),
        (b"UPN,Surname,Forename\r\n", "no pupil"),
    ],
)
def test_what_is_no_list_of_pupils_is_refused_in_a_sentence(content, says):
    with pytest.raises(SheetError, match=says.replace("(", r"\(").replace(")", r"\)")):
        read(BytesIO(content))


@pytest.mark.parametrize(
    "written", ["03/09/2016", "2016-09-03", "3 Sep 2016", "03-Sep-16", "3 September 2016", "3/9/16", "03.09.2016",
                "2016-09-03T00:00:00", "03/09/2016 00:00", Decimal(42616), "3rd September 2016", date(2016, 9, 3)],
)  # fmt: skip
def test_dates_in_all_their_shapes(written):
    assert cells.day(written) == date(2016, 9, 3)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Year 3", "3"), ("3", "3"), ("Y3", "3"), ("Yr 3", "3"), ("03", "3"), (3, "3"), ("Year R", "R"), ("R", "R"),
     ("Reception", "R"), ("YR", "R"), ("N2", "N2"), ("Nursery 2", "N2"), ("Year Group 11", "11"), ("Year 10", "10")],
)  # fmt: skip
def test_year_groups_in_all_their_shapes(written, meant):
    assert cells.year_group(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [("K", "K"), ("SEN Support", "K"), ("K - SEN Support", "K"), ("N", "N"), ("No Special Educational Need", "N"),
     ("E", "E"), ("EHCP", "E"), ("E - Education, Health and Care Plan", "E"), ("EHC Plan", "E"), ("K+", "K+"),
     ("S", "E"), ("P", "K"), ("SEN Support (K)", "K")],
)  # fmt: skip
def test_sen_statuses_in_all_their_shapes(written, meant):
    assert cells.sen_status(written) == meant


@pytest.mark.parametrize("written", ["Y", "Yes", "T", "True", "1", True, 1, "y", "EAL", "Yes - verified"])
def test_yes_in_all_its_shapes(written):
    assert cells.yes_no("EAL")(written) is True


@pytest.mark.parametrize("written", ["N", "No", "F", "False", "0", False, 0, "Not EAL"])
def test_no_in_all_its_shapes(written):
    assert cells.yes_no("EAL")(written) is False


def test_commas_in_a_name_do_not_part_a_file_with_semicolons():
    found = read(BytesIO(b'Name;UPN;Year\n"Bell, Ann";x;3\n"Cox, Ben";y;3\n'))
    assert isinstance(found, FileTable)
    assert found.headings == ("Name", "UPN", "Year")


def table(*lines: str) -> FileTable | Transfer:
    return read(BytesIO("\n".join(lines).encode()))


def pupil_in(school, year, **values) -> Pupil:
    placed = {name: values.pop(name) for name in ("school_class", "sen_status", "high_need") if name in values}
    pupil = PupilFactory(school=school, **values)
    PupilYearFactory(school=school, year=year, pupil=pupil, **({"sen_status": "N"} | placed))
    return pupil


def test_blank_cells_and_capitals_change_nothing_and_k_leaves_k_plus(access, school, year):
    pupil_in(
        school, year, upn=upn_of(1), admission_number="5", surname="McDockleaf", forename="Fern", sex="F",
        sen_status="K", high_need=True,
    )  # fmt: skip
    found = planned(
        table("UPN,Adno,Surname,Forename,Sex,Year,SEN", f"{upn_of(1)},,MCDOCKLEAF,FERN,,3,K"), access("senco")
    )
    assert found.empty


def test_changes_are_told_field_by_field_and_who_is_back(access, school, year):
    room = ClassFactory(school=school, year=year, name="3A")
    changed = pupil_in(school, year, upn=upn_of(1), surname="Sedge", forename="Ivy", school_class=room)
    back = pupil_in(
        school, year, upn=upn_of(2), surname="Reed", forename="Ash", leaving_date=date(2026, 9, 10), sen_status="K"
    )
    gone = pupil_in(school, year, admission_number="9", surname="Rush", forename="Oak", school_class=room)
    found = planned(
        table(
            "UPN,Surname,Forename,Year,Class,PP",
            f"{upn_of(1)},Sedge-Rush,Ivy,4,3b,Y",
            f"{upn_of(2)},Reed,Ash,3,,",
        ),
        access("senco"),
    )
    (one,), (two,) = found.of("changed"), found.of("returned")
    assert (one.pupil, two.pupil) == (changed, back)
    assert [(each.label, each.before, each.after) for each in one.fields] == [
        ("Surname", "Sedge", "Sedge-Rush"), ("Year group", "Year 3", "Year 4"), ("Class", "3A", "3b"),
        ("Pupil premium", "no", "yes"),
    ]  # fmt: skip
    assert [(each.label, each.after) for each in two.fields] == [("Leaving date", "")]
    assert [(one.id, one.class_name) for one in found.leavers] == [(gone.pk, "3A")]
    assert found.new_classes == {"3b": ("4",)}


def test_the_same_name_and_date_of_birth_with_another_number_is_a_question(access, school, year):
    there = pupil_in(school, year, admission_number="9", surname="Rush", forename="Oak", date_of_birth=date(2018, 5, 6))
    found = planned(table("UPN,Surname,Forename,DOB,Year", f"{upn_of(3)},Rush,Oak,06/05/2018,3"), access("senco"))
    (entry,) = found.of("unclear")
    assert entry.pupil == there
    assert found.leavers == ()


def test_one_name_and_date_of_birth_twice_in_the_file_is_pointed_out(access):
    rows = [f"{upn_of(number)},Rush,Oak,06/05/2018,3" for number in (1, 2)]
    found = planned(table("UPN,Surname,Forename,DOB,Year", *rows), access("senco"))
    assert len(found.of("new")) == 2
    assert "Rows 2 and 3 (Oak Rush) have the same name and date of birth" in found.notes[0]


def test_another_pupils_admission_number_is_a_fault(access, school, year):
    pupil_in(school, year, upn=upn_of(1), surname="Sedge", forename="Ivy")
    pupil_in(school, year, upn="", admission_number="9", surname="Rush", forename="Oak")
    found = planned(table("UPN,Adno,Surname,Forename,Year", f"{upn_of(1)},9,Sedge,Ivy,3"), access("senco"))
    assert "Oak Rush's here. Correct it, or the UPN." in str(found.faults[0])


def test_no_column_for_the_year_group_is_one_fault(access):
    lines = [f"{upn_of(number)},Sedge,Ivy{number}" for number in range(5)]
    (fault,) = planned(table("UPN,Surname,Forename", *lines), access("senco")).faults
    assert str(fault).startswith("Nothing in the file says which year group new pupils are in.")


def test_who_may_not_write_needs_is_told_and_they_are_left(access, school, year):
    found = look(access, "titles_and_total.csv", "system_manager")
    assert any("left as they are" in note for note in found.notes)
    assert all("sen_status" not in entry.writes.year and entry.writes.needs is None for entry in found.entries)
    assert found.entries[0].writes.groups == {"pupil premium": True}
    assert PupilYear.objects.count() == 0
    assert plan([], by=access("senco")).empty
