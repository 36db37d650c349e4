"""Papers for many pupils as a job in the background: started, restarted after a crash, cancelled.

Starting queues a few tasks. Each works for some seconds and queues the next, so that stopping a worker loses nothing
and no job blocks the others. A killed worker queues nothing; so a task every few minutes, and the page that shows the
job, queue a job again that no worker has touched for a while.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django_tasks import task

from reports.documents.registry import PAPERS
from reports.jobs import shelf
from reports.jobs.batch import CHUNK, LEASE, State, end_job, work_on
from reports.models import DocumentJob, DocumentJobItem
from schools.access import Access, there
from schools.clock import today
from schools.edits.wall import walled
from schools.roles import Permission

TURNS = 4  # the most tasks, and so workers, that share one job


@dataclass(frozen=True)
class Order:
    """What a job is to make: which paper for which pupils, how it is costed, and as what kind of file."""

    paper: str
    audience: str
    whom: str
    pupils: Sequence[int]
    form: str
    rules: str
    horizon: str
    ticket: UUID


@task()
@walled()
def work(job: int) -> None:
    """Work on a job for some seconds, and queue the next task where papers are left."""
    if work_on(job):
        work.enqueue(job)


@task()
@walled()
def look_again(job: int) -> None:
    """Queue a job that no worker has touched for a while, and check again later until it is closed."""
    if take_up(job):
        _look_later(job)


def start(order: Order, *, by: Access) -> DocumentJob:
    """Start a job. A ticket that was sent before returns the job it started then. Raises NotAllowed."""
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
        for _ in range(min(TURNS, -(-len(items) // CHUNK)) if order.form != DocumentJob.Form.PRINT else 1):
            work.enqueue(job.pk)
    return job


def cancel(pk: int, *, by: Access) -> None:
    """Cancel a job of this person's; workers stop before the next paper. A closed job stays as it is. Raises
    NotThere."""
    end_job(own_job(by, pk), State.CANCELLED)


def own_job(access: Access, pk: int) -> DocumentJob:
    """A job that this person asked for at this school. Raises NotThere."""
    found = DocumentJob.objects.select_related("year").filter(school=access.school, asked_by=access.person, pk=pk)
    return there(found.first(), "There is no such job.")


def own_jobs(access: Access, limit: int = 20) -> list[DocumentJob]:
    """The newest jobs that this person asked for at this school."""
    return list(DocumentJob.objects.filter(school=access.school, asked_by=access.person)[:limit])


def counts(job: DocumentJob) -> dict[str, int]:
    """The number of a job's papers by state."""
    held = DocumentJobItem.objects.filter(job=job).order_by().values_list("state")
    return dict(held.annotate(count=Count("id")))


def take_up(pk: int) -> bool:
    """Queue a task for a job that no worker has touched for LEASE. Returns whether the job is open."""
    held = DocumentJob.objects.filter(pk=pk, state__in=DocumentJob.OPEN)
    # The conditional UPDATE lets only one of several callers queue the task.
    if held.filter(seen__lt=timezone.now() - LEASE).update(seen=timezone.now()):
        work.enqueue(pk)
    return held.exists()


def _look_later(pk: int) -> None:
    if look_again.get_backend().supports_defer:
        look_again.using(run_after=timezone.now() + LEASE).enqueue(pk)
