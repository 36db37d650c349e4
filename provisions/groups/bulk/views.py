"""The pages that change several groups at once: what to do, what will change, and then it is done."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from provisions.groups.bulk import services as bulk_services
from schools.edits import Edit
from schools.roles import Permission
from schools.views import SchoolView
from schools.views.editing import Data, EditPage
from ui.edit_fields import row_number
from ui.edit_forms import EditForm
from ui.parts import Crumb
from ui.words import plural


def ticked(request: HttpRequest) -> list[int]:
    """The groups that an address names."""
    return [number for one in request.GET.getlist("group") if (number := row_number(one)) is not None]


class ChooseChange(SchoolView):
    """What is to be done to the groups that were ticked."""

    permission = Permission.EDIT_PROVISION

    def get(self, request: HttpRequest) -> HttpResponse:
        """The kinds of change, each leading to its form with the groups ticked."""
        ids, slug = set(ticked(request)), self.access.school.slug
        groups = [(pk, name) for pk, name in bulk_services.group_choices(self.access) if pk in ids]
        query = urlencode([("group", pk) for pk, _ in groups])
        acts = [
            (act, f"{reverse('groups_bulk_act', args=[slug, act.key])}{f'?{query}' if query else ''}")
            for act in bulk_services.ACTS.values()
        ]
        line = f"{plural(len(groups), 'group is,groups are')} ticked." if groups else "The groups are ticked next."
        crumbs = (Crumb("Groups", reverse("groups", args=[slug])),)
        context = {"title": "Change several groups", "intro": line, "crumbs": crumbs, "groups": groups, "acts": acts}
        return render(request, "provisions/bulk.html", context)


class ChangeGroups(EditPage):
    """One kind of change: its form, then what will change, then it is done."""

    permission = Permission.EDIT_PROVISION
    submit_label = "See what will change"

    def begin(self, **parts: Any) -> None:
        self.act = bulk_services.act_called(parts["act"])
        self.title, self.intro = self.act.title, self.act.says
        slug = self.access.school.slug
        several = Crumb("Change several groups", reverse("groups_bulk", args=[slug]))
        self.crumbs = (Crumb("Groups", reverse("groups", args=[slug])), several)

    def post(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """What will change, until just that has been seen; `again` leads back to the form."""
        if "again" in request.POST:
            self._begin(parts)
            return self._draw(self.form(request.POST), ())
        try:
            return super().post(request, **parts)
        except bulk_services.NotSure as unsure:
            return self.show(unsure.preview)

    def show(self, preview: Any) -> HttpResponse:
        """What will change, with a button to do it."""
        sent = [(name, value) for name, values in self.request.POST.lists() for value in values]
        context = {
            "title": self.title, "intro": self.intro, "crumbs": self.crumbs, "act": self.act, "preview": preview,
            "sent": [(name, value) for name, value in sent if name not in ("csrfmiddlewaretoken", "sure")],
            "overtaken": "sure" in self.request.POST, "back": self._back() or self.next_url(""),
        }  # fmt: skip
        return render(self.request, "provisions/bulk_preview.html", context)

    def form(self, data: Data) -> EditForm:
        """The groups, and what is to be done to them."""
        groups = ticked(self.request)
        choices = bulk_services.choices_for(self.access, self.act, groups)
        made: EditForm = self.act.form(
            data, choices=choices, initial=bulk_services.first_values(self.access, self.act, groups)
        )
        return made

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        """Do it, if it is what was seen."""
        sure = self.request.POST.get("sure", "")
        return bulk_services.carry_out(by=self.access, act=self.act, values=form.values, sure=sure, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.act.title}: done for {change.summary}."

    def next_url(self, thing: str) -> str:
        return reverse("groups", args=[self.access.school.slug])
