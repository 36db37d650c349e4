"""Reading the round of the audit: how far each chart is, who fills it in, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from audits.charts.reading import WITH_THE_TEAM, Sight, find_chart, sight_of
from audits.charts.round.teams import teams_of
from audits.models import AuditChart, AuditQuestion, AuditRow
from schools.access import Access
from schools.clock import today
from schools.roles import Permission
from ui.parts import Choice

State = AuditChart.State
NOT_STARTED, STARTED = "not started", "started"
STATES = {
    NOT_STARTED: "Not started",
    STARTED: "Started",
    State.QUESTIONS.value: "Questions back",
    State.HANDED_IN.value: "Handed in",
    State.AGREED.value: "Agreed",
}
TAGS = {State.QUESTIONS.value: "warn", State.HANDED_IN.value: "brand", State.AGREED.value: "strong"}


@dataclass(frozen=True)
class ChartQuestion:
    """A question about a chart, or about one pupil in it (`about`, by name), and the answer."""

    id: int
    about: str
    question: str
    answer: str


@dataclass(frozen=True)
class ChartStanding:
    """A chart's progress as one person sees it at the top of the chart, with what they may do about it."""

    chart: int
    cohort: bool
    state: str
    words: str
    tag: str
    since: datetime | None
    due: date | None
    overdue: bool
    message: str
    team: tuple[str, ...]
    open_questions: tuple[ChartQuestion, ...]
    answered: tuple[ChartQuestion, ...]
    acts: tuple[Choice, ...]


def started() -> Exists:
    """Whether anything has been written in a chart. A cohort's pupils are named when it is opened, so they do not
    count."""
    rows = AuditRow.objects.filter(chart=OuterRef("pk"))
    written = Q(chart__name="") | Q(ticks__isnull=False) | ~Q(other="") | ~Q(why="")
    return Exists(rows.filter(written))


def state_of(chart: AuditChart, begun: bool) -> str:
    """One of STATES: an open chart is "not started" or "in progress", by whether anything is in it."""
    if chart.state == State.OPEN:
        return STARTED if begun else NOT_STARTED
    return chart.state


def is_overdue(chart: AuditChart) -> bool:
    """Whether the class team should have handed it in before today."""
    return chart.due is not None and chart.due < today() and chart.state in WITH_THE_TEAM


def standing(access: Access, chart: int) -> ChartStanding:
    """How far a chart is. Raises NotThere where there is none that this person may open. Seven queries at most."""
    sight = sight_of(access)
    held = find_chart(access, chart, sight)
    found = questions_of(sight, held)
    state = state_of(held, AuditChart.objects.filter(started(), pk=chart).exists())
    return ChartStanding(
        chart=held.pk,
        cohort=bool(held.name),
        state=state,
        words=STATES[state],
        tag=TAGS.get(state, ""),
        since=held.since,
        due=held.due,
        overdue=is_overdue(held),
        message=held.message,
        team=tuple(person.name for person in teams_of(access, [held])[held.pk]),
        open_questions=tuple(one for one in found if not one.answer),
        answered=tuple(one for one in found if one.answer),
        acts=tuple(acts_of(access, held, unanswered=any(not one.answer for one in found))),
    )


def questions_of(sight: Sight, chart: AuditChart) -> list[ChartQuestion]:
    """The questions about a chart, without those about pupils whom this person does not reach."""
    rows = AuditQuestion.objects.filter(chart=chart).select_related("row__pupil")
    return [
        ChartQuestion(one.pk, row_name(one.row) if one.row else "", one.question, one.answer)
        for one in rows
        if one.row is None or sight.row(one.row)
    ]


def row_name(row: AuditRow) -> str:
    """The name of the pupil or child in a row."""
    return f"{row.pupil.known_as} {row.pupil.surname}" if row.pupil else row.name


def acts_of(access: Access, chart: AuditChart, *, unanswered: bool) -> Iterable[Choice]:
    """What this person may do with the chart as a whole, the next step first."""

    def act(label: str, name: str, icon: str, *, main: bool = False) -> Choice:
        return Choice(label, access.url(name, chart.pk), icon=icon, main=main, panel=True)

    leads = access.may(Permission.EDIT_PROVISION)
    if chart.state == State.QUESTIONS and unanswered and access.may(Permission.EDIT_AUDIT):
        yield act("Answer", "audit_answer", "chat-left-text", main=not leads)
    if chart.state in WITH_THE_TEAM and access.may(Permission.EDIT_AUDIT):
        yield act("Hand in", "audit_hand_in", "check2", main=not leads and not unanswered)
    if not leads:
        return
    if chart.state == State.HANDED_IN:
        yield act("Agree", "audit_agree", "check2-all", main=True)
    if chart.state in (State.HANDED_IN, State.QUESTIONS):
        yield act("Ask the class team", "audit_ask", "chat-left-text")
    if chart.state in (State.HANDED_IN, State.AGREED):
        yield act("Open again", "audit_reopen", "unlock")
    yield act("Columns, deadline, message", "audit_change", "sliders")
