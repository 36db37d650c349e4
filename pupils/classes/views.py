"""The sets of the year, and the acts on classes and sets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pupils.classes import reading
from pupils.classes import services as class_services
from pupils.classes.forms import ClassForm, SetForm
from schools.access import Access, NotThere
from schools.roles import Permission
from schools.views import Act, ActPage, Data, SchoolView
from ui.edit_forms import EditForm
from ui.parts import Crumb


class Sets(SchoolView):
    """The sets and year teams of the year."""

    permission = Permission.VIEW_STAFF

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "title": "Sets",
            "intro": "Pupils taught together who are not a class: sets, year teams, or some pupils by name.",
            "crumbs": (Crumb("School", self.access.url("school")), Crumb("Classes", self.access.url("classes"))),
            "sets": reading.sets_of(self.access),
        }
        return render(request, "pupils/sets.html", context)


class AboutStored(NamedTuple):
    """The number of a stored class or set, and the values of its form."""

    pk: int
    now: dict[str, Any]


def _stored(values: Callable[[Access, int], dict[str, Any]]) -> Callable[[Access, int], AboutStored]:
    def find(access: Access, pk: int) -> AboutStored:
        _need_year(access)
        return AboutStored(pk, values(access, pk))

    return find


def _need_year(access: Access) -> None:
    if access.year is None:
        raise NotThere("The school has no academic year yet.")


def _class_form(page: ActPage, data: Data) -> EditForm:
    return ClassForm(data, now=page.about and page.about.now, staff=reading.staff_choices(page.access))


def _set_form(page: ActPage, data: Data) -> EditForm:
    """The form with the people and pupils to choose from."""
    staff, pupils = reading.staff_choices(page.access), reading.pupil_choices(page.access)
    return SetForm(data, staff=staff, pupils=pupils, now=page.about and page.about.now)


def _to_class(page: ActPage, thing: str) -> str:
    return page.access.url("class", thing) if thing else page.access.url("classes")


act = partial(Act, permission=Permission.MANAGE_CALENDAR, find=_need_year)
class_act = partial(act, crumbs=(("School", "school"), ("Classes", "classes")), then=_to_class)
set_act = partial(act, crumbs=(("School", "school"), ("Sets", "sets")), then=("sets",))
of_class = partial(class_act, find=_stored(reading.class_values))
of_set = partial(set_act, find=_stored(reading.set_values))
ACTS = (
    class_act("classes/new/", "class_new", "Add a class", "Add the class",
        intro="A class says which pupils its teachers and assistants see.", form=_class_form,
        service=lambda page, **sent: class_services.add_class(**page.values, **sent),
        done="Class {change.about} is added."),
    of_class("classes/<int:pk>/edit/", "class_edit", "Change class {about.now[name]}",
        more=(("Remove this class", "", "class_remove", "{about.pk}"),), form=_class_form,
        service=lambda page, **sent: class_services.change_class(number=page.about.pk, **page.values, **sent),
        done="Class {change.about} is saved."),
    of_class("classes/<int:pk>/remove/", "class_remove", "Remove class {about.now[name]}", "Remove the class",
        danger=True, gone=True, then=("classes",),
        intro="Only a class without pupils can be removed. Its teachers and assistants stay at the school.",
        service=lambda page, **sent: class_services.remove_class(number=page.about.pk, **sent),
        done="Class {change.about} is removed."),
    set_act("sets/new/", "set_new", "Add a set", "Add the set",
        intro="Its staff see its pupils as a class’s staff see theirs, until its last day.", form=_set_form,
        service=lambda page, **sent: class_services.add_set(**page.values, **sent), done="{change.about} is added."),
    of_set("sets/<int:pk>/edit/", "set_edit", "Change {about.now[name]}",
        more=(("Remove this set", "", "set_remove", "{about.pk}"),), form=_set_form,
        service=lambda page, **sent: class_services.change_set(number=page.about.pk, **page.values, **sent),
        done="{change.about} is saved."),
    of_set("sets/<int:pk>/remove/", "set_remove", "Remove {about.now[name]}", "Remove the set",
        danger=True, gone=True,
        intro="Its staff see its pupils no more, unless they teach them elsewhere. To end it on a day, give it a last "
        "day.",
        service=lambda page, **sent: class_services.remove_set(number=page.about.pk, **sent),
        done="{change.about} is removed."),
)  # fmt: skip
