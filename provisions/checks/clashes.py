"""Checks of the week: pupils, people and rooms in two places at once, times outside the day, and too many groups at
once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import time
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from costing.engine.facts import Session
from provisions.checks.facts import UNIVERSAL, MapFacts, group_title
from provisions.costs import GroupRow
from ui.findings import Finding
from ui.words import time_uk

if TYPE_CHECKING:
    from provisions.models import Session as StoredSession

MANY_GROUPS = 6
"""From so many groups at once nobody can tell which of them works (guidance on evaluating provision, 003)."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
Slot = tuple[GroupRow, Session]
Span = tuple[
    str, int, int | Fraction | Decimal
]  # the week, and the minutes of the day from and to which a session lasts
Timed = tuple[int, str, Span, Slot]  # a slot with its day and its group's code


def pupil_in_two_places(facts: MapFacts) -> Iterator[Finding]:
    """Pupils whose groups meet at the same time."""
    days = {place.key: place.days for group in facts.running for place in group.facts.places}
    slots = {group.id: _timed((group, one) for one in _once(group.sessions_on(facts.on))) for group in facts.running}
    meetings: dict[tuple[int, int], list[tuple[int, str]]] = {}  # of two groups, which many pupils may have both
    for pupil, places in facts.by_pupil.items():
        found: dict[tuple[int, int], tuple[GroupRow, GroupRow, list[str]]] = {}
        for (first, one), (second, other) in combinations(places, 2):
            pair = (first.id, second.id)
            if pair not in meetings:
                meetings[pair] = [_when(*both) for both in _overlapping([*slots[first.id], *slots[second.id]])]
            for day, when in meetings[pair]:
                if all(not days[place.key] or day in days[place.key] for place in (one, other)):
                    found.setdefault(pair, (first, second, []))[2].append(when)
        for first, second, times in found.values():
            yield Finding(
                "pupil-in-two-places",
                f"{facts.names.get(pupil, 'A pupil')} has {group_title(first)} and {group_title(second)} "
                f"at the same time: {', '.join(dict.fromkeys(times))}.",
                group=first.code,
                pupil=str(pupil),
            )


def person_in_two_places(facts: MapFacts) -> Iterator[Finding]:
    """People whose sessions overlap."""
    held: dict[int, tuple[str, list[Slot]]] = {}
    for group in facts.running:
        for staff in group.staff_on(facts.on):
            if staff.person_id:
                slots = held.setdefault(staff.person_id, (staff.person, []))[1]
                slots += [(group, one) for one in group.sessions_on(facts.on) if one.role in ("", staff.role)]
    for name, slots in held.values():
        for first, second, when in times_of(pair for pair in overlapping(slots) if not led_together(*pair)):
            yield Finding(
                "person-in-two-places",
                f"{name} is to take {group_title(first)} and {group_title(second)} at the same time: {when}. "
                "That time is costed in both.",
                group=first.code,
            )


def led_together(first: Slot, second: Slot) -> bool:
    """Whether two sessions are marked as led by one person at once."""
    words = {slot[1].together.strip().casefold() for slot in (first, second)}
    return words != {""} and len(words) == 1 and first[1].start == second[1].start


def room_in_two_uses(facts: MapFacts) -> Iterator[Finding]:
    """Rooms in which two groups meet at the same time."""
    held: dict[str, list[Slot]] = {}
    for group in facts.running:
        for session in _once(group.sessions_on(facts.on)):
            room = group.rooms_at.get((session.week, session.day, session.start))
            if room:
                held.setdefault(room, []).append((group, session))
    for room, slots in held.items():
        for first, second, when in _clashes(slots):
            yield Finding(
                "room-in-two-uses",
                f"{room} is to hold {group_title(first)} and {group_title(second)} at the same time: {when}.",
                severity="note",
                group=first.code,
            )


