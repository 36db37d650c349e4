"""A must / should / could chart: its page, and the requests of an open page."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from audits.charts import cells, grid
from audits.charts import reading as charts
from audits.charts.forms import ChartForm
from audits.charts.help import Help, help_of
from audits.charts.round import reading as rounds
from schools.access import Access, NotThere
from schools.edits import Edit, Refused
from schools.roles import Permission
from schools.views import Data, EditPage, SchoolView
from ui.edit_fields import row_number
from ui.edit_forms import EditForm
from ui.parts import Crumb
from ui.words import plural


class ChartPage(EditPage):
    """One chart: read by all who may open it, filled in by class teams and the SENCO."""

    permission = charts.READERS
    of_a_year = "audits.AuditChart"
    template = "audits/chart.html"
    submit_label = "Save the chart"

    def begin(self, pk: int) -> None:
        """Find the chart, as far as this person reaches, locked while the whole form is saved."""
        if self.request.method == "POST":
            cells.lock_chart(by=self.access, chart=pk)
        self.chart = charts.chart_of(self.access, pk)
        self.title = f"Audit of need, {self.chart.scope}"
        self.crumbs = (Crumb("Audit", self.access.url("audit")),)

    def form(self, data: Data) -> EditForm:
        return ChartForm(self.chart, data)

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        """Adds the bands, the help in filling them in, and what the page's script needs."""
        known = help_of(self.access, self.chart)
        shown = self.request.GET.get("help") != "no"
        pupils = plural(len(self.chart.rows), "pupil")
        may = charts.may_change(self.access, self.chart)
        asked = " Tick what each needs; give another band where the status does not tell it." if may else ""
        more = {
            "chart": self.chart,
            "bands": grid.bands_of(self.chart, form, known if shown else Help()),
            "choices": grid.BAND_CHOICES,
            "may": may,
            "known": known,
            "standing": rounds.standing(self.access, self.chart.id),
            "help": "yes" if shown else "no",
            "intro": f"{pupils}.{asked}",
            "year": self.access.year.pk if self.access.year else "",
        }
        return super().context(form, formsets) | more

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        self.access.need(Permission.EDIT_AUDIT)
        return cells.fill_in(by=self.access, chart=self.chart, values=form.values, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"The chart of {self.chart.scope} is saved."

    def next_url(self, thing: str) -> str:
        return self.access.url("audit_chart", self.chart.id)


class ChartStateView(SchoolView):
    """A chart's state, for a page that is open on it; 304 where nothing has changed."""

    permission: tuple[Permission, ...] = charts.READERS

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The state of the chart, its ticks and notes."""
        try:
            answer = JsonResponse(charts.standing_of(self.of_the_page(), pk))
        except NotThere as missing:
            raise Http404(str(missing)) from missing
        answer["Cache-Control"] = "no-store"
        answer["ETag"] = f'"{sha256(answer.content).hexdigest()}"'
        return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer

    def of_the_page(self) -> Access:
        """Look at the year of the open page, whichever year has been chosen in another tab since."""
        asked = self.request.GET.get("of")
        return next((replace(self.access, year=one) for one in self.access.years if str(one.pk) == asked), self.access)


class ChartCellView(ChartStateView):
    """Saves one cell of a chart; a GET answers with the chart's state."""

    permission = (Permission.EDIT_AUDIT,)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the cell: 204 once it is stored, 409 with a sentence where it cannot be (`now`: somebody else's
        text)."""
        sent = request.POST
        what, value = sent.get("what", ""), sent.get("value", "")
        cell = cells.ChartCell(
            row=sent.get("row", ""), what=what, value=value == "yes" if what == "tick" else value,
            provision=row_number(sent.get("provision", "")), was=sent.get("was", ""),
        )  # fmt: skip
        try:
            cells.set_cell(by=self.of_the_page(), chart=pk, cell=cell)
        except NotThere as missing:
            return JsonResponse({"sentence": str(missing)}, status=404)
        except Refused as refusal:
            return JsonResponse({"sentence": refusal.sentence}, status=409)
        except cells.Changed as changed:
            return JsonResponse({"sentence": str(changed), "now": changed.now}, status=409)
        return HttpResponse(status=204)
