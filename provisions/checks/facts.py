"""The facts that the checks of the map work on, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property

from provisions.costs import GroupRow, PlaceRow

UNIVERSAL = "universal"


@dataclass(frozen=True)
class PupilFacts:
    """A pupil of the year. `last_review` is the date of the latest review, `overdue` the latest past due date of an
    open outcome."""

    name: str
    has_sen: bool = False
    need_recorded: bool = True
    left: date | None = None
    last_review: date | None = None
    overdue: date | None = None
    numbered: bool = True


@dataclass(frozen=True)
class MapFacts:
    """A year's groups on a day and its pupils by id.

    `without_baseline` and `without_exit` are (group id, pupil id) pairs with no such score; `untrained` are (group id,
    who) pairs of staffing marked as not trained in provision that asks for training; `school_day` is when the school's
    day begins and ends; `reviews_since` the day from which every child with SEN should have had a review; `works_as`
    the codes of the roles that people work in, where any are recorded.
    """

    groups: tuple[GroupRow, ...]
    on: date
    names: Mapping[int, str]
    without_baseline: frozenset[tuple[int, int]] = frozenset()
    without_exit: frozenset[tuple[int, int]] = frozenset()
    untrained: frozenset[tuple[int, str]] = frozenset()
    pupils: Mapping[int, PupilFacts] = field(default_factory=dict)
    school_day: tuple[time, time] | None = None
    reviews_since: date | None = None
    works_as: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def running(self) -> tuple[GroupRow, ...]:
        """The groups that run on the day."""
        return tuple(group for group in self.groups if runs_on(group, self.on))

    @cached_property
    def by_pupil(self) -> dict[int, list[tuple[GroupRow, PlaceRow]]]:
        """Each pupil's places that are open on the day."""
        found: dict[int, list[tuple[GroupRow, PlaceRow]]] = {}
        for group, places in self.by_group:
            for place in places:
                found.setdefault(place.pupil_id, []).append((group, place))
        return found

    @cached_property
    def by_group(self) -> list[tuple[GroupRow, list[PlaceRow]]]:
        """The running groups with an open place on the day, each with those places."""
        found = ((group, [place for place in group.places if place.open_on(self.on)]) for group in self.running)
        return [(group, places) for group, places in found if places]


def runs_on(group: GroupRow, day: date) -> bool:
    """Whether the group is running and the day lies within its dates."""
    facts = group.facts
    begun = facts.starts is None or facts.starts <= day
    return group.status == "running" and begun and (facts.ends is None or day <= facts.ends)


def group_title(group: GroupRow) -> str:
    """A group's title with its code, as findings name it."""
    return f"{group.title} ({group.code})"
