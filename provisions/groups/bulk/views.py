"""The pages that change several groups at once: the choice of change, its form, the preview."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from provisions.groups.bulk import services as bulk_services
from schools.edits import Edit
from schools.roles import Permission
from schools.views import SchoolView
from schools.views.editing import Data
from schools.views.previewed import PreviewedPage
from ui.edit_fields import row_number
from ui.edit_forms import EditForm
from ui.parts import Crumb
from ui.words import plural


def ticked(request: HttpRequest) -> list[int]:
    """The groups in the address."""
    return [number for one in request.GET.getlist("group") if (number := row_number(one)) is not None]


class ChooseChange(SchoolView):
    """The choice of a change for the ticked groups."""

    permission = Permission.EDIT_PROVISION

    def get(self, request: HttpRequest) -> HttpResponse:
        """The kinds of change, each with a link to its form for the ticked groups."""
        ids = set(ticked(request))
        groups = [(pk, name) for pk, name in bulk_services.group_choices(self.access) if pk in ids]
        query = urlencode([("group", pk) for pk, _ in groups])
        acts = [
            (act, f"{self.access.url('groups_bulk_act', act.key)}{f'?{query}' if query else ''}")
            for act in bulk_services.ACTS.values()
        ]
        line = f"{plural(len(groups), 'group is,groups are')} ticked." if groups else "The groups are ticked next."
        crumbs = (Crumb("Groups", self.access.url("groups")),)
        context = {"title": "Change several groups", "intro": line, "crumbs": crumbs, "groups": groups, "acts": acts}
        return render(request, "provisions/bulk.html", context)


class ChangeGroups(PreviewedPage):
    """One kind of change: its form, then the preview, then the change."""

    permission = Permission.EDIT_PROVISION
    preview_template = "provisions/bulk_preview.html"

    def begin(self, **parts: Any) -> None:
        self.act = bulk_services.act_called(parts["act"])
        self.title, self.intro, self.danger = self.act.title, self.act.says, self.act.danger
        several = Crumb("Change several groups", self.access.url("groups_bulk"))
        self.crumbs = (Crumb("Groups", self.access.url("groups")), several)

    def form(self, data: Data) -> EditForm:
        """The groups, and the values of the change."""
        groups = ticked(self.request)
        choices = bulk_services.choices_for(self.access, self.act, groups)
        made: EditForm = self.act.form(
            data, choices=choices, initial=bulk_services.first_values(self.access, self.act, groups)
        )
        return made

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        """Make the change, if it is the one previewed."""
        return bulk_services.carry_out(
            by=self.access, act=self.act, values=form.values, sure=self.sure, ticket=form.ticket
        )

    def success(self, change: Edit) -> str:
        return f"{self.act.title}: done for {change.summary}."

    def next_url(self, thing: str) -> str:
        return self.access.url("groups")
