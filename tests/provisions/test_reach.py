"""Whose records a person may open: those of whom they work with now, and not for ever after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

import tests.factories as make
from provisions.reading import names_of, pupils_in_year, reach
from pupils.reading import all_pupils_in_year, names_of_everyone
from schools.clock import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def assistant(access):
    return access("assistant")


@pytest.fixture
def pupil(school, year):
    pupil = make.PupilFactory(school=school, forename="Ada", surname="Okafor")
    make.PupilYearFactory(school=school, pupil=pupil, year=year)
    return pupil


@pytest.fixture
def place(assistant, pupil, year):
    """A place in a group that the assistant takes."""
    group = make.GroupFactory(school=assistant.school, year=year, status="running", starts=None, ends=None)
    make.StaffingFactory(school=assistant.school, group=group, person=assistant.staff)
    return make.PlaceFactory(school=assistant.school, group=group, pupil=pupil)


def days(number):
    return today() + timedelta(days=number)


@pytest.mark.parametrize(
    ("status", "ends", "left", "reached"),
    [
        ("running", None, None, True),
        ("running", 30, 20, True),
        ("running", None, -7, True),
        ("running", None, -8, False),  # has left
        ("running", -7, None, True),
        ("running", -8, None, False),  # is over
        ("ended", -7, None, True),
        ("ended", -8, None, False),
        ("ended", None, None, False),
        ("archived", None, None, False),
        ("archived", 30, None, False),
        ("draft", None, None, False),
    ],
)
def test_a_group_opens_its_pupils_while_it_runs_and_their_places_are_open(
    status, ends, left, reached, assistant, place
):
    place.group.status, place.group.ends = status, None if ends is None else days(ends)
    place.group.save()
    place.left = None if left is None else days(left)
    place.save()
    assert reach(assistant) == ({place.pupil_id} if reached else set())


def test_a_line_of_staffing_that_has_ended_opens_nobody(assistant, place):
    place.group.staffing.update(ended_at=timezone.now())
    assert reach(assistant) == set()


def test_a_pupil_out_of_reach_is_not_found_on_any_page(client_of, place, pupil):
    page = f"/s/ashgrove/pupils/{pupil.pk}/"
    assert client_of("assistant").get(page).status_code == 200
    place.group.status = "archived"
    place.group.save()
    assert client_of("assistant").get(page).status_code == 404


def test_names_and_rows_narrow_by_themselves(access, assistant, place, school, year):
    far = make.PupilFactory(school=school)
    make.PupilYearFactory(school=school, pupil=far, year=year)
    near = place.pupil_id
    both = {near, far.pk}
    for by, whom in ((assistant, {near}), (access("senco"), both), (access("governor"), set())):
        assert set(names_of(by)) == whom
        assert set(names_of(by, [far.pk])) == whom - {near}
        assert {row.id for row in pupils_in_year(by, year)} == whom
        assert {row.id for row in pupils_in_year(by, year, ids=[far.pk])} == whom - {near}
        assert set(names_of_everyone(by)) == {row.id for row in all_pupils_in_year(by, year)} == both
