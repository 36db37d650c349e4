"""Audit charts and current provision."""

from __future__ import annotations

from decimal import Decimal

import factory
from django.utils import timezone

from audits.models import (
    AuditChart,
    AuditColumn,
    AuditQuestion,
    AuditRow,
    AuditTick,
    CurrentProvision,
    Plan,
    Proposal,
    ProposalPupil,
)
from tests.factories.base import OwnedFactory, within

YEAR = "tests.factories.schools.YearFactory"
PROVISION = "tests.factories.provisions.ProvisionFactory"


class AuditChartFactory(OwnedFactory):
    class Meta:
        model = AuditChart

    year = within(YEAR, "school")
    year_group = "4"


class AuditRowFactory(OwnedFactory):
    class Meta:
        model = AuditRow

    chart = within("tests.factories.audits.AuditChartFactory", "school")
    pupil = within("tests.factories.pupils.PupilFactory", "school")
    band = AuditRow.Band.MUST


class AuditTickFactory(OwnedFactory):
    class Meta:
        model = AuditTick

    row = within("tests.factories.audits.AuditRowFactory", "school")
    provision = within(PROVISION, "school")


class CurrentProvisionFactory(OwnedFactory):
    class Meta:
        model = CurrentProvision

    year = within(YEAR, "school")
    year_group = "4"
    provision = within(PROVISION, "school")


class AuditColumnFactory(OwnedFactory):
    class Meta:
        model = AuditColumn

    chart = within("tests.factories.audits.AuditChartFactory", "school")
    provision = within(PROVISION, "school")


class AuditQuestionFactory(OwnedFactory):
    class Meta:
        model = AuditQuestion

    chart = within("tests.factories.audits.AuditChartFactory", "school")
    question = "Is this still so?"
    asked_at = factory.LazyFunction(timezone.now)


class PlanFactory(OwnedFactory):
    class Meta:
        model = Plan

    year = within(YEAR, "school")
    number = 1
    begun_at = factory.LazyFunction(timezone.now)


class ProposalFactory(OwnedFactory):
    """Groups of four, twice a week for half an hour over twelve weeks."""

    class Meta:
        model = Proposal

    plan = within("tests.factories.audits.PlanFactory", "school")
    provision = within(PROVISION, "school")
    year_group = "4"
    band = "must"
    groups = 1
    size = 4
    sessions = Decimal("2")
    minutes = Decimal("30")
    weeks = Decimal("12")


class ProposalPupilFactory(OwnedFactory):
    class Meta:
        model = ProposalPupil

    proposal = within("tests.factories.audits.ProposalFactory", "school")
    pupil = within("tests.factories.pupils.PupilFactory", "school")
    band = "must"
