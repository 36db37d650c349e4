"""The calendar in the browser: a school's beginning, the year, its half-terms and its day."""

from __future__ import annotations

from datetime import date

import pytest

from schools.calendar.usual_year import easter_sunday, half_terms
from schools.models import AcademicYear, DayBand, HalfTerm
from schools.roles import Role
from tests.editing import opened, send
from tests.factories import DayBandFactory, YearFactory
from tests.factories.schools import HALF_TERMS

pytestmark = pytest.mark.django_db
YEAR, DAY = "/s/ashgrove/calendar/edit/", "/s/ashgrove/calendar/day/edit/"


def words(answer):
    return answer.content.decode()


@pytest.fixture
def beginning(school, join, client, settings):
    """The SENCO of a school that has no year yet."""
    settings.TODAY = date(2026, 11, 23)
    client.force_login(join(school, Role.SENCO, name="Sue Senco").user)
    return client


def test_usual_dates_are_those_of_an_english_year():
    found = [(term["name"], term["starts"].isoformat(), term["ends"].isoformat()) for term in half_terms(2026)]
    assert found == list(HALF_TERMS)
    assert [easter_sunday(year) for year in (2025, 2026, 2038)] == [
        date(2025, 4, 20), date(2026, 4, 5), date(2038, 4, 25)
    ]  # fmt: skip
    assert all(term["starts"].weekday() < 5 > term["ends"].weekday() for first in range(2024, 2040)
               for term in half_terms(first))  # fmt: skip


def test_an_empty_school_begins_in_the_browser(beginning, school):
    for page in ("", "map/", "calendar/", "classes/"):
        assert "/s/ashgrove/year/new/" in words(beginning.get(f"/s/ashgrove/{page}"))
    answer = send(beginning, "/s/ashgrove/year/new/", **{"terms-0-starts": "2026-09-03"})
    assert answer["Location"] == "/s/ashgrove/calendar/"
    year = AcademicYear.objects.get(school=school)
    assert (year.name, year.starts, year.ends) == ("2026/27", date(2026, 9, 1), date(2027, 8, 31))
    assert HalfTerm.objects.filter(year=year).count() == 6
    assert HalfTerm.objects.get(year=year, name="Autumn 1").starts == date(2026, 9, 3)
    assert DayBand.objects.filter(school=school).count() == 8
    assert beginning.get("/s/ashgrove/year/new/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "2026/28"}, "Type an academic year such as 2026/27."),
        ({"name": "2028/29"}, "2028/29 starts in 2028"),
        ({"ends": "2026-08-01"}, "The year ends before it starts"),
        ({"ends": "2028-08-31"}, "A year has twelve months"),
        ({"terms-1-starts": "2026-10-20"}, "Autumn 2 starts before Autumn 1 ends"),
        ({"terms-1-ends": "2026-10-20"}, "Autumn 2 ends before it starts"),
        ({"terms-5-ends": "2027-09-20"}, "Summer 2 is not within the year, which goes from 1 Sep 2026 to 31 Jul 2027"),
        ({"terms-1-name": "autumn 1"}, "Two half-terms are called"),
    ],
)
def test_dates_that_cannot_be_have_their_own_sentences(fields, sentence, client_of):
    answer = send(client_of("senco"), YEAR, **fields)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert HalfTerm.objects.get(name="Autumn 2").starts == date(2026, 11, 2)


def test_two_years_share_no_day(client_of, school):
    YearFactory(school=school, name="2027/28", starts=date(2027, 9, 1), ends=date(2028, 8, 31))
    assert "2027/28 goes from" in words(send(client_of("senco"), YEAR, ends="2027-09-02"))


def test_half_terms_change_swap_their_names_come_and_go_and_undo_restores_them(client_of, year):
    office = client_of("system_manager")
    changes = {"terms-0-name": "Autumn 2", "terms-1-name": "Autumn 1", "terms-5-DELETE": "on", "terms-6-name": "Late",
               "terms-6-starts": "2027-07-01", "terms-6-ends": "2027-07-05"}  # fmt: skip
    send(office, YEAR, **changes)
    found = dict(HalfTerm.objects.filter(year=year).values_list("name", "starts"))
    assert found["Autumn 2"] == date(2026, 9, 2)
    assert found["Autumn 1"] == date(2026, 11, 2)
    assert "Late" in found
    assert "Summer 2" not in found
    number = words(office.get("/s/ashgrove/calendar/")).split("/undo/")[1].split("/")[0]
    office.post(f"/s/ashgrove/undo/{number}/")
    rows = HalfTerm.objects.filter(year=year).order_by("starts").values_list("name", "starts")
    assert [(name, starts.isoformat()) for name, starts in rows] == [(name, starts) for name, starts, _ in HALF_TERMS]


def test_two_people_change_two_half_terms_and_both_are_kept(client_of, year):
    senco, office = client_of("senco"), client_of("system_manager")
    first, second = opened(senco, YEAR), opened(office, YEAR)
    senco.post(YEAR, first | {"terms-0-starts": "2026-09-03"})
    office.post(YEAR, second | {"terms-1-starts": "2026-11-03"})
    found = dict(HalfTerm.objects.filter(year=year).values_list("name", "starts"))
    assert (found["Autumn 1"], found["Autumn 2"]) == (date(2026, 9, 3), date(2026, 11, 3))


def test_the_day_is_offered_changed_and_refused_in_words(client_of, school):
    senco = client_of("senco")
    data = opened(senco, DAY)
    assert senco.post(DAY, data).status_code == 302
    assert DayBand.objects.filter(school=school).count() == 8
    answer = send(senco, DAY, **{"bands-3-ends": "11:00"})
    assert "Lesson, 10.45 am, starts before Break, 10.30 am, ends" in words(answer)
    assert "ends before it starts" in words(send(senco, DAY, **{"bands-3-ends": "10:00"}))
    assert "Lunch" in words(senco.get("/s/ashgrove/calendar/"))


def test_the_day_is_sent_twice_and_counts_once(client_of, school):
    DayBandFactory(school=school)
    senco = client_of("senco")
    data = opened(senco, DAY) | {"bands-1-band": "lunch", "bands-1-starts": "12:00", "bands-1-ends": "13:00"}
    senco.post(DAY, data)
    senco.post(DAY, data)
    assert DayBand.objects.filter(school=school).count() == 2
