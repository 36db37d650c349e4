"""The forms of an import: the columns, and the choices of the preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from pupils.imports.applying import Choices
from pupils.imports.fields import IGNORE, choices
from pupils.imports.files.reading import FileSheets
from pupils.imports.planning import PupilEntry, PupilImportPlan
from pupils.imports.services import ImportColumns
from pupils.imports.words import Question
from pupils.models import YearGroup
from schools.clock import today
from ui.edit_fields import Day, PickMany, YesNo
from ui.words import date_uk, plural


class ColumnsForm(forms.Form):
    """The field of each column of the file."""

    def __init__(self, data: Mapping[str, Any] | None, *, found: ImportColumns, groups: Sequence[str]) -> None:
        super().__init__(data)
        offered = [(IGNORE, "Leave this column out"), *choices(groups)]
        for place, heading in enumerate(found.table.headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading, choices=offered, required=False, initial=found.fields[place],
                widget=forms.Select(attrs={"class": "form-select", "aria-label": f"{heading}: what it is"}),
            )  # fmt: skip

    @property
    def chosen(self) -> list[str]:
        """The field of each column, in order."""
        return [self.cleaned_data[name] for name in self.fields]


class SheetForm(forms.Form):
    """Which sheet of a workbook lists the pupils."""

    sheet = forms.ChoiceField(
        label="The sheet", widget=forms.RadioSelect,
        error_messages={"required": "Choose the sheet that lists the pupils."},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, sheets: FileSheets) -> None:
        super().__init__(data)
        named = [(name, f"{name} ({plural(len(table.rows), 'row')})") for name, table in sheets.tables]
        self.fields["sheet"].choices = named  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """What words of the school's own mean, each asked once."""

    def __init__(self, data: Mapping[str, Any] | None, *, questions: Sequence[Question]) -> None:
        super().__init__(data, auto_id="id_word_%s")
        self.questions = questions
        for place, question in enumerate(questions):
            self.fields[f"word-{place}"] = forms.ChoiceField(
                label=f"“{question.word}” in {question.label}", help_text=f"In {question.where}.",
                choices=[("", "Choose"), *question.choices],
                error_messages={"required": f"Say what “{question.word}” means."},
            )  # fmt: skip

    @property
    def said(self) -> dict[Question, str]:
        """The answers."""
        return {question: self.cleaned_data[f"word-{place}"] for place, question in enumerate(self.questions)}


class ChoicesForm(forms.Form):
    """The choices of a preview: who is the same pupil, who has left, which classes are made."""

    def __init__(self, data: Mapping[str, Any] | None, *, plan: PupilImportPlan) -> None:
        super().__init__(data)
        self.plan = plan
        for entry in plan.of("unclear"):
            self.fields[f"row-{entry.number}"] = forms.ChoiceField(
                label=entry.name, choices=_either(entry), widget=forms.RadioSelect, help_text=_told(entry),
                error_messages={"required": f"Say of {entry.name} whether it is the same pupil or another."},
            )  # fmt: skip
        if plan.new_classes:
            made = [(name, f"{name} ({_groups(groups)})") for name, groups in plan.new_classes.items()]
            self.fields["classes"] = PickMany(
                "Classes to make", made, of=str, inline=True, initial=list(plan.new_classes),
                hint="These are in the file and not in the school yet. Without its tick, a class is not made, and its "
                "pupils stay where they are.",
            )  # fmt: skip
        if plan.leavers:
            there = [(one.id, f"{one.name}, {one.class_name or one.year_group}") for one in plan.leavers]
            self.fields["everyone"] = YesNo(f"All {len(there)} have left" if len(there) > 1 else "This pupil has left")
            if len(there) > 1:
                self.fields["leavers"] = PickMany("Or tick those who have", there)
            self.fields["last_day"] = Day("Their last day", initial=today())

    def clean(self) -> None:
        """Require a last day for leavers."""
        leaving = self.cleaned_data.get("everyone") or self.cleaned_data.get("leavers")
        if leaving and not self.cleaned_data.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", "Give the last day of those who have left.")

    @property
    def choices(self) -> Choices:
        """The choices made."""
        said = {entry.number: self.cleaned_data[f"row-{entry.number}"] for entry in self.plan.of("unclear")}
        everyone = {one.id for one in self.plan.leavers} if self.cleaned_data.get("everyone") else set()
        return Choices(
            same=frozenset(number for number, answer in said.items() if answer == "same"),
            another=frozenset(number for number, answer in said.items() if answer == "another"),
            leavers=frozenset({*everyone, *self.cleaned_data.get("leavers", ())}),
            last_day=self.cleaned_data.get("last_day"),
            classes=frozenset(self.cleaned_data.get("classes", ())),
        )

    @property
    def unclear(self) -> list[forms.BoundField]:
        """The questions about unclear matches."""
        return [field for field in self if field.name.startswith("row-")]

    @property
    def others(self) -> list[forms.BoundField]:
        """The questions about pupils who are not in the file."""
        return [self[name] for name in ("everyone", "leavers", "last_day") if name in self.fields]


def _either(entry: PupilEntry) -> list[tuple[str, str]]:
    changes = ", ".join(f"{each.label}: {each.before or 'blank'} → {each.after}" for each in entry.fields)
    return [
        ("same", f"The same pupil{f' ({changes})' if changes else ''}"),
        ("another", "Another pupil, who is new"),
    ]


def _told(entry: PupilEntry) -> str:
    pupil = entry.pupil
    if pupil is None:
        return ""
    born = f", born {date_uk(pupil.date_of_birth)}" if pupil.date_of_birth else ""
    return (
        f"{entry.record.unit} {entry.number} of the file has another number than {pupil}{born}, who is on record with "
        f"{pupil.reference}."
    )


def _groups(groups: Sequence[str]) -> str:
    return plural(len(groups), "year group") if len(groups) > 3 else ", ".join(YearGroup(code).label for code in groups)
