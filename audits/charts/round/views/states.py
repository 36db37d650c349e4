"""Pages that change a chart's state: handing in, asking back, answering, agreeing, reopening."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audits.charts.reading import WITH_THE_TEAM, chart_of, find_chart, scope_words, sight_of
from audits.charts.round import choices as round_choices
from audits.charts.round import mail as round_mail
from audits.charts.round import services as round_services
from audits.charts.round import tasks
from audits.charts.round.forms import AnswerForm, QuestionLine
from audits.charts.round.reading import questions_of, standing
from audits.charts.round.views.opening import root_of
from schools.edits import Edit, Refused
from schools.roles import Permission
from schools.views import Data, EditPage
from ui.edit_forms import EditForm, Lines, lines_of
from ui.parts import Crumb
from ui.words import plural

SHOWN = 12  # names that are said one by one


class ChartStatePage(EditPage):
    """The base of the pages that change a chart's state. In any state but `states`, the page says how the chart
    stands."""

    states: frozenset[str]
    heading = ""
    whole = True

    def begin(self, pk: int) -> None:
        self.stored = find_chart(self.access, pk)
        self.scope = scope_words(self.stored)
        self.title = f"{self.heading} {self.scope}"
        self.crumbs = (Crumb("Audit", self.access.url("audit")),)

    def get(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """The form, or the chart's progress where the state does not allow it."""
        self._begin(parts)
        if self.stored.state in self.states:
            return super().get(request, **parts)
        now = standing(self.access, self.stored.pk)
        context = {"title": self.title, "crumbs": self.crumbs, "standing": now, "scope": self.scope}
        return render(request, "audits/round_not_now.html", context)

    def next_url(self, thing: str) -> str:
        return self.access.url("audit_chart", self.stored.pk)


class HandInChart(ChartStatePage):
    """The class team hands its chart in."""

    permission = Permission.EDIT_AUDIT
    states = WITH_THE_TEAM
    heading, submit_label = "Hand in:", "Hand in"
    intro = "From then on the SENCO reads the chart, and only the SENCO changes it."
    inside = "audits/round_empty.html"

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        """Adds the children with nothing ticked, so that nobody is forgotten."""
        chart = chart_of(self.access, self.stored.pk)
        empty = round_choices.children_without_entries(chart)
        asked = sum(not one.answer for one in questions_of(sight_of(self.access), self.stored))
        more = {"empty": empty[:SHOWN], "empty_more": len(empty[SHOWN:]), "none": not chart.rows, "asked": asked}
        return super().context(form, formsets) | more

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return round_services.hand_in(by=self.access, chart=self.stored.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"The chart of {self.scope} is handed in. Thank you."


class ReopenChart(ChartStatePage):
    """The SENCO returns a chart to the class team."""

    permission = Permission.EDIT_PROVISION
    states = frozenset({"handed in", "agreed"})
    heading, submit_label = "Open again:", "Open it again"
    intro = "The class team can change the chart again, and hands it in anew. Tell them: no e-mail is sent."

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return round_services.reopen_chart(by=self.access, chart=self.stored.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"The chart of {self.scope} is open again."


class AgreeChart(ChartStatePage):
    """The SENCO agrees a chart."""

    permission = Permission.EDIT_PROVISION
    states = frozenset({"handed in"})
    heading, submit_label = "Agree:", "Agree"
    intro = "From then on only you change the chart, and every change stands in its history."

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return round_services.agree(by=self.access, chart=self.stored.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"The chart of {self.scope} is agreed."


class AskAboutChart(ChartStatePage):
    """The SENCO sends a chart back with questions."""

    permission = Permission.EDIT_PROVISION
    states = frozenset({"handed in", "questions"})
    heading, submit_label = "Ask about", "Send the questions"
    intro = "The chart goes back to the class team, who answer and hand in again. They get an e-mail without any name."

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        found = lines_of(
            QuestionLine, data, (), prefix="question", legend="Questions", noun="question",
            form_kwargs={"about": round_choices.askable(chart_of(self.access, self.stored.pk))},
        )  # fmt: skip
        return (found,)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        asked = [(one["about"], one["question"]) for one in formsets[0].added]
        change = round_services.ask(by=self.access, chart=self.stored.pk, questions=asked, ticket=form.ticket)
        tasks.tell_later("questions", [self.stored.pk], root_of(self.request))
        self.recipients = round_mail.recipients_for(self.access, [self.stored])
        self.asked = len(asked)
        return change

    def success(self, change: Edit) -> str:
        return f"{plural(self.asked, 'question is,questions are')} with the class team. {self.recipients.words}"


class AnswerQuestions(ChartStatePage):
    """The class team answers the SENCO's questions."""

    permission = Permission.EDIT_AUDIT
    states = frozenset({"questions"})
    heading, submit_label = "Answer:", "Save the answers"

    def form(self, data: Data) -> EditForm:
        """The questions that this person may read, with their answers."""
        found = questions_of(sight_of(self.access), self.stored)
        now = {f"answer-{one.id}": one.answer for one in found} | {"hand_in": True}
        asked = [(one.id, f"{one.about}: {one.question}" if one.about else one.question) for one in found]
        return AnswerForm(data, questions=asked, now=now)

    def save(self, form: Any, *formsets: Any) -> Edit:
        """Save the answers, and hand in where that was ticked."""
        if self.stored.state not in self.states:
            raise Refused("The questions are no longer open: somebody has handed the chart in meanwhile.")
        self.again = form.values["hand_in"]
        return round_services.answer(
            by=self.access, chart=self.stored.pk, answers=form.answers, hand_in=self.again, ticket=form.ticket
        )

    def success(self, change: Edit) -> str:
        if self.again:
            return f"Answered, and the chart of {self.scope} is handed in again. Thank you."
        return "The answers are saved. Hand the chart in when you are done."
