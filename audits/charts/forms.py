"""The form of a chart of the audit of need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from audits.charts.reading import Chart
from audits.models import AuditRow
from ui.edit_fields import Words
from ui.edit_forms import EditForm


class ChartForm(EditForm):
    """A whole chart: for each row a band, a box for each provision offered, what else would help, and why.

    Each cell is a field of its own, so two people who save different cells do not overwrite each other.
    """

    def __init__(self, chart: Chart, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, now=values_of(chart))
        for row in chart.rows:
            self.fields[f"band-{row.key}"] = forms.ChoiceField(
                label=f"Band of {row.name}", choices=AuditRow.Band.choices
            )
            for column in chart.columns:
                field = forms.BooleanField(label=f"{row.name}: {column.name}", required=False)
                self.fields[f"tick-{row.key}-{column.id}"] = field
            self.fields[f"other-{row.key}"] = Words(f"What else would help {row.name}", longest=300)
            self.fields[f"why-{row.key}"] = Words(f"Why {row.name} stands in this band", longest=300)
        self._remember()


def values_of(chart: Chart) -> dict[str, Any]:
    """The present values of a chart, by the form's fields."""
    now: dict[str, Any] = {}
    for row in chart.rows:
        now |= {f"band-{row.key}": row.band, f"other-{row.key}": row.other, f"why-{row.key}": row.why}
        now |= {f"tick-{row.key}-{column.id}": column.id in row.ticked for column in chart.columns}
    return now
