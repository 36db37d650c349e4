"""The pages that invite people, keep them out and let them back in."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.urls import reverse

from schools.edits import Edit
from schools.entrance.services import INVITATION_DAYS, token_of
from schools.people import mail
from schools.people.services import find_member, invite_again, let_in, suspend
from schools.roles import Permission
from schools.views.editing import Data, EditPage
from ui.edit_forms import EditForm
from ui.parts import Crumb

log = logging.getLogger(__name__)


class PersonEditPage(EditPage):
    """The base of the pages about one person."""

    permission = Permission.MANAGE_PEOPLE

    def begin(self, **parts: Any) -> None:
        """Find the person; 404 for somebody who does not sign in."""
        self.staff, self.membership = find_member(self.access, parts["pk"])
        self.crumbs = people_crumbs(self)

    def form(self, data: Data) -> EditForm:
        return EditForm(data)

    def next_url(self, thing: str) -> str:
        return self.access.url("person", thing or self.staff.pk)

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


class InvitePerson(PersonEditPage):
    """Send somebody the one-time link to come in with."""

    submit_label = "Send the invitation"

    def begin(self, **parts: Any) -> None:
        super().begin(**parts)
        again = self.membership.invited is not None
        self.title = f"Invite {self.staff.name}{' again' if again else ''}"
        old = " The link sent before stops working." if again else ""
        self.intro = f"{self.membership.email} is sent a link that works once, for {INVITATION_DAYS} days.{old}"

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        change = invite_again(by=self.access, person=self.staff.pk, ticket=form.ticket)
        self.membership.refresh_from_db()
        self.send_invitation(self.membership)
        return change

    def success(self, change: Edit) -> str:
        return f"{self.staff.name} is invited at {self.membership.email}."


class SuspendPerson(PersonEditPage):
    """Suspend somebody."""

    submit_label = "Suspend"
    danger = True

    def begin(self, **parts: Any) -> None:
        super().begin(**parts)
        self.title = f"Suspend {self.staff.name}"
        self.intro = (
            f"{self.staff.name} cannot open anything of {self.access.school} from now on, even where signed in at "
            "this moment. What they did stays, and you can let them back in."
        )

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return suspend(by=self.access, person=self.staff.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.staff.name} is suspended."


class LetPersonIn(PersonEditPage):
    """Let somebody back in."""

    submit_label = "Let them back in"

    def begin(self, **parts: Any) -> None:
        super().begin(**parts)
        self.title = f"Let {self.staff.name} back in"
        self.intro = "They can do again what their roles allow."

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return let_in(by=self.access, person=self.staff.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.staff.name} is let back in."


def people_crumbs(page: EditPage) -> tuple[Crumb, ...]:
    """The breadcrumbs of a page about somebody."""
    return (Crumb("School", page.access.url("school")), Crumb("People", page.access.url("people")))
