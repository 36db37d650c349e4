"""Who may open, fill in and run the audit of need: rows of the access matrix."""

from __future__ import annotations

from typing import Any

from tests.access.matrix.rows import SENCO, Row
from tests.access.world import Full
from tests.factories import AuditRowFactory

READERS = frozenset({"head", "senco", "teacher"})
WRITERS = READERS - {"head"}


def _chart(full: Full) -> dict[str, Any]:
    return {"pk": full.near.audit_rows.earliest("pk").chart_id}


def _row(full: Full) -> dict[str, Any]:
    return {"pk": full.near.audit_rows.earliest("pk").pk}


def _newcomer(full: Full) -> dict[str, Any]:
    chart = full.near.audit_rows.earliest("pk").chart
    made = chart.rows.filter(pupil=None).first()
    made = made or AuditRowFactory(school=full.school, chart=chart, pupil=None, name="To come", year_group="3")
    return {"pk": made.pk}


MATRIX: dict[str, list[Row]] = {
    "audit/": [Row(READERS)],
    "audit/open/": [Row(SENCO)],
    "audit/cohort/": [Row(SENCO)],
    "audit/remind/": [Row(SENCO)],
    "audit/<int:pk>/": [Row(READERS, _chart)],
    "audit/<int:pk>/state/": [Row(READERS, _chart)],
    "audit/<int:pk>/cell/": [Row(WRITERS, _chart)],
    "audit/<int:pk>/change/": [Row(SENCO, _chart)],
    "audit/<int:pk>/remove/": [Row(SENCO, _chart)],
    "audit/<int:pk>/hand-in/": [Row(WRITERS, _chart)],
    "audit/<int:pk>/ask/": [Row(SENCO, _chart)],
    "audit/<int:pk>/answer/": [Row(WRITERS, _chart)],
    "audit/<int:pk>/agree/": [Row(SENCO, _chart)],
    "audit/<int:pk>/open-again/": [Row(SENCO, _chart)],
    "audit/<int:pk>/pupils/": [Row(WRITERS, _chart)],
    "audit/<int:pk>/newcomer/": [Row(WRITERS, _chart)],
    "audit/rows/<int:pk>/change/": [Row(WRITERS, _newcomer)],
    "audit/rows/<int:pk>/on-roll/": [Row(WRITERS, _newcomer)],
    "audit/rows/<int:pk>/remove/": [Row(WRITERS, _row)],
}
