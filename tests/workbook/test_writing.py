"""What the workbook holds of a school: awkward rows come back as they were, and what no longer holds stays behind."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from costing.models import RolePay, StaffRole
from delivery.models import Score
from provisions.models import InterventionGroup, OtherCost, Session, Staffing
from pupils.models import ClassStaff, Pupil, PupilNeed, PupilProfile, SchoolClass
from schools.access import command_line_access
from schools.models import School, StaffMember, TrailEntry
from schools.reading import current_year
from tests.factories import SchoolFactory, YearFactory
from tests.workbook.helpers import ANN, BEN, bring_in, changes, look_at, small
from ui.sheets import SheetError
from workbook.planning import ImportPlan, plan_import
from workbook.reading import from_file
from workbook.writing import NoYear, workbook_file, workbook_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return bring_in(small()).school


def out_and_in(school: School) -> ImportPlan:
    content = workbook_file(command_line_access(school, current_year(school)))
    return plan_import(from_file(io.BytesIO(content)), school=school)


def taken_out(school: School) -> dict[str, list[dict[str, Any]]]:
    tables = workbook_of(command_line_access(school, current_year(school)))
    return {name: [dict(zip(columns, row, strict=True)) for row in rows] for name, columns, rows in tables}


def same_again(school: School) -> bool:
    done = out_and_in(school)
    assert [str(fault) for fault in done.report.faults] == []
    assert changes(done) == []
    return done.ledger.empty


def test_awkward_rows_come_back_as_they_were(school: School) -> None:
    ann = Pupil.objects.get(upn=ANN)
    PupilProfile.objects.filter(pupil=ann).update(
        strengths="=HYPERLINK(1)", needs="First line\r\nsecond\xa0line ", high_quality_teaching="-5 #N/A\x0b & <b>"
    )
    PupilNeed.objects.filter(pupil=ann, rank=1).delete()  # no primary need, two others
    StaffRole.objects.create(school=school, code="NEW", name="Not paid yet")
    InterventionGroup.objects.filter(code="R1").update(focus="#N/A", monitoring="TRUE", name="1:6", weeks="11.75")
    room = SchoolClass.objects.get(name="3A")
    SchoolClass.objects.create(school=school, year=room.year, name="Year 3", year_groups=["3"])
    quiet = StaffMember.objects.create(school=school, name="Has No Address")
    ClassStaff.objects.create(school=school, school_class=room, staff=quiet, part="teacher")
    RolePay.objects.filter(role__code="LM").update(
        annual_salary=Decimal("26750.12345678901234")
    )  # more than a cell keeps
    Staffing.objects.filter(group__code="F1").update(person=quiet, trained=False)
    assert same_again(school)
    assert taken_out(school)["Current provision"][0]["Class or year group"] == "3"  # "Year 3" is a class too
    bring_in({"Classes": [{"Class": "3A", "Teachers": None}]}, school)
    assert [each.staff for each in room.class_staff.filter(part="teacher")] == [quiet]


def test_a_pupil_with_several_ticks_has_band_and_other_once(school: School) -> None:
    rows = small()["Audit"]
    bring_in({"Audit": [*rows, {**rows[0], "Provision": "Reading", "Band": None, "Other": None}]}, school)
    told = [(row["Provision"], row["Band"], row["Other"]) for row in taken_out(school)["Audit"]]
    assert told == [("Friends", "must", "Lego"), ("Reading", None, None)]
    assert same_again(school)


def test_what_no_longer_holds_stays_behind_untouched(school: School) -> None:
    gone = timezone.now()
    Staffing.objects.filter(group__code="R1", role__code="LM").update(ended_at=gone)
    Session.objects.filter(group__code="F1").update(ended_at=gone)
    InterventionGroup.objects.filter(code="F1").update(status="archived")
    OtherCost.objects.filter(pupil__isnull=False).update(ended_at=gone)
    last_year = YearFactory(school=school, name="2025/26")
    old = InterventionGroup.objects.create(
        school=school, year=last_year, code="OLD", provision=InterventionGroup.objects.get(code="R1").provision,
        size=2, weeks=10,
    )  # fmt: skip
    Score.objects.update(group=old)
    pupil = Pupil.objects.create(school=school, upn="", admission_number="LEFT", surname="Gone", forename="Long")
    told = taken_out(school)
    assert [row["Group"] for row in told["Groups"]] == ["R1"]
    assert [row["Role"] for row in told["Staffing"]] == ["TA"]
    assert [row["Group"] for row in told["Sessions"]] == ["R1"]
    assert {row["Group"] for row in told["Places"]} == {"R1"}
    assert [row["Description"] for row in told["Other costs"]] == ["Licence"]
    assert told["Scores"] == []
    assert pupil.admission_number not in {row["Admission number"] for row in told["Pupils"]}
    assert same_again(school)


def test_another_school_can_be_set_up_from_it(school: School) -> None:
    told = taken_out(school)
    done = look_at({**told, "School": {row["Key"]: row["Value"] for row in told["School"]}})
    assert [str(fault) for fault in done.report.faults] == []
    assert {name: len(result.added) for name, result in done.report.sheets.items() if name != "School"} == {
        name: len(rows) for name, rows in told.items() if name != "School" and rows
    }


def test_the_basis_of_pay_may_be_blank_only_where_there_is_no_pay(school: School) -> None:
    role = {"Code": "NEW", "Name": "New", "Rate basis": None, "Rate": None}
    says = "Staff roles, row 2, Rate basis: Fill this in: how the cost of an hour is found."
    assert [str(fault) for fault in look_at({"Staff roles": [role]}, school).report.faults] == [says]
    StaffRole.objects.create(school=school, code="NEW", name="New")
    assert changes(look_at({"Staff roles": [role]}, school)) == []
    assert [str(fault) for fault in look_at({"Staff roles": [{**role, "Rate": 12}]}, school).report.faults] == [says]
    paid = {"Code": "TA", "Name": "Teaching assistant", "Rate basis": None}
    assert [str(fault) for fault in look_at({"Staff roles": [paid]}, school).report.faults] == [says]
    assert RolePay.objects.filter(role__code="TA").count() == 1


def test_a_text_that_no_cell_holds_is_said_and_not_cut(school: School) -> None:
    PupilProfile.objects.filter(pupil__upn=ANN).update(needs="x" * 33_000)
    with pytest.raises(SheetError, match="more than 32,767 letters"):
        out_and_in(school)


def test_the_command_writes_the_year_that_is_asked_for(school: School, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    call_command("export", "workbook", "--school", "case", "-o", str(target), "--year", "2026/27")
    assert plan_import(from_file(target), school=school).ledger.empty
    entry = TrailEntry.objects.latest("pk")
    assert (entry.verb, entry.summary) == ("exported", "the school workbook of 2026/27")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--pupil", BEN, "--format", "pdf"], "The school workbook does not take --format, --pupil."),
        (["--audience", "governor"], "The school workbook does not take --audience."),
        (["--year", "2020/21"], "Case School has no academic year '2020/21'. It has: 2026/27."),
    ],
)
def test_the_command_refuses_what_is_for_papers(
    school: School, arguments: list[str], says: str, tmp_path: Path
) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("export", "workbook", "--school", "case", "-o", str(tmp_path / "out.xlsx"), *arguments)
    assert str(refused.value) == says
    assert not list(tmp_path.iterdir())


def test_a_school_without_a_year_has_no_workbook() -> None:
    with pytest.raises(NoYear, match="no academic year yet"):
        workbook_of(command_line_access(SchoolFactory(), None))
