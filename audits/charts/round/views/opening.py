"""Pages for running the round of the audit: the list of charts, opening them, their terms, and reminding class
teams."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
from audits.charts.round.services import ChartTerms
from audits.charts.round.views.about import about_chart
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Act, Data, EditPage, SchoolView
from ui.edit_forms import EditForm
from ui.parts import Choice, Crumb
from ui.words import and_words, date_uk, plural


class Charts(SchoolView):
    """The charts of the year."""

    permission = READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The charts with their progress; `?state=` narrows the list."""
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


class OpenChartsPage(EditPage):
    """The base of the pages that open charts."""

    permission = Permission.EDIT_PROVISION
    template = "audits/round_open.html"
    recipients: round_mail.Recipients

    def begin(self) -> None:
        self.crumbs = (Crumb("Audit", self.access.url("audit")),)

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        """Adds the charts that are open already, and the next year where there is one."""
        years, year = self.access.years, self.access.year
        later = [one for one in years if year and one.starts > year.starts]
        more = {"later": later[-1] if later else None, "open": round_choices.chart_scopes(self.access).open}
        return super().context(form, formsets) | more

    def terms(self, form: EditForm) -> ChartTerms:
        """The columns, deadline and message of the form."""
        return ChartTerms(form.values["provisions"], form.values["due"], form.values["message"])

    def tell(self, charts: list[Any], due: Any) -> None:
        """Write to the class teams once it is saved, and again before the deadline."""
        numbers = [chart.pk for chart in charts]
        tasks.tell_later("opened", numbers, root_of(self.request))
        tasks.remind_later(self.access, numbers, due, root_of(self.request))
        self.recipients = round_mail.recipients_for(self.access, charts)

    def next_url(self, thing: str) -> str:
        return self.access.url("audit")


class OpenCharts(OpenChartsPage):
    """Open charts for classes and year groups."""

    title = "Open the audit"
    submit_label = "Open the charts"

    def begin(self) -> None:
        super().begin()
        self.intro = (
            f"For {self.access.year}. Each chart begins with the pupils who have a special educational need, in the "
            "band of their status. The class teams get an e-mail."
        )
        cohort = self.access.url("audit_cohort")
        self.more = (Choice("Open one for a cohort of pupils you pick", cohort, icon="people"),)

    def form(self, data: Data) -> EditForm:
        """The classes and year groups without a chart; all classes are ticked the first time."""
        scopes = round_choices.chart_scopes(self.access)
        first = [] if scopes.with_chart else [key for key, _ in dict(scopes.groups)["Classes"]]
        codes = {key.removeprefix("year-") for key, _ in dict(scopes.without_chart).get("Year groups", ())}
        initial = {
            "scopes": first,
            "due": round_choices.usual_deadline(self.access),
            "provisions": round_choices.usual_columns(self.access, codes),
        }
        choices = scopes.all if data is not None else scopes.without_chart
        provisions = round_choices.provision_choices(self.access)
        return OpenForm(data, choices={"scopes": choices, "provisions": provisions}, initial=initial)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        scopes, terms = form.values["scopes"], self.terms(form)
        change, self.opened = round_services.open_charts(by=self.access, scopes=scopes, terms=terms, ticket=form.ticket)
        self.chosen = len(scopes)
        self.tell(self.opened, terms.due)
        return change

    def success(self, change: Edit) -> str:
        were = self.chosen - len(self.opened)
        left = f" {plural(were, 'other was,others were')} open already and left alone." if were else ""
        return f"{plural(len(self.opened), 'chart is,charts are')} open.{left} {self.recipients.words}"


class OpenCohort(OpenChartsPage):
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
        provisions = round_choices.provision_choices(self.access)
        return CohortForm(data, choices={"pupils": pupils, "provisions": provisions}, initial=initial)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        terms, said = self.terms(form), form.values
        change, opened = round_services.open_cohort(
            by=self.access, name=said["name"], pupils=said["pupils"], terms=terms, ticket=form.ticket
        )
        self.tell(opened, terms.due)
        return change

    def success(self, change: Edit) -> str:
        return f"The chart is open. {self.recipients.words}"


