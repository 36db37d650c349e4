"""The act that adds support for one pupil."""

from __future__ import annotations

from provisions.groups.choices import Offers
from provisions.groups.forms import SupportForm
from provisions.groups.reading import EDITORS
from provisions.groups.support.services import add_support, pupil_to_support
from pupils.reading import open_outcomes
from schools.roles import Permission
from schools.views import Act, ActPage, Data
from ui.edit_forms import EditForm


def _support_form(page: ActPage, data: Data) -> EditForm:
    """A blank form that runs for the rest of the year."""
    offers = Offers(page.access, class_id=page.about.class_id)
    outcomes = open_outcomes(page.access, page.about.id) if page.access.may(Permission.VIEW_NEEDS) else []
    choices = [(outcome.pk, outcome.wording) for outcome in outcomes if outcome.status == "open"]
    first = {name: offers.first[name] for name in ("run", "weeks", "starts", "ends")}
    return SupportForm(data, initial=first, offers=offers, outcomes=choices)


ACTS = (
    Act("pupils/<int:pk>/support/", "support_new", "Support for {about.name}", "Add the support", permission=EDITORS,
        intro="A group of one: what it is, who gives it, and how much. Times, rooms and other costs can follow on its "
        "page.",
        find=pupil_to_support, crumbs=(("Pupils", "pupils"), ("{about.name}", "pupil", "{about.id}")),
        form=_support_form,
        service=lambda page, **sent: add_support(pupil=page.about.id, values=page.values, **sent),
        done="{about.name} has {change.about}.", then=("pupil_provision", "{about.id}")),
)  # fmt: skip
