"""Forms of scores and reviews."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from delivery.records.models import Review, Score
from ui.edit_fields import Day, Pick, Text, Words
from ui.edit_forms import EditForm


class ScoreForm(EditForm):
    """A pupil's result on a measure on a day."""

    measure = Pick("Measure", (), required=True)
    date = Day("Date", required=True)
    value = forms.DecimalField(
        label="Result", max_digits=9, decimal_places=2, min_value=-999999, max_value=999999,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "figure", "autocomplete": "off"}),
    )  # fmt: skip
    point = Pick("Point", Score.Point.choices, of=str, blank="Not said", hint="When in the run of the provision.")
    group = Pick("Group", (), blank="Not chosen", hint="The group it belongs to, if any.")
    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("date", "value"), ("point", "group"))


class ReviewForm(EditForm):
    """A review: what was found, and the next steps. Fields that a stored review has filled are not shown again: a
    review is added to, never overwritten."""

    date = Day("Date", required=True)
    group = Pick("About the group", (), blank="The pupil’s support as a whole")
    found = Text("What was found")
    result = Pick("Result", Review.Result.choices, of=str, blank="Not said")
    next_step = Text("Next step")
    pupils_view = Text("The pupil’s view", rows=2)
    familys_view = Text("The family’s view", rows=2)
    by = Words("Who took part", hint="Names or roles, as they should be read later.")
    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("date", "group"),)

    def __init__(self, data: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        for name in [name for name in self.real if self.now is not None and (self.now[name] or name == "group")]:
            del self.fields[name]
