"""Checks of what is written down: an outcome to work towards, a baseline to tell progress from."""

from __future__ import annotations

from collections.abc import Iterator

from provisions.checks.facts import UNIVERSAL, MapFacts, named
from provisions.costs import GroupRow, PlaceRow
from ui.findings import Finding
from ui.words import plural


def no_outcome(facts: MapFacts) -> Iterator[Finding]:
    """Places that no outcome of the pupil points to."""
    for group, places in _open_places(facts):
        without = [place for place in places if not place.outcome]
        if without:
            yield Finding(
                "no-outcome",
                f"{named(group)}: {_of(len(without), len(places))} no outcome to work towards here.",
                severity="note",
                group=group.code,
            )


def no_baseline(facts: MapFacts) -> Iterator[Finding]:
    """Places in a group with a measure and no baseline score, from which no progress can be told."""
    for group, places in _open_places(facts):
        without = [place for place in places if (group.id, place.pupil_id) in facts.without_baseline]
        if without:
            yield Finding(
                "no-baseline",
                f"{named(group)}: {_of(len(without), len(places))} no baseline on {group.measure}.",
                severity="note",
                group=group.code,
            )


def _open_places(facts: MapFacts) -> Iterator[tuple[GroupRow, list[PlaceRow]]]:
    held: dict[str, tuple[GroupRow, list[PlaceRow]]] = {}
    for group, place in facts.places():
        if group.tier != UNIVERSAL:
            held.setdefault(group.code, (group, []))[1].append(place)
    yield from held.values()


def _of(some: int, every: int) -> str:
    if some == every:
        return "the pupil has" if every == 1 else f"all {plural(every, 'pupil')} have"
    return f"{some} of {plural(every, 'pupil')} {'has' if some == 1 else 'have'}"
