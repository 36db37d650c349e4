"""Current provision: what each class and year group has now, read and written down."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from audits import current, services
from audits.forms import CurrentLine
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Data, EditPage, SchoolView
from ui.edit_forms import Lines, lines_of
from ui.parts import Crumb


class CurrentProvision(SchoolView):
    """What the classes and year groups have now."""

    permission = Permission.VIEW_MAP

    def get(self, request: HttpRequest) -> HttpResponse:
        """Each class with its lines."""
        context = {
            "title": "Current provision",
            "line": "What each class has now, as its staff wrote it down.",
            "scopes": current.scopes_of(self.access),
        }
        return render(request, "audits/current.html", context)


class EditCurrent(EditPage):
    """Write down what one class or year group has."""

    permission = Permission.EDIT_AUDIT
    line = "One line for each provision, as it runs in an ordinary week."

    def begin(self, key: str) -> None:
        """Find the class or year group."""
        self.sheet = current.sheet_of(self.access, key)
        self.title = f"Current provision, {self.sheet.name}"
        self.crumbs = (Crumb("Current provision", self.leads("")),)

    def lines(self, data: Data) -> tuple[Lines, ...]:
        """The lines."""
        provisions = current.provisions_to_name(self.access)
        made = lines_of(
            CurrentLine, data, self.sheet.rows, prefix="current", legend="Provision", noun="line",
            spare=3 if not self.sheet.rows else 1, form_kwargs={"provisions": provisions},
        )  # fmt: skip
        return (made,)

    def save(self, form: Any, *lines: Any) -> Edit:
        """Save the lines."""
        (part,) = lines
        return services.save_current(
            by=self.access, scope=self.sheet.where, added=part.added, changed=part.changed, removed=part.removed,
            ticket=form.ticket,
        )  # fmt: skip

    def said(self, change: Edit) -> str:
        """What happened."""
        return f"Current provision of {self.sheet.name} is saved."

    def leads(self, thing: str) -> str:
        """The list."""
        return reverse("current", args=[self.access.school.slug])
