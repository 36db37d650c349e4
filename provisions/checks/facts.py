"""What the checks of the map look at: plain facts, read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from provisions.costs import GroupRow, PlaceRow

UNIVERSAL = "universal"


@dataclass(frozen=True)
class MapFacts:
    """A year's groups on a day, the names of its pupils by id, and who has no baseline (group id, pupil id)."""

    groups: tuple[GroupRow, ...]
    on: date
    names: Mapping[int, str]
    without_baseline: frozenset[tuple[int, int]] = frozenset()

    @cached_property
    def running(self) -> tuple[GroupRow, ...]:
        """The groups that run on the day."""
        return tuple(group for group in self.groups if runs_on(group, self.on))

    @cached_property
    def by_pupil(self) -> dict[int, list[tuple[GroupRow, PlaceRow]]]:
        """Each pupil's places that are open on the day."""
        found: dict[int, list[tuple[GroupRow, PlaceRow]]] = {}
        for group, place in self.places():
            found.setdefault(place.pupil_id, []).append((group, place))
        return found

    def places(self) -> Iterator[tuple[GroupRow, PlaceRow]]:
        """Every place that is open on the day in a group that runs."""
        for group in self.running:
            for place in group.places:
                if place.open_on(self.on):
                    yield group, place


def runs_on(group: GroupRow, day: date) -> bool:
    """Whether the group is running and the day lies within its dates."""
    facts = group.facts
    begun = facts.starts is None or facts.starts <= day
    return group.status == "running" and begun and (facts.ends is None or day <= facts.ends)


def named(group: GroupRow) -> str:
    """The group as findings name it: its title with its code."""
    return f"{group.title} ({group.code})"
