"""Progress of steps 1 and 2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audits.models import AuditChart, AuditRow, AuditTick, CurrentProvision
from schools.access import Access
from schools.kept import kept
from schools.models import AcademicYear
from schools.roles import Permission


@dataclass(frozen=True)
class AuditProgress:
    """Charts with the pupils entered, once for each chart as the list of charts counts them, and how many are handed in
    and agreed; rows of current provision; and the year groups each covers."""

    charts: int
    pupils: int
    charted: frozenset[str]
    current: int
    captured: frozenset[str]
    handed_in: int = 0
    agreed: int = 0


def audit_progress(year: AcademicYear) -> AuditProgress:
    """The progress of the audit of need and of current provision in a year."""
    key = ("audit progress", year.pk)
    return kept(key, lambda: _progress(year), weight=lambda made: 2_000, groups=False, records=True)


def _progress(year: AcademicYear) -> AuditProgress:
    fields = ("year_group", "school_class__year_groups")
    held = list(AuditChart.objects.filter(year=year).values_list("state", *fields))
    charts = [(code, several) for _, code, several in held]
    states = [state for state, _, _ in held]
    current = list(CurrentProvision.objects.filter(year=year).values_list(*fields))
    return AuditProgress(
        charts=len(charts),
        pupils=AuditRow.objects.filter(chart__year=year).count(),
        charted=_covered(charts),
        current=len(current),
        captured=_covered(current),
        handed_in=states.count(AuditChart.State.HANDED_IN),
        agreed=states.count(AuditChart.State.AGREED),
    )


def ticked_for(access: Access, provision_id: int) -> dict[int, str]:
    """The pupils whom this year's charts tick for a provision, with the strongest band of any chart. Empty for those
    who may not read needs."""
    if not access.may(Permission.VIEW_NEEDS):
        return {}
    rows = AuditTick.objects.filter(
        school=access.school, row__chart__year=access.year, row__pupil__isnull=False, provision=provision_id
    ).values_list("row__pupil_id", "row__band")
    bands = list(AuditRow.Band.values)
    return dict(sorted(rows, key=lambda pair: -bands.index(pair[1])))


def _covered(scopes: Iterable[tuple[str, list[str] | None]]) -> frozenset[str]:
    return frozenset(code for year_group, several in scopes for code in (several or [year_group]))
