"""Who may compare need with places, and close a gap: rows of the access matrix."""

from typing import Any

from tests.access.matrix.rows import SENCO, Row
from tests.access.world import Full

NEEDS = frozenset({"head", "senco", "teacher"})


def into(full: Full) -> dict[str, Any]:
    """The group that the pupil `near` is in, from the line of their year group."""
    return {"by": "year", "scope": "3", "pk": full.group.pk}


def draft(full: Full) -> dict[str, Any]:
    """Its provision, for the same line."""
    return {"by": "year", "scope": "3", "pk": full.group.provision_id}


MATRIX: dict[str, list[Row]] = {
    "gaps/": [Row(NEEDS)],
    "gaps/<slug:by>/<slug:scope>/into/<int:pk>/": [Row(SENCO, into)],
    "gaps/<slug:by>/<slug:scope>/draft/<int:pk>/": [Row(SENCO, draft)],
}
