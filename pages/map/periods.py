"""What a group costs in a week, in this term or in the year: the engine's own figures for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from costing.engine.costing import Costing
from costing.engine.errors import CostingError
from costing.engine.facts import Calendar, Group, Horizon
from costing.engine.quantities.expressions import Quantity
from costing.engine.quantities.figures import money
from provisions.costs import CostedYear
from reports.documents.maps.whole_school_map import MapRow

HALVES_A_YEAR = 6
CostOf = Callable[[MapRow], Decimal | None]
WORDS = {"week": "a week", "term": "this term", "year": "this year"}


def term_on(calendar: Calendar, on: date) -> tuple[date, date] | None:
    """First and last day of the term of the day (the next one in the holidays, the last after the year).

    A term is two half-terms; where a year has not six of them there is no telling, and no term.
    """
    terms = _terms(calendar)
    return next((term for term in terms if on <= term[1]), terms[-1]) if terms else None


def _terms(calendar: Calendar) -> list[tuple[date, date]]:
    halves = sorted(calendar.half_terms)
    if len(halves) != HALVES_A_YEAR:
        return []
    return [(halves[n][0], halves[n + 1][1]) for n in range(0, HALVES_A_YEAR, 2)]


def cost_of(costed: CostedYear, period: str, on: date) -> CostOf:
    """How to read a row's cost for "week", "term" or "year". None where it cannot be worked out."""
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
    """How to read what a group costs between two days: so far on the later one, less so far on the earlier.

    None where the sum cannot be made.
    """
    before, after = (
        Costing(costed.roles, costed.rules, replace(costed.calendar, on=day), Horizon.TO_DATE) for day in (ended, until)
    )

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
    return None if working is None else money(working.value)
