"""Who may put things back, and change scores, reviews, charts and current provision: rows of the access matrix."""

from __future__ import annotations

from typing import Any

from tests.access.rows import MONEY, Row
from tests.access.world import Full


def _line_of_the_group(full: Full) -> dict[str, Any]:
    full.group.refresh_from_db()
    return {"kind": "provisions.interventiongroup", "line": full.group.history.first().history_id}


MATRIX: dict[str, list[Row]] = {
    "history/<str:kind>/<int:line>/": [
        Row(MONEY, _line_of_the_group, not_theirs=frozenset({"business_manager"})),
    ],
}
