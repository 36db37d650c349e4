"""The export command: one clear message for whatever it cannot do, and nothing written."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pupils.models import PupilYear
from reports.documents.registry import ALL_FORMS, PAPERS
from tests.factories import (
    AuditChartFactory,
    GroupFactory,
    PlaceFactory,
    PupilFactory,
    RolePayFactory,
    SessionFactory,
    StaffFactory,
    StaffingFactory,
    YearFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupil(school, year):
    """A pupil of the school with one place in one group that has a rate."""
    pupil = PupilFactory(school=school, upn="U801200018001")
    PupilYear.objects.create(school=school, pupil=pupil, year=year, year_group="3")
    AuditChartFactory(school=school, year=year, year_group="3")
    group = GroupFactory(school=school, year=year, code="G", size=4, weeks=10, year_groups=["3"])
    line = StaffingFactory(school=school, group=group, sessions=2, minutes=30)
    RolePayFactory(school=school, role=line.role, year=year, basis="hourly", rate="20.00")
    PlaceFactory(school=school, group=group, pupil=pupil)
    return pupil


def ask(folder: Path, *arguments: str) -> Path:
    """Ask for a paper of the school and give the file's path."""
    target = folder / "paper"
    call_command("export", *arguments, "--school", "ashgrove", "-o", str(target))
    return target


