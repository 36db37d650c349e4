"""Changes since a day: groups that started or ended, pupils who joined or left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from costing.engine.facts import Calendar
from pages.map.periods import term_on
from provisions.costs import GroupRow, PlaceRow
from ui.words import date_uk, plural

ICONS = {"new": "plus-circle", "ended": "x-circle", "joined": "person-plus", "left": "person-dash"}


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """One change, as a word with its icon."""

    kind: str
    words: str

    @property
    def icon(self) -> str:
        """The Bootstrap Icon that goes with the word."""
        return ICONS[self.kind]


def marks_of(group: GroupRow, since: date | None, on: date) -> tuple[ChangeMark, ...]:
    """The group's changes from `since` up to the day. Pupils count who joined after it began or left before its end."""
    if since is None:
        return ()
    starts, ends = group.facts.starts, group.facts.ends
    found = []
    if starts and since <= starts <= on:
        found.append(ChangeMark("new", f"New, from {date_uk(starts)}"))
    if ends and since <= ends < on:
        found.append(ChangeMark("ended", f"Ended {date_uk(ends)}"))
    joined = {place.pupil_id for place in group.places if joined_since(place, group, since, on)}
    left = {place.pupil_id for place in group.places if left_since(place, group, since, on)}
    if joined:
        found.append(ChangeMark("joined", f"{plural(len(joined), 'pupil')} joined"))
    if left:
        found.append(ChangeMark("left", f"{plural(len(left), 'pupil')} left"))
    return tuple(found)


def pupil_marks(places: Sequence[PlaceRow], group: GroupRow, since: date | None, on: date) -> tuple[ChangeMark, ...]:
    """When a pupil joined or left the group, where that was since the day."""
    if since is None:
        return ()
    joined = [place.joined for place in places if place.joined and joined_since(place, group, since, on)]
    left = [place.left for place in places if place.left and left_since(place, group, since, on)]
    return (
        *(ChangeMark("joined", f"Joined {date_uk(day)}") for day in joined),
        *(ChangeMark("left", f"Left {date_uk(day)}") for day in left),
    )


def joined_since(place: PlaceRow, group: GroupRow, since: date, on: date) -> bool:
    """Whether the pupil came into the running group from `since` up to the day."""
    began = group.facts.starts
    return place.joined is not None and since <= place.joined <= on and (began is None or place.joined > began)


def left_since(place: PlaceRow, group: GroupRow, since: date, on: date) -> bool:
    """Whether the pupil's last day in the group lay from `since` on, before the day and before the group's end."""
    ends = group.facts.ends
    return place.left is not None and since <= place.left < on and (ends is None or place.left < ends)


def presets(calendar: Calendar, on: date) -> tuple[tuple[str, str], ...]:
    """(date, words) for the switch: off, the start of the term, the last half-term that began at another day."""
    term = term_on(calendar, on)
    starts = term[0] if term and term[0] <= on else None
    halves = [first for first, _ in calendar.half_terms if first <= on and first != starts]
    found = [("", "Off")]
    if starts:
        found.append((starts.isoformat(), "Start of term"))
    if halves:
        found.append((max(halves).isoformat(), "Last half-term"))
    return tuple(found)
