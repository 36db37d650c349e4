"""Pupils, where they are in a year, and what is known of them."""

from __future__ import annotations

import datetime

import factory

from pupils.models import (
    ClassStaff,
    ImportMapping,
    NeedType,
    Outcome,
    Pupil,
    PupilGroup,
    PupilGroupMember,
    PupilNeed,
    PupilProfile,
    PupilYear,
    SchoolClass,
    TeachingSet,
    TeachingSetPupil,
    TeachingSetStaff,
)
from tests.factories.base import OwnedFactory, within

PUPIL = "tests.factories.pupils.PupilFactory"
YEAR = "tests.factories.schools.YearFactory"


class ClassFactory(OwnedFactory):
    class Meta:
        model = SchoolClass

    year = within(YEAR, "school")
    name = factory.Sequence(lambda n: f"Class {n}")
    year_groups = factory.LazyFunction(lambda: ["3"])


class ClassStaffFactory(OwnedFactory):
    class Meta:
        model = ClassStaff

    school_class = within("tests.factories.pupils.ClassFactory", "school")
    staff = within("tests.factories.schools.StaffFactory", "school")
    part = ClassStaff.Part.TEACHER


class PupilFactory(OwnedFactory):
    class Meta:
        model = Pupil

    admission_number = factory.Sequence(lambda n: f"A{n:05}")
    surname = factory.Sequence(lambda n: f"Surname{n}")
    forename = factory.Sequence(lambda n: f"Forename{n}")
    date_of_birth = datetime.date(2018, 12, 1)


class PupilYearFactory(OwnedFactory):
    class Meta:
        model = PupilYear

    pupil = within(PUPIL, "school")
    year = within(YEAR, "school")
    year_group = "3"
    sen_status = PupilYear.Status.SUPPORT


class PupilNeedFactory(OwnedFactory):
    """A need of a type that the reference data holds: `need="ASD"`."""

    class Meta:
        model = PupilNeed

    class Params:
        need = "SLCN"

    pupil = within(PUPIL, "school")
    need_type = factory.LazyAttribute(lambda made: NeedType.objects.get(code=made.need))
    rank = 1


class PupilGroupFactory(OwnedFactory):
    class Meta:
        model = PupilGroup

    name = factory.Sequence(lambda n: f"Pupil group {n}")


class PupilGroupMemberFactory(OwnedFactory):
    class Meta:
        model = PupilGroupMember

    pupil = within(PUPIL, "school")
    group = within("tests.factories.pupils.PupilGroupFactory", "school")


class PupilProfileFactory(OwnedFactory):
    class Meta:
        model = PupilProfile

    pupil = within(PUPIL, "school")
    strengths = "Draws with great care."
    needs = "Finds long instructions hard to follow in the whole class."
    high_quality_teaching = "Instructions one step at a time, with a picture."


class OutcomeFactory(OwnedFactory):
    class Meta:
        model = Outcome

    pupil = within(PUPIL, "school")
    wording = factory.Sequence(lambda n: f"By the end of Year 3 I will read {n} books on my own.")
    area = "C&L"


class SetFactory(OwnedFactory):
    """A set that takes nobody whole; `staff` and `pupils` fill it."""

    class Meta:
        model = TeachingSet
        skip_postgeneration_save = True

    year = within(YEAR, "school")
    name = factory.Sequence(lambda n: f"Set {n}")

    @factory.post_generation
    def staff(self, create, people, **kwargs):
        for person in people or ():
            TeachingSetStaff.objects.create(school=self.school, teaching_set=self, staff=person)

    @factory.post_generation
    def pupils(self, create, named, **kwargs):
        for pupil in named or ():
            TeachingSetPupil.objects.create(school=self.school, teaching_set=self, pupil=pupil)


class ImportMappingFactory(OwnedFactory):
    class Meta:
        model = ImportMapping

    headings = factory.LazyFunction(lambda: {"Adno": "admission_number"})
