"""What an import stores, leaves alone, changes and ends; and that the same file twice changes nothing."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import AuditRow, AuditTick, CurrentProvision
from costing.models import RoleHolder, RolePay, SchoolFundingRules, StaffRole
from delivery.models import Review
from provisions.models import InterventionGroup, Measure, OtherCost, Place, Provision, Session, Staffing
from pupils.models import ClassStaff, Outcome, Pupil, PupilGroup, PupilNeed, PupilYear
from schools.models import AcademicYear, HalfTerm, Membership, School, StaffMember, TrailEntry
from tests.workbook.helpers import ANN, BEN, Rows, bring_in, changes, look_at, small, through_file
from ui.sheets import Sheet
from ui.sheets.cells import FieldChange
from workbook.planning import plan_import
from workbook.reading import Data, from_mapping
from workbook.services import import_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return bring_in(small()).school


def test_everything_is_stored_as_it_was_given(school: School) -> None:
    year = AcademicYear.objects.get()
    assert (school.name, year.name, year.starts, year.ends) == (
        "Case School", "2026/27", date(2026, 9, 7), date(2026, 12, 18),
    )  # fmt: skip
    ann, ben = Pupil.objects.order_by("surname")
    assert (ann.upn, ben.upn, ben.admission_number) == (ANN, BEN, "77")
    assert PupilYear.objects.get(pupil=ann).status_code == "K+"
    assert [need.need_type.code for need in PupilNeed.objects.filter(pupil=ann)] == ["SPLD", "SLCN", "SEMH"]
    assert dict(PupilGroup.objects.values_list("name", "visibility")) == {"EAL": "all staff", "Young carer": "senior"}
    group = InterventionGroup.objects.get(code="R1")
    assert (group.year_groups, group.provision.name, group.funding_stream.amount) == (["R", "3"], "Reading", 12000)
    assert Staffing.objects.get(group=group, role__code="LM").sessions == Decimal("0.5")
    assert Session.objects.get(group=group).start == time(9, 15)
    assert Session.objects.get(group__code="F1").role is None
    first, second, third = Place.objects.order_by("pk")
    assert (first.days, first.left, first.outcome.wording) == ([0, 2], date(2026, 10, 2), "I will read")
    assert (second.charged_in_full, second.joined, third.pupil) == (True, date(2026, 11, 2), ben)
    assert Outcome.objects.get().by == date(2027, 7, 20)
    assert CurrentProvision.objects.get().ratio == "1:9"
    assert [tick.provision.name for tick in AuditTick.objects.all()] == ["Friends"]
    assert SchoolFundingRules.objects.get(in_force=True).content["divide_by"] == "planned"


def test_people_wait_and_nobody_is_mailed(school: School, mailoutbox: list[object]) -> None:
    membership = Membership.objects.get()
    assert (membership.email, membership.user, membership.invited) == ("tess@school.example", None, None)
    assert membership.roles == ["SENCO", "class teacher"]
    staff = StaffMember.objects.get(membership=membership)
    assert [row.staff for row in ClassStaff.objects.all()] == [staff]
    assert [row.role.code for row in RoleHolder.objects.filter(staff=staff)] == ["TA"]
    assert Staffing.objects.get(role__code="TA").person == staff
    assert mailoutbox == []


def test_the_same_file_twice_changes_nothing(school: School, tmp_path: Path) -> None:
    lines = Staffing.history.count(), Pupil.history.count(), TrailEntry.objects.count()
    again = import_now(through_file(small(), tmp_path), school=school)
    assert changes(again) == []
    assert all(result.same for result in again.report.sheets.values())
    assert (Staffing.history.count(), Pupil.history.count(), TrailEntry.objects.count()) == lines


def test_the_preview_is_what_the_import_does(school: School) -> None:
    rows = small()
    rows["Groups"][0]["Weeks"] = 14
    rows["Staffing"].pop(1)
    seen = look_at(rows, school)
    assert InterventionGroup.objects.get(code="R1").weeks == 12
    done = bring_in(rows, school)
    assert seen.report.fingerprint == done.report.fingerprint
    assert changes(done) == [("Groups", "changed", "R1"), ("Staffing", "ended", "R1: LM")]
    assert InterventionGroup.objects.get(code="R1").weeks == 14
    assert InterventionGroup.history.filter(code="R1").count() == 2


def test_a_line_no_longer_there_is_ended_and_stays_in_store(school: School) -> None:
    rows = {name: small()[name] for name in ("Staffing",)}
    rows["Staffing"] = rows["Staffing"][:1]
    done = bring_in(rows, school)
    assert changes(done) == [("Staffing", "ended", "R1: LM")]
    ended = Staffing.objects.get(group__code="R1", role__code="LM")
    assert ended.ended_at is not None
    assert Staffing.objects.get(group__code="F1").ended_at is None, "F1 is not named in the file"


def test_a_group_named_in_groups_alone_loses_its_lines_where_the_sheet_is_there(school: School) -> None:
    rows = {"Groups": small()["Groups"][1:], "Staffing": small()["Staffing"][:2], "Sessions": [], "Other costs": []}
    assert ("Staffing", "ended", "F1: LM") in changes(look_at(rows, school))
    assert changes(look_at({"Groups": small()["Groups"]}, school)) == []


def test_a_sheet_with_its_header_alone_ends_what_it_no_longer_has_and_says_so(school: School) -> None:
    data = {
        **from_mapping({"Groups": small()["Groups"]}),
        "Other costs": Sheet("Other costs", ("Description", "Kind"), ()),
    }
    done = plan_import(data, school=school)
    assert changes(done) == [("Other costs", "ended", "R1: Licence")]
    assert [str(note) for note in done.report.notes] == [
        "Other costs: The sheet has no rows, so all lines of the groups in the sheet Groups are ended. "
        "If you did not mean that, remove the sheet."
    ]


def test_a_changed_role_ends_one_line_and_adds_another(school: School) -> None:
    rows = small()
    rows["Staffing"][2]["Role"] = "TA"
    done = bring_in(rows, school)
    assert changes(done) == [("Staffing", "added", "F1: TA"), ("Staffing", "ended", "F1: LM")]


def test_a_moved_session_is_changed(school: School) -> None:
    rows = small()
    rows["Sessions"][0]["Start"] = "10:00"
    done = bring_in(rows, school)
    assert [change.fields for _, change in done.report.changes()] == [(FieldChange("Start", "09:15", "10:00"),)]
    assert Session.objects.get(group__code="R1").start == time(10)


def test_other_costs_of_a_group_are_a_whole_set_and_a_pupils_own_are_not(school: School) -> None:
    rows = small()
    rows["Other costs"] = [{**rows["Other costs"][0], "Description": "Books"}]
    assert changes(bring_in(rows, school)) == [
        ("Other costs", "added", "R1: Books"),
        ("Other costs", "ended", "R1: Licence"),
    ]
    assert OtherCost.objects.get(description="Meeting").ended_at is None


def test_a_blank_cell_clears_and_an_absent_column_leaves(school: School) -> None:
    bring_in({"Groups": [{"Group": "R1", "Focus": None, "Ends": ""}]}, school)
    group = InterventionGroup.objects.get(code="R1")
    assert (group.focus, group.ends, group.starts, group.weeks) == ("", None, date(2026, 9, 7), 12)
    bring_in({"Pupils": [{"UPN": ANN, "Primary need": "SLCN", "Pupil groups": ""}]}, school)
    ann = Pupil.objects.get(upn=ANN)
    assert [(need.rank, need.need_type.code) for need in ann.needs.all()] == [(1, "SLCN"), (2, "SEMH")]
    assert ann.group_memberships.count() == 0
    assert ann.profile.strengths == "Draws"
    assert ann.group_memberships.model.history.filter(history_type="-").count() == 2


def test_new_rows_need_their_required_columns_and_stored_ones_do_not(school: School) -> None:
    done = look_at({"Groups": [{"Group": "R1", "Focus": "x"}, {"Group": "N1", "Focus": "x"}]}, school)
    assert [(fault.row, fault.column) for fault in done.report.faults] == [
        (1, "Provision"), (1, "Group size"), (1, "Weeks"),
    ]  # fmt: skip


def test_a_pupil_who_leaves_and_returns(school: School) -> None:
    rows = {"Places": [
        {"Group": "F1", "Pupil": BEN, "Joined": None, "Left": "2026-09-18"},
        {"Group": "F1", "Pupil": BEN, "Joined": "2026-12-07", "Left": None},
    ]}  # fmt: skip
    done = bring_in(rows, school)
    assert changes(done) == [
        ("Places", "changed", "Ben Cox in F1"),
        ("Places", "added", "Ben Cox in F1 from 7 Dec 2026"),
    ]
    assert Place.objects.filter(pupil__upn=BEN).count() == 2
    assert done.report.notes == []


def test_a_second_place_at_the_same_time_is_told(school: School) -> None:
    done = look_at({"Places": [{"Group": "F1", "Pupil": BEN, "Joined": "2026-12-07"}]}, school)
    assert [note.text for note in done.report.notes] == [
        "Ben Cox has two places in F1 at one time. Give the earlier one a last day in Left."
    ]


def test_a_pupil_gets_a_upn_and_stays_the_same_pupil(school: School) -> None:
    bring_in(
        {"Pupils": [{"UPN": "", "Admission number": "99", "Surname": "Day", "Forename": "Di", "Year group": "4"}]},
        school,
    )
    done = bring_in({"Pupils": [{"UPN": "X801200018003", "Admission number": "99"}]}, school)
    assert changes(done) == [("Pupils", "changed", "Di Day (X801200018003)")]
    assert Pupil.objects.filter(surname="Day").count() == 1


def test_reviews_are_added_and_never_overwritten(school: School) -> None:
    done = look_at(
        {"Reviews": [{"Pupil": ANN, "Date": "2026-10-20", "Group": "R1", "Found": "Something else"}]}, school
    )
    assert [str(fault) for fault in done.report.faults] == [
        "Reviews, row 2, Found: found “Something else”. This review is recorded already, and reviews are not "
        "overwritten. Give a new one its own day."
    ]
    bring_in({"Reviews": [{"Pupil": ANN, "Date": "2026-10-20", "Group": "R1", "Next step": "Go on"}]}, school)
    assert Review.objects.get().next_step == "Go on"


def test_formula_like_text_stays_text(school: School, tmp_path: Path) -> None:
    rows = {"Provisions": [{"Provision": "=2+2", "Area of need": "C&L", "Tier": "targeted", "Description": "+@-"}]}
    done = import_now(through_file(rows, tmp_path), school=school)
    assert changes(done) == [("Provisions", "added", "=2+2")]
    assert Provision.objects.get(name="=2+2").description == "+@-"


def test_rates_are_exact_to_fifteen_digits_and_come_back_the_same(school: School, tmp_path: Path) -> None:
    rows = {"Staff roles": [{"Code": "TA", "Rate": 17.53333333333333}]}
    import_now(through_file(rows, tmp_path), school=school)
    assert RolePay.objects.get(role__code="TA").rate == Decimal("17.5333333333333")
    assert changes(import_now(through_file(rows, tmp_path), school=school)) == []


def test_the_rules_change_and_their_divisor_is_the_schools_own(school: School) -> None:
    rows = {"School": {**small()["School"], "Funding rules": "39-week-timetable", "Pupil cost divides by": "actual"}}
    done = bring_in(rows, school)
    assert [field for _, change in done.report.changes() for field in change.fields] == [
        FieldChange("Funding rules", "38-week-guidance", "39-week-timetable"),
        FieldChange("Pupil cost divides by", "planned", "actual"),
    ]
    assert SchoolFundingRules.objects.get(in_force=True).content["divide_by"] == "actual"
    assert bring_in({"School": small()["School"]}, school).report.sheets["School"].changed
    assert SchoolFundingRules.objects.get(in_force=True).key == "38-week-guidance"


def test_the_year_comes_from_the_sheet_or_is_the_current_one(school: School) -> None:
    bring_in({"Groups": [{"Group": "R9", "Provision": "Reading", "Group size": 1, "Weeks": 1}]}, school)
    assert InterventionGroup.objects.get(code="R9").year.name == "2026/27"
    rows = {"School": {"Name": "Case School", "Academic year": "2027/28"}, "Groups": small()["Groups"][:1]}
    rows["Groups"] = [{"Group": "R1", "Provision": "Reading", "Group size": 1, "Weeks": 1}]
    bring_in(rows, school)
    assert [(group.year.name, group.weeks) for group in InterventionGroup.objects.filter(code="R1").order_by("pk")] == [
        ("2026/27", 12), ("2027/28", 1),
    ]  # fmt: skip
    assert AcademicYear.objects.get(name="2027/28").starts == date(2027, 9, 1)


def test_half_terms_move_and_the_year_grows_with_them(school: School) -> None:
    bring_in({"Half-terms": [{"Name": "Autumn 2", "Starts": "2026-11-02", "Ends": "2027-01-08"}]}, school)
    assert HalfTerm.objects.get(name="Autumn 2").ends == AcademicYear.objects.get().ends == date(2027, 1, 8)


def test_a_day_band_moves(school: School) -> None:
    rows = [{"Band": "break", "Starts": "10:35", "Ends": "10:55"}]
    assert changes(bring_in({"Day bands": rows}, school)) == [("Day bands", "changed", "break, 10:35")]


def test_a_class_teacher_not_seen_before_waits(school: School) -> None:
    bring_in({"Classes": [{"Class": "3A", "Teachers": "new@school.example"}]}, school)
    assert Membership.objects.get(email="new@school.example").roles == ["class teacher"]
    assert [row.staff.email for row in ClassStaff.objects.all()] == ["new@school.example"]


def test_measures_and_outcomes_come_by_name(school: School) -> None:
    rows = {
        "Places": [{"Group": "F1", "Pupil": BEN, "Outcome": "I will play"}],
        "Scores": [{"Pupil": BEN, "Measure": "Blob tree", "Date": "2026-09-10", "Value": 3}],
    }
    bring_in(rows, school)
    assert Outcome.objects.get(pupil__upn=BEN).status == "open"
    assert set(Measure.objects.values_list("name", flat=True)) == {"Reading age", "Blob tree"}


def test_audit_bands_are_proposed_from_the_status(school: School) -> None:
    rows = [{"Class or year group": "Year 3", "Pupil": pupil, "Provision": "Reading"} for pupil in (ANN, BEN)]
    done = bring_in({"Audit": rows}, school)
    assert list(AuditRow.objects.filter(chart__year_group="3").values_list("band", flat=True)) == ["must", "could"]
    assert len(done.report.notes) == 2


def test_another_schools_rows_are_neither_seen_nor_touched(school: School) -> None:
    other = import_now(plan_data(), school=None, slug="other").school
    assert StaffRole.objects.filter(school=other).count() == 2
    assert changes(look_at(small(), school)) == []
    done = look_at({"Places": [{"Group": "R1", "Pupil": "X801200018003"}]}, school)
    assert [fault.column for fault in done.report.faults] == ["Pupil"]


def plan_data() -> Data:
    rows = small()
    rows["Pupils"].append({"UPN": "X801200018003", "Surname": "Else", "Forename": "Ed", "Year group": "3"})
    return from_mapping(rows)


def test_the_number_of_queries_does_not_grow_with_the_rows(school: School) -> None:
    def queries(count: int, start: int) -> int:
        pupils = [
            {
                "Admission number": str(start + place),
                "Surname": "S",
                "Forename": "F",
                "Year group": "3",
                "Primary need": "SPLD",
            }
            for place in range(count)
        ]
        rows = {"Pupils": pupils, "Places": [{"Group": "R1", "Pupil": pupil["Admission number"]} for pupil in pupils]}
        with CaptureQueriesContext(
            connection,
        ) as captured:
            bring_in(rows, school)
        return len(captured)

    few, many = queries(2, 1000), queries(60, 2000)
    assert many == few


def test_the_trail_says_who_and_what(school: School) -> None:
    entry = TrailEntry.objects.get()
    assert (entry.by_name, entry.verb, entry.summary) == ("command line", "imported", "the school workbook")
    assert entry.detail["Staffing"] == "Staffing: 3 added, 0 left alone"


def test_dry_plans_write_nothing() -> None:
    done = plan_import(plan_data(), school=None, slug="case")
    assert done.fine
    assert School.objects.count() == Measure.objects.count() == 0


def test_an_amount_beside_hours_is_said_to_count_alone(school: School) -> None:
    rows: Rows = {
        "Other costs": [
            {
                "Description": "Visits",
                "Kind": "professional",
                "Group": "F1",
                "Amount": 90,
                "Role": "TA",
                "Hours a year": 2,
            },
        ]
    }
    rows["Whole-school provision"] = [
        {"Description": "Planning", "Amount": 90, "Role": "TA", "Hours a week": 2},
        {"Description": "Books", "Amount": 90},
    ]
    texts = [str(note) for note in look_at(rows, school).report.notes if "only one can be its cost" in str(note)]
    assert len(texts) == 2
    assert "hours a year" in texts[0]
    assert "hours a week" in texts[1]
