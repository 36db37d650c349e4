"""The must / should / could charts: the list, a chart to fill in, and opening more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from audits import charts, services
from audits.forms import AddPupilsForm, ChartForm, OpenForm
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Data, EditPage, SchoolView
from ui.edit_forms import EditForm
from ui.parts import Crumb
from ui.words import plural

READERS = (Permission.EDIT_AUDIT, Permission.VIEW_NEEDS)
BANDS = (
    ("must", "Must", "An EHC plan, or very high need"),
    ("should", "Should", "SEN support, or other additional need"),
    ("could", "Could", "Would benefit"),
)


class Charts(SchoolView):
    """The charts of the year."""

    permission = READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, and the way to open more."""
        context = {
            "title": "Audit of need",
            "line": "What each pupil must, should or could have: a chart for each class or year group.",
            "charts": charts.charts_of(self.access),
        }
        return render(request, "audits/charts.html", context)


class OpenCharts(EditPage):
    """Open charts for classes and year groups."""

    permission = Permission.EDIT_PROVISION
    title = "Open audit charts"
    line = "Each chart begins with the pupils who have a special educational need, in the band of their status."
    words = "Open the charts"

    def form(self, data: Data) -> EditForm:
        """Those that have no chart yet."""
        return OpenForm(data, scopes=charts.scopes_without_chart(self.access))

    def save(self, form: EditForm, *lines: Any) -> Edit:
        """Open them."""
        return services.open_charts(by=self.access, scopes=form.values["scopes"], ticket=form.ticket)

    def said(self, change: Edit) -> str:
        """What happened."""
        return "The charts are open. Class teams find them under Audit."

    def leads(self, thing: str) -> str:
        """The list."""
        return reverse("audit", args=[self.access.school.slug])


class ChartPage(EditPage):
    """One chart: everybody who may open it reads it; class teams and the SENCO fill it in."""

    permission = READERS
    template = "audits/chart.html"
    words = "Save the chart"

    def begin(self, pk: int) -> None:
        """Find the chart, as far as this person reaches."""
        self.chart = charts.chart_of(self.access, pk)
        self.title = f"Audit of need, {self.chart.scope}"
        self.crumbs = (Crumb("Audit", reverse("audit", args=[self.access.school.slug])),)

    def form(self, data: Data) -> EditForm:
        """The whole chart."""
        return ChartForm(self.chart, data)

    def context(self, form: Any, lines: tuple[Any, ...]) -> dict[str, Any]:
        """With the rows of each band, each with its cells."""
        rows = [(name, said, meaning, self.rows(form, name)) for name, said, meaning in BANDS]
        pupils = plural(len(self.chart.rows), "pupil")
        line = f"{pupils}. Tick what each needs; give another band where the status does not tell it."
        more = {"chart": self.chart, "bands": rows, "line": line, "may": self.access.may(Permission.EDIT_AUDIT)}
        return super().context(form, lines) | more

    def rows(self, form: Any, band: str) -> list[tuple[Any, Any, Any, list[Any]]]:
        """The rows of a band: the pupil, the fields for band and other, and a box for each provision."""
        return [
            (row, form[f"band-{row.pupil.id}"], form[f"other-{row.pupil.id}"],
             [form[f"tick-{row.pupil.id}-{column.id}"] for column in self.chart.columns])
            for row in self.chart.of_band(band)
        ]  # fmt: skip

    def save(self, form: EditForm, *lines: Any) -> Edit:
        """Save the cells."""
        self.access.need(Permission.EDIT_AUDIT)
        return services.fill_in(by=self.access, chart=self.chart, values=form.values, ticket=form.ticket)

    def said(self, change: Edit) -> str:
        """What happened."""
        return f"The chart of {self.chart.scope} is saved."

    def leads(self, thing: str) -> str:
        """The chart again."""
        return reverse("audit_chart", args=[self.access.school.slug, self.chart.id])


class AddPupils(EditPage):
    """Take further pupils into a chart."""

    permission = Permission.EDIT_AUDIT
    words = "Add to the chart"
    line = "For pupils without a special educational need who would benefit, or who join from another class."

    def begin(self, pk: int) -> None:
        """Find the chart."""
        self.chart = charts.chart_of(self.access, pk)
        self.title = f"Add pupils to {self.chart.scope}"

    def form(self, data: Data) -> EditForm:
        """The pupils who do not stand in it."""
        return AddPupilsForm(data, pupils=charts.pupils_to_add(self.access, self.chart))

    def save(self, form: EditForm, *lines: Any) -> Edit:
        """Add them."""
        return services.add_pupils(by=self.access, chart=self.chart, pupils=form.values["pupils"], ticket=form.ticket)

    def said(self, change: Edit) -> str:
        """What happened."""
        return f"They stand in the chart of {self.chart.scope}."

    def leads(self, thing: str) -> str:
        """The chart."""
        return reverse("audit_chart", args=[self.access.school.slug, self.chart.id])
