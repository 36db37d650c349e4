"""Who is asking, at which school, with which rights, in which year: handed to every selector and service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from django.urls import reverse

from schools.history import Known, known_in, reading
from schools.models import AcademicYear, Membership, School, StaffMember, User
from schools.roles import Permission, Role, permissions_of, read_roles

R = TypeVar("R")


class NotAllowed(Exception):
    """The person lacks a right that a service asks for: any one of `permissions` would do."""

    def __init__(self, *permissions: Permission) -> None:
        self.permissions = permissions
        super().__init__(f"You need the right to {' or '.join(each.label for each in permissions)}.")


class NotThere(Exception):
    """What was asked for does not exist, or is out of this person's reach; the sentence says what. A page answers
    404. It is no LookupError, so that a KeyError, a fault of ours, never passes for it."""


def there(row: R | None, sentence: str) -> R:
    """The row. Raises NotThere with the sentence where there is none."""
    if row is None:
        raise NotThere(sentence)
    return row


@lru_cache(maxsize=20_000)
def address(page: str, *parts: int | str) -> str:
    """The address of a page by its name and parts. Kept, since a list or a map holds hundreds of them."""
    return reverse(page, args=parts)


@dataclass(frozen=True)
class Access:
    """One person at one school in one academic year. `person` is None where the command line acts."""

    school: School
    person: User | None
    membership: Membership | None
    roles: frozenset[Role]
    permissions: frozenset[Permission]
    year: AcademicYear | None
    staff: StaffMember | None = None
    years: tuple[AcademicYear, ...] = ()
    name: str = ""

    def may(self, permission: Permission | str) -> bool:
        """Whether this person has the right."""
        return permission in self.permissions

    def need(self, *permissions: Permission) -> None:
        """Raise NotAllowed unless the person has at least one of these rights."""
        if not self.permissions.intersection(permissions):
            raise NotAllowed(*permissions)

    def url(self, name: str, *parts: Any) -> str:
        """The address of a page of this school, by its name and what stands in it."""
        return address(name, self.school.slug, *parts)

    @property
    def role_names(self) -> list[str]:
        """The person's roles as people say them, in the order of the list of roles."""
        return [role.label for role in Role if role in self.roles]

    def reader(self, *, personal: bool = False) -> tuple[frozenset[Permission], frozenset[Role], int | None]:
        """Who sees the very same as this person, as a key for what is kept: everybody with the same rights and roles,
        where those open every pupil's page; else, and for what is `personal`, this person alone."""
        alone = personal or not self.may(Permission.VIEW_PUPILS)
        return self.permissions, self.roles, self.membership.pk if alone and self.membership else None

    @cached_property
    def known(self) -> Known:
        """What the access's year is read from: changes made for later years do not show in it."""
        return known_in(self.year, self.years) if self.year else Known(school=self.school.pk)

    @cached_property
    def can(self) -> Mapping[str, bool]:
        """Rights by name, for templates: `{% if access.can.view_costs %}`."""
        return {permission.value: permission in self.permissions for permission in Permission}


@contextmanager
def as_recorded(access: Access, on: date | None = None) -> Iterator[Access]:
    """Read the access's year as it is known, or was known at the end of a day, until the block ends.

    Yields the access with the school's details as they were then (one query, unless that is now).
    """
    known = replace(access.known, on=on)
    with reading(known):
        if not known.live:
            then = known.lines(School).filter(id=access.school.pk).first()
            access = replace(access, school=then.instance) if then else access
        yield access


def access_of(membership: Membership, *, year: AcademicYear | None, years: tuple[AcademicYear, ...] = ()) -> Access:
    """The access that a membership gives in a year."""
    roles = read_roles(membership.roles)
    return Access(
        school=membership.school,
        person=membership.user,
        membership=membership,
        roles=roles,
        permissions=permissions_of(roles) | _given_by(membership.school, roles),
        year=year,
        staff=getattr(membership, "staff_member", None),
        years=years,
        name=str(membership.user or membership.email),
    )


def _given_by(school: School, roles: frozenset[Role]) -> frozenset[Permission]:
    """The rights that the school's own settings add to those of the roles."""
    allowed = {
        Permission.EDIT_OWN_GROUPS: school.teachers_make_groups and Role.TEACHER in roles,
        Permission.EDIT_AUDIT: school.assistants_fill_audits and Role.ASSISTANT in roles,
    }
    return frozenset(permission for permission, given in allowed.items() if given)


def command_line_access(school: School, year: AcademicYear | None = None) -> Access:
    """The access of a command run on the server: every right at this school, in no person's name."""
    return Access(
        school=school,
        person=None,
        membership=None,
        roles=frozenset(Role),
        permissions=frozenset(Permission),
        year=year,
        name="command line",
    )
