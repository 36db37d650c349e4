"""Moving a chart on: handing in, asking back, answering, agreeing, opening again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

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


class OneChart(EditPage):
    """What the pages about one chart's state share; opened when the chart is in none of `states`, it says so."""

    states: frozenset[str]
    heading = ""
    whole = True

    def begin(self, pk: int) -> None:
        self.held = find_chart(self.access, pk)
        self.scope = scope_words(self.held)
        self.title = f"{self.heading} {self.scope}"
        self.crumbs = (Crumb("Audit", reverse("audit", args=[self.access.school.slug])),)

    def get(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """The form, or where the chart stands instead."""
        self._begin(parts)
        if self.held.state in self.states:
            return super().get(request, **parts)
        now = standing(self.access, self.held.pk)
        context = {"title": self.title, "crumbs": self.crumbs, "standing": now, "scope": self.scope}
        return render(request, "audits/round_not_now.html", context)

    def next_url(self, thing: str) -> str:
        return reverse("audit_chart", args=[self.access.school.slug, self.held.pk])


class HandIn(OneChart):
    """The class team is done."""

    permission = Permission.EDIT_AUDIT
    states = WITH_THE_TEAM
    heading, submit_label = "Hand in:", "Hand in"
    intro = "From then on the SENCO reads the chart, and only the SENCO changes it."
    inside = "audits/round_empty.html"

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        """With whom nothing is ticked for, so that nobody is forgotten."""
        chart = chart_of(self.access, self.held.pk)
        empty = round_choices.empty_of(chart)
        asked = sum(not one.answer for one in questions_of(sight_of(self.access), self.held))
        more = {"empty": empty[:SHOWN], "empty_more": len(empty[SHOWN:]), "none": not chart.rows, "asked": asked}
        return super().context(form, formsets) | more

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return round_services.hand_in(by=self.access, chart=self.held.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"The chart of {self.scope} is handed in. Thank you."


class Reopen(OneChart):
    """The class team is to go on."""

    permission = Permission.EDIT_PROVISION
    states = frozenset({"handed in", "agreed"})
    heading, submit_label = "Open again:", "Open it again"
    intro = "The class team can change the chart again, and hands it in anew. Tell them: no e-mail is sent."

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return round_services.reopen(by=self.access, chart=self.held.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"The chart of {self.scope} is open again."


class Agree(OneChart):
    """The SENCO agrees."""

    permission = Permission.EDIT_PROVISION
    states = frozenset({"handed in"})
    heading, submit_label = "Agree:", "Agree"
    intro = "From then on only you change the chart, and every change stands in its history."

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return round_services.agree(by=self.access, chart=self.held.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"The chart of {self.scope} is agreed."


class Ask(OneChart):
    """The SENCO has questions."""

    permission = Permission.EDIT_PROVISION
    states = frozenset({"handed in", "questions"})
    heading, submit_label = "Ask about", "Send the questions"
    intro = "The chart goes back to the class team, who answer and hand in again. They get an e-mail without any name."

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        found = lines_of(
            QuestionLine, data, (), prefix="question", legend="Questions", noun="question",
            form_kwargs={"about": round_choices.askable(chart_of(self.access, self.held.pk))},
        )  # fmt: skip
        return (found,)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        asked = [(one["about"], one["question"]) for one in formsets[0].added]
        change = round_services.ask(by=self.access, chart=self.held.pk, questions=asked, ticket=form.ticket)
        tasks.tell_later("questions", [self.held.pk], root_of(self.request))
        self.reached = round_mail.post_for(self.access, [self.held])
        self.asked = len(asked)
        return change

    def success(self, change: Edit) -> str:
        return f"{plural(self.asked, 'question is,questions are')} with the class team. {self.reached.words}"


class Answer(OneChart):
    """The class team answers."""

    permission = Permission.EDIT_AUDIT
    states = frozenset({"questions"})
    heading, submit_label = "Answer:", "Save the answers"

    def form(self, data: Data) -> EditForm:
        """Each question that this person may read, with its answer."""
        found = questions_of(sight_of(self.access), self.held)
        now = {f"answer-{one.id}": one.answer for one in found} | {"hand_in": True}
        asked = [(one.id, f"{one.about}: {one.question}" if one.about else one.question) for one in found]
        return AnswerForm(data, questions=asked, now=now)

    def save(self, form: Any, *formsets: Any) -> Edit:
        """Save them, and hand in where that was ticked."""
        if self.held.state not in self.states:
            raise Refused("The questions are no longer open: somebody has handed the chart in meanwhile.")
        self.again = form.values["hand_in"]
        return round_services.answer(
            by=self.access, chart=self.held.pk, answers=form.answers, hand_in=self.again, ticket=form.ticket
        )

    def success(self, change: Edit) -> str:
        if self.again:
            return f"Answered, and the chart of {self.scope} is handed in again. Thank you."
        return "The answers are saved. Hand the chart in when you are done."
