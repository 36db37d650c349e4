"""Who may put things back, and change scores, reviews, charts and current provision: rows of the access matrix."""

from __future__ import annotations

from typing import Any

from tests.access.matrix.rows import SENCO, Row, pupil
from tests.access.world import Full
from tests.factories import ScoreFactory


def _line_of_the_group(full: Full) -> dict[str, Any]:
    full.group.refresh_from_db()
    return {"kind": "provisions.interventiongroup", "line": full.group.history.first().history_id}


def _score(full: Full) -> dict[str, Any]:
    score = full.near.scores.first() or ScoreFactory(school=full.school, pupil=full.near, group=full.group)
    return {"pk": score.pk}


READERS = frozenset({"head", "senco", "teacher"})
MATRIX: dict[str, list[Row]] = {
    "history/<str:kind>/<int:line>/": [
        Row(SENCO, _line_of_the_group, not_theirs=frozenset({"business_manager"})),
    ],
    "pupils/<int:pk>/scores/new/": [Row(SENCO, pupil)],
    "scores/<int:pk>/edit/": [Row(SENCO, _score)],
    "scores/<int:pk>/remove/": [Row(SENCO, _score)],
    "pupils/<int:pk>/reviews/new/": [Row(SENCO, pupil)],
    "reviews/<int:pk>/edit/": [Row(SENCO, lambda full: {"pk": full.near.reviews.first().pk})],
}
