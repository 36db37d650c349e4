"""The home page at its edges: no school today, two-week timetables, steps not begun, many findings of a kind."""

from __future__ import annotations

import datetime
import re

import pytest

from audits.models import AuditChart
from pages.home.steps import year_steps
from reports.findings import gathered
from tests import factories as make
from tests.access.world import fill
from ui.findings import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(school, year, cast):
    return fill(school, year, "Ours", cast["teacher"], cast["assistant"])


@pytest.fixture
def assistant(client_of):
    def seen():
        html = client_of("assistant").get("/s/ashgrove/").content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index('id="main"') :]))

    return seen


def test_no_school_today(assistant, ours, settings):
    settings.TODAY = datetime.date(2026, 11, 22)
    assert "There is no school today" in assistant()
    settings.TODAY = datetime.date(2026, 12, 28)
    assert "There is no school today" in assistant()


def test_a_day_without_a_session(assistant, ours, settings):
    settings.TODAY = datetime.date(2026, 11, 24)
    assert "None of your groups meets today" in assistant()


def test_a_two_week_timetable_says_which_week(assistant, ours, settings):
    make.SessionFactory(school=ours.school, group=ours.group, week="A", start=datetime.time(14, 0))
    assert "week A only" not in assistant(), "23 November lies in week B"
    settings.TODAY = datetime.date(2026, 11, 30)
    seen = assistant()
    assert "Monday, 30 Nov 2026 Week A" in seen
    assert "week A only" in seen
    assert "Week B" in seen


def test_somebody_without_a_group_is_told_whom_to_ask(assistant, cast):
    assert "You are not named to take a group yet" in assistant()


def test_a_session_of_a_colleague_s_role_is_not_mine(assistant, ours, year):
    teacher = make.StaffRoleFactory(school=ours.school, code="T2")
    make.StaffingFactory(school=ours.school, group=ours.group, role=teacher)
    make.SessionFactory(school=ours.school, group=ours.group, role=teacher, start=datetime.time(13, 0))
    seen = assistant()
    assert "9.15 am" in seen
    assert "1.00 pm" not in seen


def test_the_steps_of_a_school_that_has_just_begun(access, year, cast):
    make.PupilYearFactory(school=year.school, year=year)
    states = [step.state for step in year_steps(access("senco"), year, 0)]
    assert states == ["next", "next", "later", "next", "next", "next", "later", "later"]


def test_the_steps_grow_with_what_is_recorded(access, ours, year):
    make.ScoreFactory(
        school=ours.school, pupil=ours.near, group=ours.group, point="exit", date=datetime.date(2026, 12, 1)
    )
    AuditChart.objects.update(state=AuditChart.State.AGREED)
    steps = year_steps(access("senco"), year, 2)
    assert [step.state for step in steps[:3]] == ["done", "now", "done"], (
        "the current provision is of another year group; the one tick has a place"
    )
    assert "1 exit score beside" in steps[6].line
    assert steps[7].state == "now"
    governor = year_steps(access("governor"), year, 2)
    assert not any("pupil" in step.line and re.search(r"\d+ pupil", step.line) for step in governor)


def test_many_of_a_kind_are_told_once():
    several = [Finding("no-timetable", f"G{n}: none.", group=f"G{n}") for n in range(5)]
    told = gathered([*several, Finding("many-interventions", "Maya has 9 groups at once.", pupil="1")], "/all/")
    assert [one.sentence for one in told] == [
        "5 groups have no sessions, and the funding rules ask for a timetable.",
        "Maya has 9 groups at once.",
    ]
    assert told[0].link == "/all/?kind=no-timetable"
    assert gathered(several[:2], "/all/") == tuple(several[:2])
