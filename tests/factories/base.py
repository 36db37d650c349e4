"""What every factory of a school-owned row shares."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory


def within(name: str, below: str) -> factory.SubFactory:
    """A row this one hangs below, in the same school: `within("tests.factories.pupils.PupilFactory", "school")`."""
    return factory.SubFactory(name, school=factory.SelfAttribute(f"..{below}"))


class OwnedFactory(DjangoModelFactory):
    """A row of a school, which is made if none is given."""

    class Meta:
        abstract = True

    school = factory.SubFactory("tests.factories.schools.SchoolFactory")
