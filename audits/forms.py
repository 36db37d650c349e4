"""Forms of the audit of need and of current provision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from audits.charts import Chart
from audits.models import AuditRow
from ui.edit_fields import Amount, Choices, Pick, Words
from ui.edit_forms import EditForm, LineForm


class ChartForm(EditForm):
    """A whole chart: for each row a band, a box for each provision offered, what else would help, and why.

    Boxes of different cells never get in each other's way: a cell is its own field.
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
    """What stands in a chart, by the form's fields."""
    now: dict[str, Any] = {}
    for row in chart.rows:
        now |= {f"band-{row.key}": row.band, f"other-{row.key}": row.other, f"why-{row.key}": row.why}
        now |= {f"tick-{row.key}-{column.id}": column.id in row.ticked for column in chart.columns}
    return now


class CurrentLine(LineForm):
    """One provision that a class or year group has now."""

    provision = Pick("Provision", (), required=True)
    ratio = Words("Ratio", longest=20, hint="Staff to pupils, as 1:6")
    staff = Words("Staff", hint="Who delivers it")
    weekly_minutes = Amount("Minutes a week", most="3000", digits=7)
    weeks = Amount("Weeks", most="53", digits=6, above=True)

    def __init__(self, data: Mapping[str, Any] | None = None, *, provisions: Choices = (), **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["provision"].choices = [("", "Choose …"), *provisions]  # type: ignore[attr-defined]

    def clean_ratio(self) -> str:
        """Staff to pupils; the larger side is read as the pupils, however it is written."""
        typed = self.cleaned_data["ratio"]
        match = re.fullmatch(r"(\d{1,3})\s*:\s*(\d{1,3})", typed)
        if not typed:
            return ""
        if match is None or "0" in match.groups():
            raise ValidationError("Write a ratio of staff to pupils such as 1:6.")
        staff, pupils = sorted(int(side) for side in match.groups())
        return f"{staff}:{pupils}"
