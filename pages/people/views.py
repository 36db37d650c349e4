"""The pages that add somebody who works at the school, and change them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from costing.holders import role_choices
from pages.people import services as people
from pages.people.forms import PersonForm
from pupils.classes.reading import class_choices
from schools.edits import Edit
from schools.people import rights
from schools.people.views import PersonEditPage, people_crumbs
from schools.roles import Role
from schools.views import Data
from ui.edit_forms import EditForm

BEYOND = "The other roles are given and taken by a system manager."


class NewPerson(PersonEditPage):
    """Add somebody, and invite them."""

    title = "Add a person"
    intro = "Somebody who works at the school, whether or not they sign in."
    submit_label = "Add the person"

    def begin(self, **parts: Any) -> None:
        self.crumbs = people_crumbs(self)

    def form(self, data: Data) -> EditForm:
        return self.draw(data, [], initial={"invite": True})

    def draw(self, data: Data, held: list[str], **more: Any) -> EditForm:
        """The form with what there is to choose from: roles that are this person's to give, and those held."""
        given = rights.roles_to_give(self.access)
        roles = [role for role in Role if role in given or role.value in held]
        return PersonForm(
            data, roles=roles, staff_roles=role_choices(self.access), classes=class_choices(self.access),
            role_hint="" if len(given) == len(Role) else BEYOND, **more,
        )  # fmt: skip

    def save(self, form: PersonForm, *formsets: Any) -> Edit:
        """Add them, and send the mail that was asked for."""
        change = people.add_person(by=self.access, ticket=form.ticket, **form.values)
        if form.values["invite"]:
            self.send_invitation(change.about.membership)  # type: ignore[union-attr]
        return change

    def success(self, change: Edit) -> str:
        membership = change.about.membership  # type: ignore[union-attr]
        invited = f" and invited at {membership.email}" if membership and membership.invited else ""
        return f"{change.about} is added{invited}."

    def next_url(self, thing: str) -> str:
        slug = self.access.school.slug
        return reverse("person", args=[slug, thing]) if thing else reverse("people", args=[slug])


class EditPerson(NewPerson):
    """Change somebody."""

    submit_label = "Save"
    intro = "What they may do here, what they work as, and their classes."

    def begin(self, **parts: Any) -> None:
        super().begin()
        self.number = parts["pk"]
        self.held = people.person_values(self.access, self.number)
        self.title = f"Change {self.held.values['name']}"

    def form(self, data: Data) -> EditForm:
        """The form with the person's values, without the e-mail address of somebody who has joined: they sign in with
        it."""
        form = self.draw(data, self.held.values["roles"], now=self.held.values)
        del form.fields["invite"]
        if self.held.joined:
            del form.fields["email"]
        return form

    def save(self, form: PersonForm, *formsets: Any) -> Edit:
        return people.change_person(by=self.access, person=self.number, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        """Who is saved, and whether they need a new invitation."""
        membership = change.about.membership  # type: ignore[union-attr]
        sent = membership is not None and not membership.user_id and membership.invited is None and membership.roles
        return f"{change.about} is saved.{' Send them an invitation to come in.' if sent else ''}"
