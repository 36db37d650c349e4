"""Checks of hours that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from costing.engine.calendar import in_force
from provisions.checks.facts import MapFacts, group_title
from ui.findings import Finding
from ui.words import hours

SCHOOL_DAYS = 5
LONGEST_DAY = Fraction(10)  # hours; where the school's own day is not entered


def hours_beyond_the_week(facts: MapFacts) -> Iterator[Finding]:
    """Groups that ask more hours a week of one person than the school is open."""
    most = _day(facts) * SCHOOL_DAYS
    for group in facts.running:
        day = group.day_within(facts.on)
        for line in group.facts.staffing:
            asked = line.sessions * line.minutes / 60
            if in_force(line.starts, line.ends, day) and asked > most:
                yield Finding(
                    "hours-beyond-the-week",
                    f"{group_title(group)} asks {hours(asked)} a week of one {line.role}, and the school is open for "
                    f"{hours(most)}.",
                    group=group.code,
                )


def _day(facts: MapFacts) -> Fraction:
    """Hours from the beginning of the school's day to its end."""
    if facts.school_day is None:
        return LONGEST_DAY
    first, last = facts.school_day
    return Fraction((last.hour * 60 + last.minute) - (first.hour * 60 + first.minute), 60)
