"""Running the round of the audit: opening charts, handing them in, asking back, agreeing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from audits.charts.reading import PROPOSED, WITH_THE_TEAM, find_chart, scope_words
from audits.charts.round.reading import STATES
from audits.models import AuditChart, AuditColumn, AuditQuestion, AuditRow, AuditTick
from provisions.models import Provision
from pupils.models import SchoolClass, YearGroup
from pupils.reading import all_pupils_in_year
from schools.access import Access
from schools.edits import Edit, Refused, edit
from schools.kept import tokens
from schools.roles import Permission
from ui.folding import by_name

State = AuditChart.State
BETWEEN_REMINDERS = timedelta(minutes=1)  # against a double click, and two people who remind at once
JUST_REMINDED = "A reminder went out less than a minute ago. Give them time to read it."


@dataclass(frozen=True)
class ChartTerms:
    """What a chart is opened with: its columns, deadline and message to the team."""

    provisions: Sequence[int]
    due: date | None = None
    message: str = ""


def locked(by: Access, pk: int, *states: str) -> AuditChart:
    """The chart, locked against ticks until the transaction ends. Raises NotThere, and Refused where its state is
    none of `states`: somebody else has changed it meanwhile."""
    tokens.lock(by.school.pk, tokens.RECORDS)  # before the chart, as whoever ticks does
    chart = find_chart(by, pk, lock=True)
    if states and chart.state not in states:
        words = {State.OPEN.value: "open", State.QUESTIONS.value: "back with questions"}
        said = words.get(chart.state, STATES.get(chart.state, "").lower())
        raise Refused(f"The chart of {scope_words(chart)} is {said} by now. Somebody moved it on; look at it again.")
    return chart


def open_charts(
    *, by: Access, scopes: Iterable[str], terms: ChartTerms, ticket: UUID | None = None
) -> tuple[Edit, list[AuditChart]]:
    """Open a chart for each class (`class-<number>`) or year group (`year-<code>`), and return those opened. One that
    is open already stays as it is. Raises Refused where all of them are open."""
    with edit(by, "opened the audit of", by.school, ticket=ticket) as change:
        by.need(Permission.EDIT_PROVISION)
        held = set(
            AuditChart.objects.filter(school=by.school, year=by.year).values_list("school_class_id", "year_group")
        )
        found = [(room, code) for room, code in _scopes(by, scopes) if (room.pk if room else None, code) not in held]
        if not found:
            raise Refused("These charts are open already. Choose others, or change them in the list.", "scopes")
        same = {"year": by.year, "due": terms.due, "message": terms.message, "since": timezone.now()}
        charts = [AuditChart(school_class=room, year_group=code, **same) for room, code in found]
        change.add_all(charts)
        change.summary = ", ".join(scope_words(chart) for chart in charts)
        _offer(change, charts, terms.provisions)
    return change, charts


def open_cohort(
    *, by: Access, name: str, pupils: Iterable[int], terms: ChartTerms, ticket: UUID | None = None
) -> tuple[Edit, list[AuditChart]]:
    """Open a chart for a cohort of any pupils, each in the band of their status. Raises Refused where the name is
    taken."""
    with edit(by, "opened", ticket=ticket) as change:
        by.need(Permission.EDIT_PROVISION)
        if AuditChart.objects.filter(year=by.year, name__iexact=name).exists():
            raise Refused("There is a cohort of this name already. Give this one another.", "name")
        chart = AuditChart(year=by.year, name=name, due=terms.due, message=terms.message, since=timezone.now())
        change.add(chart)
        change.about = chart
        _offer(change, [chart], terms.provisions)
        chosen = all_pupils_in_year(by, by.year, ids=pupils) if by.year else []
        change.add_all([AuditRow(chart=chart, pupil_id=row.id, band=PROPOSED[row.status]) for row in chosen])
    return change, [chart]


def _scopes(by: Access, scopes: Iterable[str]) -> Iterable[tuple[SchoolClass | None, str]]:
    classes = {row.pk: row for row in SchoolClass.objects.filter(school=by.school, year=by.year)}
    for scope in scopes:
        kind, _, key = scope.partition("-")
        if kind == "class" and key.isdecimal() and int(key) in classes:
            yield classes[int(key)], ""
        elif kind == "year" and key in YearGroup.values:
            yield None, key
        else:
            raise Refused("A class that was ticked is no longer there. Look at the list again.", "scopes")


def _offer(change: Edit, charts: Sequence[AuditChart], provisions: Iterable[int]) -> None:
    held = Provision.objects.filter(school=change.by.school, pk__in=list(provisions)).order_by("id")
    known = by_name(held, "area", "name")
    change.add_all([AuditColumn(chart=chart, provision=one) for chart in charts for one in known])


def change_chart(
    *, by: Access, chart: int, provisions: Iterable[int], values: Mapping[str, Any], ticket: UUID | None = None
) -> tuple[Edit, list[str]]:
    """Change a chart's columns, and its `due`, `message` and (of a cohort) `name`. A column with ticks is kept; the
    names of such columns that were to be removed are returned. Raises NotThere and Refused."""
    with edit(by, "changed", ticket=ticket) as change:
        by.need(Permission.EDIT_PROVISION)
        held = locked(by, chart)
        change.about = held
        name = values.get("name")
        if name and AuditChart.objects.filter(year=by.year, name__iexact=name).exclude(pk=chart).exists():
            raise Refused("There is a cohort of this name already. Give this one another.", "name")
        change.set(held, **values)
        ticked = dict(
            AuditTick.objects.filter(row__chart=held).values_list("provision_id", "provision__name").order_by()
        )
        wanted = set(provisions)
        columns = list(AuditColumn.objects.filter(chart=held))
        change.remove_all([one for one in columns if one.provision_id not in wanted | ticked.keys()])
        _offer(change, [held], (wanted | ticked.keys()) - {one.provision_id for one in columns})
    return change, sorted(name for pk, name in ticked.items() if pk not in wanted)


def remind(*, by: Access, charts: Iterable[int], ticket: UUID | None = None) -> tuple[Edit, list[AuditChart]]:
    """Record that the class teams of these charts are reminded now. Returns the charts that are still to be handed in
    and whose team was not reminded within the last minute. Raises Refused where there are none."""
    with edit(by, "reminded the class teams of", by.school, ticket=ticket) as change:
        by.need(Permission.EDIT_PROVISION)
        now = timezone.now()
        held = AuditChart.objects.filter(school=by.school, year=by.year, pk__in=list(charts), state__in=WITH_THE_TEAM)
        waiting = list(held.select_related("school_class"))
        due = [one for one in waiting if one.reminded_at is None or one.reminded_at < now - BETWEEN_REMINDERS]
        if not due:
            raise Refused(
                JUST_REMINDED if waiting else "These charts have been handed in meanwhile. Nobody needs a reminder."
            )
        change.summary = ", ".join(scope_words(one) for one in due)
        change.set_all([(one, {"reminded_at": now}) for one in due])
    return change, due


def remove_chart(*, by: Access, chart: int, ticket: UUID | None = None) -> Edit:
    """Remove a chart that was opened by mistake. Raises NotThere, and Refused where anything is written in it."""
    with edit(by, "took away", ticket=ticket) as change:
        by.need(Permission.EDIT_PROVISION)
        held = change.about = locked(by, chart)
        rows = list(AuditRow.objects.filter(chart=held))
        asked = AuditQuestion.objects.filter(chart=held).exists()
        ticked = AuditTick.objects.filter(row__chart=held).exists()
        if asked or ticked or any(row.other or row.why or row.name for row in rows):
            raise Refused("Something has been ticked or written in this chart, so it stays.")
        change.remove_all(rows)
        change.remove_all(list(AuditColumn.objects.filter(chart=held)))
        change.remove(held)
    return change


def hand_in(*, by: Access, chart: int, ticket: UUID | None = None) -> Edit:
    """Hand a chart in: from now on only the SENCO changes it. Raises NotThere and Refused."""
    return _move(by, chart, "handed in", State.HANDED_IN, WITH_THE_TEAM, Permission.EDIT_AUDIT, ticket)


def reopen_chart(*, by: Access, chart: int, ticket: UUID | None = None) -> Edit:
    """Return a chart that was handed in or agreed to the class team. Raises NotThere and Refused."""
    states = (State.HANDED_IN.value, State.AGREED.value)
    return _move(by, chart, "opened again", State.OPEN, states, Permission.EDIT_PROVISION, ticket)


def agree(*, by: Access, chart: int, ticket: UUID | None = None) -> Edit:
    """Agree a chart that was handed in. Raises NotThere and Refused."""
    return _move(by, chart, "agreed", State.AGREED, (State.HANDED_IN.value,), Permission.EDIT_PROVISION, ticket)


def _move(
    by: Access, pk: int, verb: str, to: str, states: Iterable[str], right: Permission, ticket: UUID | None
) -> Edit:  # fmt: skip
    with edit(by, verb, ticket=ticket) as change:
        by.need(right)
        chart = locked(by, pk, *states)
        change.about = chart
        change.set(chart, state=str(to), since=timezone.now())
    return change


def ask(*, by: Access, chart: int, questions: Sequence[tuple[str, str]], ticket: UUID | None = None) -> Edit:
    """Send a chart back with questions, each as (whom it is about, the question): `row-<number>` for a stored row,
    `pupil-<number>` for a pupil proposed from their status, or blank for the chart as a whole.

    Raises NotThere and Refused.
    """
    with edit(by, "asked about", ticket=ticket) as change:
        by.need(Permission.EDIT_PROVISION)
        held = locked(by, chart, State.HANDED_IN, State.QUESTIONS)
        change.about = held
        if not questions:
            raise Refused("Write at least one question.")
        rows = _rows_asked(change, held, [about for about, _ in questions])
        now = timezone.now()
        change.add_all(
            [AuditQuestion(chart=held, row=rows.get(about), question=words, asked_at=now) for about, words in questions]
        )
        change.set(held, state=State.QUESTIONS.value, since=now)
    return change


def _rows_asked(change: Edit, chart: AuditChart, asked: Iterable[str]) -> dict[str, AuditRow]:
    """The rows that the questions are about; a proposed pupil gets a stored row."""
    rows = {f"row-{row.pk}": row for row in AuditRow.objects.filter(chart=chart)}
    rows |= {f"pupil-{row.pupil_id}": row for row in rows.values() if row.pupil_id}
    wanted = {about for about in asked if about and about not in rows}
    numbers = [int(about.removeprefix("pupil-")) for about in wanted if about.startswith("pupil-")]
    found = all_pupils_in_year(change.by, change.by.year, ids=numbers) if numbers and change.by.year else []
    if len(found) != len(wanted):
        raise Refused("Somebody you ask about is no longer in the chart. Look at the list again.")
    new = [AuditRow(chart=chart, pupil_id=one.id, band=PROPOSED[one.status]) for one in found]
    change.add_all(new)
    return rows | {f"pupil-{row.pupil_id}": row for row in new}


def answer(
    *, by: Access, chart: int, answers: Mapping[int, str], hand_in: bool, ticket: UUID | None = None
) -> Edit:  # fmt: skip
    """Answer the questions about a chart, and hand it in again where `hand_in` says so. Raises NotThere, Refused."""
    with edit(by, "handed in with answers" if hand_in else "answered about", ticket=ticket) as change:
        by.need(Permission.EDIT_AUDIT)
        held = locked(by, chart, State.QUESTIONS)
        change.about = held
        rows = {row.pk: row for row in AuditQuestion.objects.filter(chart=held)}
        change.set_all([(rows[pk], {"answer": words}) for pk, words in answers.items() if pk in rows])
        if hand_in:
            change.set(held, state=State.HANDED_IN.value, since=timezone.now())
    return change
