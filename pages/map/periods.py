"""What a group costs in a week, in this term or in the year: the engine's own figures for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from costing.engine.costing import Costing
from costing.engine.errors import CostingError
from costing.engine.facts import Calendar, Group, Horizon
from costing.engine.quantities.expressions import Quantity
from costing.engine.quantities.figures import in_pounds
from provisions.costs import CostedYear
from reports.documents.maps.whole_school_map import MapRow

HALVES_A_YEAR = 6
CostOf = Callable[[MapRow], Decimal | None]
WORDS = {"week": "a week", "term": "this term", "year": "this year"}


def term_on(calendar: Calendar, on: date) -> tuple[date, date] | None:
    """First and last day of the term of the day (the next one in the holidays, the last after the year).

    A term is two half-terms. None where the year does not have six half-terms.
    """
    terms = _terms(calendar)
    return next((term for term in terms if on <= term[1]), terms[-1]) if terms else None


def _terms(calendar: Calendar) -> list[tuple[date, date]]:
    halves = sorted(calendar.half_terms)
    if len(halves) != HALVES_A_YEAR:
        return []
    return [(halves[n][0], halves[n + 1][1]) for n in range(0, HALVES_A_YEAR, 2)]


def cost_reader(costed: CostedYear, period: str, on: date) -> CostOf:
    """A function for a row's cost in pounds for "week", "term" or "year"; it returns None where there is no cost."""
    if period == "week":
        return lambda row: row.cost.weekly_cost if row.cost else None
    term = term_on(costed.calendar, on) if period == "term" else None
    if term is None:
        return lambda row: row.full_cost
    between = cost_between(costed, *days_of_term(costed.calendar, term))
    return lambda row: _money(between(row.group.facts))


def days_of_term(calendar: Calendar, term: tuple[date, date]) -> tuple[date, date]:
    """The day before a term's costs begin, and the day they run to.

    A holiday belongs to the term after it, the summer to the last, so that three terms come to the year.
    """
    terms = _terms(calendar)
    ended = terms[terms.index(term) - 1][1] if term != terms[0] else calendar.starts - timedelta(days=1)
    return ended, calendar.ends if term == terms[-1] else term[1]


def cost_between(costed: CostedYear, ended: date, until: date) -> Callable[[Group], Quantity | None]:
    """A function for what a group costs between two days: its cost up to the later day less that up to the earlier.

    It returns None where the cost cannot be worked out.
    """
    before, after = (costed.costing(Horizon.TO_DATE, day) for day in (ended, until))

    def between(group: Group) -> Quantity | None:
        end, start = _so_far(after, group), _so_far(before, group)
        if end is None or start is None:
            return None
        return (end - start).rounded(costed.rules.rounding_unit, "Cost between the days")

    return between


def _so_far(costing: Costing, group: Group) -> Quantity | None:
    try:
        working = costing.group(group).working
    except CostingError:
        return None
    return working.parts[0] if working else None


def _money(working: Quantity | None) -> Decimal | None:
    return None if working is None else in_pounds(working.value)
