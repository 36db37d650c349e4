"""Changing who works here: people, their roles, their invitations, and whether they may come in."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from schools.access import Access, NotThere, there
from schools.edits import Edit, Refused, edit
from schools.entrance.services import InvitationError, token_of
from schools.models import Membership, StaffMember
from schools.people import mail, rights
from schools.roles import Permission, Role, read_roles

LAST = "Nobody else at the school may look after people. Give somebody the role SENCO or System manager first."


def find_person(by: Access, person: int) -> StaffMember:
    """Somebody who works at the school. Raises NotThere."""
    found = StaffMember.objects.select_related("membership").filter(school=by.school, pk=person).first()
    return there(found, "Nobody like that works at this school.")


def find_member(by: Access, person: int) -> tuple[StaffMember, Membership]:
    """Somebody who works at the school and may sign in, or will. Raises NotThere."""
    found = find_person(by, person)
    if found.membership is None or not (found.membership.roles or found.membership.user_id):
        raise NotThere(f"{found.name} does not sign in.")
    return found, found.membership


def put_person(
    change: Edit,
    staff: StaffMember | None,
    *,
    name: str,
    roles: Iterable[Role],
    hours_a_week: Decimal | None,
    email: str | None = None,
) -> StaffMember:
    """Add somebody who works here (`staff` None) or change them. Whoever has roles may sign in once invited.

    `email` None leaves the address as it is. Raises Refused for an address that is somebody else's or missing, for
    roles that are not this person's to give, and where nobody would be left to look after people.
    """
    mail.tell_of_roles_after(change.by)
    wanted = [role.value for role in Role if role in set(roles)]
    address = (staff.email if staff else "") if email is None else email.strip().lower()
    _refuse_address(change.by, staff, address, bool(wanted))
    membership = staff.membership if staff else None
    if membership is None and address:
        membership = Membership.objects.filter(school=change.by.school, email__iexact=address).first()
    membership = _put_membership(change, membership, address, wanted)
    values = {"name": name.strip(), "email": address, "hours_a_week": hours_a_week, "membership": membership}
    if staff is None:
        return change.add(StaffMember(**values))
    change.set(staff, **values)
    return staff


def _refuse_address(by: Access, staff: StaffMember | None, address: str, signs_in: bool) -> None:
    if signs_in and not address:
        raise Refused("Type an e-mail address: nobody can sign in without one.", "email")
    taken = StaffMember.objects.filter(school=by.school, email__iexact=address).exclude(pk=staff.pk if staff else 0)
    if address and (other := taken.first()):
        raise Refused(f"{other.name} has this e-mail address already. Change that person, or correct it.", "email")


def _put_membership(change: Edit, held: Membership | None, address: str, wanted: list[str]) -> Membership | None:
    before = held.roles if held else []
    if refusal := rights.why_not(change.by, read_roles(before) ^ read_roles(wanted)):
        raise Refused(refusal, "roles")
    if held is None:
        return change.add(Membership(email=address, roles=wanted)) if wanted else None
    if held.user_id is None:
        _change_waiting(change, held, address, wanted)
        return held
    if not wanted:
        raise Refused("Choose at least one role. To keep somebody out, suspend them.", "roles")
    if _manages(held) and not rights.manages(wanted, joined=True, suspended=False):
        _refuse_last(change.by, held)
    if refusal := rights.gives_themself(change.by, held, wanted):
        raise Refused(refusal, "roles")
    change.set(held, roles=wanted)
    return held


def _change_waiting(change: Edit, held: Membership, address: str, wanted: list[str]) -> None:
    """Change the roles, and where it differs the address, of somebody who has not joined. A link sent to the old
    address stops working."""
    moved = address != held.email
    if moved and (refusal := rights.why_not(change.by, read_roles(held.roles))):
        raise Refused(refusal, "email")
    if moved and not address:
        raise Refused("Type an e-mail address, or take the roles away first.", "email")
    taken = Membership.objects.filter(school=change.by.school, email__iexact=address).exclude(pk=held.pk)
    if taken.exists():
        raise Refused("Somebody else at the school signs in with this e-mail address. Correct it.", "email")
    change.set(held, email=address, roles=wanted, invited=None if moved or not wanted else held.invited)


def invite_person(change: Edit, membership: Membership) -> None:
    """Invite somebody, or invite them again: an earlier link stops working. Raises InvitationError for somebody who has
    joined, is suspended, has no role, or has a role that is not this person's to give."""
    if membership.user_id:
        raise InvitationError(f"{membership.email} has joined {change.by.school} already.")
    if membership.suspended:
        raise InvitationError(f"{membership.email} is suspended. Let them back in first.")
    if not membership.roles:
        raise InvitationError(f"Give {membership.email} at least one role.", "roles")
    if refusal := rights.why_not(change.by, read_roles(membership.roles)):
        raise InvitationError(refusal, "roles")
    change.set(membership, invited=timezone.now())


