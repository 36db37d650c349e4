"""Top-up awards of a year, for those who see costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provisions.models import Award
from provisions.reading import reach
from schools.access import Access
from schools.roles import Permission


@dataclass(frozen=True, slots=True)
class AwardLine:
    """Top-up applied for, granted or refused for a pupil; `amount` in pounds for the year, None where none is said."""

    pupil_id: int
    kind: str
    status: str
    status_words: str
    amount: Decimal | None
    starts: date | None
    ends: date | None
    id: int = 0

    @property
    def granted(self) -> bool:
        """Whether the LA has said yes."""
        return self.status == Award.Status.GRANTED


def awards_of(access: Access) -> tuple[AwardLine, ...]:
    """The year's awards of the pupils within reach, in order of date. Raises NotAllowed for whoever sees no costs."""
    access.need(Permission.VIEW_COSTS)
    within = reach(access)
    rows = Award.objects.filter(school=access.school, year=access.year)
    if within is not None:
        rows = rows.filter(pupil_id__in=within)
    fields = ("pupil_id", "kind", "status", "amount", "starts", "ends", "id")
    return tuple(
        AwardLine(pupil, kind, status, str(Award.Status(status).label), amount, starts, ends, number)
        for pupil, kind, status, amount, starts, ends, number in rows.order_by("starts", "id").values_list(*fields)
    )
