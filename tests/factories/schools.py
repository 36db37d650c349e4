"""Schools, people, memberships and the calendar of 2026/27."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from schools.models import AcademicYear, Band, DayBand, HalfTerm, Membership, School, StaffMember, User
from schools.roles import Role
from tests.factories.base import OwnedFactory, within

PASSWORD = "correct horse battery staple"
HALF_TERMS = (
    ("Autumn 1", "2026-09-02", "2026-10-23"),
    ("Autumn 2", "2026-11-02", "2026-12-18"),
    ("Spring 1", "2027-01-04", "2027-02-12"),
    ("Spring 2", "2027-02-22", "2027-03-25"),
    ("Summer 1", "2027-04-12", "2027-05-28"),
    ("Summer 2", "2027-06-07", "2027-07-21"),
)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Robin Example{n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.django.Password(PASSWORD)


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    name = factory.Sequence(lambda n: f"Example School {n}")
    slug = factory.Sequence(lambda n: f"example-{n}")
    phase = School.Phase.PRIMARY
    local_authority = "Exampleshire"


class MembershipFactory(OwnedFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    email = factory.Maybe(
        "user", factory.SelfAttribute("user.email"), factory.Sequence(lambda n: f"waiting{n}@example.org")
    )
    roles = factory.LazyFunction(lambda: [Role.SENCO.value])


class StaffFactory(OwnedFactory):
    class Meta:
        model = StaffMember

    name = factory.Sequence(lambda n: f"Sam Staff{n}")
    email = factory.Sequence(lambda n: f"staff{n}@example.org")
    hours_a_week = 30


class YearFactory(OwnedFactory):
    """2026/27; `half_terms=True` adds its six half-terms (38 school weeks and a few days over)."""

    class Meta:
        model = AcademicYear
        django_get_or_create = ("school", "name")  # rows of one school share its year
        skip_postgeneration_save = True

    name = "2026/27"
    starts = datetime.date(2026, 9, 1)
    ends = datetime.date(2027, 7, 31)

    @factory.post_generation
    def half_terms(self, create, wanted, **kwargs):
        if wanted:
            for name, starts, ends in HALF_TERMS:
                HalfTermFactory(year=self, school=self.school, name=name, starts=starts, ends=ends)


class HalfTermFactory(OwnedFactory):
    class Meta:
        model = HalfTerm

    year = within("tests.factories.schools.YearFactory", "school")
    name = "Autumn 1"
    starts = datetime.date(2026, 9, 2)
    ends = datetime.date(2026, 10, 23)


class DayBandFactory(OwnedFactory):
    class Meta:
        model = DayBand

    band = Band.BREAK
    starts = datetime.time(10, 30)
    ends = datetime.time(10, 45)
