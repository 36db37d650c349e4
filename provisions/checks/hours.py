"""Checks of hours that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from fractions import Fraction

from costing.engine.calendar import in_force
from provisions.checks.facts import MapFacts, group_title
from provisions.costs import GroupRow
from ui.findings import Finding
from ui.words import hours, minutes

SCHOOL_DAYS = 5
LONGEST_DAY = Fraction(10)  # hours; where the school's own day is not entered


def hours_beyond_the_week(facts: MapFacts) -> Iterator[Finding]:
    """Groups that ask more of one person than the school is open, in a session or in a week."""
    for group in facts.running:
        for sentence in beyond_the_week(group, group.day_within(facts.on), facts.school_day):
            yield Finding("hours-beyond-the-week", sentence, group=group.code)


def beyond_the_week(group: GroupRow, on: date, school_day: tuple[time, time] | None) -> Iterator[str]:
    """What a group asks on the day of one person beyond the time that the school is open, in sentences."""
    longest = _length(school_day)
    for line in group.facts.staffing:
        if not in_force(line.starts, line.ends, on):
            continue
        asked, most = line.sessions * line.minutes / 60, longest * SCHOOL_DAYS
        if asked > most:
            open_for = f"the school is open for {hours(most)}"
            yield f"{group_title(group)} asks {hours(asked)} a week of one {line.role}, and {open_for}."
        elif line.minutes > longest * 60:
            told = f"{group_title(group)} has sessions of {minutes(line.minutes)} by one {line.role}"
            yield f"{told}, and the school’s day is {hours(longest)}."


def _length(school_day: tuple[time, time] | None) -> Fraction:
    """Hours from the beginning of the school's day to its end."""
    if school_day is None:
        return LONGEST_DAY
    first, last = school_day
    return Fraction((last.hour * 60 + last.minute) - (first.hour * 60 + first.minute), 60)
