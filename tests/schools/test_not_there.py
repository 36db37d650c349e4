"""What is not there is a 404 with its sentence; a fault of ours is a 500, and never passes for it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from pages.pupils import pupil
from schools.access import NotThere
from schools.views.acts import ActPage
from tests.factories import OutcomeFactory

pytestmark = pytest.mark.django_db


def raising(fault):
    def raises(*args, **more):
        raise fault

    return raises


@pytest.fixture
def senco(cast):
    """The SENCO's browser, which is answered with a page for faults of ours too."""
    client = Client(raise_request_exception=False)
    client.force_login(cast["senco"].user)
    return client


@pytest.fixture
def form(school):
    """The address of a form."""
    outcome = OutcomeFactory(school=school)
    return reverse("outcome_edit", args=[school.slug, outcome.pupil_id, outcome.pk])


@pytest.fixture
def document(school):
    """The address of a page that is drawn from a document."""
    return reverse("pupil", args=[school.slug, OutcomeFactory(school=school).pupil_id])


FAULTS = [(NotThere("No such thing."), 404), (KeyError("pupil"), 500), (LookupError("x"), 500), (IndexError("x"), 500)]


@pytest.mark.parametrize(("fault", "status"), FAULTS)
def test_in_a_form(fault, status, senco, form, monkeypatch):
    monkeypatch.setattr(ActPage, "begin", raising(fault))
    assert [senco.get(form).status_code, senco.post(form).status_code] == [status, status]


@pytest.mark.parametrize(("fault", "status"), FAULTS)
def test_in_a_document(fault, status, senco, document, monkeypatch):
    monkeypatch.setattr(pupil, "pupil_in_reach", raising(fault))
    assert senco.get(document).status_code == status
