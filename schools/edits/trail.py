"""The trail of who did what: written in the transaction of what it records, never changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Model

from schools.access import Access
from schools.models import TrailEntry


def record(
    access: Access,
    verb: str,
    thing: Model | None = None,
    detail: dict[str, Any] | None = None,
    *,
    summary: str = "",
    kind: str = "",
    ticket: UUID | None = None,
) -> TrailEntry:
    """Add a line to the school's trail: `access` did `verb` to `thing`.

    `detail` is plain data that JSON can hold. `summary` says it in words and `kind` what sort of thing it is
    about, by default the thing's own. `ticket` is that
    of the form that was sent.
    """
    return TrailEntry.objects.create(
        school=access.school,
        by=access.person,
        by_name=access.name[:150],
        verb=verb,
        kind=kind or (thing._meta.model_name or "" if thing else ""),
        thing=str(thing.pk) if thing else "",
        summary=(summary or (str(thing) if thing else ""))[:300],
        detail=detail or {},
        ticket=ticket,
    )
