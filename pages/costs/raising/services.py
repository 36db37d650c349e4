"""Making a pay award once what it does has been looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from pages.costs.raising.effect import compared, standing
from schools.access import Access
from schools.edits import Edit, NotSure, Refused, edit
from schools.roles import Permission


def award(
    does: Callable[[Edit], None], *, by: Access, day: date, summary: str, sure: str, ticket: UUID | None = None
) -> Edit:
    """Make the award (`does`), if it does what `sure`, the mark of a preview, stands for. Otherwise raises NotSure with
    the preview, and nothing is saved."""
    by.need(Permission.EDIT_COSTS)
    with edit(by, "raised the pay of", summary=summary, ticket=ticket) as change:
        # The preview is the award itself, made and compared; unless it was confirmed, raising undoes it.
        before = standing(by)
        does(change)
        preview = compared(before, standing(by), day)
        if not preview.roles:
            raise Refused("Nothing would change: the pay is like that already.")
        if preview.mark != sure:
            raise NotSure(preview)
    return change
