"""Staff roles, their pay and funding rules."""

from __future__ import annotations

import datetime
from decimal import Decimal

import factory

from costing.models import OwnPayPoint, RoleHolder, RolePay, SchoolFundingRules, StaffRole
from tests.factories.base import OwnedFactory, within


class PayPointFactory(OwnedFactory):
    """A point of a scale of the school's own."""

    class Meta:
        model = OwnPayPoint

    scale = "Trust scale"
    point = factory.Sequence(str)
    order = factory.Sequence(int)
    starts = datetime.date(2026, 9, 1)
    annual = Decimal("25000.00")
    source = "The school"
    status = "entered"


class StaffRoleFactory(OwnedFactory):
    class Meta:
        model = StaffRole

    code = factory.Sequence(lambda n: f"R{n}")
    name = factory.Sequence(lambda n: f"Role {n}")


class RolePayFactory(OwnedFactory):
    """An hourly rate of £17.50."""

    class Meta:
        model = RolePay

    role = within("tests.factories.costing.StaffRoleFactory", "school")
    year = within("tests.factories.schools.YearFactory", "school")
    basis = RolePay.Basis.HOURLY
    rate = Decimal("17.50")


class RoleHolderFactory(OwnedFactory):
    class Meta:
        model = RoleHolder

    role = within("tests.factories.costing.StaffRoleFactory", "school")
    staff = within("tests.factories.schools.StaffFactory", "school")


class SchoolFundingRulesFactory(OwnedFactory):
    """A copy of the shipped rules with this key."""

    class Meta:
        model = SchoolFundingRules

    key = "38-week-guidance"
    name = "38-week guidance"
    content = factory.LazyFunction(dict)
    in_force = True
