"""The work of a job. Papers are made a few at a time, so that several workers can share a job, and papers that a killed
worker had begun are made by the next."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from time import monotonic
from typing import Any, cast

from django.db import OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from costing.engine.errors import CostingError
from costing.engine.facts import Horizon
from costing.reading import rules_for
from provisions.costs import CostedYear
from reports.documents.head import Audience, NotForThem, PaperOptions, read_for
from reports.documents.registry import PAPERS, Paper
from reports.jobs import bundles, shelf
from reports.models import DocumentJob, DocumentJobItem
from reports.renderings.page import page_of, part_of
from reports.renderings.rendering import rendered
from schools.access import Access, NotAllowed, NotThere, as_recorded
from schools.reading import access_for, membership_at

CHUNK = 5  # papers taken at once: few enough that no worker stands idle at the end
SLICE = 10  # seconds that a worker stays with one job before others have their turn
LEASE = timedelta(minutes=2)  # after which papers that a worker took, and has not made, are given to another
TRIES = 3  # workers that may end over one paper or one print before it is given up

BROKEN = "Something went wrong while the papers were put together. Start again, and if it happens again, tell us."
COULD_NOT = "This paper could not be drawn. Open it on the pupil’s page to see whether it can be made there."
GAVE_UP = "Making this paper was broken off three times."
TOO_MUCH = "Putting the papers together was broken off three times. Choose fewer pupils, or a ZIP."
RIGHTS = "Your rights at this school have changed since these papers were asked for. Start them again."

State, ItemState = DocumentJob.State, DocumentJobItem.State
logger = logging.getLogger(__name__)


class JobRefused(Exception):
    """The job cannot go on; the message says why."""


class JobStopped(Exception):
    """The job was cancelled, or another worker is finishing it."""


@dataclass(frozen=True)
class JobWork:
    """What a worker needs to make a job's papers: the access, as it is now, of whoever asked, and the year read
    once."""

    job: DocumentJob
    access: Access

    @cached_property
    def paper(self) -> Paper:
        """The paper that was asked for."""
        return PAPERS[self.job.paper]

    @cached_property
    def asked(self) -> PaperOptions:
        """The options it is made with."""
        job = self.job
        rules = rules_for(job.school, job.rules) if job.rules else None
        return PaperOptions(rules, Horizon(job.horizon), job.on, audience=cast("Audience", job.audience))

    @cached_property
    def costed(self) -> CostedYear:
        """The whole year, read once for all papers."""
        with as_recorded(self.access) as access:
            return read_for(access, self.asked)

    def made(self, pupil: int) -> Any:
        """The paper about a pupil. Raises as its builder does."""
        if "costed" not in inspect.signature(self.paper.build).parameters:
            return self.paper.made(self.access, self.asked, pupil)
        self.access.need(*self.paper.audiences[self.asked.audience])
        with as_recorded(self.access) as access:
            return self.paper.build(access, self.asked, pupil, self.costed)


def work_on(pk: int) -> bool:
    """Work on a job for up to SLICE seconds. Returns whether papers are left to make."""
    job = _begun(pk)
    if job is None:
        return False
    try:
        bench = JobWork(job, access_now(job))
        if job.zipped and _make_papers(bench):
            return True
        _finish(bench)
    except JobStopped:
        return False
    except (JobRefused, NotForThem, NotAllowed) as refusal:
        end_job(job, State.FAILED, message=str(refusal))
    except OperationalError:
        raise  # the database was out of reach: the job stays open and is taken up again
    except Exception:
        logger.exception("Job %s", pk)
        end_job(job, State.FAILED, message=BROKEN)
    return False


def access_now(job: DocumentJob) -> Access:
    """The asker's access as it is now. Raises Refused where a right that they had is gone."""
    membership = membership_at(job.asked_by, job.school.slug)
    if membership is None or membership.suspended or not job.asked_by.is_active:
        raise JobRefused(RIGHTS)
    access = access_for(membership, str(job.year_id))
    if not access.permissions.issuperset(job.rights):
        raise JobRefused(RIGHTS)
    return access


def end_job(job: DocumentJob, state: str, *, message: str = "", file: str = "") -> bool:
    """Close a job that is open. False where it was closed already."""
    now = timezone.now()
    held = DocumentJob.objects.filter(pk=job.pk, state__in=DocumentJob.OPEN)
    return bool(held.update(state=state, message=message[:300], file=file, finished=now, seen=now))


def _begun(pk: int) -> DocumentJob | None:
    """The job, marked as running and seen now; None where it is closed."""
    DocumentJob.objects.filter(pk=pk, state=State.WAITING).update(state=State.RUNNING)
    DocumentJob.objects.filter(pk=pk, state=State.RUNNING).update(seen=timezone.now())
    return (
        DocumentJob.objects.select_related("school", "year", "asked_by")
        .filter(pk=pk, state__in=(State.RUNNING, State.JOINING))
        .first()
    )


def _still(job: DocumentJob, state: str, **more: Any) -> None:
    """Mark the job as seen now. Raises Stopped where it is no longer in this state."""
    if not DocumentJob.objects.filter(pk=job.pk, state=state).update(seen=timezone.now(), **more):
        raise JobStopped


