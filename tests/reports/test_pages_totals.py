"""Governors' totals: nothing from which fewer than five pupils can be told, not even by taking one from another."""

from __future__ import annotations

import datetime

import pytest

from reports.pages import totals
from reports.pages.periods import term_on, term_working
from reports.pages.totals import LEAST, _Part, _tells_nobody, merged
from tests import factories as make

pytestmark = pytest.mark.django_db


def part(area, *pupils):
    return _Part((area,), 1, frozenset(pupils), None)


def test_a_small_area_is_told_with_the_next_smallest():
    told = merged([part("C&I", *range(20)), part("C&L", *range(3)), part("SEMH", *range(30, 37)), part("S&P", 1)])
    assert [(one.areas, len(one.pupils)) for one in told] == [(("C&I",), 20), (("C&L", "SEMH", "S&P"), 10)]
    assert all(len(one.pupils) >= LEAST for one in told)


def test_the_whole_is_kept_back_where_it_tells_of_a_few():
    parts = [part("C&I", *range(10)), part("C&L", *range(5, 12))]
    assert not _tells_nobody(frozenset(range(12)), parts), "two pupils are in the second alone"
    assert _tells_nobody(frozenset(range(20)), [part("C&I", *range(10)), part("C&L", *range(10, 20))])


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
    found = answer.context["totals"]
    assert [(row.areas, row.groups, row.pupils) for row in found.rows] == [(("C&L", "SEMH"), 2, 14)]
    assert "Surname" not in html
    assert "Forename" not in html


def test_a_school_of_few_shows_none(client_of, school, year, cast):
    make.GroupFactory(school=school, year=year)
    assert "no figure about them is shown" in client_of("governor").get("/s/ashgrove/map/").content.decode()


def test_totals_are_not_for_the_class_team(access):
    from schools.access import NotAllowed

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
        parts = [term_working(costed, facts, term).parts[0].value for term in terms]
        whole = cost_group(facts, costed.roles, costed.rules, costed.calendar).exact
        assert sum(parts, Fraction(0)) == whole
