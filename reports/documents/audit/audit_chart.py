"""The must / should / could chart of a class, a year group or a cohort, as a paper.

It holds what was entered, without the hints shown while filling it in. A reader who sees only their own classes and
groups gets only those pupils.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from audits.charts.reading import Chart, ChartColumn, ChartRow, chart_of, charts_of, visible
from reports.documents.head import Head, Json, PaperOptions, plain_head, year_of
from schools.access import Access, NotThere
from schools.roles import Permission


@dataclass(frozen=True)
class ChartPupil:
    """A child in the chart with the names of the provisions ticked, in the order of the columns."""

    row: ChartRow
    ticks: tuple[str, ...]

    def json(self) -> Json:
        """The contract's keys of a row, and some more. `pupil` is the reference, or the name of a child not yet on
        roll."""
        row = self.row
        return {
            "band": row.band,
            "pupil": row.pupil.reference if row.pupil else row.name,
            "name": row.name,
            "year_group": row.year_group,
            "status": row.status or None,
            "pupil_groups": list(row.groups),
            "on_roll": row.pupil is not None,
            "ticks": list(self.ticks),
            "other": row.other,
            "why": row.why,
        }


@dataclass(frozen=True)
class AuditChartPaper:
    """A chart: its class, year group or cohort, the provisions as columns, and its pupils by name."""

    head: Head
    scope: str
    state: str
    due: date | None
    columns: tuple[ChartColumn, ...]
    rows: tuple[ChartPupil, ...]

    def of_band(self, band: str) -> tuple[ChartPupil, ...]:
        """The pupils of a band."""
        return tuple(one for one in self.rows if one.row.band == band)

    def json(self) -> Json:
        """The common head, the columns and the rows, band by band."""
        return {
            **self.head.json(),
            "scope": self.scope,
            "state": self.state,
            "due": self.due.isoformat() if self.due else None,
            "columns": [{"provision": column.name, "area": column.area} for column in self.columns],
            "rows": [one.json() for band in ("must", "should", "could") for one in self.of_band(band)],
        }


def build(access: Access, asked: PaperOptions, pk: int, costed: object = None) -> AuditChartPaper:
    """A chart of the year as far as the reader sees it. Raises NotAllowed for whoever may not read needs, NotThere
    where there is none that this person may open."""
    access.need(Permission.VIEW_NEEDS)
    chart = chart_of(access, pk)
    rows = tuple(ChartPupil(row, _ticks(chart, row)) for row in chart.rows)
    head = plain_head(access, asked, "audit-chart", "Audit of pupil need")
    return AuditChartPaper(head, chart.scope, chart.state, chart.due, chart.columns, rows)


def _ticks(chart: Chart, row: ChartRow) -> tuple[str, ...]:
    return tuple(column.name for column in chart.columns if column.id in row.ticked)


def chart_about(access: Access, kind: str, name: object) -> int:
    """The chart of a year group (by code), a class (by number) or a cohort (by name). Raises NotThere, naming the
    charts that there are."""
    field = {"year_group": "year_group", "class": "school_class_id", "cohort": "name__iexact"}[kind]
    found = visible(access).filter(**{field: name}).values_list("pk", flat=True).first()
    if found is None:
        held = ", ".join(line.scope for line in charts_of(access))
        there = f"There are charts for {held}." if held else "No chart is open yet."
        raise NotThere(f"There is no audit chart of its own for that in {year_of(access).name}. {there}")
    return int(found)
