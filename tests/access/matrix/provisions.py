"""Who may open the pages that change the catalogue, and set findings aside: rows of the access matrix."""

from __future__ import annotations

from typing import Any

from pages.findings.listing import findings_for
from schools.access import command_line_access
from tests.access.matrix.rows import SENCO, Row
from tests.access.world import Full


def provision(full: Full) -> dict[str, Any]:
    """The provision that the group is of."""
    return {"pk": full.group.provision_id}


def measure(full: Full) -> dict[str, Any]:
    """The measure that the group is told by."""
    return {"pk": full.group.measure_id}


def finding(full: Full) -> dict[str, Any]:
    """Something that the checks find on the map."""
    return {"mark": findings_for(command_line_access(full.school, full.group.year))[0].mark}


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
    "attention/set-aside/<slug:mark>/": [Row(SENCO, finding)],
    "attention/show-again/<slug:mark>/": [Row(SENCO, finding, ok=404)],  # nothing is set aside yet
}
