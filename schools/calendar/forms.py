"""The forms of the academic year, its half-terms and the school day."""

from __future__ import annotations

from django import forms

from schools.models import Band
from ui.edit_fields import Clock, Day, Pick, Words
from ui.edit_forms import EditForm, LineForm
from ui.sheets.cells import WrongValue, academic_year


class YearForm(EditForm):
    """An academic year: its name, first and last day."""

    beside = (("starts", "ends"),)
    name = Words("Academic year", longest=9, required=True, hint="As 2026/27.")
    starts = Day("First day", required=True)
    ends = Day("Last day", required=True)

    def clean_name(self) -> str:
        """The name as 2026/27, however it was typed."""
        try:
            return academic_year(self.cleaned_data["name"].strip())
        except WrongValue as wrong:
            raise forms.ValidationError(str(wrong)) from None


class HalfTermFormLine(LineForm):
    """A half-term: a stretch of the year in which school is open."""

    name = Words("Half-term", longest=40, required=True)
    starts = Day("First school day", required=True)
    ends = Day("Last school day", required=True)


class SchoolDayForm(EditForm):
    """The form of the school day: no fields of its own, only its lines."""


class BandFormLine(LineForm):
    """A part of the school day."""

    band = Pick("Part of the day", Band.choices, of=str, required=True)
    starts = Clock("From")
    ends = Clock("To")
