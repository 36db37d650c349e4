"""Pages that change a chart's state: handing in, asking back, answering, agreeing, reopening."""

from __future__ import annotations

from functools import partial
from typing import Any

from audits.charts.reading import WITH_THE_TEAM, chart_of, sight_of
from audits.charts.round import choices as round_choices
from audits.charts.round import mail as round_mail
from audits.charts.round import services as round_services
from audits.charts.round import tasks
from audits.charts.round.forms import AnswerForm, QuestionLine
from audits.charts.round.reading import questions_of
from audits.charts.round.views.about import about_chart, unless_in
from audits.charts.round.views.opening import root_of
from schools.edits import Edit, Refused
from schools.roles import Permission
from schools.views import Act, ActPage, Data
from ui.edit_forms import EditForm, Lines, lines_of
from ui.words import plural

SHOWN = 12  # names that are said one by one


class HandInChart(ActPage):
    """The class team hands its chart in."""

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        """Adds the children with nothing ticked, so that nobody is forgotten."""
        chart = chart_of(self.access, self.about.chart)
        empty = round_choices.children_without_entries(chart)
        asked = sum(not one.answer for one in questions_of(sight_of(self.access), self.about.stored))
        more = {"empty": empty[:SHOWN], "empty_more": len(empty[SHOWN:]), "none": not chart.rows, "asked": asked}
        return super().context(form, formsets) | more


class AskAboutChart(ActPage):
    """The SENCO sends a chart back with questions."""

    recipients: round_mail.Recipients
    asked: list[tuple[str, str]]

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        lines = lines_of(
            QuestionLine, data, (), prefix="question", legend="Questions", noun="question",
            form_kwargs={"choices": {"about": round_choices.askable(chart_of(self.access, self.about.chart))}},
        )  # fmt: skip
        return (lines,)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        self.asked = [(one["about"], one["question"]) for one in formsets[0].added]
        change = round_services.ask(by=self.access, chart=self.about.chart, questions=self.asked, ticket=form.ticket)
        tasks.tell_later("questions", [self.about.chart], root_of(self.request))
        self.recipients = round_mail.recipients_for(self.access, [self.about.stored])
        return change

    def success(self, change: Edit) -> str:
        return f"{plural(len(self.asked), 'question is,questions are')} with the class team. {self.recipients.words}"


class AnswerQuestions(ActPage):
    """The class team answers the SENCO's questions."""

    def form(self, data: Data) -> EditForm:
        """The questions that this person may read, with their answers."""
        questions = questions_of(sight_of(self.access), self.about.stored)
        now = {f"answer-{one.id}": one.answer for one in questions} | {"hand_in": True}
        asked = [(one.id, f"{one.about}: {one.question}" if one.about else one.question) for one in questions]
        return AnswerForm(data, questions=asked, now=now)

    def save(self, form: Any, *formsets: Any) -> Edit:
        """Save the answers, and hand in where that was ticked."""
        if self.about.stored.state != "questions":
            raise Refused("The questions are no longer open: somebody has handed the chart in meanwhile.")
        self.values = {"answers": form.answers, "hand_in": form.values["hand_in"]}
        return round_services.answer(by=self.access, chart=self.about.chart, ticket=form.ticket, **self.values)

    def success(self, change: Edit) -> str:
        if self.values["hand_in"]:
            return f"Answered, and the chart of {self.about.scope} is handed in again. Thank you."
        return "The answers are saved. Hand the chart in when you are done."


act = partial(
    Act, permission=Permission.EDIT_PROVISION, find=about_chart, crumbs=(("Audit", "audit"),),
    then=("audit_chart", "{about.chart}"), whole=True,
)  # fmt: skip
ACTS = (
    act("audit/<int:pk>/hand-in/", "audit_hand_in", "Hand in: {about.scope}", "Hand in",
        intro="From then on the SENCO reads the chart, and only the SENCO changes it.",
        permission=Permission.EDIT_AUDIT, instead=unless_in(*WITH_THE_TEAM), page=HandInChart,
        inside="audits/round_empty.html",
        service=lambda page, **sent: round_services.hand_in(chart=page.about.chart, **sent),
        done="The chart of {about.scope} is handed in. Thank you."),
    act("audit/<int:pk>/ask/", "audit_ask", "Ask about {about.scope}", "Send the questions",
        intro="The chart goes back to the class team, who answer and hand in again. They get an e-mail without any "
        "name.",
        instead=unless_in("handed in", "questions"), page=AskAboutChart),
    act("audit/<int:pk>/answer/", "audit_answer", "Answer: {about.scope}", "Save the answers",
        permission=Permission.EDIT_AUDIT, instead=unless_in("questions"), page=AnswerQuestions),
    act("audit/<int:pk>/agree/", "audit_agree", "Agree: {about.scope}", "Agree",
        intro="From then on only you change the chart, and every change stands in its history.",
        instead=unless_in("handed in"),
        service=lambda page, **sent: round_services.agree(chart=page.about.chart, **sent),
        done="The chart of {about.scope} is agreed."),
    act("audit/<int:pk>/open-again/", "audit_reopen", "Open again: {about.scope}", "Open it again",
        intro="The class team can change the chart again, and hands it in anew. Tell them: no e-mail is sent.",
        instead=unless_in("handed in", "agreed"),
        service=lambda page, **sent: round_services.reopen_chart(chart=page.about.chart, **sent),
        done="The chart of {about.scope} is open again."),
)  # fmt: skip