class ChangeChart(EditPage):
    """A chart's columns, deadline and message."""

    permission = Permission.EDIT_PROVISION
    whole = True
    kept_columns: list[str]

    def begin(self, pk: int) -> None:
        self.stored, self.chart = find_chart(self.access, pk), chart_of(self.access, pk)
        self.title = f"Columns, deadline and message: {self.chart.scope}"
        self.intro = "What is ticked in the chart stays a column, whether it is chosen here or not."
        remove = self.access.url("audit_remove", pk)
        self.more = (Choice("Take the chart away", remove, icon="trash"),)

    def form(self, data: Data) -> EditForm:
        columns = [column.id for column in self.chart.columns]
        now = {"due": self.stored.due, "message": self.stored.message, "provisions": columns}
        if self.stored.name:
            now["name"] = self.stored.name
        provisions = round_choices.provision_choices(self.access, also=columns)
        return ChangeForm(data, now=now, choices={"provisions": provisions}, cohort=bool(self.stored.name))

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        """Save, and have the class team reminded of a new deadline."""
        values = form.values
        due, pk = values["due"], self.stored.pk
        change, self.kept_columns = round_services.change_chart(
            by=self.access, chart=pk, provisions=values.pop("provisions"), values=values, ticket=form.ticket
        )
        if due != self.stored.due:
            tasks.remind_later(self.access, [pk], due, root_of(self.request))
        return change

    def success(self, change: Edit) -> str:
        if not self.kept_columns:
            return "Saved. The class team sees it in the chart."
        stays = "is ticked, so it stays a column" if len(self.kept_columns) == 1 else "are ticked, so they stay columns"
        return f"Saved. {and_words(self.kept_columns)} {stays}."

    def next_url(self, thing: str) -> str:
        return self.access.url("audit_chart", self.stored.pk)


class RemindTeams(EditPage):
    """Remind the class teams that have not handed in."""

    permission = Permission.EDIT_PROVISION
    title = "Remind those who have not handed in"
    submit_label = "Send the reminder"
    recipients: round_mail.Recipients

    def begin(self) -> None:
        self.waiting = round_list.waiting(self.access)
        self.intro = round_mail.recipients_for(self.access, self.waiting).words if self.waiting else ""

    def instead(self) -> HttpResponse | None:
        """A page that says nobody is to be reminded."""
        return None if self.waiting else render(self.request, "audits/round_none.html", {"title": self.title})

    def form(self, data: Data) -> EditForm:
        """The charts not handed in, each with its deadline and last reminder."""
        choices = [(chart.pk, _waits(chart)) for chart in self.waiting]
        return RemindForm(data, choices={"charts": choices}, initial={"charts": [chart.pk for chart in self.waiting]})

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        change, charts = round_services.remind(by=self.access, charts=form.values["charts"], ticket=form.ticket)
        tasks.tell_later("reminder", [chart.pk for chart in charts], root_of(self.request))
        self.recipients = round_mail.recipients_for(self.access, charts)
        return change

    def _done(self, change: Edit) -> HttpResponse:
        """Without an undo: an e-mail cannot be taken back."""
        messages.success(self.request, self.recipients.words)
        return self._onwards("")

    def next_url(self, thing: str) -> str:
        return self.access.url("audit")


def _waits(chart: Any) -> str:
    due = f", due {date_uk(chart.due)}" if chart.due else ""
    last = f", last reminded {date_uk(chart.reminded_at.date())}" if chart.reminded_at else ""
    return f"{scope_words(chart)}{due}{last}"


def root_of(request: HttpRequest) -> str:
    """The scheme and host that addresses in e-mails begin with."""
    return request.build_absolute_uri("/").removesuffix("/")


ACTS = (
    Act("audit/<int:pk>/remove/", "audit_remove", "Take away the chart of {about.scope}", "Take the chart away",
        intro="For a chart that was opened by mistake, while nothing is ticked or written in it.",
        permission=Permission.EDIT_PROVISION, find=about_chart, danger=True, gone=True,
        service=lambda page, **sent: round_services.remove_chart(chart=page.about.chart, **sent),
        done="The chart of {about.scope} is gone.", then=("audit",)),
)  # fmt: skip
