"""Forms of current provision: a line of a sheet, the lines that become groups, and what a line is joined to."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ui.edit_fields import Amount, Pick, PickMany, Words
from ui.edit_forms import EditForm, LineForm

OWN_WORDS = "Not in the catalogue yet: it is kept in your words."


class CurrentLine(LineForm):
    """A provision that a class or year group has now: a name of the catalogue, suggested while one types, or the team's
    own words. `group` is the running group that the line was copied from; `names` are the catalogue's, in lower case.
    """

    provision = Words("Provision", required=True, error_messages={"required": "Write what it is."})
    ratio = Words("Ratio", longest=20)
    staff = Words("Staff")
    weekly_minutes = Amount("Minutes a week", most="3000", digits=7)
    weeks = Amount("Weeks", most="53", digits=6, above=True)
    group = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, names: Collection[str] = (), **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["provision"].widget.attrs |= {"list": "catalogue", "autocomplete": "off"}
        self.fields["ratio"].widget.attrs |= {"placeholder": "1:6", "inputmode": "text", "autocomplete": "off"}
        self.fields["staff"].widget.attrs |= {"list": "staff-roles", "autocomplete": "off"}
        if self.now and str(self.now["provision"]).casefold() not in names:
            self.fields["provision"].help_text = OWN_WORDS

    def clean_ratio(self) -> str:
        """Staff to pupils; the larger number is always the pupils, whichever is written first."""
        typed = self.cleaned_data["ratio"]
        match = re.fullmatch(r"(\d{1,3})\s*:\s*(\d{1,3})", typed)
        if not typed:
            return ""
        if match is None or "0" in match.groups():
            raise ValidationError("Write a ratio of staff to pupils such as 1:6.")
        staff, pupils = sorted(int(side) for side in match.groups())
        return f"{staff}:{pupils}"


class MakeGroupsForm(EditForm):
    """The lines that become draft groups."""

    picked = PickMany("Lines", ())


class LineGroupForm(EditForm):
    """The group that a line is joined to."""

    group = Pick("Group", (), required=True, error_messages={"required": "Choose the group that it is."})


class LineEntryForm(EditForm):
    """The catalogue entry that a line in the team's own words means."""

    provision = Pick("Provision", (), required=True, error_messages={"required": "Choose what it is in the catalogue."})
