"""Changing who works here: inviting people and taking up an invitation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.utils import timezone

from schools import trail
from schools.access import Access, access_of
from schools.edits import Edit, edit
from schools.models import Membership, School, StaffMember, User
from schools.roles import Permission, Role, read_roles

INVITATION_DAYS = 14
_SALT = "schools.invitation"


class InvitationError(Exception):
    """An invitation that cannot be taken up; the text says why and what to do."""


@dataclass(frozen=True)
class Invitation:
    """What a one-time link stands for. `person` is there if somebody with that e-mail signs in already."""

    membership: Membership
    school: School
    email: str
    name: str
    person: User | None

    @property
    def role_names(self) -> list[str]:
        """The roles it gives, as people say them."""
        roles = read_roles(self.membership.roles)
        return [role.label for role in Role if role in roles]


@transaction.atomic
def invite(*, by: Access, email: str, roles: Iterable[Role] = ()) -> str:
    """Invite a person to the school, or invite them again, and return the token of the one-time link.

    `roles` are added to those the membership has. An earlier link of the same person stops working.
    Raises InvitationError if they have joined already or would have no role.
    """
    by.need(Permission.MANAGE_PEOPLE)
    membership, _ = Membership.objects.get_or_create(school=by.school, email=email.strip().lower())
    if membership.user_id:
        raise InvitationError(f"{email} has joined {by.school} already.")
    held = read_roles(membership.roles) | frozenset(roles)
    if not held:
        raise InvitationError(f"Give {email} at least one role.")
    membership.roles = [role.value for role in Role if role in held]
    membership.invited = timezone.now()
    membership.save()
    trail.record(by, "invited", membership, {"roles": membership.roles})
    return signing.dumps(_state(membership), salt=_SALT)


def read_invitation(token: str) -> Invitation:
    """What a link's token stands for. Raises InvitationError if it is used, replaced, too old or not ours."""
    try:
        state = signing.loads(token, salt=_SALT, max_age=INVITATION_DAYS * 24 * 60 * 60)
    except signing.SignatureExpired as error:
        raise InvitationError(
            f"This invitation is more than {INVITATION_DAYS} days old. Ask your school for a new one."
        ) from error
    except signing.BadSignature as error:
        raise InvitationError("This link is not complete. Copy the whole of it from your invitation.") from error
    membership = Membership.objects.select_related("school").filter(pk=state["membership"]).first()
    if membership is None or _state(membership) != state:
        raise InvitationError("This invitation has been replaced by a newer one. Use the link you were sent last.")
    if membership.user_id or membership.suspended:
        raise InvitationError("This invitation has been used. Sign in instead.")
    staff = StaffMember.objects.filter(membership=membership).first()
    return Invitation(
        membership=membership,
        school=membership.school,
        email=membership.email,
        name=staff.name if staff else "",
        person=User.objects.filter(email__iexact=membership.email).first(),
    )


@transaction.atomic
def accept_invitation(token: str, *, name: str = "", password: str | None = None) -> User:
    """Take up an invitation: the membership gets its person, who is made if new. Raises InvitationError.

    An e-mail address that took up its own link is a proved one.
    """
    invitation = read_invitation(token)
    user = invitation.person or User.objects.create_user(invitation.email, password, name=name)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    membership = Membership.objects.select_for_update().get(pk=invitation.membership.pk)
    membership.user = user
    membership.save()
    StaffMember.objects.filter(school=membership.school, email__iexact=membership.email, membership=None).update(
        membership=membership
    )
    trail.record(access_of(membership, year=None), "joined", membership, {"roles": membership.roles})
    return user


SCHOOL_FIELDS = ("name", "urn", "local_authority", "phase", "timetable_weeks", "teachers_make_groups")


def change_school(*, by: Access, ticket: UUID | None = None, **values: Any) -> Edit:
    """Change what holds for the school as a whole (SCHOOL_FIELDS)."""
    with edit(by, "changed", by.school, ticket=ticket) as change:
        change.set(by.school, **values)
    return change


def _state(membership: Membership) -> dict[str, str | int]:
    """What makes a link one-time: it names the very invitation it was made for."""
    return {"membership": membership.pk, "invited": membership.invited.isoformat() if membership.invited else ""}
