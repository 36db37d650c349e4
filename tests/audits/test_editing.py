"""Audit charts, filled in on pages."""

from __future__ import annotations

import pytest

from audits.models import AuditChart, AuditRow, AuditTick
from provisions.models import Provision
from pupils.models import ClassStaff
from tests.editing import opened, send
from tests.factories import ClassFactory, ClassStaffFactory, ProvisionFactory, PupilFactory, PupilYearFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(school):
    return lambda rest: f"/s/{school.slug}/{rest}"


@pytest.fixture
def room(school, year, cast):
    """The teacher's class, with one pupil on SEN support and one without any need."""
    room = ClassFactory(school=school, year=year, name="3B", year_groups=["3"])
    ClassStaffFactory(
        school=school, school_class=room, staff=cast["teacher"].staff_member, part=ClassStaff.Part.TEACHER
    )
    for forename, status in (("Ada", "K"), ("Ben", "N")):
        pupil = PupilFactory(school=school, forename=forename, surname="Okafor")
        PupilYearFactory(school=school, pupil=pupil, year=year, year_group="3", school_class=room, sen_status=status)
    return room


@pytest.fixture
def chart(room, client_of, at):
    """A chart that the SENCO opened, with two provisions to tick."""
    for name in ("Lego therapy", "Reading"):
        ProvisionFactory(school=room.school, name=name, tier="targeted")
    send(client_of("senco"), at("audit/open/"), scopes=[f"class-{room.pk}"])
    return AuditChart.objects.get()


def cell(chart, pupil, provision):
    return f"tick-{chart.school_class.pupil_years.get(pupil__forename=pupil).pupil_id}-{provision.pk}"


def ticks():
    return sorted(AuditTick.objects.values_list("row__pupil__forename", "row__band", "provision__name"))


def test_a_teacher_fills_in_the_chart_of_their_class(chart, client_of, at):
    teacher, page = client_of("teacher"), at(f"audit/{chart.pk}/")
    lego, reading = chart_provisions()
    shown = teacher.get(page).content.decode()
    assert "Ada Okafor" in shown
    assert "Ben Okafor" not in shown, "nobody without a need stands there by themselves"
    send(teacher, page, **{cell(chart, "Ada", lego): "on"})
    assert ticks() == [("Ada", "should", "Lego therapy")]
    send(teacher, at(f"audit/{chart.pk}/pupils/"), pupils=[ben(chart).pk])
    send(teacher, page, **{cell(chart, "Ben", reading): "on", f"other-{ben(chart).pk}": "A quiet place"})
    assert ticks() == [("Ada", "should", "Lego therapy"), ("Ben", "could", "Reading")]
    assert AuditRow.objects.get(pupil=ben(chart)).other == "A quiet place"


def test_two_people_in_one_chart_lose_nothing(chart, client_of, at):
    page = at(f"audit/{chart.pk}/")
    lego, reading = chart_provisions()
    one, two = opened(client_of("senco"), page), opened(client_of("teacher"), page)
    client_of("senco").post(page, one | {cell(chart, "Ada", lego): "on"})
    assert client_of("teacher").post(page, two | {cell(chart, "Ada", reading): "on"}).status_code == 302
    assert ticks() == [("Ada", "should", "Lego therapy"), ("Ada", "should", "Reading")]
    without = {
        name: value for name, value in opened(client_of("senco"), page).items() if name != cell(chart, "Ada", lego)
    }
    client_of("senco").post(page, without)
    assert ticks() == [("Ada", "should", "Reading")]


def test_the_head_reads_and_does_not_tick(chart, client_of, at):
    head, page = client_of("head"), at(f"audit/{chart.pk}/")
    assert head.get(page).status_code == 200
    assert head.post(page, opened(head, page)).status_code == 403


def test_another_teacher_s_chart_is_not_found(chart, client_of, at):
    ClassStaff.objects.all().delete()
    assert client_of("teacher").get(at(f"audit/{chart.pk}/")).status_code == 404


def chart_provisions():

    return Provision.objects.get(name="Lego therapy"), Provision.objects.get(name="Reading")


def ben(chart):
    return chart.school_class.pupil_years.get(pupil__forename="Ben").pupil
