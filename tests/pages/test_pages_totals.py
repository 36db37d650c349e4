"""Governors' totals: nothing from which fewer than five pupils can be told, not even by taking one from another."""

from __future__ import annotations

import datetime

import pytest

from pages.map import totals
from pages.map.periods import cost_between, days_of_term, term_on
from schools.access import NotAllowed
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups(school, year):
    """Twelve pupils in one area, two in another."""
    role = make.StaffRoleFactory(school=school)
    make.RolePayFactory(school=school, role=role, year=year)
    for area, count in (("C&L", 12), ("SEMH", 2)):
        provision = make.ProvisionFactory(school=school, area=area)
        group = make.GroupFactory(school=school, year=year, provision=provision, size=12)
        make.StaffingFactory(school=school, group=group, role=role)
        for _ in range(count):
            pupil = make.PupilFactory(school=school)
            make.PupilYearFactory(school=school, pupil=pupil, year=year)
            make.PlaceFactory(school=school, group=group, pupil=pupil)


def test_the_page_names_nobody_and_no_small_number(client_of, groups, school, year):
    answer = client_of("governor").get("/s/ashgrove/map/")
    html = answer.content.decode()
    found = answer.context["totals"]["made"]
    assert [(row.name, row.groups, row.pupils.value) for row in found.areas] == [("C&L", 1, None), ("SEMH", 1, None)]
    assert found.whole.pupils.value == 14, "the whole is told; with one area, the other would follow"
    assert "Surname" not in html
    assert "Forename" not in html


def test_a_school_of_few_shows_none(client_of, school, year, cast):
    group, pupil = make.GroupFactory(school=school, year=year), make.PupilFactory(school=school)
    make.PupilYearFactory(school=school, pupil=pupil, year=year)
    make.PlaceFactory(school=school, group=group, pupil=pupil)
    answer = client_of("governor").get("/s/ashgrove/map/")
    assert answer.context["totals"]["made"].whole.cost.value is None
    assert "kept back" in answer.content.decode()


def test_totals_are_not_for_the_class_team(access):
    with pytest.raises(NotAllowed):
        totals.build(access("teacher"))


class TestTerms:
    """What a term costs is the engine's cost so far at its end, less that before it began."""

    def test_the_terms_are_pairs_of_half_terms(self, year):
        from provisions.costs import calendar_of

        calendar = calendar_of(year, datetime.date(2026, 11, 23))
        first, last = term_on(calendar, datetime.date(2026, 11, 23))
        assert first == calendar.half_terms[0][0]
        assert last == calendar.half_terms[1][1]
        assert term_on(calendar, datetime.date(2027, 12, 1)) == (calendar.half_terms[4][0], calendar.half_terms[5][1])

    def test_three_terms_come_to_the_year(self, school, year):
        from fractions import Fraction

        from costing.engine.costing import cost_group
        from provisions.costs import read_year

        role = make.StaffRoleFactory(school=school)
        make.RolePayFactory(school=school, role=role, year=year)
        group = make.GroupFactory(school=school, year=year)
        make.StaffingFactory(school=school, group=group, role=role)
        make.OtherCostFactory(school=school, year=year, group=group)
        costed = read_year(year, on=datetime.date(2026, 11, 23))
        facts = costed.groups[0].facts
        halves = costed.calendar.half_terms
        terms = [(halves[n][0], halves[n + 1][1]) for n in (0, 2, 4)]
        parts = [cost_between(costed, *days_of_term(costed.calendar, term))(facts).parts[0].value for term in terms]
        whole = cost_group(facts, costed.roles, costed.rules, costed.calendar).exact
        assert sum(parts, Fraction(0)) == whole
