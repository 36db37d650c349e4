"""What is sent by e-mail: invitations, and to head and SENCO that somebody's roles have changed."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from schools.access import Access
from schools.entrance.services import INVITATION_DAYS
from schools.models import Membership
from schools.roles import Role, read_roles

log = logging.getLogger(__name__)
WATCH = frozenset({Role.HEAD, Role.SENCO})


def send_invitation(membership: Membership, *, by: Access, link: str) -> None:
    """Send the one-time link to the person who is invited, as plain text. Raises OSError where no mail can be sent."""
    assert membership.invited is not None  # noqa: S101 - who is sent an invitation has been invited
    held = read_roles(membership.roles)
    context = {
        "school": by.school.name,
        "by": by.name,
        "roles": [role.label for role in Role if role in held],
        "link": link,
        "days": INVITATION_DAYS,
        "until": membership.invited + timedelta(days=INVITATION_DAYS),
    }
    text = render_to_string("schools/mail/invitation.txt", context)
    send_mail(f"{by.school.name} invites you to Provision Map", text, None, [membership.email])


def tell_of_roles_after(by: Access) -> None:
    """Tell head and SENCO, once the transaction is committed, whose roles have changed in it, unless nobody's have.

    To be called before anything is written: those who were head or SENCO are told, also where they no longer are, and
    not whoever becomes it. Whoever makes the change is not mailed about it.
    """
    if by.school._state.adding:
        return  # a school that begins with this
    before = _members(by)
    transaction.on_commit(lambda: _tell(by, before))


def _members(by: Access) -> dict[int, Membership]:
    return {each.pk: each for each in Membership.objects.select_related("user").filter(school=by.school)}


def _tell(by: Access, before: dict[int, Membership]) -> None:
    after = _members(by)
    lines = [
        (str(row.user or row.email), _names(before[pk].roles) if pk in before else "", _names(row.roles))
        for pk, row in after.items()
        if _names(row.roles) != (_names(before[pk].roles) if pk in before else "")
    ]
    to = [
        row.user.email
        for row in before.values()
        if row.user and row.user != by.person and not row.suspended and read_roles(row.roles) & WATCH
    ]
    if not lines or not to:
        return
    text = render_to_string("schools/mail/roles.txt", {"by": by.name, "school": by.school.name, "lines": lines})
    for address in to:
        try:
            send_mail(f"{by.school.name}: somebody’s roles have changed", text, None, [address])
        except OSError:
            log.exception("Head and SENCO could not be told of changed roles")


def _names(roles: list[str]) -> str:
    return ", ".join(role.label for role in Role if role in read_roles(roles))
