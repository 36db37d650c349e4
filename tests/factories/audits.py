"""Audit charts and current provision."""

from __future__ import annotations

from audits.models import AuditChart, AuditRow, AuditTick, CurrentProvision
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
