"""The result of a job: its papers as one ZIP or one print, the pupils left out, and the line in the trail."""

from __future__ import annotations

from collections.abc import Iterable
from tempfile import TemporaryFile
from zipfile import ZIP_STORED, ZipFile

from django.db import transaction
from django.utils import timezone

from provisions.reading import names_of
from reports.documents.registry import Paper
from reports.jobs import shelf
from reports.models import DocumentJob, DocumentJobItem
from reports.renderings.page import Frame, joined_page
from reports.renderings.rendering import file_name
from reports.trail import note_exports
from schools.access import Access
from schools.clock import today
from ui.words import date_uk

NONE_MADE = "None of these papers could be made."
LEFT_OUT = "Left out.txt"
State, ItemState = DocumentJob.State, DocumentJobItem.State


def ordered(access: Access, job: DocumentJob) -> list[tuple[DocumentJobItem, str]]:
    """The pupils of a job with their names, by surname."""
    items = {item.pupil_id: item for item in DocumentJobItem.objects.filter(job=job)}
    names = names_of(access, items)
    return [(items[pupil], one.name) for pupil, one in names.items()] + [
        (item, "A pupil no longer on roll") for pupil, item in items.items() if pupil not in names
    ]


def missing_papers(access: Access, job: DocumentJob) -> list[tuple[str, str]]:
    """Whose paper is missing, and why."""
    return [(name, item.problem) for item, name in ordered(access, job) if item.state == ItemState.LEFT_OUT]


def zip_of(access: Access, paper: Paper, job: DocumentJob) -> str:
    """Put the drawn papers in one ZIP with a list of those missing. Returns its path, "" where no paper was made."""
    made = [(item, name) for item, name in ordered(access, job) if item.state == ItemState.MADE]
    missing = missing_papers(access, job)
    if not made:
        return ""
    with TemporaryFile() as target:
        with ZipFile(target, "w", ZIP_STORED) as bundle:  # each is packed already
            named = ((file_name(paper.title, name, job.year.name), item) for item, name in made)
            for name, item in _once_each(named):
                path = shelf.drawn_path(job.school_id, item.key, job.ending)
                bundle.writestr(f"{name}.{job.ending}", shelf.content(path))
            if missing:
                bundle.writestr(LEFT_OUT, "".join(f"{name}: {problem}\r\n" for name, problem in missing))
        return shelf.keep_bundle(job.school_id, f"{job.ticket}.zip", target)


def _once_each(named: Iterable[tuple[str, DocumentJobItem]]) -> Iterable[tuple[str, DocumentJobItem]]:
    """The names made unique: two pupils of one name get files of two names."""
    seen: dict[str, int] = {}
    for name, item in named:
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), item


def joined(access: Access, paper: Paper, job: DocumentJob, parts: list[str]) -> str:
    """The parts as one page with a title of its own."""
    frame = Frame(paper.title, access.school.name, job.year.name, date_uk(today()), about=job.whom)
    return joined_page(frame, parts)


def download_name(paper: Paper, job: DocumentJob) -> str:
    """The name under which the result is handed over."""
    ending = "zip" if job.zipped else job.ending
    return f"{file_name(paper.title, job.whom, job.year.name)}.{ending}"


def close(access: Access, paper: Paper, job: DocumentJob, file: str) -> None:
    """Close a job with the result at `file` ("" = no paper could be made), and record in the trail whose papers it
    holds.

    A job that was cancelled meanwhile stays cancelled, and its ZIP is deleted.
    """
    now = timezone.now()
    done = {"file": file, "state": State.DONE if file else State.FAILED, "message": "" if file else NONE_MADE}
    with transaction.atomic():
        closed = DocumentJob.objects.filter(pk=job.pk, state=State.JOINING).update(**done, finished=now, seen=now)
        if closed and file:
            pupils = [(item.pupil_id, name) for item, name in ordered(access, job) if item.state == ItemState.MADE]
            note_exports(access, job, paper.title, pupils)
    if not closed and job.zipped and file:
        shelf.throw_away(file)
