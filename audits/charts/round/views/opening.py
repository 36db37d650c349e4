"""Running the round of the audit: the list of charts, opening them, their terms, and reminding class teams."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from audits.charts.reading import READERS, chart_of, find_chart, scope_words
from audits.charts.round import (
    choices as round_choices,
)
from audits.charts.round import (
    listing as round_list,
)
from audits.charts.round import (
    mail as round_mail,
)
from audits.charts.round import (
    services as round_services,
)
from audits.charts.round import (
    tasks,
)
from audits.charts.round.forms import ChangeForm, CohortForm, OpenForm, RemindForm
from audits.charts.round.services import Terms
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Data, EditPage, SchoolView
from ui.edit_forms import EditForm
from ui.parts import Choice, Crumb
from ui.words import and_words, date_uk, plural


class Charts(SchoolView):
    """The charts of the year."""

    permission = READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """How far each is; `?state=` narrows the list."""
        leads = self.access.may(Permission.EDIT_PROVISION)
        line = "What each pupil must, should or could have: a chart for each class or year group."
        context = {
            "title": "Audit of need",
            "intro": line,
            "round": round_list.round_of(self.access, request.GET.get("state", "")),
            "leads": leads,
            "fills_in": self.access.may(Permission.EDIT_AUDIT) and not leads,
        }
        return render(request, "audits/charts.html", context)


class Opening(EditPage):
    """What the pages share that open charts."""

    permission = Permission.EDIT_PROVISION
    template = "audits/round_open.html"
    reached: round_mail.Post

    def begin(self) -> None:
        self.crumbs = (Crumb("Audit", reverse("audit", args=[self.access.school.slug])),)

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        """With what is open already, and whether there is a next year to open the audit for."""
        years, year = self.access.years, self.access.year
        later = [one for one in years if year and one.starts > year.starts]
        more = {"later": later[-1] if later else None, "open": round_choices.scopes_of(self.access).open}
        return super().context(form, formsets) | more

    def terms(self, form: EditForm) -> Terms:
        """What the form says of the charts."""
        return Terms(form.values["provisions"], form.values["due"], form.values["message"])

    def tell(self, charts: list[Any], due: Any) -> None:
        """Write to the class teams once it is stored, and again before the deadline."""
        numbers = [chart.pk for chart in charts]
        tasks.tell_later("opened", numbers, root_of(self.request))
        tasks.remind_later(self.access, numbers, due, root_of(self.request))
        self.reached = round_mail.post_for(self.access, charts)

    def next_url(self, thing: str) -> str:
        return reverse("audit", args=[self.access.school.slug])


class OpenCharts(Opening):
    """Open charts for classes and year groups."""

    title = "Open the audit"
    submit_label = "Open the charts"

    def begin(self) -> None:
        super().begin()
        self.intro = (
            f"For {self.access.year}. Each chart begins with the pupils who have a special educational need, in the "
            "band of their status. The class teams get an e-mail."
        )
        self.more = (Choice("Open one for a cohort of pupils you pick", self.address("audit_cohort"), icon="people"),)

    def address(self, name: str) -> str:
        """An address of this school."""
        return reverse(name, args=[self.access.school.slug])

    def form(self, data: Data) -> EditForm:
        """Those that have no chart yet; a first time, all classes are ticked."""
        scopes = round_choices.scopes_of(self.access)
        first = [] if scopes.held else [key for key, _ in dict(scopes.groups)["Classes"]]
        codes = {key.removeprefix("year-") for key, _ in dict(scopes.left).get("Year groups", ())}
        initial = {
            "scopes": first,
            "due": round_choices.usual_deadline(self.access),
            "provisions": round_choices.usual_columns(self.access, codes),
        }
        choices = scopes.all if data is not None else scopes.left
        provisions = round_choices.provisions_of(self.access)
        return OpenForm(data, scopes=choices, provisions=provisions, initial=initial)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        scopes, terms = form.values["scopes"], self.terms(form)
        change, self.opened = round_services.open_charts(by=self.access, scopes=scopes, terms=terms, ticket=form.ticket)
        self.asked = len(scopes)
        self.tell(self.opened, terms.due)
        return change

    def success(self, change: Edit) -> str:
        were = self.asked - len(self.opened)
        left = f" {plural(were, 'other was,others were')} open already and left alone." if were else ""
        return f"{plural(len(self.opened), 'chart is,charts are')} open.{left} {self.reached.words}"


class OpenCohort(Opening):
    """Open a chart for any pupils."""

    title = "Open the audit for a cohort"
    intro = "Pupils whom you pick, from any class. Their class teams get an e-mail and fill it in together."
    submit_label = "Open the chart"

    def form(self, data: Data) -> EditForm:
        initial = {
            "due": round_choices.usual_deadline(self.access),
            "provisions": round_choices.usual_columns(self.access),
        }
        pupils = round_choices.pupils_by_class(self.access)
        provisions = round_choices.provisions_of(self.access)
        return CohortForm(data, pupils=pupils, provisions=provisions, initial=initial)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        terms, said = self.terms(form), form.values
        change, opened = round_services.open_cohort(
            by=self.access, name=said["name"], pupils=said["pupils"], terms=terms, ticket=form.ticket
        )
        self.tell(opened, terms.due)
        return change

    def success(self, change: Edit) -> str:
        return f"The chart is open. {self.reached.words}"


class ChangeChart(EditPage):
    """A chart's columns, deadline and message."""

    permission = Permission.EDIT_PROVISION
    whole = True
    kept: list[str]

    def begin(self, pk: int) -> None:
        self.held, self.chart = find_chart(self.access, pk), chart_of(self.access, pk)
        self.title = f"Columns, deadline and message: {self.chart.scope}"
        self.intro = "What is ticked in the chart stays a column, whether it is chosen here or not."
        remove = reverse("audit_remove", args=[self.access.school.slug, pk])
        self.more = (Choice("Take the chart away", remove, icon="trash"),)

    def form(self, data: Data) -> EditForm:
        columns = [column.id for column in self.chart.columns]
        now = {"due": self.held.due, "message": self.held.message, "provisions": columns}
        if self.held.name:
            now["name"] = self.held.name
        provisions = round_choices.provisions_of(self.access, also=columns)
        return ChangeForm(data, now=now, provisions=provisions, cohort=bool(self.held.name))

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        """Save, and have the class team reminded of a new deadline."""
        values = form.values
        due, pk = values["due"], self.held.pk
        change, self.kept = round_services.change_chart(
            by=self.access, chart=pk, provisions=values.pop("provisions"), values=values, ticket=form.ticket
        )
        if due != self.held.due:
            tasks.remind_later(self.access, [pk], due, root_of(self.request))
        return change

    def success(self, change: Edit) -> str:
        if not self.kept:
            return "Saved. The class team sees it in the chart."
        stays = "is ticked, so it stays a column" if len(self.kept) == 1 else "are ticked, so they stay columns"
        return f"Saved. {and_words(self.kept)} {stays}."

    def next_url(self, thing: str) -> str:
        return reverse("audit_chart", args=[self.access.school.slug, self.held.pk])


