"""Current provision written down: by name or in words, begun with what runs, by several people."""

from __future__ import annotations

import json
from datetime import time
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from audits.models import CurrentProvision
from pupils.models import ClassStaff
from schools.models import School
from tests.editing import opened, send
from tests.factories import (
    ClassFactory,
    ClassStaffFactory,
    CurrentProvisionFactory,
    GroupFactory,
    ProvisionFactory,
    SessionFactory,
    StaffingFactory,
    StaffRoleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(school):
    return lambda rest: f"/s/{school.slug}/current-provision/{rest}"


@pytest.fixture
def room(school, year, cast):
    """The class of the teacher and the assistant."""
    room = ClassFactory(school=school, year=year, name="3B", year_groups=["3"])
    for name, part in (("teacher", ClassStaff.Part.TEACHER), ("assistant", ClassStaff.Part.ASSISTANT)):
        ClassStaffFactory(school=school, school_class=room, staff=cast[name].staff_member, part=part)
    return room


@pytest.fixture
def reading(school):
    return ProvisionFactory(school=school, name="Reading")


def line(number, **values):
    return {f"current-{number}-{name}": value for name, value in values.items()}


def held():
    rows = CurrentProvision.objects.order_by("id")
    return [(str(row.provision or row.named), row.ratio, row.staff, row.weekly_minutes) for row in rows]


def test_names_of_the_catalogue_and_words_of_their_own(room, reading, client_of, at):
    teacher, page = client_of("teacher"), at(f"class-{room.pk}/")
    first = line(0, provision="rEADING ", ratio="6:1", staff="TA", weekly_minutes="90", weeks="38")
    assert send(teacher, page, **first, **line(1, provision="Sensory corner")).status_code == 302
    assert held() == [("Reading", "1:6", "TA", 90), ("Sensory corner", "", "", None)]
    assert CurrentProvision.objects.get(named="").provision == reading
    shown = teacher.get(at("")).content.decode()
    assert "not in the catalogue yet" in shown
    assert '<option value="Reading">' in teacher.get(page).content.decode()


def test_a_line_keeps_what_was_typed_when_it_stands_twice(room, reading, client_of, at):
    teacher, page = client_of("teacher"), at(f"class-{room.pk}/")
    for name in ("Reading", "Forest hour"):
        answer = send(teacher, page, **line(0, provision=name), **line(1, provision=name.lower(), staff="HLTA 2"))
        told = answer.content.decode()
        assert answer.status_code == 422
        assert f"“{name}” stands here twice" in told or f"“{name.lower()}” stands here twice" in told
        assert 'value="HLTA 2"' in told
    assert not held()


def test_two_lines_may_take_each_other_s_name(room, reading, client_of, at, school):
    writing = ProvisionFactory(school=school, name="Writing")
    for provision in (reading, writing):
        CurrentProvisionFactory(school=school, year=room.year, year_group="", school_class=room, provision=provision)
    send(client_of("teacher"), at(f"class-{room.pk}/"), **line(0, provision="Writing"), **line(1, provision="Reading"))
    assert [name for name, *_ in held()] == ["Writing", "Reading"]


def test_a_bare_sheet_begins_with_what_runs(room, reading, client_of, at, school):
    """The pupil's own time: sessions of two people at the same time count once."""
    own = {"school": school, "year": room.year}
    group = GroupFactory(**own, provision=reading, school_class=room, year_groups=["3"], weeks=30)
    for code in ("TA", "HLTA"):
        role = StaffRoleFactory(school=school, code=code)
        StaffingFactory(school=school, group=group, role=role, sessions=2, minutes=20)
        for day in (0, 2):
            SessionFactory(school=school, group=group, role=role, day=day, start=time(9), minutes=20)
    GroupFactory(**own, year_groups=["4"])
    GroupFactory(**own, year_groups=["3"], status="draft")
    teacher, page = client_of("teacher"), at(f"class-{room.pk}/")
    assert "check, change, save" in teacher.get(page).content.decode()
    assert send(teacher, page).status_code == 302
    assert held() == [("Reading", "2:6", "TA, HLTA", 40)]
    row = CurrentProvision.objects.get()
    assert (row.weeks, row.group) == (30, group)

    other = GroupFactory(**own, school_class=room, year_groups=["3"])
    again = teacher.get(page).content.decode()
    assert "Take over what runs now (1)" in again
    assert other.provision.name not in "".join(value for _, value in _typed(opened(teacher, page)))
    send(teacher, f"{page}?take=running")
    assert [name for name, *_ in held()] == ["Reading", other.provision.name]


def _typed(data):
    return [(name, str(value)) for name, value in data.items() if name.endswith("-provision")]


def test_two_people_in_one_sheet_lose_nothing(room, reading, client_of, at):
    page = at(f"class-{room.pk}/")
    teacher, senco = client_of("teacher"), client_of("senco")
    one, two = opened(teacher, page), opened(senco, page)
    teacher.post(page, one | line(0, provision="Reading", ratio="1:4") | line(1, provision="Lego"))
    both = line(0, provision="reading", ratio="1:4") | line(1, provision="Maths")
    assert senco.post(page, two | both).status_code == 302, "written alike by both, it stands once"
    assert [name for name, *_ in held()] == ["Reading", "Lego", "Maths"]
    answer = senco.post(page, two | {"ticket": ""} | line(0, provision="Lego", staff="TA"))
    assert "Somebody else has written down “Lego”" in answer.content.decode()


def test_an_assistant_where_the_school_lets_them(room, reading, client_of, at):
    page = at(f"class-{room.pk}/")
    assert client_of("assistant").get(page).status_code == 403
    School.objects.update(assistants_fill_audits=True)
    assert send(client_of("assistant"), page, **line(0, provision="Reading")).status_code == 302
    assert client_of("assistant").get(at("year-5/")).status_code == 404


def test_a_sheet_for_a_year_group(room, reading, client_of, at, school, year):
    ClassFactory(school=school, year=year, name="5A", year_groups=["5"])
    assert "For a year group" in client_of("senco").get(at("")).content.decode()
    mine = client_of("teacher").get(at("")).content.decode()
    assert at("year-3/") in mine
    assert at("year-5/") not in mine
    assert "Class 5A" not in mine
    send(client_of("teacher"), at("year-3/"), **line(0, provision="Reading"))
    assert CurrentProvision.objects.get().year_group == "3"


def test_the_list_is_found_through_and_says_who_is_missing(room, client_of, at, school, year):
    bare = ClassFactory(school=school, year=year, name="5A", year_groups=["5"])
    for number in range(13):
        entry = ProvisionFactory(school=school, name=f"Help {number}", area="C&L" if number else "SEMH")
        CurrentProvisionFactory(
            school=school, year=year, year_group="", school_class=room, provision=entry, weekly_minutes=Decimal(20)
        )
    shown = client_of("senco").get(at("")).content.decode()
    assert "1 of 2" in shown
    assert "4 h 20" in shown
    assert f"current-provision/class-{bare.pk}/" in shown
    found = client_of("senco").get(at("?area=SEMH")).content.decode()
    assert "Help 0" in found
    assert "Help 1" not in found
    assert "No line fits" in client_of("senco").get(at("?q=nothing")).content.decode()


def test_the_paper_narrows_to_a_class_or_year_group(room, reading, client_of, school, year, tmp_path):
    group = GroupFactory(school=school, year=year, provision=reading)
    own = {"school": school, "year": year}
    CurrentProvisionFactory(
        **own, year_group="", school_class=room, provision=reading, ratio="1:6", staff="TA",
        weekly_minutes=Decimal("37.50"), weeks=38, group=group,
    )  # fmt: skip
    CurrentProvisionFactory(**own, year_group="5", provision=None, named="Garden")
    first = {
        "scope": "Class 3B", "provision": "Reading", "area": "C&L", "ratio": "1:6", "staff": "TA",
        "weekly_minutes": "37.5", "weeks": "38", "group": group.code,
    }  # fmt: skip
    second = dict.fromkeys(first) | {"scope": "Year 5", "provision": "Garden"}
    asked = ["current-provision", "--school", school.slug, "-o", str(tmp_path / "paper"), "--format", "json"]

    def rows(*narrowed):
        call_command("export", *asked, *narrowed)
        return json.loads((tmp_path / "paper").read_text())["rows"]

    assert rows() == [first, second]
    assert rows("--class", "3b") == rows("--year-group", "3") == [first]
    assert rows("--year-group", "5") == [second]
    for wrong, told in ((["--class", "9Z"], "no class '9Z'"), (["--group", "G"], "does not take --group")):
        with pytest.raises(CommandError, match=told):
            rows(*wrong)
    paper = f"/s/{school.slug}/papers/current-provision/"
    assert "Garden" in client_of("senco").get(paper).content.decode()
    mine = client_of("teacher").get(paper).content.decode()
    assert "Reading" in mine
    assert "Garden" not in mine
    assert client_of("teacher").get(f"{paper}?about=year_group-5").status_code == 404
    assert client_of("senco").get(f"{paper}?about=class-{room.pk}").status_code == 200
