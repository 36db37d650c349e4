"""The acts that add somebody who works at the school, and change them."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from costing.holders import role_choices
from pages.people import services as people
from pages.people.forms import PersonForm
from pupils.classes.reading import class_choices
from schools.access import Access
from schools.edits import Edit
from schools.people import rights
from schools.people.views import CRUMBS, PersonActPage
from schools.roles import Permission, Role
from schools.views import Act, ActPage, Data
from ui.edit_forms import EditForm

BEYOND = "The other roles are given and taken by a system manager."


class NewPerson(PersonActPage):
    """Add somebody, and invite them."""

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        """Add them, and send the mail that was asked for."""
        change = super().save(form)
        if form.values["invite"]:
            self.send_invitation(change.about.membership)  # type: ignore[union-attr]
        return change


class AboutPerson(NamedTuple):
    """The number of somebody who works at the school, and the values of their form."""

    pk: int
    stored: people.PersonValues


def about_person(access: Access, pk: int) -> AboutPerson:
    """The person. Raises NotThere."""
    return AboutPerson(pk, people.person_values(access, pk))


def _form(page: ActPage, data: Data, roles_held: list[str], **more: Any) -> EditForm:
    """The form with what there is to choose from: roles that are this person's to give, and those held."""
    given = rights.roles_to_give(page.access)
    return PersonForm(
        data, roles=[role for role in Role if role in given or role.value in roles_held],
        staff_roles=role_choices(page.access), classes=class_choices(page.access),
        role_hint="" if len(given) == len(Role) else BEYOND, **more,
    )  # fmt: skip


def _edit_form(page: ActPage, data: Data) -> EditForm:
    """The form with the person's values, without the e-mail address of somebody who has joined: they sign in with
    it."""
    stored = page.about.stored
    form = _form(page, data, stored.values["roles"], now=stored.values)
    del form.fields["invite"]
    if stored.joined:
        del form.fields["email"]
    return form


def _added(page: ActPage) -> str:
    membership = page.change.about.membership
    invited = f" and invited at {membership.email}" if membership and membership.invited else ""
    return f"{page.change.about} is added{invited}."


def _saved(page: ActPage) -> str:
    """Who is saved, and whether they need a new invitation."""
    membership = page.change.about.membership
    sent = membership is not None and not membership.user_id and membership.invited is None and membership.roles
    return f"{page.change.about} is saved.{' Send them an invitation to come in.' if sent else ''}"


def _to_person(page: ActPage, thing: str) -> str:
    return page.access.url("person", thing) if thing else page.access.url("people")


act = partial(Act, permission=Permission.MANAGE_PEOPLE, crumbs=CRUMBS, then=_to_person)
ACTS = (
    act("people/new/", "person_new", "Add a person", "Add the person", page=NewPerson,
        intro="Somebody who works at the school, whether or not they sign in.",
        form=lambda page, data: _form(page, data, [], initial={"invite": True}),
        service=lambda page, **sent: people.add_person(**page.values, **sent), done=_added),
    act("people/<int:pk>/edit/", "person_edit", "Change {about.stored.values[name]}",
        intro="What they may do here, what they work as, and their classes.", find=about_person, form=_edit_form,
        service=lambda page, **sent: people.change_person(person=page.about.pk, **page.values, **sent), done=_saved),
)  # fmt: skip
