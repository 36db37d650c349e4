"""What is sent by e-mail: invitations."""

from __future__ import annotations

from datetime import timedelta

from django.core.mail import send_mail
from django.template.loader import render_to_string

from schools.access import Access
from schools.entrance.services import INVITATION_DAYS
from schools.models import Membership
from schools.roles import Role, read_roles


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
