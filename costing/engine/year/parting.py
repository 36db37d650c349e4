"""A year's cost split at a day inside it: an academic year lies in two financial years, which change on 1 April.

Weekly costs go by school weeks: a school week belongs to the side of its first school day (rule 3). Other costs go by
their date, or the year's start without one (rule 6). A cost without weeks goes by months.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from costing.engine.calendar import needed_weeks, printed_date, run_of, school_weeks, year_label
from costing.engine.errors import CostingError
from costing.engine.facts import Calendar, Horizon, WholeSchoolItem
from costing.engine.groups.group import Prepared
from costing.engine.groups.sharing import Run, Span
from costing.engine.groups.whole import whole_sum
from costing.engine.quantities.expressions import Quantity, given
from costing.engine.year.whole_school import WholeSchool

APRIL, YEAR_MONTHS = 4, 12


@dataclass(frozen=True, slots=True)
class Parted:
    """A printed cost in two printed parts: before the day and from it on.

    `rounding` is the pennies between both parts and `whole`: before + after + rounding = whole, always.
    """

    whole: Quantity
    before: Quantity
    after: Quantity

    @property
    def rounding(self) -> Fraction:
        """Pounds, mostly 0."""
        return self.whole.value - self.before.value - self.after.value


def turn_of(calendar: Calendar) -> date | None:
    """The 1 April on which the financial year changes inside the academic year; None where none lies in it."""
    days = (date(year, APRIL, 1) for year in (calendar.starts.year, calendar.ends.year))
    return next((day for day in days if calendar.starts < day <= calendar.ends), None)


def parted_group(prepared: Prepared, whole: Quantity, day: date) -> Parted:
    """A group's cost over the horizon, split at a day. `whole` is its printed cost.

    Raises CostingError where the run lies on both sides and the year has no half-terms to count its weeks by.
    """
    code = prepared.group.code
    unit = prepared.rules.rounding_unit
    before, after = (whole_sum(_side(prepared, day, later=later)).rounded(unit, code) for later in (False, True))
    return Parted(whole, before, after)


def parted_whole(item: WholeSchoolItem, costing: WholeSchool, cost: Quantity, day: date) -> Parted:
    """A whole-school cost split at a day: hours, and amounts *so far*, by the year's school weeks, each at its own
    rate; amounts of the year by twelfths. Raises CostingError where the year has no half-terms to count by."""
    if item.amount is not None and not costing.in_part:
        return parted_months(cost, costing.calendar, day)
    _weeks_of_year(costing.calendar, f"{item.description} cannot be parted at {printed_date(day)}")
    sides: tuple[Callable[[date], bool], ...] = (lambda first: first < day, lambda first: first >= day)
    before, after = (costing.cost(item, kept).rounded(cost.rounding, item.description) for kept in sides)
    return Parted(cost, before, after)


def parted_months(cost: Quantity, calendar: Calendar, day: date) -> Parted:
    """A year's amount (exact in `cost.parts[0]`) split by twelfths: the months up to the day, and the rest."""
    early = (day.month - calendar.starts.month) % YEAR_MONTHS
    return _by_count(cost, early, YEAR_MONTHS, "Months", "of the year's twelve months")


def parted_days(cost: Quantity, first: date, last: date, day: date) -> Parted:
    """The cost of a first to a last day (exact in `cost.parts[0]`) split by calendar days."""
    days = (last - first).days + 1
    early = min(max((day - first).days, 0), days)
    return _by_count(cost, early, days, "Days", "of its days")


def _by_count(cost: Quantity, early: int, every: int, name: str, source: str) -> Parted:
    exact = cost.parts[0]
    parts = (
        (exact * given(count, "", name, source) / given(every, "", f"{name} in all")).rounded(cost.rounding, cost.name)
        for count in (early, every - early)
    )
    return Parted(cost, *parts)


def _side(prepared: Prepared, day: date, *, later: bool) -> Prepared:
    """The cost of the group's weeks and other costs on one side of the day."""
    calendar = prepared.calendar
    kept: Callable[[date], bool] = (lambda one: one >= day) if later else (lambda one: one < day)
    costs = tuple(cost for cost in prepared.group.other_costs if kept(cost.on or calendar.starts))
    return replace(prepared, group=replace(prepared.group, other_costs=costs), run=_run(prepared, day, kept))


def _run(prepared: Prepared, day: date, kept: Callable[[date], bool]) -> Run:
    """The costed weeks on one side of a day."""
    run, group, calendar = prepared.run, prepared.group, prepared.calendar
    if prepared.universal:
        return run
    if prepared.horizon is Horizon.FULL_YEAR and run.spans:
        firsts = _weeks_of_year(calendar, f"Group {group.code} cannot be parted at {printed_date(day)}")
        chosen = tuple(first for first in firsts if kept(first))
        return Run((run.spans[0]._replace(length=len(chosen), days=chosen),), len(firsts), run.weeks)
    start, end = run_of(group, calendar)
    if end < day or start >= day:
        return run if kept(start) else replace(run, spans=())
    needed_weeks(group, calendar, f"its cost is parted at {printed_date(day)} by the school calendar")
    return replace(run, spans=_spans(run.spans, kept))


def _spans(spans: Sequence[Span], kept: Callable[[date], bool]) -> tuple[Span, ...]:
    found = []
    for span in spans:
        days = tuple(first for first in span.days if kept(first))
        found += [span._replace(length=len(days), days=days)] if days else []
    return tuple(found)


def _weeks_of_year(calendar: Calendar, what: str) -> tuple[date, ...]:
    """The first school day of each school week of the year."""
    firsts = tuple(days[0] for days in school_weeks(calendar.half_terms))
    if not firsts:
        raise CostingError(f"{what}: enter the half-terms of {year_label(calendar)} in Settings › School year.")
    return firsts
