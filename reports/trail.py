"""Opening a pupil's record is in the trail once for each person, pupil and day; every list that is sent out is too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from pupils.models import Pupil
from schools.models import TrailEntry
from schools.trail import record

if TYPE_CHECKING:
    from schools.access import Access

OPENED = "opened"
EXPORTED = "exported"


def note_opening(access: Access, pupil_id: int) -> None:
    """Add to the trail that this person opened the pupil's record today, unless it stands there already."""
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
