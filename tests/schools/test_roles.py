"""What each role may do, as the product promises it."""

from __future__ import annotations

import pytest

from schools.access import NotAllowed
from schools.roles import ROLE_PERMISSIONS, Permission, Role, permissions_of, read_roles, roles_with

MONEY = {Permission.VIEW_COSTS, Permission.EDIT_COSTS}
PUPILS = {Permission.VIEW_PUPILS, Permission.VIEW_OWN_PUPILS}
WORDS_ABOUT_PUPILS = {Permission.VIEW_NEEDS, Permission.VIEW_VOICES}


@pytest.mark.parametrize(
    ("role", "never"),
    [
        (Role.TEACHER, MONEY | {Permission.VIEW_PUPILS, Permission.VIEW_TOTALS, Permission.IMPORT_WORKBOOK}),
        (Role.ASSISTANT, MONEY | WORDS_ABOUT_PUPILS | {Permission.VIEW_PUPILS, Permission.VIEW_TOTALS}),
        (Role.BUSINESS_MANAGER, WORDS_ABOUT_PUPILS | {Permission.SIGN_OFF}),
        (Role.SYSTEM_MANAGER, MONEY | WORDS_ABOUT_PUPILS | PUPILS | {Permission.VIEW_MAP, Permission.EXPORT}),
        (Role.GOVERNOR, set(Permission) - {Permission.HOME, Permission.VIEW_TOTALS}),
        (Role.HEAD, {Permission.EDIT_PROVISION, Permission.EDIT_PUPILS, Permission.EDIT_COSTS}),
    ],
)
def test_what_a_role_must_never_meet(role, never):
    assert not ROLE_PERMISSIONS[role] & never


def test_every_role_has_a_home_and_every_right_a_role():
    assert all(Permission.HOME in ROLE_PERMISSIONS[role] for role in Role)
    given_by_the_school = {Permission.EDIT_OWN_GROUPS}
    assert all(roles_with([permission]) for permission in set(Permission) - given_by_the_school)


def test_who_sees_all_pupils_also_sees_their_own():
    assert all(Permission.VIEW_OWN_PUPILS in ROLE_PERMISSIONS[role] for role in roles_with([Permission.VIEW_PUPILS]))


def test_several_roles_add_up():
    both = permissions_of([Role.TEACHER, Role.GOVERNOR])
    assert {Permission.VIEW_NEEDS, Permission.VIEW_TOTALS} <= both


def test_roles_are_read_in_any_letter_case():
    assert read_roles(["senco", " Class Teacher "]) == {Role.SENCO, Role.TEACHER}
    with pytest.raises(ValueError, match="“caretaker” is not a role"):
        read_roles(["caretaker"])


def test_a_service_refuses_who_lacks_the_right(access):
    with pytest.raises(NotAllowed, match="see costs"):
        access("teacher").need(Permission.VIEW_COSTS)
    access("teacher").need(Permission.VIEW_COSTS, Permission.VIEW_MAP)


def test_access_speaks_to_templates(access):
    senco = access("senco")
    assert senco.can["view_costs"]
    assert not senco.can["sign_off"]
    assert senco.role_names == ["SENCO"]
    assert senco.staff.name == senco.person.name
