"""The list of the year's charts: how far each is, who fills it in, and what has been ticked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from audits.charts.reading import WITH_THE_TEAM, Sight, place_of, scope_words, sight_of, visible
from audits.charts.round.reading import NOT_STARTED, STATES, TAGS, State, is_overdue, started, state_of
from audits.charts.round.teams import teams_of
from audits.models import AuditChart, AuditQuestion, AuditRow, AuditTick
from schools.access import Access
from schools.roles import Permission
from ui.words import date_uk, plural


@dataclass(frozen=True)
class RoundLine:
    """A chart in the list. `todo` is this person's next step with it, blank where there is none."""

    id: int
    scope: str
    team: tuple[str, ...]
    state: str
    words: str
    tag: str
    pupils: int
    ticks: int
    due: date | None
    overdue: bool
    wrote: str
    wrote_at: datetime | None
    todo: str


@dataclass(frozen=True)
class AuditRound:
    """The charts of a year that one person may open, with the pupils within their reach. `state` narrows `lines`;
    `states` are those that occur, as (state, label with the count); the sums are of the lines shown."""

    lines: tuple[RoundLine, ...]
    total: int
    state: str
    states: tuple[tuple[str, str], ...]
    waiting: int

    @property
    def pupils(self) -> int:
        """Pupils entered, once for each chart."""
        return sum(line.pupils for line in self.lines)

    @property
    def ticks(self) -> int:
        """Ticks in the charts shown."""
        return sum(line.ticks for line in self.lines)


def round_of(access: Access, state: str = "") -> AuditRound:
    """The list. About twelve queries, however many charts."""
    sight = sight_of(access)
    charts = sorted(_charts(access, sight), key=place_of)
    numbers = [chart.pk for chart in charts]
    teams, wrote = teams_of(access, charts), _last(numbers)
    seen = sight.rows(AuditRow.objects.filter(chart__in=numbers))
    rows = _counted(seen, "chart")
    ticks = _counted(AuditTick.objects.filter(row__in=seen), "row__chart")
    asked = _counted(AuditQuestion.objects.filter(chart__in=numbers, answer=""), "chart")
    lines = [
        RoundLine(
            id=chart.pk, scope=scope_words(chart), team=tuple(person.name for person in teams[chart.pk]),
            state=held, words=STATES[held], tag=TAGS.get(held, ""), pupils=rows[chart.pk], ticks=ticks[chart.pk],
            due=chart.due, overdue=is_overdue(chart), wrote=wrote.get(chart.pk, ("", None))[0],
            wrote_at=wrote.get(chart.pk, ("", None))[1], todo=_todo(access, held, asked[chart.pk]),
        )
        for chart in charts
        for held in [state_of(chart, chart.begun)]
    ]  # fmt: skip
    return _narrowed(lines, state)


def _narrowed(lines: list[RoundLine], state: str) -> AuditRound:
    found = Counter(line.state for line in lines)
    late = sum(line.overdue for line in lines)
    states = [(name, f"{words} {found[name]}") for name, words in STATES.items() if found[name]]
    if late:
        states.append(("overdue", f"Overdue {late}"))
    state = state if state in dict(states) else ""
    shown = [line for line in lines if not state or state in (line.state, "overdue" if line.overdue else "")]
    waiting = sum(line.state not in (State.HANDED_IN, State.AGREED) for line in lines)
    return AuditRound(tuple(shown), len(lines), state, (("", f"All {len(lines)}"), *states), waiting)


def _charts(access: Access, sight: Sight) -> QuerySet[Any]:
    return visible(access, sight).select_related("school_class").annotate(begun=started())


def _counted(rows: QuerySet[Any], chart: str) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list(chart).annotate(count=Count("pk"))))


def _last(charts: Iterable[int]) -> dict[int, tuple[str, datetime]]:
    """Who last wrote a row or a tick of each chart, and when."""
    found: dict[int, tuple[str, datetime]] = {}
    for model, chart in ((AuditRow, "chart"), (AuditTick, "row__chart")):
        history: Any = model.history
        mine = history.filter(**{f"{chart}__in": list(charts)}).order_by()
        newest = mine.values(chart).annotate(last=Max("history_id")).values("last")
        lines = history.filter(history_id__in=newest).order_by()
        for number, who, at in lines.values_list(chart, "history_user__name", "history_date"):
            if number not in found or at > found[number][1]:
                found[number] = (who or "", at)
    return found


def _todo(access: Access, state: str, questions: int) -> str:
    leads = access.may(Permission.EDIT_PROVISION)
    if leads:
        return "Read and agree" if state == State.HANDED_IN else ""
    if state == State.QUESTIONS:
        return f"Answer {plural(questions, 'question')} and hand in again" if questions else "Hand in again"
    if state in (State.HANDED_IN, State.AGREED) or not access.may(Permission.EDIT_AUDIT):
        return ""
    return "Fill in" if state == NOT_STARTED else "Go on, and hand in"


def waiting(access: Access) -> list[AuditChart]:
    """The charts of the year that are still with the class teams, in the order of the list."""
    held = AuditChart.objects.filter(school=access.school, year=access.year, state__in=WITH_THE_TEAM)
    return sorted(held.select_related("school_class"), key=place_of)


def to_do(access: Access) -> list[tuple[str, int]]:
    """The home page's tasks for a class team, each as (sentence, the chart's number). Empty for the SENCO."""
    if access.may(Permission.EDIT_PROVISION) or not access.may(Permission.EDIT_AUDIT):
        return []
    charts = visible(access).filter(state__in=WITH_THE_TEAM).select_related("school_class")
    return [(_sentence(chart), chart.pk) for chart in sorted(charts, key=place_of)]


def _sentence(chart: AuditChart) -> str:
    by = f" by {date_uk(chart.due)}" if chart.due else ""
    late = " It is overdue." if is_overdue(chart) else ""
    if chart.state == State.QUESTIONS:
        return f"The SENCO has a question about the chart of {scope_words(chart)}.{late}"
    return f"Fill in the chart of {scope_words(chart)}{by}.{late}"
