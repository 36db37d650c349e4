"""Who may give rights to whom: one rule for the pages and for the workbook."""

from __future__ import annotations

from collections.abc import Iterable

from schools.access import Access
from schools.models import Membership, School
from schools.roles import ROLE_PERMISSIONS, Permission, Role, permissions_of, read_roles


def may_give(by: Access, role: Role) -> bool:
    """Whether this person may give or take a role. A system manager may give any. Others who look after people give
    only what they have themselves: not a right they lack, and not the system manager's power to give any role."""
    if not by.may(Permission.MANAGE_PEOPLE):
        return False
    if Role.SYSTEM_MANAGER in by.roles:
        return True
    return role is not Role.SYSTEM_MANAGER and ROLE_PERMISSIONS[role] <= by.permissions


def roles_to_give(by: Access) -> list[Role]:
    """The roles that this person may give and take, in the order of the list of roles."""
    return [role for role in Role if may_give(by, role)]


def why_not(by: Access, roles: Iterable[Role]) -> str:
    """A sentence where some of these roles are not this person's to give or take; else blank."""
    beyond = [role.label for role in Role if role in set(roles) and not may_give(by, role)]
    if not beyond:
        return ""
    return f"Only a system manager can give or take the role {' and '.join(beyond)}. Ask one, and choose the rest here."


def gives_themself(by: Access, membership: Membership | None, wanted: Iterable[str]) -> str:
    """A sentence where somebody would give themself a role; else blank. Giving one up is theirs to do."""
    own = membership is not None and by.membership is not None and membership.pk == by.membership.pk
    new = read_roles(wanted) - by.roles if own else frozenset[Role]()
    if not new:
        return ""
    names = " and ".join(role.label for role in Role if role in new)
    return f"Nobody gives themself a role. Ask somebody else who looks after people to make you {names}."


def may_look_after(by: Access, membership: Membership) -> bool:
    """Whether this person may invite, change or suspend somebody: every role they hold is theirs to give."""
    return by.may(Permission.MANAGE_PEOPLE) and not why_not(by, read_roles(membership.roles))


def manages(roles: Iterable[str], *, joined: bool, suspended: bool) -> bool:
    """Whether somebody with these roles can manage people: only who has joined and is not suspended can."""
    return joined and not suspended and Permission.MANAGE_PEOPLE in permissions_of(read_roles(roles))


def nobody_else_manages(school: School, besides: Membership) -> bool:
    """Whether no other member of the school can manage people."""
    others = Membership.objects.filter(school=school, user__isnull=False, suspended=False).exclude(pk=besides.pk)
    return not any(manages(roles, joined=True, suspended=False) for roles in others.values_list("roles", flat=True))
