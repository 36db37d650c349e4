"""The catalogue, groups with what hangs below them, and money."""

from __future__ import annotations

import datetime
from decimal import Decimal

import factory

from provisions.models import (
    Award,
    CostKind,
    FundingStream,
    InterventionGroup,
    Measure,
    OtherCost,
    Place,
    Provision,
    Session,
    Staffing,
    WholeSchoolProvision,
)
from tests.factories.base import OwnedFactory, within

GROUP = "tests.factories.provisions.GroupFactory"
PUPIL = "tests.factories.pupils.PupilFactory"
ROLE = "tests.factories.costing.StaffRoleFactory"
YEAR = "tests.factories.schools.YearFactory"


class MeasureFactory(OwnedFactory):
    class Meta:
        model = Measure

    name = factory.Sequence(lambda n: f"Reading test {n}")


class ProvisionFactory(OwnedFactory):
    class Meta:
        model = Provision

    name = factory.Sequence(lambda n: f"Reading together {n}")
    area = "C&L"
    strand = "reading"
    tier = "targeted"


class FundingStreamFactory(OwnedFactory):
    class Meta:
        model = FundingStream

    year = within(YEAR, "school")
    name = factory.Sequence(lambda n: f"Stream {n}")
    amount = Decimal("30000.00")


class GroupFactory(OwnedFactory):
    """A running group of six for the 38 weeks of the year."""

    class Meta:
        model = InterventionGroup

    year = within(YEAR, "school")
    code = factory.Sequence(lambda n: f"G{n}")
    provision = within("tests.factories.provisions.ProvisionFactory", "school")
    year_groups = factory.LazyFunction(lambda: ["3"])
    size = 6
    weeks = Decimal("38")


class StaffingFactory(OwnedFactory):
    """One person for one hour a week."""

    class Meta:
        model = Staffing

    group = within(GROUP, "school")
    role = within(ROLE, "school")
    sessions = Decimal("1")
    minutes = Decimal("60")


class SessionFactory(OwnedFactory):
    class Meta:
        model = Session

    group = within(GROUP, "school")
    day = Session.Day.MON
    start = datetime.time(9, 15)
    minutes = Decimal("60")


class PlaceFactory(OwnedFactory):
    class Meta:
        model = Place

    group = within(GROUP, "school")
    pupil = within(PUPIL, "school")


class OtherCostFactory(OwnedFactory):
    """Equipment for a group; give `pupil` and `group=None` for a pupil's own."""

    class Meta:
        model = OtherCost

    year = within(YEAR, "school")
    group = within(GROUP, "school")
    description = factory.Sequence(lambda n: f"Reading books {n}")
    kind = CostKind.EQUIPMENT
    amount = Decimal("60.00")


class WholeSchoolProvisionFactory(OwnedFactory):
    class Meta:
        model = WholeSchoolProvision

    year = within(YEAR, "school")
    description = factory.Sequence(lambda n: f"Sensory room upkeep {n}")
    amount = Decimal("1200.00")


class AwardFactory(OwnedFactory):
    class Meta:
        model = Award

    pupil = within(PUPIL, "school")
    year = within(YEAR, "school")
    status = Award.Status.GRANTED
    amount = Decimal("2000.00")