MAP = ["whole-school-map", "--format", "json"]
REFUSED = [
    (["costed-map", "--format", "json"], "costed-map needs --pupil."),
    (["costed-map", "--format", "json", "--pupil", "X"], "No pupil of Ashgrove Primary has"),
    (["costed-map", "--format", "json", "--pupil", "U801200018001", "--audience", "family"], "not a paper for"),
    (["costed-map", "--format", "json", "--pupil", "U801200018001", "--rules", "x"], "no funding rules called 'x'"),
    (["costed-map", "--format", "json", "--pupil", "U801200018001", "--year", "2020/21"], "has no academic year"),
    (["costed-map", "--format", "json", "--pupil", "U801200018001", "--on", "soon"], "--on takes a date"),
    (["costed-map", "--format", "odt", "--pupil", "U801200018001"], "invalid choice: 'odt'"),
    (["year-group-map", "--format", "json", "--year-group", "23"], "--year-group takes one of"),
    (["weekly-timetable", "--format", "json"], "needs one of --pupil, --group, --person, --room"),
    (["weekly-timetable", "--format", "json", "--group", "NONE"], "no group 'NONE'"),
    (["weekly-timetable", "--format", "json", "--group", "G", "--room", "Den"], "needs one of --pupil, --group"),
    (["weekly-timetable", "--format", "json", "--person", "nobody"], "has the e-mail or name 'nobody'"),
    (["weekly-timetable", "--format", "json", "--room", "Loft"], "No group meets in Loft this year"),
    (
        ["weekly-timetable", "--format", "pdf", "--group", "G", "--audience", "family"],
        "Only a pupil's weekly timetable",
    ),
    (["weekly-timetable", "--format", "pdf", "--group", "G", "--audience", "governor"], "not a paper for .* governor"),
    (["whole-school-map", "--format", "pdf", "--audience", "family"], "not a paper for the audience family"),
    (["whole-school-map", "--format", "json", "--pupil", "X"], "does not take --pupil"),
    (["whole-school-map", "--format", "json", "--class", "3W"], "does not take --class"),
    (["whole-school-map", "--format", "json", "--group", "G"], "does not take --group"),
    (["whole-school-map", "--format", "json", "--as-recorded", "2026-02-30"], "--as-recorded takes a date such as"),
    (["whole-school-map", "--format", "json", "--horizon", "soon"], "--horizon: invalid choice: 'soon'"),
    (["whole-school-map", "--format", "json", "--audience", "parents"], "--audience: invalid choice: 'parents'"),
    (["whole-school-map"], "Say in which form whole-school-map is wanted"),
    (["workbook", "--audience", "governor", "--class", "3W"], "does not take --audience, --class"),
    (["workbook", "--format", "pdf"], "does not take --format"),
    (["evidence-pack", "--format", "json"], "invalid choice: 'evidence-pack'"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_what_cannot_be_done_is_said_and_nothing_written(pupil, tmp_path, arguments, message):
    with pytest.raises(CommandError, match=message.replace("(", r"\(")):
        ask(tmp_path, *arguments)
    assert not list(tmp_path.iterdir())


SUBJECT = {
    "pupil": ["--pupil", "U801200018001"],
    "year_group": ["--year-group", "3"],
    "chart": ["--year-group", "3"],
    "": [],
}
BEGINS = {"json": b"{", "xlsx": b"PK", "docx": b"PK", "pdf": b"%PDF", "html": b"<!doctype html>"}


def test_every_document_is_offered_to_all_it_is_for(pupil, tmp_path):
    for paper in PAPERS.values():
        assert paper.formats == ALL_FORMS
        for audience in paper.audiences:
            path = ask(tmp_path, paper.name, "--format", "json", "--audience", audience, *SUBJECT[paper.about])
            assert json.loads(path.read_text())["document"] == paper.name
    assert json.loads(ask(tmp_path, *MAP, "--audience", "governor").read_text())["audience"] == "governor"


def test_a_document_comes_in_each_form(pupil, tmp_path):
    for form, begins in BEGINS.items():
        made = ask(tmp_path, "costed-map", "--format", form, *SUBJECT["pupil"]).read_bytes()
        assert made.lower().startswith(begins.lower()), form


def test_a_week_of_a_group_a_person_and_a_room(pupil, tmp_path, school):
    group = pupil.places.get().group
    line = group.staffing.get()
    line.person = StaffFactory(school=school, name="Bo Birch", email="bo@ashgrove.example")
    line.save()
    SessionFactory(school=school, group=group, role=line.role, day=0, start=time(9, 15), minutes=30, room="Den")
    for kind, asked in (("group", "g"), ("person", "BO@ashgrove.example"), ("person", "Bo Birch"), ("room", "Den")):
        made = ask(tmp_path, "weekly-timetable", "--format", "json", f"--{kind}", asked)
        (day,) = json.loads(made.read_text())["days"]
        assert [(one["group"], one["start"]) for one in day["sessions"]] == [("G", "09:15")]


def test_the_stretch_of_time_asked_for(pupil, tmp_path):
    """Planned is the run, delivered what registers say: here none."""
    costs = {}
    for horizon in ("planned", "to-date", "full-year", "delivered"):
        made = json.loads(ask(tmp_path, *MAP, "--horizon", horizon, "--on", "2026-10-23").read_text())
        costs[made["horizon"]] = made["rows"][0]["cost"]
    assert costs["planned"] == "200.00"
    assert costs["full-year"] == "760.00"
    assert set(costs) == {"planned", "to-date", "full-year", "delivered"}


def test_a_role_without_a_rate_is_never_nought(pupil, tmp_path, school, year):
    StaffingFactory(school=school, group=pupil.places.get().group, role__code="NEW", role__school=school)
    with pytest.raises(CommandError, match="NEW"):
        ask(tmp_path, "costed-map", "--format", "json", "--pupil", pupil.upn)
    assert not list(tmp_path.iterdir())


def test_the_map_as_it_was_known_on_a_day(pupil, tmp_path):
    before = ask(tmp_path, "whole-school-map", "--format", "json", "--as-recorded", "2020-01-01")
    assert json.loads(before.read_text())["rows"] == []
    now = json.loads(ask(tmp_path, "whole-school-map", "--format", "json").read_text())
    later = ask(tmp_path, "whole-school-map", "--format", "json", "--as-recorded", str(date(2099, 1, 1)))
    assert json.loads(later.read_text())["rows"] == now["rows"]
    assert [row["cost"] for row in now["rows"]] == ["200.00"]


def test_another_years_map_is_its_own(pupil, tmp_path, school):
    YearFactory(school=school, name="2027/28", starts=date(2027, 9, 1), ends=date(2028, 8, 31))
    made = json.loads(ask(tmp_path, "whole-school-map", "--format", "json", "--year", "2027/28").read_text())
    assert (made["year"], made["rows"]) == ("2027/28", [])


def test_the_family_reads_the_days_their_child_comes(pupil, tmp_path, school):
    place = pupil.places.get()
    for day in (0, 2):
        SessionFactory(school=school, group=place.group, day=day, start=time(9, 15), minutes=30)
    assert line_of(tmp_path, pupil)["when"] == "Mondays and Wednesdays at 9.15 am"
    place.days = [2]
    place.save()
    line = line_of(tmp_path, pupil)
    assert (line["when"], line["weekly_time"]) == ("Wednesdays at 9.15 am", "0.5")


def line_of(folder: Path, pupil) -> dict[str, object]:
    """The one line of the pupil's map for the family."""
    made = json.loads(ask(folder, "individual-map", "--format", "json", "--pupil", pupil.upn).read_text())
    assert made["rules"] == {"key": "38-week-guidance", "weeks": "38"}
    return made["lines"][0]
