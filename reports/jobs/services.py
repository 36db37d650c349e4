"""Papers for many pupils as a job in the background: asked for, looked after, cancelled.

Starting puts a few workers' turns in the queue. A turn works for some seconds and queues the next, so a worker that is
stopped loses nothing and no job keeps the others waiting. For the worker that is killed there is a look every few
minutes, by a task of its own and by the page that shows the job: what has lain still is taken up again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django_tasks import task

from reports.documents.registry import PAPERS
from reports.jobs import shelf
from reports.jobs.batch import CHUNK, LEASE, State, end, work_on
from reports.models import DocumentJob, DocumentJobItem
from schools.clock import today
from schools.roles import Permission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schools.access import Access

TURNS = 4  # the most workers that share one job


@dataclass(frozen=True)
class Order:
    """What is asked of a job: which paper for whom, how it is costed, and in which form it is handed over."""

    paper: str
    audience: str
    whom: str
    pupils: Sequence[int]
    form: str
    rules: str
    horizon: str
    ticket: UUID


@task()
def work(job: int) -> None:
    """A turn at a job; the next is queued where more is left."""
    if work_on(job):
        work.enqueue(job)


@task()
def look_again(job: int) -> None:
    """Take up a job that has lain still, and look again later until it is closed."""
    if take_up(job):
        _look_later(job)


def start(order: Order, *, by: Access) -> DocumentJob:
    """Ask for papers. The same ticket asks once, however often it is sent. Raises NotAllowed."""
    by.need(Permission.EXPORT)
    by.need(*PAPERS[order.paper].audiences[order.audience])  # type: ignore[index]
    asked = {name: getattr(order, name) for name in ("paper", "audience", "whom", "form", "rules", "horizon")}
    asked |= {"year": by.year, "on": today(), "rights": sorted(by.permissions)}
    with transaction.atomic():
        job, new = DocumentJob.objects.get_or_create(
            school=by.school, asked_by=by.person, ticket=order.ticket, defaults=asked
        )
        if new:
            items = [DocumentJobItem(school=by.school, job=job, pupil_id=pupil) for pupil in order.pupils]
            DocumentJobItem.objects.bulk_create(items)
    if new:
        shelf.throw_old_away()
        _look_later(job.pk)
        for _ in range(min(TURNS, -(-len(items) // CHUNK)) if order.form == DocumentJob.Form.ZIP else 1):
            work.enqueue(job.pk)
    return job


def cancel(pk: int, *, by: Access) -> None:
    """Cancel a job of one's own; workers put it down at the next paper. One that is closed stays as it is."""
    end(own(by, pk), State.CANCELLED)


def own(access: Access, pk: int) -> DocumentJob:
    """A job that this person asked for at this school. Raises LookupError."""
    found = DocumentJob.objects.select_related("year").filter(school=access.school, asked_by=access.person, pk=pk)
    job = found.first()
    if job is None:
        raise LookupError("There is no such job.")
    return job


def own_jobs(access: Access, limit: int = 20) -> list[DocumentJob]:
    """The newest jobs that this person asked for at this school."""
    return list(DocumentJob.objects.filter(school=access.school, asked_by=access.person)[:limit])


def counts(job: DocumentJob) -> dict[str, int]:
    """How many of a job's papers are in which state."""
    held = DocumentJobItem.objects.filter(job=job).order_by().values_list("state")
    return dict(held.annotate(count=Count("id")))


def take_up(pk: int) -> bool:
    """Queue a turn at a job that no worker has had in hand for a while. True while the job is open."""
    held = DocumentJob.objects.filter(pk=pk, state__in=DocumentJob.OPEN)
    if held.filter(seen__lt=timezone.now() - LEASE).update(seen=timezone.now()):
        work.enqueue(pk)
    return held.exists()


def _look_later(pk: int) -> None:
    if look_again.get_backend().supports_defer:
        look_again.using(run_after=timezone.now() + LEASE).enqueue(pk)
