"""The pages of classes and sets."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pupils.classes import reading
from pupils.classes import services as class_services
from pupils.classes.forms import ClassForm, SetForm
from schools.access import NotThere
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Data, EditPage, SchoolView
from ui.edit_forms import EditForm
from ui.parts import Choice, Crumb


class ClassEditPage(EditPage):
    """The base of the pages of classes."""

    permission = Permission.MANAGE_CALENDAR
    number: int

    def begin(self, **parts: Any) -> None:
        """Raise NotThere without an academic year."""
        if self.access.year is None:
            raise NotThere("The school has no academic year yet.")
        self.crumbs = (*_school(self), Crumb("Classes", reverse("classes", args=[self.access.school.slug])))

    def next_url(self, thing: str) -> str:
        slug = self.access.school.slug
        return reverse("class", args=[slug, thing]) if thing else reverse("classes", args=[slug])


class NewClass(ClassEditPage):
    """Add a class."""

    title = "Add a class"
    intro = "A class says which pupils its teachers and assistants see."
    submit_label = "Add the class"

    def form(self, data: Data) -> EditForm:
        return ClassForm(data, staff=reading.staff_choices(self.access))

    def save(self, form: ClassForm, *formsets: Any) -> Edit:
        return class_services.add_class(by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"Class {change.about} is added."


class EditClass(ClassEditPage):
    """Change a class and its staff."""

    def begin(self, **parts: Any) -> None:
        super().begin()
        self.number = parts["pk"]
        self.now = reading.class_values(self.access, self.number)
        self.title = f"Change class {self.now['name']}"
        href = reverse("class_remove", args=[self.access.school.slug, self.number])
        self.more = (Choice("Remove this class", href),)

    def form(self, data: Data) -> EditForm:
        return ClassForm(data, now=self.now, staff=reading.staff_choices(self.access))

    def save(self, form: ClassForm, *formsets: Any) -> Edit:
        return class_services.change_class(by=self.access, number=self.number, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"Class {change.about} is saved."


class RemoveClass(ClassEditPage):
    """Remove a class without pupils."""

    submit_label = "Remove the class"
    danger = True
    gone = True

    def begin(self, **parts: Any) -> None:
        super().begin()
        self.number = parts["pk"]
        name = reading.class_values(self.access, self.number)["name"]
        self.title = f"Remove class {name}"
        self.intro = "Only a class without pupils can be removed. Its teachers and assistants stay at the school."

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return class_services.remove_class(by=self.access, number=self.number, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"Class {change.about} is removed."

    def next_url(self, thing: str) -> str:
        return reverse("classes", args=[self.access.school.slug])


class Sets(SchoolView):
    """The sets and year teams of the year."""

    permission = Permission.VIEW_STAFF

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "title": "Sets",
            "intro": "Pupils taught together who are not a class: sets, year teams, or some pupils by name.",
            "crumbs": (*_school(self), Crumb("Classes", reverse("classes", args=[self.access.school.slug]))),
            "sets": reading.sets_of(self.access),
        }
        return render(request, "pupils/sets.html", context)


class SetPage(EditPage):
    """The base of the pages of sets."""

    permission = Permission.MANAGE_CALENDAR
    number: int

    def begin(self, **parts: Any) -> None:
        """Raise NotThere without an academic year."""
        if self.access.year is None:
            raise NotThere("The school has no academic year yet.")
        self.crumbs = (*_school(self), Crumb("Sets", self.next_url("")))

    def draw(self, data: Data, **more: Any) -> EditForm:
        """The form with the people and pupils to choose from."""
        staff, pupils = reading.staff_choices(self.access), reading.pupil_choices(self.access)
        return SetForm(data, staff=staff, pupils=pupils, **more)

    def next_url(self, thing: str) -> str:
        return reverse("sets", args=[self.access.school.slug])


class NewSet(SetPage):
    """Add a set."""

    title = "Add a set"
    intro = "Its staff see its pupils as a class’s staff see theirs, until its last day."
    submit_label = "Add the set"

    def form(self, data: Data) -> EditForm:
        return self.draw(data)

    def save(self, form: SetForm, *formsets: Any) -> Edit:
        return class_services.add_set(by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"{change.about} is added."


class EditSet(SetPage):
    """Change a set."""

    def begin(self, **parts: Any) -> None:
        super().begin()
        self.number = parts["pk"]
        self.now = reading.set_values(self.access, self.number)
        self.title = f"Change {self.now['name']}"
        self.more = (Choice("Remove this set", reverse("set_remove", args=[self.access.school.slug, self.number])),)

    def form(self, data: Data) -> EditForm:
        return self.draw(data, now=self.now)

    def save(self, form: SetForm, *formsets: Any) -> Edit:
        return class_services.change_set(by=self.access, number=self.number, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"{change.about} is saved."


class RemoveSet(SetPage):
    """Remove a set."""

    submit_label = "Remove the set"
    intro = (
        "Its staff see its pupils no more, unless they teach them elsewhere. To end it on a day, give it a last day."
    )
    danger = True
    gone = True

    def begin(self, **parts: Any) -> None:
        super().begin()
        self.number = parts["pk"]
        self.title = f"Remove {reading.set_values(self.access, self.number)['name']}"

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return class_services.remove_set(by=self.access, number=self.number, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{change.about} is removed."


def _school(view: SchoolView) -> tuple[Crumb, ...]:
    return (Crumb("School", reverse("school", args=[view.access.school.slug])),)