def outside_the_day(facts: MapFacts) -> Iterator[Finding]:
    """Groups with sessions that begin before the school's day or end after it."""
    if facts.school_day is None:
        return
    first, last = facts.school_day
    for group in facts.running:
        outside = [
            f"{DAYS[one.day]} {time_uk(one.start)}"
            for one in _once(group.sessions_on(facts.on))
            if one.start < first or minute_of_day(one.start) + one.minutes > minute_of_day(last)
        ]
        if outside:
            yield Finding(
                "outside-the-day",
                f"{group_title(group)} meets outside the school’s day, {time_uk(first)} to {time_uk(last)}: "
                f"{', '.join(outside)}.",
                group=group.code,
            )


def many_at_once(facts: MapFacts) -> Iterator[Finding]:
    """Pupils in so many groups that nobody can tell which of them is helping."""
    for pupil, places in facts.by_pupil.items():
        groups = {group.code for group, _ in places if group.tier != UNIVERSAL}
        if len(groups) >= MANY_GROUPS:
            yield Finding(
                "many-interventions",
                f"{facts.names.get(pupil, 'A pupil')} has {len(groups)} groups at once, "
                "so nobody can tell which of them works.",
                severity="note",
                pupil=str(pupil),
            )


def _once(sessions: Iterable[Session]) -> list[Session]:
    """One session for each time: several roles at the same time are one session to a pupil."""
    return list({(one.week, one.day, one.start): one for one in sessions}.values())


def overlapping(slots: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
    """Pairs of sessions of different groups at the same time."""
    return _overlapping(_timed(slots))


def _timed(slots: Iterable[Slot]) -> list[Timed]:
    return [(session.day, group.code, _span(session), (group, session)) for group, session in slots]


def _overlapping(timed: Sequence[Timed]) -> Iterator[tuple[Slot, Slot]]:
    later: dict[int, list[Timed]] = {}  # by day, because most pairs differ in it and there are tens of thousands
    for one in timed:
        later.setdefault(one[0], []).append(one)
    for day, code, span, first in timed:
        del later[day][0]  # the slot itself
        for _, other_code, other_span, second in later[day]:
            if code != other_code and _meet(span, other_span):
                yield first, second


def times_of(pairs: Iterable[tuple[Slot, Slot]]) -> Iterator[tuple[GroupRow, GroupRow, str]]:
    """Each pair of groups whose sessions overlap, once, with the times."""
    found: dict[tuple[str, str], tuple[GroupRow, GroupRow, list[str]]] = {}
    for (first, one), (second, other) in pairs:
        found.setdefault((first.code, second.code), (first, second, []))[2].append(
            _when((first, one), (second, other))[1]
        )
    for first, second, when in found.values():
        yield first, second, ", ".join(dict.fromkeys(when))


def _when(first: Slot, second: Slot) -> tuple[int, str]:
    """The day on which two sessions meet, and from when."""
    day, begins = first[1].day, max(first[1].start, second[1].start)
    return day, f"{DAYS[day]} {time_uk(begins)}"


def _clashes(slots: Sequence[Slot]) -> Iterator[tuple[GroupRow, GroupRow, str]]:
    return times_of(overlapping(slots))


def at_one_time(one: Session | StoredSession, other: Session | StoredSession) -> bool:
    """Whether two sessions, as facts or as stored, overlap in a week that both take place in."""
    return one.day == other.day and _meet(_span(one), _span(other))


def _span(session: Session | StoredSession) -> Span:
    begins, lasts = minute_of_day(session.start), session.minutes
    return session.week, begins, begins + (int(lasts) if lasts % 1 == 0 else lasts)


def _meet(one: Span, other: Span) -> bool:
    (week, begins, ends), (other_week, starts, stops) = one, other
    return (week == other_week or not week or not other_week) and begins < stops and starts < ends


def minute_of_day(clock: time) -> int:
    """The minutes since midnight."""
    return clock.hour * 60 + clock.minute
