"""The acts that invite people, keep them out and let them back in."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any, NamedTuple

from django.contrib import messages
from django.db import transaction
from django.urls import reverse

from schools.access import Access
from schools.edits import Edit
from schools.entrance.services import INVITATION_DAYS, token_of
from schools.people import mail
from schools.people.services import find_member, invite_again, let_in, suspend
from schools.roles import Permission
from schools.views import Act, ActPage
from ui.edit_forms import EditForm

log = logging.getLogger(__name__)


class PersonActPage(ActPage):
    """The page of an act on somebody that may end in an invitation."""

    def send_invitation(self, membership: Any) -> None:
        """Send the one-time link once the transaction is committed: what was not saved must not be mailed."""
        transaction.on_commit(partial(self._send, membership))

    def _send(self, membership: Any) -> None:
        path = reverse("accept_invitation", args=[token_of(membership)])
        try:
            mail.send_invitation(membership, by=self.access, link=self.request.build_absolute_uri(path))
        except OSError:
            log.exception("An invitation could not be sent")
            messages.warning(
                self.request,
                f"The e-mail to {membership.email} could not be sent. Try “Send the invitation again” later, or ask "
                "whoever runs Provision Map for you.",
            )


class InvitePerson(PersonActPage):
    """Send somebody the one-time link to come in with."""

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        change = invite_again(by=self.access, person=self.about.staff.pk, ticket=form.ticket)
        self.about.membership.refresh_from_db()
        self.send_invitation(self.about.membership)
        return change


class AboutPerson(NamedTuple):
    """Somebody who works at the school, and how they sign in."""

    staff: Any
    membership: Any


def about_member(access: Access, pk: int) -> AboutPerson:
    """The person. Raises NotThere for somebody who does not sign in."""
    return AboutPerson(*find_member(access, pk))


def _whom_to_invite(page: ActPage) -> str:
    again = " again" if page.about.membership.invited is not None else ""
    return f"Invite {page.about.staff.name}{again}"


def _how_they_come_in(page: ActPage) -> str:
    member = page.about.membership
    old = " The link sent before stops working." if member.invited is not None else ""
    return f"{member.email} is sent a link that works once, for {INVITATION_DAYS} days.{old}"


def _to_person(page: ActPage, thing: str) -> str:
    return page.access.url("person", thing or page.about.staff.pk)


CRUMBS = (("School", "school"), ("People", "people"))
act = partial(Act, permission=Permission.MANAGE_PEOPLE, find=about_member, crumbs=CRUMBS, then=_to_person)
ACTS = (
    act("people/<int:pk>/invite/", "person_invite", _whom_to_invite, "Send the invitation", page=InvitePerson,
        intro=_how_they_come_in, done="{about.staff.name} is invited at {about.membership.email}."),
    act("people/<int:pk>/suspend/", "person_suspend", "Suspend {about.staff.name}", "Suspend", danger=True,
        intro="{about.staff.name} cannot open anything of {school} from now on, even where signed in at "
        "this moment. What they did stays, and you can let them back in.",
        service=lambda page, **sent: suspend(person=page.about.staff.pk, **sent),
        done="{about.staff.name} is suspended."),
    act("people/<int:pk>/return/", "person_return", "Let {about.staff.name} back in", "Let them back in",
        intro="They can do again what their roles allow.",
        service=lambda page, **sent: let_in(person=page.about.staff.pk, **sent),
        done="{about.staff.name} is let back in."),
)  # fmt: skip
