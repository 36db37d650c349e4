"""Reading how far steps 1 and 2 have come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audits.models import AuditChart, AuditRow, CurrentProvision
from schools.models import AcademicYear


@dataclass(frozen=True)
class AuditProgress:
    """Charts with the pupils on them, rows of current provision, and the year groups each covers."""

    charts: int
    pupils: int
    charted: frozenset[str]
    current: int
    captured: frozenset[str]


def audit_progress(year: AcademicYear) -> AuditProgress:
    """How far the audit of need and the capture of current provision have come in a year."""
    fields = ("year_group", "school_class__year_groups")
    charts = list(AuditChart.objects.filter(year=year).values_list(*fields))
    current = list(CurrentProvision.objects.filter(year=year).values_list(*fields))
    return AuditProgress(
        charts=len(charts),
        pupils=AuditRow.objects.filter(chart__year=year).values("pupil_id").distinct().count(),
        charted=_covered(charts),
        current=len(current),
        captured=_covered(current),
    )


def _covered(scopes: Iterable[tuple[str, list[str] | None]]) -> frozenset[str]:
    return frozenset(code for year_group, several in scopes for code in (several or [year_group]))
