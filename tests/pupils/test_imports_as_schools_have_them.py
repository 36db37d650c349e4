"""Files as schools really have them, one fault each: what comes out of each, what is said of it, what is asked."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pupils.imports.files import cells
from pupils.imports.files.reading import FileSheets, read
from pupils.imports.planning import PupilImportPlan
from pupils.imports.preview import sentence
from pupils.imports.services import ManySheets, explain, plan_of
from pupils.models import ImportMapping, Pupil
from tests.factories import PupilFactory, PupilYearFactory
from tests.pupils.mis_file import upn_of
from ui.csv_files import read_csv
from ui.sheets import SheetError

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files/as_schools_have_them"
DAY = date(2017, 9, 3)


@pytest.fixture
def look(access):
    """What a file would do, by its name; or one of these lines."""

    def looked(name: str, *lines: str) -> PupilImportPlan:
        source = BytesIO("\n".join(lines).encode()) if lines else FILES / name
        return plan_of(read(source), by=access("senco"))

    return looked


@pytest.fixture
def answer(access):
    """Answer the questions of a plan, by word."""

    def answered(plan: PupilImportPlan, **words: str) -> None:
        said = {question: words[question.word.replace(" ", "_").replace("-", "_")] for question in plan.questions}
        explain(said, by=access("senco"))

    return answered


def column(name: str, place: int) -> list[str]:
    with (FILES / name).open(encoding="utf-8-sig") as file:
        return [row[place] for row in csv.reader(file)][1:]


def needs(plan: PupilImportPlan, place: int = 0) -> list[str]:
    return [need.code for need in plan.entries[place].writes.needs or ()]


def asked(plan: PupilImportPlan) -> list[str]:
    return [question.word for question in plan.questions]


def words_of(plan: PupilImportPlan) -> str:
    return "\n".join(plan.notes)


# Transfer files


def test_a_need_that_has_ended_is_left_out_with_a_note(look):
    plan = look("01a-ctf-need-ended.xml")
    assert needs(plan) == ["SLCN"]
    assert "Pupil 1 (Mona Larkfield): the need SEMH ended on 19 Jul 2024, and was left out." in plan.notes


def test_a_need_that_has_not_begun_is_left_out_with_a_note(look):
    plan = look("01b-ctf-need-not-begun.xml")
    assert needs(plan) == []
    assert "the need HI begins on 1 Apr 2027" in words_of(plan)


def test_a_pupil_whose_needs_have_all_ended_has_none(look):
    plan = look("01c-ctf-all-needs-ended-status-n.xml")
    assert (plan.faults, needs(plan), plan.entries[0].writes.year["sen_status"]) == ((), [], "N")


def test_free_meals_that_ended_are_no_free_meals(look):
    (entry,) = look("02-ctf-fsm-ended.xml").entries
    assert entry.writes.groups == {}


def test_the_sen_status_is_that_of_today_and_not_one_that_begins_later(look):
    plan = look("03-ctf-sen-starts-later.xml")
    ash, bay = (entry.writes.year for entry in plan.entries)
    assert (ash["sen_status"], ash["sen_since"], bay["sen_status"]) == ("K", date(2024, 1, 8), "E")
    assert "Pupil 1 (Ash Moor): the SEN status E begins on 4 Jan 2027, and was left out." in plan.notes
    assert "Pupil 2 (Bay Moor): SEN status E was taken; the file also has K for that day." in plan.notes


@pytest.mark.parametrize(
    ("name", "left"),
    [("04a-ctf-off-register-nsa.xml", []), ("04b-ctf-ehc-with-nsa.xml", ["ASD"]), ("04c-status-n-need-nsa.csv", [])],
)
def test_no_specialist_assessment_of_years_ago_is_left_out_and_blocks_nothing(look, name, left):
    plan = look(name)
    assert (plan.faults, needs(plan)) == ((), left)
    assert "“No specialist assessment of type of need” goes only with SEN support, and was left out" in words_of(plan)


def test_every_fault_of_a_transfer_file_names_the_pupil(look):
    content = (FILES / "06a-ctf-namespace.xml").read_text().replace("2018-05-06", "06/2018").replace("M9999", "X9999")
    told = [str(fault) for fault in look("", content).faults]
    assert len(told) == 2
    assert all(line.startswith("Pupil 1 (Ned Heath), ") for line in told)


def language(*spoken: tuple[str, str]) -> str:
    types = "".join(
        f"<Type><LanguageType>{kind}</LanguageType><Language>{code}</Language></Type>" for kind, code in spoken
    )
    content = (FILES / "06a-ctf-namespace.xml").read_text()
    return content.replace("</NCyearActual>", f"</NCyearActual><Languages>{types}</Languages>")


@pytest.mark.parametrize(
    ("spoken", "groups"),
    [
        ([("F", "REF")], {}), ([("F", "NOT")], {}), ([("F", "ZZZ")], {}), ([("H", "POL"), ("F", "ENG")], {}),
        ([("F", "ENB")], {}), ([("H", "ENG"), ("F", "POL")], {"EAL": True}), ([("H", "POL")], {"EAL": True}),
        ([("H", "POL"), ("F", "REF")], {}),
    ],
)  # fmt: skip
def test_the_first_language_decides_and_what_is_not_told_says_nothing(look, spoken, groups):
    assert look("", language(*spoken)).entries[0].writes.groups == groups


def test_not_english_is_yes_and_not_known_is_nothing(look):
    plan = look("05b-eal-not-english.csv")
    assert [entry.record.groups.get("EAL") for entry in plan.entries] == [True, False, None]
    assert plan.questions == ()


@pytest.mark.parametrize("name", ["06a-ctf-namespace.xml", "06b-ctf-prefix.xml"])
def test_a_transfer_file_in_a_namespace_is_read(look, name):
    assert [entry.name for entry in look(name).entries] == ["Ned Heath"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("06c-atf.xml", "This is an Admissions Transfer File"), ("22a-html-called-xls.xls", "This is a web page"),
        ("22b-html-doctype.xls", "This is a web page"), ("22c-spreadsheet-2003.xml", "This is an Excel 2003 XML file"),
    ],
)  # fmt: skip
def test_what_is_another_kind_of_file_is_called_by_its_name(name, says):
    with pytest.raises(SheetError, match=says):
        read(FILES / name)


# Words that only the school can explain


def test_year_groups_that_are_plain_are_read_and_the_rest_asked_once(look, answer):
    plan = look("07b-year-groups.csv")
    assert plan.faults == ()
    assert asked(plan) == ["Nursery", "N", "Foundation", "Pre-School", "Preschool", "Nur"]
    read_as = [entry.record.get("year_group") for entry in plan.entries]
    assert read_as[:7] == ["3", "3", "3", "R", "R", "R", "N2"]
    assert (read_as[13], read_as[17], read_as[20], read_as[22]) == ("R", "1", "R", "3")
    answer(plan, Nursery="N2", N="N2", Foundation="R", Pre_School="N1", Preschool="N1", Nur="out")
    plan = look("07b-year-groups.csv")
    assert (plan.questions, plan.faults, len(plan.entries)) == ((), (), 25)
    assert (plan.entries[7].record.get("year_group"), plan.entries[18].record.get("year_group")) == ("N2", "N1")
    assert "Row 27 (Case25 Yeargroup) has “Nur”, and was left out." in plan.notes
    assert sentence(plan) == "25 new · 1 row left out"


def test_year_codes_of_a_transfer_file_are_asked_once(look):
    plan = look("07-ctf-ncyear-codes.xml")
    assert plan.faults == ()
    assert asked(plan) == ["X", "E1", "E2", "N", "M", "0"]
    assert str(plan.questions[0]) == "NCyearActual, pupil 1: found “X”."


def test_a_sex_that_is_not_told_is_blank(look):
    assert [entry.record.get("sex") for entry in look("07c-ctf-sex-codes.xml").entries] == [None, None]


def test_sen_statuses_that_are_known_are_read_and_the_rest_asked_once(look, answer):
    plan = look("18-sen-statuses.csv")
    assert plan.faults == ()
    known = [entry.record.get("sen_status") for entry in plan.entries]
    assert known[:8] == ["K", "E", "E", "K", "K", "E", "N", "N"]
    assert (known[15], known[16], known[17], known[19], known[26]) == ("E", "K", "K", "N", "N")
    assert "Monitoring" in asked(plan)
    assert len(asked(plan)) == len(set(asked(plan))) == 11
    assert (
        look("", "UPN,Surname,Forename,Year,SEN", f"{upn_of(1)},Sedge,Ivy,3,No SEN Status")
        .entries[0]
        .record.get("sen_status")
        == "N"
    )


def test_one_word_in_many_rows_is_one_question_and_the_answer_is_remembered(look, answer, access):
    lines = [
        "UPN,Surname,Forename,Year,SEN",
        *(f"{upn_of(number)},Sedge,Ivy{number},3,monitoring" for number in range(9)),
    ]
    plan = look("", *lines)
    assert [str(question) for question in plan.questions] == ["SEN, rows 2, 3, 4, 5, 6 and 4 more: found “monitoring”."]
    answer(plan, monitoring="N")
    lines[3] = lines[3].replace("monitoring", "MONITORING")
    assert {entry.writes.year["sen_status"] for entry in look("", *lines).entries} == {"N"}
    assert ImportMapping.objects.get().words == {"sen_status": {"monitoring": "N"}}


def test_who_may_not_write_needs_is_asked_nothing_about_them(access):
    plan = plan_of(read(FILES / "18-sen-statuses.csv"), by=access("system_manager"))
    assert plan.questions == ()
    assert "Monitoring" not in repr([entry.record for entry in plan.entries])


def test_the_command_line_refuses_what_it_would_have_to_ask(school, year):
    with pytest.raises(CommandError, match=r"SEN Status, row 10: found “Monitoring”\. Import the file on the page"):
        call_command("import_pupils", str(FILES / "18-sen-statuses.csv"), "--school", "ashgrove")
    assert Pupil.objects.count() == 0


def test_a_cell_that_spells_its_heading_or_the_usual_letters_is_yes(look):
    plan = look("14a-flag-says-its-name.csv")
    ada, bo, cal, dee = (entry.record.groups for entry in plan.entries)
    assert len(ada) == 7
    assert all(ada.values())
    assert bo == {}
    assert cal == {
        "pupil premium": True, "free school meals": True, "free school meals in the last six years": True,
        "looked-after child": True, "service child": True, "young carer": True,
    }  # fmt: skip
    assert (dee["looked-after child"], dee["previously looked-after"], dee["young carer"]) == (False, True, False)
    assert asked(plan) == ["E", "Ever Service"]


def test_pupil_premium_in_all_its_shapes(look):
    plan = look("14b-pp-each.csv")
    said = dict(zip(column("14b-pp-each.csv", 4), (entry.record.groups for entry in plan.entries), strict=True))
    assert [word for word, groups in said.items() if groups.get("pupil premium")] == [
        "PP", "PPG", "Disadvantaged", "√", "TRUE", "Y - FSM",
    ]  # fmt: skip
    assert [word for word, groups in said.items() if groups.get("pupil premium") is False] == ["0.0", "N/A"]
    assert asked(plan) == [word for word, groups in said.items() if not groups]


def test_previously_looked_after_is_a_group_of_its_own(look):
    plan = look("14c-lac-each.csv")
    said = dict(zip(column("14c-lac-each.csv", 4), (entry.record.groups for entry in plan.entries), strict=True))
    now = [word for word, groups in said.items() if groups.get("looked-after child")]
    before = [word for word, groups in said.items() if groups.get("previously looked-after")]
    assert now == ["LAC", "CLA", "In care", "Currently looked after", "Yes"]
    assert before == [
        "Previously LAC", "PLAC", "Post-LAC", "No longer looked after", "Ceased to be looked after through adoption",
    ]  # fmt: skip
    assert (said["Not in care"], said["Not currently looked after"]) == ({"looked-after child": False},) * 2
    assert asked(plan) == ["SGO"]


# Names and numbers


def test_names_in_capitals_become_proper_case_and_the_preview_shows_it(look):
    plan = look("08-ctf-capitals.xml")
    assert [entry.name for entry in plan.entries] == ["Anne-Marie O'Rooster-McDonald", "Zoë Öztürk"]
    assert words_of(plan) == (
        "Names in capitals are written in small letters: ANNE-MARIE O'ROOSTER-MCDONALD → Anne-Marie "
        "O'Rooster-McDonald, ZOË ÖZTÜRK → Zoë Öztürk."
    )


def test_two_letters_that_somebody_is_called_stay(look):
    plan = look("", "UPN,Surname,Forename,Year", f"{upn_of(1)},Sedge,TJ,3", f"{upn_of(2)},REED,Ash,3")
    assert [entry.name for entry in plan.entries] == ["TJ Sedge", "Ash Reed"]


def test_numbers_lose_their_invisible_marks_and_quotes(look):
    plan = look("11a-12-upn-invisible-and-quoted.csv")
    found = {entry.number: entry.record.get("upn") for entry in plan.entries}
    letters = {2: "D", 3: "T", 4: "G", 5: "W", 6: "K", 7: "Z", 8: "N", 9: "C", 20: "V", 21: "J"}
    assert {row: (found[row] or "")[:1] for row in letters} == letters
    assert {fault.row for fault in plan.faults} == {10, 11, 12, 14, 15}


def test_zero_width_marks_are_dropped_from_names_and_classes(look):
    assert look("11b-upn-zero-width.csv").faults == ()
    plan = look("11c-class-zero-width.csv")
    assert list(plan.new_classes) == ["4W"]
    assert [entry.name for entry in plan.entries] == ["Kit Rowe", "Pat Rowe", "Lou Rowe"]
    assert look("13-21i-zero-width-name.csv").entries[0].name == "Ying Zhang"


def test_the_base_file_keeps_every_name(look):
    names = {entry.name for entry in look("13-base-first.csv").entries}
    assert {"+Plus =Formula", "Ana Clara de Souza", "Łukasz Łukasiewicz", "محمد ابراهيم", "Thảo Vy Nguyễn"} <= names


@pytest.mark.parametrize(
    ("surname", "forename", "born", "line"),
    [
        ("O'Neill", "Zoë", "2017-09-03", "O’Neill,Zoë,03/09/2017,K"),
        ("Smith-Jones", "Anne-Marie", "2017-01-01", "Smith Jones,Anne Marie,01/01/2017,K"),
        ("Smith-Jones", "Anne-Marie", "2017-01-01", "Smith‐Jones,Anne‑Marie,01/01/2017,K"),
        ("Öztürk", "Ayşe", "2017-09-09", "O\u0308ztu\u0308rk,Ays\u0327e,09/09/2017,K"),
    ],
)
def test_names_match_whatever_the_apostrophe_hyphen_or_composition(look, school, year, surname, forename, born, line):
    pupil = PupilFactory(school=school, surname=surname, forename=forename, date_of_birth=date.fromisoformat(born))
    PupilYearFactory(school=school, year=year, pupil=pupil, year_group="4", sen_status="N")
    (entry,) = look("", "Surname,Forename,DOB,SEN", line).entries
    assert (entry.kind, entry.pupil) == ("changed", pupil)


def test_another_kind_of_apostrophe_is_no_change(look, school, year):
    pupil = PupilFactory(school=school, surname="O'Neill", forename="Zoë", date_of_birth=DAY)
    PupilYearFactory(school=school, year=year, pupil=pupil, year_group="4", sen_status="K")
    assert look("13-21a-curly-no-number.csv").empty


def test_particles_stay_with_the_surname():
    assert cells.whole_name("Anna van der Berg") == ("van der Berg", "Anna")
    assert cells.whole_name("van der Berg, Anna") == ("van der Berg", "Anna")
    assert cells.whole_name("Ana Clara de Souza") == ("de Souza", "Ana Clara")
    assert cells.whole_name("Mary Jane Bell") == ("Bell", "Mary Jane")


# Needs


def test_a_row_for_each_need_is_one_pupil_with_needs_by_rank(look):
    plan = look("15-row-per-need.csv")
    assert plan.faults == ()
    assert [(entry.name, needs(plan, place)) for place, entry in enumerate(plan.entries)] == [
        ("Isla Threlfall", ["SLCN", "SEMH"]), ("Ben Okoro", ["ASD"]),
    ]  # fmt: skip
    assert "1 row with a further need of a pupil was joined to the first." in plan.notes


def test_needs_are_split_at_line_breaks(look):
    plan = look("17a-needs-line-break.csv")
    assert [needs(plan, place) for place in (0, 1)] == [["SEMH", "SLCN"]] * 2


def test_needs_in_all_their_shapes(look, answer):
    plan = look("17b-needs.csv")
    codes = dict(zip(column("17b-needs.csv", 5), (needs(plan, place) for place in range(28)), strict=True))
    assert codes == {
        "ASD - Autistic Spectrum Disorder": ["ASD"], "SpLD": ["SPLD"], "Specific Learning Difficulty (SpLD)": ["SPLD"],
        "Autism Spectrum Disorder": ["ASD"], "SLCN/SEMH": ["SLCN", "SEMH"], "MLD, SLCN": ["MLD", "SLCN"],
        "Down's syndrome": ["DS"], "BESD": ["BESD"], "Behaviour, Emotional & Social Difficulties": ["BESD"],
        "Social, Emotional & Mental Health": ["SEMH"], "Speech, Language & Communication Needs": ["SLCN"], "ADHD": [],
        "Autistic Spectrum Disorder, Speech, Language and Communication Needs": ["ASD", "SLCN"],
        "SEMH and SLCN": ["SEMH", "SLCN"], "SEMH & SLCN": ["SEMH", "SLCN"], "Dyslexia": ["SPLD"],
        "SLCN + MLD": ["SLCN", "MLD"], "1. SLCN 2. SEMH": ["SLCN", "SEMH"], "Hearing Impairment; SLCN": ["HI", "SLCN"],
        "SEMH\nSLCN": ["SEMH", "SLCN"], "Visual Impairment": ["VI"],
        "Profound and Multiple Learning Difficulty": ["PMLD"],
        "Physical disability": ["PD"], "ASC": ["ASD"], "Other": ["OTH"], "No specialist assessment": ["NSA"],
        "Down Syndrome": ["DS"], "ASD (diagnosed)": ["ASD"],
    }  # fmt: skip
    assert asked(plan) == ["ADHD"]
    answer(plan, ADHD="SEMH")
    assert needs(look("17b-needs.csv"), 11) == ["SEMH"]


# Dates


def test_a_time_is_turned_into_london_time_or_refused(look):
    plan = look("19a-dob-utc.csv")
    assert [entry.record.get("date_of_birth") for entry in plan.entries] == [date(2018, 5, 14)] * 2 + [None] * 2
    assert [fault.row for fault in plan.faults] == [4, 5]
    assert "the day may be another in your system. Give the date alone" in plan.faults[0].what


def test_dates_in_all_their_shapes(look):
    plan = look("19b-dates.csv")
    said = dict(
        zip(column("19b-dates.csv", 4), (entry.record.get("date_of_birth") for entry in plan.entries), strict=True)
    )
    assert {word for word, found in said.items() if found is None} == {"09/25/2017", "30/02/2018"}
    assert {found for word, found in said.items() if word != "29/02/2020"} == {DAY, None}


# The table


def test_columns_that_were_not_used_are_named(look, school, year, capsys):
    plan = look("", "UPN,Surname,Forename,Year,House,Bus", f"{upn_of(1)},Sedge,Ivy,3,Red,7")
    assert "Columns not used: House, Bus." in plan.notes
    assert not any("not used" in note for note in look("15-row-per-need.csv").notes)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ((FILES / "20c-mac-roman.csv").read_bytes(), "This file was read in the letters of Windows (Western Europe)"),
        ("UPN,Surname\n1,Zoë\n2,Öz".encode() + b"\xe9n\n", "A few letters of this file are not in the same alphabet"),
        ("UPN,Surname\n1,ZoÃ«\n2,Åukasz\n".encode(), "Some letters look as if they were saved wrongly: ZoÃ«"),
    ],
)  # fmt: skip
def test_letters_that_may_be_wrong_are_said(content, says):
    _, notes = read_csv(content)
    assert len(notes) == 1
    assert notes[0].startswith(says)


def test_a_few_wrong_bytes_do_not_spoil_the_other_names():
    grid, _ = read_csv("UPN,Surname\n1,Zoë\n2,Öz".encode() + b"\xe9n\n")
    assert [row[1][1] for row in grid[1:]] == ["Zoë", "Özén"]
    assert read_csv("UPN,Surname\n1,Zoë Åberg\n".encode())[1] == []


def test_the_reading_of_letters_stands_in_the_preview(look):
    assert "JosŽ" in words_of(look("20c-mac-roman.csv"))


def test_rows_that_are_no_pupils_are_left_out_with_a_note(look):
    plan = look("21a-class-rows-inside.csv")
    assert (plan.faults, [entry.name for entry in plan.entries]) == ((), ["Una Grouped", "Dua Grouped", "Tria Grouped"])
    assert sentence(plan) == "3 new · 4 rows left out"
    assert "Row 2 (“Class: 3T”) is a heading or a note of the report, not a pupil, and was left out." in plan.notes
    plan = look("21b-created-on-footer.csv")
    assert [entry.name for entry in plan.entries] == ["Una Printed", "Dua Printed"]
    assert "Created On 01/09/2026" in words_of(plan)


def test_of_two_sheets_with_headings_one_is_asked_for(look, school, year):
    found = read(FILES / "24-leavers-sheet-longer.xlsx")
    assert isinstance(found, FileSheets)
    assert [name for name, _ in found.tables] == ["Sheet1", "Leavers"]
    with pytest.raises(ManySheets, match="The sheets Sheet1 and Leavers all list pupils"):
        look("24-leavers-sheet-longer.xlsx")
    with pytest.raises(CommandError, match="Choose one, or leave one in the file"):
        call_command("import_pupils", str(FILES / "24-leavers-sheet-longer.xlsx"), "--school", "ashgrove")


def test_the_preview_says_in_one_sentence_what_would_happen(look):
    lines = [f",9{number},Sedge,Ivy{number},3" for number in range(6)]
    more = [f"{upn_of(number)},1{number},Reed,Ash{number},3" for number in range(414)]
    plan = look("", "UPN,Adno,Surname,Forename,Year", *lines, *more, "Total: 420,,,,")
    assert sentence(plan) == "420 new · 6 without a UPN · 1 row left out"
