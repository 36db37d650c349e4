"""Checks of the map: pure functions from plain facts to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from provisions.checks.clashes import many_at_once, person_in_two_places, pupil_in_two_places
from provisions.checks.facts import MapFacts
from provisions.checks.records import no_baseline, no_outcome
from ui.findings import Finding

CHECKS: tuple[Callable[[MapFacts], Iterator[Finding]], ...] = (
    pupil_in_two_places,
    person_in_two_places,
    many_at_once,
    no_outcome,
    no_baseline,
)
