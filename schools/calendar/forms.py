"""The forms of the academic year, its half-terms and the school day."""

from __future__ import annotations

import re

from django import forms

from schools.models import Band
from ui.edit_fields import Clock, Day, Pick, Words
from ui.edit_forms import EditForm, LineForm


class YearForm(EditForm):
    """An academic year: its name, first and last day."""

    beside = (("starts", "ends"),)
    name = Words("Academic year", longest=9, required=True, hint="As 2026/27.")
    starts = Day("First day", required=True)
    ends = Day("Last day", required=True)

    def clean_name(self) -> str:
        """The name as 2026/27, however it was typed."""
        found = re.fullmatch(r"(20\d\d)\s*[/–-]\s*(?:20)?(\d\d)", self.cleaned_data["name"].strip())
        if not found or (int(found[1]) + 1) % 100 != int(found[2]):
            raise forms.ValidationError("Type an academic year such as 2026/27.")
        return f"{found[1]}/{found[2]}"


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