def invite(*, by: Access, email: str, roles: Iterable[Role] = ()) -> str:
    """Invite whoever has this e-mail address, or invite them again, and return the token of the one-time link.

    `roles` are added to those they have. Raises InvitationError as `invite_person` does.
    """
    by.need(Permission.MANAGE_PEOPLE)
    address = email.strip().lower()
    membership = Membership.objects.filter(school=by.school, email__iexact=address).first()
    staff = StaffMember.objects.filter(school=by.school, email__iexact=address).first()
    wanted = read_roles(membership.roles if membership else ()) | frozenset(roles)
    with edit(by, "invited", summary=address) as change:
        if membership and membership.user_id:
            raise InvitationError(f"{email} has joined {by.school} already.")
        if not wanted:
            raise InvitationError(f"Give {email} at least one role.")
        name, hours = (staff.name, staff.hours_a_week) if staff else (address, None)
        staff = put_person(change, staff, name=name, email=address, roles=wanted, hours_a_week=hours)
        change.about, membership = staff, staff.membership
        assert membership is not None  # noqa: S101 - who has roles has a membership
        invite_person(change, membership)
    return token_of(membership)


def invite_again(*, by: Access, person: int, ticket: UUID | None = None) -> Edit:
    """Invite somebody who has not joined. Raises NotThere, and InvitationError as `invite_person` does."""
    staff, membership = find_member(by, person)
    with edit(by, "invited", staff, ticket=ticket) as change:
        invite_person(change, membership)
    return change


def suspend(*, by: Access, person: int, ticket: UUID | None = None) -> Edit:
    """Suspend somebody at once, open pages included; their records stay. Raises NotThere and Refused."""
    staff, membership = find_member(by, person)
    with edit(by, "suspended", staff, ticket=ticket) as change:
        if by.membership and by.membership.pk == membership.pk:
            raise Refused("You cannot suspend yourself. Ask somebody else who looks after people.")
        _refuse_beyond(by, membership)
        if _manages(membership):
            _refuse_last(by, membership)
        change.set(membership, suspended=True)
    return change


def let_in(*, by: Access, person: int, ticket: UUID | None = None) -> Edit:
    """Let somebody back in who was suspended. Raises NotThere and Refused."""
    staff, membership = find_member(by, person)
    with edit(by, "let back in", staff, ticket=ticket) as change:
        _refuse_beyond(by, membership)
        change.set(membership, suspended=False)
    return change


def _refuse_beyond(by: Access, membership: Membership) -> None:
    if refusal := rights.why_not(by, read_roles(membership.roles)):
        raise Refused(refusal)


def _manages(membership: Membership) -> bool:
    return rights.manages(membership.roles, joined=membership.user_id is not None, suspended=membership.suspended)


def _refuse_last(by: Access, membership: Membership) -> None:
    if rights.nobody_else_manages(by.school, membership):
        raise Refused(LAST, "roles")
