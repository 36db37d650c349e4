"""Adding and changing somebody who works at the school, with their rights, staff roles and classes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from costing.holders import hold_roles, roles_held
from pupils.classes.reading import classes_given
from pupils.classes.services import give_classes
from schools.access import Access
from schools.edits import Edit, Refused, edit
from schools.models import StaffMember
from schools.people.services import find_person, invite_person, put_person
from schools.roles import Role, read_roles


@dataclass(frozen=True)
class PersonValues:
    """Somebody's values for their form. `joined`: they sign in, so only they may change their e-mail address."""

    values: dict[str, Any]
    joined: bool


def person_values(access: Access, person: int) -> PersonValues:
    """The form's values for somebody who works at the school. Raises NotThere."""
    staff = find_person(access, person)
    membership = staff.membership
    values = {
        "name": staff.name,
        "email": staff.email,
        "roles": [role.value for role in Role if role in read_roles(membership.roles if membership else ())],
        "hours_a_week": staff.hours_a_week,
        "staff_roles": roles_held(access, person),
        **classes_given(access, person),
    }
    return PersonValues(values, joined=bool(membership and membership.user_id))


def add_person(
    *,
    by: Access,
    name: str,
    email: str = "",
    roles: Iterable[str] = (),
    hours_a_week: Decimal | None = None,
    staff_roles: Iterable[int] = (),
    teaches: Iterable[int] = (),
    assists: Iterable[int] = (),
    invite: bool = False,
    ticket: UUID | None = None,
) -> Edit:
    """Add somebody who works at the school, and with `invite` invite them. Raises Refused as `put_person` does, and
    where there is nobody to invite."""
    with edit(by, "added", ticket=ticket) as change:
        given = read_roles(roles)
        staff = put_person(change, None, name=name, email=email, roles=given, hours_a_week=hours_a_week)
        change.about = staff
        _give(change, staff, staff_roles, teaches, assists)
        if invite:
            if staff.membership is None:
                raise Refused("Choose at least one role to invite somebody, or take the tick away.", "roles")
            invite_person(change, staff.membership)
    return change


def change_person(
    *,
    by: Access,
    person: int,
    name: str,
    roles: Iterable[str],
    hours_a_week: Decimal | None,
    staff_roles: Iterable[int],
    teaches: Iterable[int] = (),
    assists: Iterable[int] = (),
    email: str | None = None,
    ticket: UUID | None = None,
) -> Edit:
    """Change somebody as a whole; `email` only of one who has not joined. Raises NotThere and Refused."""
    staff = find_person(by, person)
    with edit(by, "changed", staff, ticket=ticket) as change:
        address = None if staff.membership and staff.membership.user_id else email
        put_person(change, staff, name=name, email=address, roles=read_roles(roles), hours_a_week=hours_a_week)
        _give(change, staff, staff_roles, teaches, assists)
    return change


def _give(
    change: Edit, staff: StaffMember, staff_roles: Iterable[int], teaches: Iterable[int], assists: Iterable[int]
) -> None:
    hold_roles(change, staff, list(staff_roles))
    if change.by.year:
        give_classes(change, staff, teaches=list(teaches), assists=list(assists))
