"""Pupil groups: the list, and the acts that add, change and remove one."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pupils import forms
from pupils.groups import services as groups
from pupils.records import reading as records
from pupils.roll import listing as roll_list
from pupils.roll.views import RollActPage
from schools.access import Access
from schools.roles import Permission
from schools.views import Act, ActPage, Data, SchoolView
from ui.edit_forms import EditForm
from ui.parts import Crumb
from ui.tables import Col, Listing, list_table
from ui.words import plural

LISTING = Listing(
    "Pupil groups", "group",
    (
        Col("name", "Pupil group", href="href", panel=True),
        Col("seen_by", "Who sees who is in it"),
        Col("pupils", "Pupils this year", "number"),
    ),
)  # fmt: skip


class PupilGroups(SchoolView):
    """The pupil groups of the school."""

    permission = Permission.EDIT_PUPILS

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "title": LISTING.title,
            "intro": "Pupil premium, English as an additional language, young carers: pupils with something in common.",
            "table": list_table(LISTING, records.pupil_group_rows(self.access), request.GET),
            "crumbs": (Crumb("The roll", self.access.url("pupil_roll")),),
        }
        return render(request, "pupils/groups.html", context)


class AboutGroup(NamedTuple):
    """The number of a pupil group, and its name, visibility and members."""

    pk: int
    now: dict[str, Any]


def about_group(access: Access, pk: int) -> AboutGroup:
    """The pupil group, of those that the person sees. Raises NotThere."""
    return AboutGroup(pk, records.pupil_group(access, pk))


def _form(page: ActPage, data: Data) -> EditForm:
    """The form; its visibility can be changed only by those who see every group."""
    now = page.about and page.about.now
    ticked = [str(pupil) for pupil in (now or {}).get("members", ())]
    offered = roll_list.to_tick(roll_list.rows_of(page.access), left=False, ticked=ticked)
    senior = page.access.may(Permission.VIEW_PUPILS)
    shown = now and {name: now[name] for name in now if senior or name != "visibility"}
    return forms.PupilGroupForm(data, offered=offered, senior=senior, now=shown)


def _who_is_inside(page: ActPage) -> str:
    inside = len(page.about.now["members"])
    return f"{plural(inside, 'pupil')} in it: they stay, the group goes." if inside else "Nobody is in it."


act = partial(
    Act, permission=Permission.EDIT_PUPILS, page=RollActPage, crumbs=(("Pupil groups", "pupil_groups"),),
    then=("pupil_groups",),
)  # fmt: skip
of_group = partial(act, find=about_group)
ACTS = (
    act("pupil-groups/new/", "pupil_group_new", "Add a pupil group", "Add the group", form=_form,
        service=lambda page, **sent: groups.add_pupil_group(**page.values, **sent),
        done="The pupil group {change.about} is there."),
    of_group("pupil-groups/<int:pk>/edit/", "pupil_group_edit", "The pupil group {about.now[name]}", form=_form,
        more=(("Remove this group", "trash", "pupil_group_remove", "{about.pk}"),),
        service=lambda page, **sent: groups.change_pupil_group(page.about.pk, **page.values, **sent),
        done="The pupil group {change.about} is saved."),
    of_group("pupil-groups/<int:pk>/remove/", "pupil_group_remove", "Remove the pupil group {about.now[name]}?",
        "Remove the group", danger=True, intro=_who_is_inside,
        service=lambda page, **sent: groups.remove_pupil_group(page.about.pk, **sent),
        done="The pupil group {change.summary} is removed."),
)  # fmt: skip
