"""Papers for many pupils: the form, the progress of a job, and its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.utils import timezone

from costing.engine.facts import Horizon
from pages.filters import ManyPapersForm
from pages.papers.page import TYPES, File, audience_choices
from pages.rules.switch import HORIZONS, choices_of
from provisions.models import OtherCost
from provisions.reading import groups_by_pupil, names_of
from pupils.models import YearGroup
from pupils.reading import YEAR_GROUP_ORDER, PupilName
from reports.documents.head import Audience
from reports.documents.registry import PAPERS, Paper
from reports.jobs import services as jobs
from reports.jobs import shelf
from reports.jobs.bundles import download_name, missing_papers
from reports.models import DocumentJob
from schools.access import Access, NotThere
from schools.clock import today
from schools.roles import Permission
from ui.words import date_uk, plural, time_uk

EVERYONE = "all"
KINDS = TYPES | {"zip": "application/zip"}


@dataclass(frozen=True)
class JobRow:
    """A job in the list of one's own."""

    title: str
    whom: str
    form: str
    when: str
    state: str
    href: str


@dataclass(frozen=True)
class JobPage:
    """The progress of a job and its result. `missing` are the pupils left out, each with the reason."""

    title: str
    line: str
    state: str
    open: bool
    ready: bool
    progress: str
    done: int
    total: int
    message: str
    missing: tuple[tuple[str, str], ...]
    file: str


def form_of(access: Access, data: Mapping[str, Any] | None = None) -> ManyPapersForm:
    """The form with what this person may ask for."""
    choices = {
        "paper": [(value, words) for value, (words, _, _) in _copies(access).items()],
        "whom": [(value, f"{words} ({plural(len(pupils), 'pupil')})") for value, (words, pupils) in _scopes(access)],
        "form": DocumentJob.Form.choices,
        "rules": choices_of(access),
        "horizon": HORIZONS,
    }
    return ManyPapersForm(data, choices)


def _copies(access: Access) -> dict[str, tuple[str, Paper, Audience]]:
    """The papers about a pupil that this person may make, each once for every audience it differs for."""
    found: dict[str, tuple[str, Paper, Audience]] = {}
    for paper in PAPERS.values():
        first = paper.audience_for(access)
        if first and paper.about == "pupil" and "pdf" in paper.formats:
            for audience, words in audience_choices(access, paper) or ((first, ""),):
                title = f"{paper.title}: {words.lower()}" if words else paper.title
                found[f"{paper.name}:{audience}"] = (title, paper, cast("Audience", audience))
    return found


def _scopes(access: Access) -> list[tuple[str, tuple[str, list[int]]]]:
    """Whom a paper can be made for: everyone on the map, a year group, a class. Value, words and pupils."""
    found: dict[tuple[str, str], list[int]] = {}
    names = _on_map(access)
    for one in sorted(names, key=lambda one: YEAR_GROUP_ORDER[one.year_group]):
        found.setdefault((f"year-{one.year_group}", str(YearGroup(one.year_group).label)), []).append(one.id)
    for one in sorted(names, key=lambda one: one.class_name):
        if one.class_id:
            found.setdefault((f"class-{one.class_id}", f"Class {one.class_name}"), []).append(one.id)
    everyone = [(EVERYONE, ("Everyone on the map", [one.id for one in names]))] if names else []
    return everyone + [(value, (words, held)) for (value, words), held in found.items()]


def _on_map(access: Access) -> list[PupilName]:
    """Pupils with an open place today, or with a cost of their own, by surname."""
    held = set(groups_by_pupil(access, today()))
    own = OtherCost.objects.filter(school=access.school, year=access.year, ended_at=None, pupil__isnull=False)
    held |= set(own.values_list("pupil_id", flat=True))
    return list(names_of(access, held).values())


def start_papers(access: Access, form: ManyPapersForm) -> DocumentJob:
    """Start the job that a valid form describes."""
    held = form.cleaned_data
    words, pupils = dict(_scopes(access))[held["whom"]]
    _, paper, audience = _copies(access)[held["paper"]]
    costed = Permission.VIEW_COSTS in paper.audiences[audience]
    order = jobs.Order(
        paper=paper.name,
        audience=audience,
        whom=words,
        pupils=pupils,
        form=held["form"],
        rules=held["rules"] if costed else "",
        horizon=held["horizon"] if costed else Horizon.PLANNED,
        ticket=held["ticket"],
    )
    return jobs.start(order, by=access)


def rows(access: Access) -> tuple[JobRow, ...]:
    """The jobs this person asked for, newest first."""
    return tuple(
        JobRow(
            title=_title(job),
            whom=job.whom,
            form=job.get_form_display(),
            when=_moment(job.created),
            state=job.get_state_display(),
            href=access.url("job", job.pk),
        )
        for job in jobs.own_jobs(access)
    )


def build(access: Access, pk: int) -> JobPage:
    """A job of this person's. Raises NotThere where there is none. A job that no worker has touched for a while is
    queued again."""
    jobs.take_up(jobs.own_job(access, pk).pk)
    job = jobs.own_job(access, pk)
    counts = jobs.counts(job)
    total, left = sum(counts.values()), counts.get("left out", 0)
    kept = bool(job.file) and timezone.now() - job.finished < shelf.KEPT_FOR if job.finished else False
    return JobPage(
        title=f"{_title(job)}: {job.whom}",
        line=f"{job.get_form_display()}, asked for {_moment(job.created)}",
        state=job.get_state_display(),
        open=job.state in DocumentJob.OPEN,
        ready=job.state == DocumentJob.State.DONE,
        progress=_progress(job, counts.get("made", 0), total, kept),
        done=counts.get("made", 0) + left,
        total=total,
        message=job.message,
        missing=tuple(missing_papers(access, job)) if left else (),
        file=access.url("job_file", pk) if kept else "",
    )


def _title(job: DocumentJob) -> str:
    return PAPERS[job.paper].title if job.paper in PAPERS else job.paper


def _moment(when: Any) -> str:
    local = timezone.localtime(when)
    return f"{date_uk(local.date())} at {time_uk(local.time())}"


def _progress(job: DocumentJob, made: int, total: int, kept: bool) -> str:
    """The progress in a sentence."""
    state, papers = DocumentJob.State, plural(total, "paper")
    if job.state == state.WAITING:
        return f"{papers} will be made as soon as it is this job’s turn."
    if job.state == state.RUNNING:
        return f"{made} of {papers} made."
    if job.state == state.JOINING:
        drawn = f" Page {job.pages} is laid out." if job.pages else ""
        return f"The papers are being put together.{drawn}"
    if job.state == state.CANCELLED:
        return "You cancelled this. Nothing is kept of it."
    if job.state == state.FAILED:
        return ""
    return f"{made} of {papers} made." + ("" if kept else " The file was kept for a week and has been thrown away.")


def file_of(access: Access, pk: int) -> File:
    """The file of a job of this person's. Raises NotThere where there is none or it was deleted, and NotAllowed
    where they have lost a right that the papers need."""
    job = jobs.own_job(access, pk)
    paper = PAPERS[job.paper]
    access.need(*paper.audiences[job.audience])  # type: ignore[index]
    if not access.permissions.issuperset(job.rights):
        raise NotThere("Your rights have changed since these papers were made. Start them again.")
    gone = NotThere("There is no file any more. Start the papers again.")
    if job.state != DocumentJob.State.DONE:
        raise gone
    name = download_name(paper, job)
    try:
        return File(name, KINDS[name.rpartition(".")[2]], shelf.content(job.file))
    except FileNotFoundError:
        raise gone from None
