"""A new school's first steps, in the order in which they are taken, until its map holds a group."""

from __future__ import annotations

from django.db.models import Exists
from django.urls import reverse

from costing.models import RolePay
from pages.home.steps import YearStep
from provisions.models import InterventionGroup, Provision
from pupils.models import PupilYear
from schools.access import Access
from schools.models import Membership, School
from schools.roles import Permission


def first_steps(access: Access) -> tuple[YearStep, ...]:
    """What to do first, for the SENCO of a school whose year holds no group; nothing for anybody else. One query."""
    if access.year is None or not access.may(Permission.EDIT_PROVISION):
        return ()
    year, school = access.year, access.school
    others = Membership.objects.filter(school=school)
    if access.membership:
        others = others.exclude(pk=access.membership.pk)
    found = School.objects.filter(pk=school.pk).values_list(
        Exists(InterventionGroup.objects.filter(year=year)),
        Exists(PupilYear.objects.filter(year=year)),
        Exists(RolePay.objects.filter(year=year)),
        Exists(Provision.objects.filter(school=school)),
        Exists(others),
    )
    groups, pupils, rates, provisions, people = found.get()
    if groups:
        return ()
    steps = (
        (
            "Bring in the pupils",
            pupils,
            "import_pupils",
            "From an export of your MIS, or from a CTF; classes come along.",
        ),
        ("Say what staff cost", rates, "role_new", "A role such as teaching assistant, and how its hour is paid."),
        ("Choose provisions", provisions, "library", "From a library of common provisions, to change as you like."),
        ("Set up the groups", False, "group_new", "A provision, the pupils in it, who takes it and when."),
        (
            "Invite colleagues",
            people,
            "person_new",
            "Teachers see their own classes; nobody sees more than their role.",
        ),
    )
    coming = next(name for name, done, _, _ in steps if not done)
    return tuple(
        YearStep(
            number, name, "done" if done else "now" if name == coming else "next", line,
            reverse(address, args=[school.slug]),
        )
        for number, (name, done, address, line) in enumerate(steps, start=1)
    )  # fmt: skip
