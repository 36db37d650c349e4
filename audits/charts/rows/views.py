"""Pages for the rows of a chart: adding pupils and children who are not on roll yet, removing them, and linking a child
to the pupil they are now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from audits.charts.reading import chart_of, find_chart, may_change, scope_words
from audits.charts.round import choices as round_choices
from audits.charts.round.forms import AddChartPupilsForm, JoinNewcomerForm, NewcomerForm
from audits.charts.round.reading import row_name, standing
from audits.charts.rows import services as row_services
from schools.access import NotThere
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Data, EditPage
from ui.edit_forms import EditForm
from ui.parts import Choice, Crumb
from ui.words import and_words


class ChartRowsPage(EditPage):
    """The base of the pages that change who is in a chart; those who may not change it now are told why."""

    permission = Permission.EDIT_AUDIT
    whole = True

    def begin(self, pk: int) -> None:
        self.find(pk)
        self.crumbs = (
            Crumb("Audit", reverse("audit", args=[self.access.school.slug])),
            Crumb(self.scope, self.next_url("")),
        )

    def find(self, chart: int) -> None:
        """The chart by its number."""
        self.stored = find_chart(self.access, chart)
        self.scope = scope_words(self.stored)

    def get(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """The form, or a page that says the chart is with the SENCO."""
        self._begin(parts)
        if may_change(self.access, self.stored):
            return super().get(request, **parts)
        now = standing(self.access, self.stored.pk)
        context = {"title": self.title, "crumbs": self.crumbs, "standing": now, "scope": self.scope}
        return render(request, "audits/round_not_now.html", context)

    def next_url(self, thing: str) -> str:
        return reverse("audit_chart", args=[self.access.school.slug, self.stored.pk])


class AddChartPupils(ChartRowsPage):
    """Add pupils to a chart."""

    submit_label = "Add to the chart"
    intro = "For pupils without a special educational need who would benefit, or who join from another class."

    def begin(self, pk: int) -> None:
        """Find the chart, and link to the form for a child who is not on roll yet."""
        super().begin(pk)
        self.title = f"Add pupils to {self.scope}"
        newcomer = reverse("audit_newcomer", args=[self.access.school.slug, pk])
        self.more = (Choice("Add a child who is not on roll yet", newcomer, icon="person-plus"),)

    def form(self, data: Data) -> EditForm:
        """The pupils who are not in the chart."""
        return AddChartPupilsForm(data, pupils=round_choices.pupils_to_add(self.access, self.stored.pk))

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        self.added = form.values["pupils"]
        return row_services.add_pupils(by=self.access, chart=self.stored.pk, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        rows = chart_of(self.access, self.stored.pk).rows
        names = [row.name for row in rows if row.pupil and row.pupil.id in self.added]
        return f"{and_words(names)} {'stands' if len(names) == 1 else 'stand'} in the chart of {self.scope}."


class AddNewcomer(ChartRowsPage):
    """Add a child who is not on roll yet."""

    submit_label = "Add to the chart"
    intro = "Name and year group are enough. When the child is on roll, say who it is, and the ticks go with them."

    def begin(self, pk: int) -> None:
        super().begin(pk)
        self.title = f"Add a child to {self.scope} who is not on roll yet"

    def form(self, data: Data) -> EditForm:
        """The year group is the chart's, where it has one."""
        codes = round_choices.year_groups_of(self.stored)
        return NewcomerForm(data, initial={"year_group": codes[0] if len(codes) == 1 else "", "band": "should"})

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        self.name = form.values["name"]
        return row_services.add_newcomer(by=self.access, chart=self.stored.pk, values=form.values, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.name} stands in the chart of {self.scope}, as not on roll yet."


class ChartRowPage(ChartRowsPage):
    """The base of the pages about one row."""

    def find(self, chart: int) -> None:
        """The row by its number, with its chart."""
        self.row = row_services.find_row(self.access, chart)
        self.name = row_name(self.row)
        super().find(self.row.chart_id)

    def newcomer(self) -> None:
        """Raise NotThere unless the row is of a child who is not on roll yet."""
        if self.row.pupil_id:
            raise NotThere("This child is on roll.")


class ChangeNewcomer(ChartRowPage):
    """Change the values of a child who is not on roll yet."""

    def begin(self, pk: int) -> None:
        super().begin(pk)
        self.newcomer()
        self.title = f"{self.name}, not on roll yet"
        at = [self.access.school.slug, pk]
        self.more = (
            Choice("Is on roll now", reverse("audit_row_join", args=at), icon="person-check"),
            Choice("Take out", reverse("audit_row_remove", args=at), icon="person-x"),
        )

    def form(self, data: Data) -> EditForm:
        return NewcomerForm(data, now={name: getattr(self.row, name) for name in NewcomerForm.base_fields})

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return row_services.change_newcomer(by=self.access, row=self.row.pk, values=form.values, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return "Saved."


class TakeOutRow(ChartRowPage):
    """Remove a row from a chart."""

    submit_label = "Take out"
    danger = True

    def begin(self, pk: int) -> None:
        """Find the row, and list what is removed with it."""
        super().begin(pk)
        self.title = f"Take {self.name} out of {self.scope}"
        names = row_services.ticked_in(self.row)
        goes = [f"the ticks for {and_words(names)}"] if names else []
        goes += [f"the note “{words}”" for words in (self.row.other, self.row.why) if words]
        self.intro = f"With {self.name} {'go' if names or len(goes) > 1 else 'goes'} {and_words(goes)}." if goes else ""
        self.intro = self.intro or "Nothing is ticked or written here."
        if self.row.pupil_id and round_choices.stays_by_status(self.access, self.stored, self.row.pupil_id):
            self.intro += " The name stays in the chart, because of the SEN status, with nothing ticked."

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return row_services.take_out_row(by=self.access, row=self.row.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.name} is taken out of the chart of {self.scope}."


class JoinNewcomer(ChartRowPage):
    """Link a child who has come on roll to the pupil."""

    submit_label = "Join them"

    def begin(self, pk: int) -> None:
        super().begin(pk)
        self.newcomer()
        self.title = f"{self.name} is on roll now"
        self.intro = (
            "Choose the pupil. Ticks and notes go with them; where the pupil stands in the chart already, both "
        )
        self.intro += "are brought together in the stronger band."

    def form(self, data: Data) -> EditForm:
        """The pupils of the year group first; a pupil of the same name is chosen."""
        choices = round_choices.pupils_to_join(self.access, self.row)
        same = [pk for _, held in choices for pk, name in held if name.casefold() == self.name.casefold()]
        return JoinNewcomerForm(data, pupils=choices, initial={"pupil": same[0] if len(same) == 1 else None})

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        pupil = form.values["pupil"]
        return row_services.join(by=self.access, row=self.row.pk, pupil=pupil, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.name} stands in the chart of {self.scope} as a pupil on roll."
