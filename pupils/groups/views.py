"""Pupil groups: the list, and the pages that add, change and remove one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pupils import forms
from pupils.groups import services as groups
from pupils.records import reading as records
from pupils.roll import listing as roll_list
from pupils.roll.views import RollEditPage
from schools.edits import Edit
from schools.roles import Permission
from schools.views import SchoolView
from schools.views.editing import Data
from ui.edit_forms import EditForm
from ui.parts import Choice, Crumb
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
        rows = [
            {"name": one.name, "seen_by": one.seen_by, "pupils": one.pupils,
             "href": self.access.url("pupil_group_edit", one.id)}
            for one in records.pupil_group_rows(self.access)
        ]  # fmt: skip
        context = {
            "title": LISTING.title,
            "intro": "Pupil premium, English as an additional language, young carers: pupils with something in common.",
            "table": list_table(LISTING, rows, request.GET),
            "crumbs": (Crumb("The roll", self.access.url("pupil_roll")),),
        }
        return render(request, "pupils/groups.html", context)


class PupilGroupEditPage(RollEditPage):
    """A page that changes a pupil group and leads back to the list."""

    @property
    def crumbs(self) -> tuple[Crumb, ...]:  # type: ignore[override]
        return (Crumb("Pupil groups", self.next_url("")),)

    def next_url(self, thing: str) -> str:
        return self.access.url("pupil_groups")

    def filled(self, data: Data, now: dict[str, Any] | None) -> forms.PupilGroupForm:
        """The form; its visibility can be changed only by those who see every group."""
        ticked = [str(pupil) for pupil in (now or {}).get("members", ())]
        offered = roll_list.to_tick(roll_list.rows_of(self.access), left=False, ticked=ticked)
        senior = self.access.may(Permission.VIEW_PUPILS)
        shown = now and {name: now[name] for name in now if senior or name != "visibility"}
        return forms.PupilGroupForm(data, offered=offered, senior=senior, now=shown)


class NewPupilGroup(PupilGroupEditPage):
    """Add a pupil group."""

    title = "Add a pupil group"
    submit_label = "Add the group"

    def form(self, data: Data) -> forms.PupilGroupForm:
        return self.filled(data, None)

    def save(self, form: forms.PupilGroupForm, *formsets: Any) -> Edit:
        return groups.add_pupil_group(by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"The pupil group {change.about} is there."


class EditPupilGroup(PupilGroupEditPage):
    """Change a pupil group."""

    def begin(self, **parts: Any) -> None:
        self.pk, self.now = parts["pk"], records.pupil_group(self.access, parts["pk"])
        self.title = f"The pupil group {self.now['name']}"
        href = self.access.url("pupil_group_remove", self.pk)
        self.more = (Choice("Remove this group", href, icon="trash"),)

    def form(self, data: Data) -> forms.PupilGroupForm:
        return self.filled(data, self.now)

    def save(self, form: forms.PupilGroupForm, *formsets: Any) -> Edit:
        return groups.change_pupil_group(self.pk, by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"The pupil group {change.about} is saved."


class RemovePupilGroup(EditPupilGroup):
    """Remove a pupil group."""

    submit_label = "Remove the group"
    danger = True

    def begin(self, **parts: Any) -> None:
        super().begin(**parts)
        self.title, self.more = f"Remove the pupil group {self.now['name']}?", ()
        inside = len(self.now["members"])
        self.intro = f"{plural(inside, 'pupil')} in it: they stay, the group goes." if inside else "Nobody is in it."

    def form(self, data: Data) -> EditForm:  # type: ignore[override]
        return EditForm(data)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return groups.remove_pupil_group(self.pk, by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"The pupil group {change.summary} is removed."