def _make_papers(bench: JobWork) -> bool:
    """Make papers until there is none to take or the time is up. True where the time was up."""
    until = monotonic() + SLICE
    while items := _take(bench.job):
        _still(bench.job, State.RUNNING)
        for item in items:
            _attempt(bench, item, partial(_drawn, bench, item))
        _put_down(items)
        if monotonic() > until:
            return True
    return False


def _take(job: DocumentJob) -> list[DocumentJobItem]:
    """Take the next few pupils for this worker, including those that another took more than LEASE ago.

    Rows locked by another worker are skipped, so workers never wait for each other; the update within the same
    transaction makes the rows this worker's before the lock is released.
    """
    now = timezone.now()
    free = Q(state=ItemState.WAITING) | Q(state=ItemState.TAKEN, taken__lt=now - LEASE)
    with transaction.atomic():
        found = DocumentJobItem.objects.select_for_update(skip_locked=True).filter(free, job=job).order_by("id")
        items = list(found[:CHUNK])
        taken = DocumentJobItem.objects.filter(pk__in=[item.pk for item in items])
        taken.update(state=ItemState.TAKEN, taken=now, tries=F("tries") + 1)
    return items


def _put_down(items: Iterable[DocumentJobItem]) -> None:
    DocumentJobItem.objects.bulk_update(items, ["state", "key", "problem"])


def _attempt(bench: JobWork, item: DocumentJobItem, make: Callable[[Any], object]) -> None:
    """Make one paper and set the item's state; on failure the item says why, and the job goes on with the others."""
    item.state, item.problem = ItemState.LEFT_OUT, ""
    if item.tries >= TRIES:
        item.problem = GAVE_UP
        return
    try:
        make(bench.made(item.pupil_id))
    except (NotForThem, NotAllowed, OperationalError, JobStopped):
        raise
    except Exception as fault:
        expected = isinstance(fault, (CostingError, NotThere))
        if not expected:
            logger.exception("Job %s, pupil %s", item.job_id, item.pupil_id)
        item.problem = (str(fault) if expected else COULD_NOT)[:300]
    else:
        item.state = ItemState.MADE


def _drawn(bench: JobWork, item: DocumentJobItem, made: Any) -> None:
    """Draw the paper as PDF or Word file, unless the same page was drawn before."""
    page = page_of(bench.paper, made)
    item.key = shelf.key_of(page)
    path = shelf.drawn_path(bench.job.school_id, item.key, bench.job.ending)
    if bench.job.form != DocumentJob.Form.WORD:
        _draw(path, page)
    elif not shelf.is_drawn(path):
        shelf.keep_drawn(path, rendered(bench.paper, made, "docx"))


def _draw(path: str, page: str, watch: Callable[[int], None] | None = None) -> str:
    if not shelf.is_drawn(path):
        from reports.renderings import pdf  # loads much that the rest does not need

        shelf.keep_drawn(path, pdf.pdf_of(page, watch))
    return path


def _finish(bench: JobWork) -> None:
    """Put the papers together, unless other workers are still making some or one is putting them together."""
    job = bench.job
    busy = DocumentJobItem.objects.filter(job=job, state__in=(ItemState.WAITING, ItemState.TAKEN))
    if (job.zipped and busy.exists()) or not _may_join(job):
        return
    if job.tries >= TRIES:
        raise JobRefused(TOO_MUCH)
    file = bundles.zip_of(bench.access, bench.paper, job) if job.zipped else _print(bench)
    bundles.close(bench.access, bench.paper, job, file)


def _may_join(job: DocumentJob) -> bool:
    """Whether this worker is to put the papers together. A conditional UPDATE decides: of several workers that run it,
    it changes the row for one."""
    left_lying = Q(state=State.JOINING, seen__lt=timezone.now() - LEASE)
    free = DocumentJob.objects.filter(Q(state=State.RUNNING) | left_lying, pk=job.pk)
    return bool(free.update(state=State.JOINING, seen=timezone.now(), tries=F("tries") + 1))


def _print(bench: JobWork) -> str:
    """Draw all papers as one PDF and return its path ("" for none): PDFs joined afterwards would lose their tags."""
    job, parts = bench.job, []
    items = list(DocumentJobItem.objects.filter(job=job).order_by("id"))
    for start in range(0, len(items), CHUNK):
        some = items[start : start + CHUNK]
        for item in some:
            _attempt(bench, item, lambda made: parts.append(part_of(bench.paper, made)))
        _put_down(some)
        _still(job, State.JOINING, pages=0)
    if not parts:
        return ""
    page = bundles.joined(bench.access, bench.paper, job, parts)
    return _draw(shelf.drawn_path(job.school_id, shelf.key_of(page)), page, _watcher(job))


def _watcher(job: DocumentJob) -> Callable[[int], None]:
    """A callback that stores the page number, at most once a second, and raises JobStopped when the job is
    cancelled."""
    last = monotonic()

    def watch(page: int) -> None:
        nonlocal last
        if monotonic() - last > 1:
            last = monotonic()
            _still(job, State.JOINING, pages=page)

    return watch
