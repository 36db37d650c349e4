"""Accepting an invitation by its one-time link."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.core import signing
from django.db.models import F, Q

from schools.access import access_of
from schools.edits import Refused, school_locked, trail
from schools.edits.wall import door
from schools.models import Membership, School, StaffMember, User
from schools.roles import Role, read_roles

INVITATION_DAYS = 14
_SALT = "schools.invitation"


class InvitationError(Refused):
    """An invitation that cannot be accepted; the text says why and what to do."""


@dataclass(frozen=True)
class Invitation:
    """The invitation of a one-time link. `person` is there if somebody with that e-mail signs in already."""

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


def token_of(membership: Membership) -> str:
    """The token of the one-time link of a membership that was invited."""
    return signing.dumps(_state(membership), salt=_SALT)


def read_invitation(token: str) -> Invitation:
    """The invitation of a link's token. Raises InvitationError if it is used, replaced, too old or not ours."""
    try:
        state = signing.loads(token, salt=_SALT, max_age=INVITATION_DAYS * 24 * 60 * 60)
    except signing.SignatureExpired as error:
        raise InvitationError(
            f"This invitation is more than {INVITATION_DAYS} days old. Ask your school for a new one."
        ) from error
    except signing.BadSignature as error:
        raise InvitationError("This link is not complete. Copy the whole of it from your invitation.") from error
    membership = Membership.objects.select_related("school").filter(pk=state["membership"]).first()
    if membership is None or membership.invited is None or _state(membership) != state:
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


def accept_invitation(token: str, *, name: str = "", password: str | None = None) -> User:
    """Take up an invitation: the membership gets its person, who is made if new. Raises InvitationError.

    An e-mail address that took up its own link is a proved one.
    """
    invitation = read_invitation(token)
    with school_locked(access_of(invitation.membership, year=None)):
        invitation = read_invitation(token)  # again: the same link may have been taken up in another window
        user = invitation.person or User.objects.create_user(invitation.email, password, name=name)
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        membership = invitation.membership
        membership.user = user
        with door():
            membership.save()
            _join_staff(membership, user.name)
        trail.record(access_of(membership, year=None), "joined", membership, {"roles": membership.roles})
    return user


def _join_staff(membership: Membership, name: str) -> None:
    """Link the membership to its staff record: its own, else one with the same e-mail and no membership, else a new
    one."""
    held = Q(membership=membership) | Q(membership=None, email__iexact=membership.email)
    staff = (
        StaffMember.objects.filter(held, school=membership.school)
        .order_by(F("membership").asc(nulls_last=True))
        .first()
    )
    staff = staff or StaffMember(school=membership.school, name=name or membership.email, email=membership.email)
    if staff.name == membership.email and name:
        staff.name = name
    staff.membership = membership
    staff.save()


def _state(membership: Membership) -> dict[str, str | int]:
    """What a link's token holds: membership and moment of invitation, so that a newer invitation makes it invalid."""
    return {"membership": membership.pk, "invited": membership.invited.isoformat() if membership.invited else ""}
