"""Background tasks of the audit: e-mails to class teams, and the reminder before a deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from audits.charts.reading import WITH_THE_TEAM
from audits.charts.round.mail import send
from audits.charts.round.services import remind
from audits.models import AuditChart
from schools.access import Access, command_line_access
from schools.edits import Refused
from schools.edits.wall import walled
from schools.models import AcademicYear, HalfTerm

WEEKDAYS = 5
DAYS_BEFORE, AT = 2, time(7, 30)
LOOKED_BACK = 60  # the longest holiday before a deadline, in days


@task()
@walled()
def write_to(kind: str, charts: list[int], root: str) -> None:
    """Write to the class teams of charts of one year; charts that have been removed meanwhile are left out."""
    held = list(AuditChart.objects.filter(pk__in=charts).select_related("school_class", "year__school"))
    if held:
        send(kind, _nobody_s(held[0].year), held, root)


@task()
@walled()
def remind_before(charts: list[int], due: str, root: str) -> None:
    """Remind the class teams of those charts that are still to be handed in by this day (ISO date)."""
    day = date.fromisoformat(due)
    waiting = AuditChart.objects.filter(pk__in=charts, due=day, state__in=WITH_THE_TEAM)
    held = list(waiting.select_related("school_class", "year__school"))
    if not held:
        return
    by = _nobody_s(held[0].year)
    try:
        _, told = remind(by=by, charts=[chart.pk for chart in held])
    except Refused:
        return  # somebody has just reminded them by hand
    send("reminder", by, told, root)


def tell_later(kind: str, charts: Sequence[int], root: str) -> None:
    """Write to the class teams once the transaction is committed."""
    transaction.on_commit(partial(write_to.enqueue, kind, list(charts), root))


def remind_later(by: Access, charts: Sequence[int], due: date | None, root: str) -> None:
    """Schedule a reminder to the class teams for 7.30 am two school days before the deadline. Nothing where that time
    has passed, or where the task backend cannot defer."""
    at = reminder_at(by, due) if due else None
    if at is None or not remind_before.get_backend().supports_defer:
        return
    enqueue = remind_before.using(run_after=at).enqueue
    transaction.on_commit(partial(enqueue, list(charts), due.isoformat(), root))  # type: ignore[union-attr]


def reminder_at(by: Access, due: date) -> datetime | None:
    """When the reminder for a deadline is sent: two school days before it. None where that time has passed."""
    days = _school_days_before(due, _half_terms(by))
    at = timezone.make_aware(datetime.combine(days[DAYS_BEFORE - 1], AT))
    return at if at > timezone.now() else None


def _half_terms(by: Access) -> list[tuple[date, date]]:
    """The half-terms of every year: next year's audit is due in this one."""
    return list(HalfTerm.objects.filter(school=by.school).values_list("starts", "ends"))


def _school_days_before(due: date, terms: Sequence[tuple[date, date]]) -> list[date]:
    """The school days before a day, the nearest first; weekdays where no half-terms are near."""
    days = [due - timedelta(days=back) for back in range(1, LOOKED_BACK + 1)]
    weekdays = [day for day in days if day.weekday() < WEEKDAYS]
    found = [day for day in weekdays if any(first <= day <= last for first, last in terms)]
    return found if len(found) >= DAYS_BEFORE else weekdays


def _nobody_s(year: AcademicYear) -> Access:
    return replace(command_line_access(year.school, year), name="Provision Map")
