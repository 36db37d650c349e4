"""The search finds what a person may see, and nothing else."""

from __future__ import annotations

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(client_of, school, year, cast):
    """Names that a member of the cast finds, as they would type it."""
    pupil = make.PupilFactory(school=school, forename="Zoë", surname="Marchbank", preferred_name="")
    make.PupilYearFactory(school=school, pupil=pupil, year=year)
    provision = make.ProvisionFactory(school=school, name="March drumming")
    make.GroupFactory(school=school, year=year, provision=provision, name="")
    other = make.SchoolFactory(name="Marchfield")
    make.PupilYearFactory(
        school=other,
        pupil=make.PupilFactory(school=other, surname="Marchmont"),
        year=make.YearFactory(school=other),
    )

    def names(who, words):
        answer = client_of(who).get("/s/ashgrove/search/", {"q": words})
        return [hit.name for kind in answer.context["search"].kinds for hit in kind.hits]

    names.pupil = pupil
    return names


def test_pupils_groups_and_provisions_by_a_few_letters(found):
    assert found("senco", "march") == ["Zoë Marchbank", "March drumming", "March drumming"]
    assert found("senco", "zoe  MARCH") == ["Zoë Marchbank"]
    assert found("senco", found.pupil.admission_number or found.pupil.upn) == ["Zoë Marchbank"]
    assert found("senco", "") == []


def test_no_pupil_out_of_reach(found):
    assert found("teacher", "march") == ["March drumming", "March drumming"]
    assert found("teacher", found.pupil.admission_number or found.pupil.upn) == []
    assert found("governor", "march") == []
    assert found("system_manager", "march") == ["Zoë Marchbank"], "the office keeps the roll"


def test_papers_and_pages(found):
    assert "Threshold list" in found("business_manager", "thresh")
    assert "Threshold list" not in found("teacher", "thresh")
    assert found("teacher", "home") == ["Home"]
    assert found("system_manager", "rooms") == ["Rooms"]
    assert found("senco", "library") == ["Library of common provision"]
    assert found("teacher", "budgets") == []
