"""Entries in the trail for opening a pupil's record (once for each person, pupil and day) and for every download."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from pupils.models import Pupil
from reports.models import DocumentJob
from schools.access import Access
from schools.edits.trail import record
from schools.models import TrailEntry
from ui.words import plural

OPENED = "opened"
EXPORTED = "exported"


def note_opening(access: Access, pupil_id: int) -> None:
    """Add to the trail that this person opened the pupil's record today, unless that is recorded already."""
    day = timezone.localdate()
    seen = TrailEntry.objects.filter(
        school=access.school, by=access.person, verb=OPENED, kind="pupil", thing=str(pupil_id), at__date=day
    )
    if seen.exists():
        return
    with transaction.atomic():
        record(access, OPENED, Pupil.objects.get(school=access.school, pk=pupil_id))


def note_export(access: Access, title: str, form: str, count: str) -> None:
    """Add to the trail that this person downloaded a list: which, in what form, how many rows."""
    with transaction.atomic():
        record(access, EXPORTED, None, {"list": title, "form": form}, summary=f"{title}: {count}, as {form}")


def note_exports(access: Access, job: DocumentJob, title: str, pupils: list[tuple[int, str]]) -> None:
    """Add to the trail that a job made a paper for these pupils: once for the job, and once in each pupil's own trail.

    Called inside the transaction that closes the job.
    """
    held = {"paper": job.paper, "form": job.form}
    summary = f"{title}: {job.whom}, {plural(len(pupils), 'pupil')}, as {job.form}"
    record(access, EXPORTED, job, held | {"pupils": [pupil for pupil, _ in pupils]}, summary=summary)
    TrailEntry.objects.bulk_create(
        TrailEntry(
            school=access.school,
            by=access.person,
            by_name=access.name[:150],
            verb=EXPORTED,
            kind="pupil",
            thing=str(pupil),
            summary=f"{title}: {name}, as {job.form} with others"[:300],
            detail=held | {"job": job.pk},
        )
        for pupil, name in pupils
    )
