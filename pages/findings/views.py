"""The pages on which a finding is set aside with a reason, and shown again."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from pages.filters import ReasonForm
from pages.findings import listing as findings
from pages.year_page import YearPage
from reports import set_aside
from schools.access import NotThere
from schools.edits import Edit
from schools.roles import Permission
from schools.views.editing import Data, EditPage
from ui.edit_forms import EditForm
from ui.parts import Crumb


class SetFindingAside(YearPage, EditPage):
    """Set a finding aside, with the reason why nothing is to be done about it."""

    permission = Permission.EDIT_PROVISION
    title = "Set this aside"
    submit_label = "Set aside"

    def begin(self, *args: Any, **parts: Any) -> None:
        self.found = findings.finding_of(self.access, parts["mark"])
        self.intro = self.found.sentence
        self.crumbs = (Crumb("What needs attention", self.next_url("")),)

    def form(self, data: Data) -> EditForm:
        """The form for the reason, filled in where the finding is set aside already."""
        answer = set_aside.answers_of(self.access).get(self.found.mark)
        return ReasonForm(data, now={"reason": answer.reason} if answer else None)

    def save(self, form: Any, *formsets: Any) -> Edit:
        kind, reason = findings.kind_words(self.found.code), form.values["reason"]
        return set_aside.set_finding_aside(self.found, kind, reason, by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return "Set aside. It is shown again by itself when something about it changes."

    def next_url(self, thing: str) -> str:
        return reverse("findings", args=[self.access.school.slug])


class ShowFindingAgain(SetFindingAside):
    """Let a finding be shown again that was set aside."""

    title = "Show it again?"
    submit_label = "Show it again"

    def begin(self, *args: Any, **parts: Any) -> None:
        super().begin(**parts)
        if self.found.mark not in set_aside.answers_of(self.access):
            raise NotThere("This is not set aside.")

    def form(self, data: Data) -> EditForm:
        return EditForm(data)

    def save(self, form: Any, *formsets: Any) -> Edit:
        kind = findings.kind_words(self.found.code)
        return set_aside.show_finding_again(self.found.mark, kind, by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return "It is shown again."
