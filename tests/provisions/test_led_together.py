"""Groups that one person leads at the same time, marked together by a word: their cost, and what is found of them."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from provisions.checks.clashes import person_in_two_places
from provisions.checks.facts import MapFacts
from provisions.costs import read_year
from schools.models import HalfTerm
from tests.factories import (
    GroupFactory,
    PlaceFactory,
    RolePayFactory,
    SessionFactory,
    StaffFactory,
    StaffingFactory,
    StaffRoleFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)


@pytest.fixture
def role(school, year):
    HalfTerm.objects.filter(year=year).delete()
    HalfTerm.objects.create(school=school, year=year, name="All", starts=date(2026, 9, 7), ends=date(2027, 5, 28))
    role = StaffRoleFactory(school=school, code="TA")
    RolePayFactory(school=school, role=role, year=year, basis="hourly", rate="17.50")
    return role


def led(school, year, role, code, word, **more):
    person = StaffFactory._meta.model.objects.filter(school=school, name="Ann Oak").first() or StaffFactory(
        school=school, name="Ann Oak"
    )
    group = GroupFactory(school=school, year=year, code=code, size=4, weeks=38, **more)
    StaffingFactory(school=school, group=group, role=role, sessions=1, minutes=60, person=person)
    SessionFactory(
        school=school, group=group, role=role, day=0, start=time(9), minutes=60, together=word, staff=None, pupils=None
    )
    return group


def weekly(year, on=DAY):
    costed = read_year(year, on=on)
    return {code: costed.costing().group(row.facts).weekly_cost for code, row in costed.by_code.items()}


def test_three_groups_marked_together_cost_one_hour_in_all(school, year, role):
    for code in "ABC":
        led(school, year, role, code, "Hall" if code == "A" else "hall ")
    assert sum(weekly(year).values()) == Decimal("17.49")  # 3 × £5.83, each printed to the penny
    exact = [read_year(year, on=DAY).costing().group(row.facts).exact for row in read_year(year, on=DAY).groups]
    assert sum(exact) == Decimal("665")


def test_not_marked_it_is_a_clash_and_counts_twice(school, year, role):
    for code in "AB":
        led(school, year, role, code, "")
    costed = read_year(year, on=DAY)
    assert set(weekly(year).values()) == {Decimal("17.50")}
    (found,) = person_in_two_places(MapFacts(costed.groups, DAY, {}))
    assert found.sentence.endswith("That time is costed in both.")


def test_marked_together_is_no_clash(school, year, role):
    for code in "AB":
        led(school, year, role, code, "hall")
    assert list(person_in_two_places(MapFacts(read_year(year, on=DAY).groups, DAY, {}))) == []


def test_a_group_that_ends_leaves_the_time_to_the_other(school, year, role):
    led(school, year, role, "A", "hall")
    led(school, year, role, "B", "hall", starts=date(2026, 9, 7), ends=date(2026, 12, 18))
    group = read_year(year, on=DAY).by_code["A"]
    assert [(one.starts, one.ends, one.part) for one in group.facts.sessions] == [
        (None, date(2026, 9, 6), 1),
        (date(2026, 9, 7), date(2026, 12, 18), Decimal("0.5")),
        (date(2026, 12, 19), None, 1),
    ]


def test_a_pupils_own_map_knows_of_the_groups_beside(school, year, role):
    groups = [led(school, year, role, code, "hall") for code in "AB"]
    PlaceFactory(school=school, group=groups[0])
    alone = read_year(year, on=DAY, groups=[groups[0].pk])
    assert [one.part for one in alone.by_code["A"].facts.sessions] == [Decimal("0.5")]
