"""Top-up awards, for those who see costs. An award belongs to the pupil; its days in a year say what it gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from django.db.models import QuerySet

from costing.engine.quantities.expressions import Quantity
from costing.engine.quantities.figures import in_pounds
from costing.engine.results import Remark
from costing.engine.year.awards import in_year, year_around
from provisions.models import Award
from provisions.reading import reach
from schools.access import Access
from schools.models import AcademicYear
from schools.roles import Permission
from ui.words import date_uk


@dataclass(frozen=True, slots=True)
class AwardLine:
    """Top-up applied for, granted or refused for a pupil. `amount` is in pounds for its dates, None where none is said;
    `first` and `last` are its days, `share` what it gives in the year (None: nothing, or no amount). `own` says that it
    was entered in the year."""

    pupil_id: int
    kind: str
    status: str
    status_words: str
    amount: Decimal | None
    starts: date | None
    ends: date | None
    first: date
    last: date
    share: Quantity | None
    outside: bool
    own: bool
    id: int = 0

    @property
    def granted(self) -> bool:
        """Whether the LA has said yes."""
        return self.status == Award.Status.GRANTED

    @property
    def share_cost(self) -> Decimal | None:
        """`share` in pounds, as printed."""
        return None if self.share is None else in_pounds(self.share.value)


def awards_of(access: Access) -> tuple[AwardLine, ...]:
    """The awards of the pupils within reach that touch the year or were entered in it, in order of date. Raises
    NotAllowed for whoever sees no costs."""
    access.need(Permission.VIEW_COSTS)
    if access.year is None:
        return ()
    within = reach(access)
    rows = Award.objects.filter(school=access.school)
    if within is not None:
        rows = rows.filter(pupil_id__in=within)
    return _lines(access.year, rows)


def awards_of_pupil(year: AcademicYear, pupil_id: int) -> tuple[AwardLine, ...]:
    """A pupil's awards that touch the year or were entered in it, whoever reads."""
    return _lines(year, Award.objects.filter(pupil_id=pupil_id))


def granted_in_year(awards: Iterable[AwardLine]) -> Decimal:
    """Pounds of top-up that the granted ones give in the year."""
    return sum((one.share_cost or Decimal(0) for one in awards if one.granted), Decimal(0))


def award_remarks(awards: Sequence[AwardLine]) -> Iterator[Remark]:
    """What is to be looked at among a pupil's awards."""
    for one in awards:
        if one.outside:
            told = f"A {one.kind} from {date_uk(one.first)} to {date_uk(one.last)} lies outside the year"
            yield Remark("award-outside-year", f"{told}, and is not counted in it.", pupil=str(one.pupil_id))
    granted = [one for one in awards if one.granted and not one.outside]
    for one, other in combinations(granted, 2):
        if one.first <= other.last and other.first <= one.last:
            told = f"Two granted awards overlap, from {date_uk(max(one.first, other.first))}"
            yield Remark("awards-overlap", f"{told}: they add up.", pupil=str(one.pupil_id))


def outside_words(year: AcademicYear, row: Award) -> str:
    """That an award gives nothing to the year it is entered in, in a sentence; blank where it does."""
    line = _line(year, row)
    if not line.outside:
        return ""
    told = f"This {line.kind} runs from {date_uk(line.first)} to {date_uk(line.last)}, outside {year}"
    return f"{told}, so nothing of it counts this year."


def day_inside(year: AcademicYear) -> date:
    """A day in the middle of the year, which tells its 1 September and 31 August whatever its own first day."""
    return year.starts + (year.ends - year.starts) / 2


def _lines(year: AcademicYear, rows: QuerySet[Award]) -> tuple[AwardLine, ...]:
    lines = [_line(year, row) for row in rows.select_related("year").order_by("starts", "id")]
    return tuple(one for one in lines if one.own or not one.outside)


def _line(year: AcademicYear, row: Any) -> AwardLine:
    blank = year_around(day_inside(row.year))
    first, last = row.starts or blank[0], row.ends or blank[1]
    day = day_inside(year)
    held = year_around(day)
    line = AwardLine(
        row.pupil_id, row.kind, row.status, str(Award.Status(row.status).label), row.amount, row.starts, row.ends,
        first, last, None, last < held[0] or first > held[1], row.year_id == year.pk, row.pk,
    )  # fmt: skip
    if row.amount is None or last < first:
        return line
    return replace(line, share=in_year(Fraction(row.amount), first, last, day, row.kind.capitalize()))
