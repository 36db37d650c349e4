"""Papers asked for in bulk."""

from __future__ import annotations

import datetime
from uuid import uuid4

import factory

from reports.models import DocumentJob, DocumentJobItem, FindingSetAside
from tests.factories.base import OwnedFactory, within


class DocumentJobFactory(OwnedFactory):
    class Meta:
        model = DocumentJob

    asked_by = factory.SubFactory("tests.factories.schools.UserFactory")
    ticket = factory.LazyFunction(uuid4)
    year = within("tests.factories.schools.YearFactory", "school")
    paper = "individual-map"
    audience = "staff"
    horizon = "planned"
    on = datetime.date(2026, 11, 23)
    whom = "Class 3W"
    form = DocumentJob.Form.ZIP
    state = DocumentJob.State.FAILED
    message = "None of these papers could be made."


class DocumentJobItemFactory(OwnedFactory):
    class Meta:
        model = DocumentJobItem

    job = within("tests.factories.reports.DocumentJobFactory", "school")
    pupil = within("tests.factories.pupils.PupilFactory", "school")
    state = DocumentJobItem.State.LEFT_OUT
    problem = "The pupil is not on roll in 2026/27."


class FindingSetAsideFactory(OwnedFactory):
    class Meta:
        model = FindingSetAside

    year = within("tests.factories.schools.YearFactory", "school")
    code = "no-baseline"
    mark = factory.Sequence(lambda n: f"mark {n}")
    sentence = "Reading together (G1): 1 of 6 pupils has no baseline on the reading test."
    reason = "Joined last week."
    by = "Robin Example"
