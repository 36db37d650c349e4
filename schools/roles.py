"""Who may do what: the seven roles, the permissions that pages and services ask for, and which role has which."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is at a school; several can be held at once. Values are the words of the school workbook."""

    HEAD = "head", "Headteacher"
    SENCO = "SENCO", "SENCO"
    TEACHER = "class teacher", "Class teacher"
    ASSISTANT = "teaching assistant", "Teaching assistant"
    BUSINESS_MANAGER = "business manager", "Business manager"
    GOVERNOR = "governor", "Governor"
    SYSTEM_MANAGER = "system manager", "System manager"


class Permission(TextChoices):
    """A right that a page or service asks for; its label completes "the right to …"."""

    HOME = "home", "see the home page"
    VIEW_MAP = "view_map", "see the provision map"
    VIEW_TOTALS = "view_totals", "see the totals of the map"
    VIEW_COSTS = "view_costs", "see costs"
    VIEW_PUPILS = "view_pupils", "see all pupils"
    VIEW_OWN_PUPILS = "view_own_pupils", "see the pupils of their classes and groups"
    VIEW_NEEDS = "view_needs", "read pupils' needs"
    VIEW_STAFF = "view_staff", "see the people and classes of the school"
    VIEW_VOICES = "view_voices", "read pupils' and families' views"
    EDIT_PROVISION = "edit_provision", "change provision"
    EDIT_OWN_GROUPS = "edit_own_groups", "change groups of their own classes"
    EDIT_PUPILS = "edit_pupils", "change the roll: pupils, their classes and their groups"
    EDIT_NEEDS = "edit_needs", "write pupils' needs, outcomes and reviews"
    EDIT_AUDIT = "edit_audit", "fill in audit charts and current provision"
    EDIT_COSTS = "edit_costs", "change rates and budgets"
    IMPORT_WORKBOOK = "import_workbook", "import the school workbook"
    MANAGE_PEOPLE = "manage_people", "look after people and their roles"
    MANAGE_CALENDAR = "manage_calendar", "look after the calendar and classes"
    EXPORT = "export", "download papers and workbooks"
    SIGN_OFF = "sign_off", "sign off final copies"


_P = Permission
_CLASS_TEAM = frozenset({_P.HOME, _P.VIEW_MAP, _P.VIEW_OWN_PUPILS})
_LEADERS = _CLASS_TEAM | {
    _P.VIEW_TOTALS, _P.VIEW_COSTS, _P.VIEW_PUPILS, _P.VIEW_NEEDS, _P.VIEW_VOICES, _P.VIEW_STAFF, _P.EXPORT,
}  # fmt: skip

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.HEAD: _LEADERS | {_P.SIGN_OFF},
    Role.SENCO: _LEADERS
    | {
        _P.EDIT_PROVISION,
        _P.EDIT_PUPILS,
        _P.EDIT_NEEDS,
        _P.EDIT_AUDIT,
        _P.EDIT_COSTS,
        _P.IMPORT_WORKBOOK,
        _P.MANAGE_PEOPLE,
        _P.MANAGE_CALENDAR,
    },
    Role.TEACHER: _CLASS_TEAM | {_P.VIEW_NEEDS, _P.VIEW_VOICES, _P.EDIT_AUDIT},
    Role.ASSISTANT: _CLASS_TEAM,
    Role.BUSINESS_MANAGER: _CLASS_TEAM
    | {
        _P.VIEW_TOTALS,
        _P.VIEW_COSTS,
        _P.VIEW_PUPILS,
        _P.VIEW_STAFF,
        _P.EDIT_COSTS,
        _P.IMPORT_WORKBOOK,
        _P.EXPORT,
    },
    Role.GOVERNOR: frozenset({_P.HOME, _P.VIEW_TOTALS}),
    Role.SYSTEM_MANAGER: frozenset(
        {_P.HOME, _P.VIEW_STAFF, _P.EDIT_PUPILS, _P.IMPORT_WORKBOOK, _P.MANAGE_PEOPLE, _P.MANAGE_CALENDAR}
    ),
}

# Those who reach every pupil, the money or other people's access sign in with a second factor.
SECOND_FACTOR_ROLES = frozenset({Role.HEAD, Role.SENCO, Role.BUSINESS_MANAGER, Role.SYSTEM_MANAGER})


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that any of these roles may do."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))


def roles_with(permissions: Iterable[Permission]) -> list[Role]:
    """The roles that have at least one of these permissions, in the order of the list of roles."""
    wanted = frozenset(permissions)
    return [role for role in Role if ROLE_PERMISSIONS[role] & wanted]


def read_roles(values: Iterable[str]) -> frozenset[Role]:
    """Roles from their stored or typed words, in any letter case. Raises ValueError naming the first unknown one."""
    known = {role.value.lower(): role for role in Role}
    roles = set()
    for value in values:
        role = known.get(value.strip().lower())
        if role is None:
            raise ValueError(f"“{value}” is not a role. Choose from: {', '.join(Role.values)}.")
        roles.add(role)
    return frozenset(roles)
