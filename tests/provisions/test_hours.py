"""Hours that cannot be meant are told of."""

from __future__ import annotations

from datetime import date, time

import pytest

from provisions.checks.facts import MapFacts
from provisions.checks.hours import hours_beyond_the_week
from provisions.costs import read_year
from tests.factories import GroupFactory, StaffingFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("sessions", "minutes", "open_from_to", "told"),
    [(5, 60, None, 0), (50, 600, None, 1), (30, 60, (time(9), time(15)), 0), (31, 60, (time(9), time(15)), 1)],
)
def test_more_hours_of_one_person_than_the_school_is_open(school, year, sessions, minutes, open_from_to, told):
    group = GroupFactory(school=school, year=year, code="R")
    StaffingFactory(school=school, group=group, sessions=sessions, minutes=minutes)
    found = list(hours_beyond_the_week(MapFacts(read_year(year, on=DAY).groups, DAY, {}, school_day=open_from_to)))
    assert [one.group for one in found] == ["R"] * told
