"""Who reads and writes down current provision, and who turns its lines into groups: rows of the access matrix."""

from __future__ import annotations

from typing import Any

from audits.models import CurrentProvision
from tests.access.matrix.rows import CLASS_TEAM, LEADERS, SENCO, Row
from tests.access.world import Full


def _line(full: Full) -> dict[str, Any]:
    """A line that is no group yet."""
    return {"pk": CurrentProvision.objects.filter(school=full.school, group=None).earliest("pk").pk}


def _line_in_words(full: Full) -> dict[str, Any]:
    """One that the catalogue has not."""
    found, _ = CurrentProvision.objects.get_or_create(
        school=full.school, year=full.group.year, year_group="3", named=f"{full.mark} corner"
    )
    return {"pk": found.pk}


MATRIX: dict[str, list[Row]] = {
    "current-provision/": [Row(LEADERS | CLASS_TEAM)],
    "current-provision/<slug:key>/": [Row(frozenset({"senco", "teacher"}), lambda full: {"key": "year-3"})],
    "current-provision/groups/": [Row(SENCO)],
    "current-provision/<int:pk>/group/": [Row(SENCO, _line)],
    "current-provision/<int:pk>/entry/": [Row(SENCO, _line_in_words)],
}
