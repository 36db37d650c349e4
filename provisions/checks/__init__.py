"""Checks of the map: pure functions from plain facts to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from provisions.checks.clashes import (
    many_at_once,
    outside_the_day,
    person_in_two_places,
    pupil_in_two_places,
    room_in_two_uses,
)
from provisions.checks.facts import MapFacts
from provisions.checks.hours import hours_beyond_the_week
from provisions.checks.people import (
    left_with_place,
    no_need,
    no_number,
    nobody_in_it,
    not_trained,
    past_its_end,
    person_of_another_role,
    without_provision,
)
from provisions.checks.records import no_baseline, no_exit, no_outcome, outcome_overdue, review_overdue
from ui.findings import Finding

CHECKS: tuple[Callable[[MapFacts], Iterator[Finding]], ...] = (
    pupil_in_two_places,
    person_in_two_places,
    room_in_two_uses,
    outside_the_day,
    hours_beyond_the_week,
    left_with_place,
    nobody_in_it,
    past_its_end,
    many_at_once,
    without_provision,
    no_need,
    no_number,
    no_outcome,
    outcome_overdue,
    review_overdue,
    no_baseline,
    no_exit,
    not_trained,
    person_of_another_role,
)