class RemoveChart(EditPage):
    """Take away a chart that was opened by mistake."""

    permission = Permission.EDIT_PROVISION
    submit_label = "Take the chart away"
    intro = "For a chart that was opened by mistake, while nothing is ticked or written in it."
    danger = gone = True

    def begin(self, pk: int) -> None:
        self.held = find_chart(self.access, pk)
        self.scope = scope_words(self.held)
        self.title = f"Take away the chart of {self.scope}"

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return round_services.remove_chart(by=self.access, chart=self.held.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"The chart of {self.scope} is gone."

    def next_url(self, thing: str) -> str:
        return reverse("audit", args=[self.access.school.slug])


class Remind(EditPage):
    """Write to those who have not handed in."""

    permission = Permission.EDIT_PROVISION
    title = "Remind those who have not handed in"
    submit_label = "Send the reminder"
    reached: round_mail.Post

    def begin(self) -> None:
        self.waiting = round_list.waiting(self.access)
        self.intro = round_mail.post_for(self.access, self.waiting).words if self.waiting else ""

    def get(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """The form, where there is anybody to remind."""
        self._begin(parts)
        return (
            super().get(request, **parts)
            if self.waiting
            else render(request, "audits/round_none.html", {"title": self.title})
        )

    def form(self, data: Data) -> EditForm:
        """Each chart, with when it is due and when its team was last reminded."""
        choices = [(chart.pk, _waits(chart)) for chart in self.waiting]
        return RemindForm(data, charts=choices, initial={"charts": [chart.pk for chart in self.waiting]})

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        change, charts = round_services.remind(by=self.access, charts=form.values["charts"], ticket=form.ticket)
        tasks.tell_later("reminder", [chart.pk for chart in charts], root_of(self.request))
        self.reached = round_mail.post_for(self.access, charts)
        return change

    def _done(self, change: Edit) -> HttpResponse:
        """An e-mail cannot be taken back, so there is no undoing."""
        messages.success(self.request, self.reached.words)
        return self._onwards("")

    def next_url(self, thing: str) -> str:
        return reverse("audit", args=[self.access.school.slug])


def _waits(chart: Any) -> str:
    due = f", due {date_uk(chart.due)}" if chart.due else ""
    last = f", last reminded {date_uk(chart.reminded_at.date())}" if chart.reminded_at else ""
    return f"{scope_words(chart)}{due}{last}"


def root_of(request: HttpRequest) -> str:
    """What the addresses in e-mails begin with."""
    return request.build_absolute_uri("/").removesuffix("/")
