"""Who may open the pages that change the catalogue, and set findings aside: rows of the access matrix."""

from __future__ import annotations

from typing import Any

from tests.access.rows import SENCO, Row
from tests.access.world import Full


def provision(full: Full) -> dict[str, Any]:
    """The provision that the group is of."""
    return {"pk": full.group.provision_id}


def measure(full: Full) -> dict[str, Any]:
    """The measure that the group is told by."""
    return {"pk": full.group.measure_id}


MATRIX: dict[str, list[Row]] = {
    "provisions/new/": [Row(SENCO)],
    "provisions/evidence/": [Row(SENCO)],
    "provisions/library/": [Row(SENCO)],
    "provisions/<int:pk>/edit/": [Row(SENCO, provision)],
    "provisions/<int:pk>/archive/": [Row(SENCO, provision)],
    "provisions/<int:pk>/remove/": [Row(SENCO, provision)],
    "measures/": [Row(SENCO)],
    "measures/new/": [Row(SENCO)],
    "measures/<int:pk>/edit/": [Row(SENCO, measure)],
    "measures/<int:pk>/remove/": [Row(SENCO, measure)],
}
