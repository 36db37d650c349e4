"""The page that adds support for one pupil."""

from __future__ import annotations

from typing import Any

from provisions.groups.choices import Offers
from provisions.groups.forms import SupportForm
from provisions.groups.reading import EDITORS
from provisions.groups.support.services import add_support, pupil_to_support
from pupils.reading import open_outcomes
from schools.edits import Edit
from schools.roles import Permission
from schools.views.editing import Data, EditPage
from ui.edit_forms import EditForm
from ui.parts import Crumb


class NewSupport(EditPage):
    """Add a group of one for the pupil."""

    permission = EDITORS
    submit_label = "Add the support"
    intro = (
        "A group of one: what it is, who gives it, and how much. Times, rooms and other costs can follow on its page."
    )

    def begin(self, **parts: Any) -> None:
        self.pupil = pupil_to_support(self.access, parts["pk"])
        self.title = f"Support for {self.pupil.name}"
        pupil = Crumb(self.pupil.name, self.access.url("pupil", self.pupil.id))
        self.crumbs = (Crumb("Pupils", self.access.url("pupils")), pupil)

    def form(self, data: Data) -> EditForm:
        """A blank form that runs for the rest of the year."""
        offers = Offers(self.access, class_id=self.pupil.class_id)
        needs = self.access.may(Permission.VIEW_NEEDS)
        found = open_outcomes(self.access, self.pupil.id) if needs else []
        outcomes = [(one.pk, one.wording) for one in found if one.status == "open"]
        first = {name: offers.first[name] for name in ("run", "weeks", "starts", "ends")}
        return SupportForm(data, initial=first, offers=offers, outcomes=outcomes)

    def save(self, form: SupportForm, *formsets: Any) -> Edit:
        return add_support(by=self.access, pupil=self.pupil.id, values=form.values, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.pupil.name} has {change.about}."

    def next_url(self, thing: str) -> str:
        return self.access.url("pupil_provision", self.pupil.id)
