"""Names with accents, curly apostrophes and odd hyphens: in their place in every list, found by every search."""

from __future__ import annotations

import re

import pytest

from pupils.models import PupilYear
from pupils.roll.services import LikelyTwin, add_pupil
from tests.factories import (
    ClassFactory,
    FundingStreamFactory,
    MeasureFactory,
    ProvisionFactory,
    PupilFactory,
    PupilGroupFactory,
    PupilYearFactory,
    StaffFactory,
    StaffRoleFactory,
)  # fmt: skip

pytestmark = pytest.mark.django_db
NAMES = [
    ("Zoë", "O’Neill"), ("Ana", "Brown"), ("José", "Ángel"), ("Seán", "Ó Briain"), ("Ayşe", "Öztürk"),
    ("Łukasz", "Łukasiewicz"), ("Jack", "Twinley"), ("Anne‑Marie", "Smith‐Jones"), ("Bea", "Zorn"),
]  # fmt: skip
IN_ORDER = ["Ángel", "Brown", "Łukasiewicz", "Ó Briain", "O’Neill", "Öztürk", "Smith‐Jones", "Twinley", "Zorn"]
SEARCHES = {
    "zoe": "O’Neill", "o'neill": "O’Neill", "ozturk": "Öztürk", "lukasz": "Łukasiewicz", "Twinley, Jack": "Twinley",
    "smith-jones": "Smith‐Jones", "briain": "Ó Briain", "angel": "Ángel",
}  # fmt: skip


@pytest.fixture
def roll(school, year):
    room = ClassFactory(school=school, year=year, name="4W", year_groups=["4"])
    for number, (forename, surname) in enumerate(NAMES):
        pupil = PupilFactory(school=school, forename=forename, surname=surname, admission_number=f"9{number}")
        PupilYearFactory(school=school, year=year, pupil=pupil, year_group="4", school_class=room)


def surnames(answer) -> list[str]:
    """The surnames on a page in the order in which they stand in its table."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<tbody")[2])
    places = {name: text.find(name) for name in IN_ORDER if name in text}
    return sorted(places, key=places.__getitem__)


@pytest.mark.parametrize("path", ["pupils/", "pupils/?sort=name", "pupils/roll/"])
def test_lists_of_pupils_sort_accents_with_their_letters(client_of, roll, path):
    assert surnames(client_of("senco").get(f"/s/ashgrove/{path}")) == IN_ORDER


def test_descending_is_the_reverse(client_of, roll):
    assert surnames(client_of("senco").get("/s/ashgrove/pupils/?sort=-name")) == IN_ORDER[::-1]


@pytest.mark.parametrize("path", ["pupils/", "pupils/roll/"])
@pytest.mark.parametrize(("typed", "surname"), SEARCHES.items())
def test_the_search_of_a_list_finds_them(client_of, roll, path, typed, surname):
    assert surnames(client_of("senco").get(f"/s/ashgrove/{path}", {"q": typed})) == [surname]


@pytest.mark.parametrize(("typed", "surname"), SEARCHES.items())
def test_the_search_of_everything_finds_them(client_of, roll, typed, surname):
    assert surname in client_of("senco").get("/s/ashgrove/search/", {"q": typed}).content.decode()


def test_the_people_sort_and_are_found_too(client_of, school):
    for name in ("Élodie Marsh", "Zed Young", "Eva Ng"):
        StaffFactory(school=school, name=name)
    page = client_of("head").get("/s/ashgrove/people/").content.decode()
    assert page.find("Élodie Marsh") < page.find("Eva Ng") < page.find("Zed Young")
    assert "Élodie Marsh" in client_of("head").get("/s/ashgrove/people/", {"q": "elodie"}).content.decode()


def test_a_child_of_the_same_name_is_asked_about_whatever_the_apostrophe(access, roll):
    values = {"forename": "Zoe", "surname": "O'Neill", "admission_number": "500"}
    with pytest.raises(LikelyTwin, match="Zoë O’Neill"):
        add_pupil(by=access("senco"), year_group="4", school_class=None, **values)
    assert PupilYear.objects.count() == len(NAMES)


def test_what_a_school_names_sorts_alike_wherever_it_is_chosen(client_of, school, year, roll):
    """Roles, budgets, measures, provisions, classes, pupil groups: an accent or a small letter moves none, and 10
    comes after 9."""
    names = ["Year 10 club", "apple", "Éclair", "Year 9 club", "zebra", "Bridge"]
    wanted = ["apple", "Bridge", "Éclair", "Year 9 club", "Year 10 club", "zebra"]
    own = {"school": school}
    for number, name in enumerate(names):
        StaffRoleFactory(**own, code=f"R{number}", name=name)
        FundingStreamFactory(**own, year=year, name=name)
        MeasureFactory(**own, name=name)
        provision = ProvisionFactory(**own, name=name)
        ClassFactory(**own, year=year, name=name)
        PupilGroupFactory(**own, name=name)
    senco = client_of("senco")
    form = senco.get(f"/s/ashgrove/groups/new/?provision={provision.pk}").content.decode()
    for field in ("funding_stream", "measure", "school_class"):
        chosen = re.search(rf'<select name="{field}".*?</select>', form, re.DOTALL)
        assert ordered(chosen[0], names) == wanted, field
    role = re.search(r'<select name="staffing-0-role".*?</select>', form, re.DOTALL)
    assert ordered(role[0], names) == wanted
    assert ordered(senco.get("/s/ashgrove/pupils/new/").content.decode().partition("Pupil groups")[2], names) == wanted
    assert ordered(senco.get("/s/ashgrove/costs/budgets/").content.decode().partition('id="main"')[2], names) == wanted


def ordered(html: str, names: list[str]) -> list[str]:
    places = {name: html.find(name) for name in names}
    return sorted((name for name in names if places[name] >= 0), key=places.__getitem__)
