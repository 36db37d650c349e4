"""The weekly cap on a pupil's hours with a role: the hours over it, week by week (rule 9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from costing.engine.groups.group import Prepared
from costing.engine.groups.sharing import Share, Stretch

Hours = dict[str, dict[date | None, Fraction]]


def over_cap(groups: Sequence[tuple[Prepared, Sequence[Stretch]]]) -> Hours:
    """A pupil's unshared hours with each capped role above its cap, by school week.

    Without half-terms (and for a full year) the calendar cannot tell which groups overlap: all are taken together,
    under None.
    """
    hours: dict[str, dict[date | None, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for prepared, stretches in groups:
        for stretch in stretches:
            for role, worked in _capped_hours(prepared, stretch):
                for day in stretch.days or (None,):
                    hours[role][_week(day)] += worked
    found: Hours = {}
    for role, weeks in hours.items():
        always = weeks.get(None, Fraction(0))
        full = {week: worked + (always if week is not None else 0) for week, worked in weeks.items()}
        # Hours without dates may fall in any week, so the fullest one decides.
        if None in full:
            full[None] = max(full.values())
        cap = groups[0][0].rules.caps[role]
        found[role] = {week: worked for week, worked in full.items() if worked > cap}
    return found


def _week(day: date | None) -> date | None:
    """A week's Monday, because two groups may begin the same week on different days."""
    return None if day is None else date.fromordinal(day.toordinal() - day.weekday())


def _capped_hours(prepared: Prepared, stretch: Stretch) -> Iterator[tuple[str, Fraction]]:
    for n, component in enumerate(prepared.components):
        share = stretch.vector[n]
        counts = prepared.reasons[n] is None and component.role in prepared.rules.caps
        # A group charged in full to another pupil leaves the cap untouched.
        if counts and share is not None and share.places:
            yield component.role, component.whole


def cut(prepared: Prepared, stretches: Sequence[Stretch], hours: Hours) -> list[Stretch]:
    """The stretches, split by school week where a cap applies, each share marked with the pupil's hours that week."""
    found = []
    for stretch in stretches:
        weeks: dict[tuple[Share | None, ...], list[date | None]] = defaultdict(list)
        for day in stretch.days or (None,):
            weeks[_marked(prepared, stretch, hours, _week(day))].append(day)
        for vector, days in weeks.items():
            dates = tuple(day for day in days if day is not None)
            found.append(stretch._replace(vector=vector, length=len(dates) or stretch.length, days=dates))
    return found


def _marked(prepared: Prepared, stretch: Stretch, hours: Hours, week: date | None) -> tuple[Share | None, ...]:
    vector = []
    for n, share in enumerate(stretch.vector):
        over = hours.get(prepared.components[n].role, {}).get(week)
        marks = share is not None and share.places and over is not None and prepared.reasons[n] is None
        vector.append(share._replace(over=over) if share is not None and marks else share)
    return tuple(vector)
