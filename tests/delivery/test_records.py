"""Scores and reviews written on a pupil's page."""

from __future__ import annotations

import pytest

from delivery.models import Review, Score
from tests.editing import send
from tests.factories import MeasureFactory, PupilFactory, PupilYearFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupil(cast, school, year):
    pupil = PupilFactory(school=school, forename="Ada", surname="Okafor")
    PupilYearFactory(school=school, pupil=pupil, year=year, year_group="3")
    return pupil


@pytest.fixture
def at(school):
    return lambda rest: f"/s/{school.slug}/{rest}"


def test_a_score_is_added_changed_and_taken_away(client_of, pupil, at):
    senco, measure = client_of("senco"), MeasureFactory(school=pupil.school, name="Salford")
    new = at(f"pupils/{pupil.pk}/scores/new/")
    result = {"measure": measure.pk, "date": "23/11/2026", "value": "87.5", "point": "baseline"}
    assert send(senco, new, **result).status_code == 302
    score = Score.objects.get()
    assert "87.5" in senco.get(at(f"pupils/{pupil.pk}/")).content.decode()
    again = send(senco, new, **result)
    assert again.status_code == 422
    assert "There is a result on Salford for 23 Nov 2026 already" in again.content.decode()
    send(senco, at(f"scores/{score.pk}/edit/"), value="88")
    assert Score.objects.get().value == 88
    send(senco, at(f"scores/{score.pk}/remove/"))
    assert not Score.objects.exists()


def test_a_review_is_added_to_and_never_overwritten(client_of, pupil, at):
    senco = client_of("senco")
    send(senco, at(f"pupils/{pupil.pk}/reviews/new/"), date="2026-11-20", found="Reads more.", result="partly met")
    review = Review.objects.get()
    form = senco.get(at(f"reviews/{review.pk}/edit/")).context["form"]
    assert form.real == ["next_step", "pupils_view", "familys_view", "by"]
    send(senco, at(f"reviews/{review.pk}/edit/"), next_step="Go on.", found="Something else.")
    review.refresh_from_db()
    assert (review.found, review.next_step) == ("Reads more.", "Go on.")
