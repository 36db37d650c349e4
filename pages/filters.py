"""Filters that live in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from provisions.models import Tier
from pupils.models import KEY_STAGES, YearGroup
from ui.edit_fields import Text
from ui.edit_forms import EditForm
from ui.folding import finds
from ui.marks import AREAS

if TYPE_CHECKING:
    from datetime import date

Choices = Iterable[tuple[object, str]]
Row = TypeVar("Row")


class Filters(forms.Form):
    """A GET form of choices. A value in the address that is none of its choices counts as not chosen."""

    def __init__(self, data: Mapping[str, Any], fields: Mapping[str, tuple[str, Choices]]) -> None:
        super().__init__(data, auto_id="filter-%s")
        for name, (label, choices) in fields.items():
            held = [(str(value), words) for value, words in choices]
            if held:
                self.fields[name] = forms.ChoiceField(label=label, choices=[("", "All"), *held], required=False)

    def chosen(self, name: str) -> str:
        """The value chosen for the field, or blank."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    @property
    def any_set(self) -> bool:
        """Whether anything is chosen."""
        return any(self.chosen(name) for name in self.fields)


class ListFilters(Filters):
    """The filters of a list, led by a search."""

    def __init__(
        self, data: Mapping[str, Any], fields: Mapping[str, tuple[str, Choices]], search: str = "Name"
    ) -> None:
        super().__init__(data, fields)
        box = forms.CharField(label=search, required=False, widget=forms.TextInput(attrs={"type": "search"}))
        self.fields = {"q": box, **self.fields}

    def finds(self, *texts: str) -> bool:
        """Whether every word of the search is somewhere in these texts, folded."""
        return finds(self.chosen("q"), texts)


class RowFilters(ListFilters, Generic[Row]):
    """The filters of a list whose rows are all loaded: the choices are the values that occur in the rows.

    `fields` gives each filter its label and a function for a row's value ("" = none); `found_by` returns the texts of a
    row that the search looks through.
    """

    def __init__(
        self,
        data: Mapping[str, Any],
        rows: Iterable[Row],
        fields: Mapping[str, tuple[str, Callable[[Row], str]]],
        found_by: Callable[[Row], Iterable[str]],
        search: str = "Name",
    ) -> None:
        self.rows, self.found_by = tuple(rows), found_by
        self.says = {name: says for name, (_, says) in fields.items()}
        held = {name: sorted({says(row) for row in self.rows} - {""}) for name, says in self.says.items()}
        choices = {name: (label, [(words, words) for words in held[name]]) for name, (label, _) in fields.items()}
        super().__init__(data, choices, search)

    @property
    def matching(self) -> tuple[Row, ...]:
        """The rows that fit the filters, in their order."""
        return tuple(row for row in self.rows if self._fits(row))

    def _fits(self, row: Row) -> bool:
        return self.finds(*self.found_by(row)) and all(
            self.chosen(name) in ("", says(row)) for name, says in self.says.items()
        )


class MapFilters(Filters):
    """The filters of the whole-school map, and the choices that only change its shape.

    `cuts` are the choices for what the rows are; `days` the date fields, as (name, label).
    """

    beside = frozenset({"rows", "since", "from", "to"})

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        year_groups: Iterable[str],
        classes: Mapping[int, str],
        strands: Iterable[str],
        pupil_groups: Mapping[int, str],
        streams: Mapping[int, str],
        cuts: Choices = (),
        days: Iterable[tuple[str, str]] = (("on", "On"), ("since", "Changes since")),
    ) -> None:
        held = list(year_groups)
        stages = [(stage, stage) for stage, codes in KEY_STAGES.items() if set(codes) & set(held)]
        super().__init__(
            data,
            {
                "stage": ("Key stage", stages),
                "yeargroup": ("Year", [(code, YearGroup(code).label) for code in held]),
                "class": ("Class", classes.items()),
                "area": ("Area", [(area.code, area.name) for area in AREAS]),
                "strand": ("Strand", [(strand, strand) for strand in strands]),
                "tier": ("Tier", Tier.choices),
                "pupilgroup": ("Pupil group", pupil_groups.items()),
                "stream": ("Paid from", streams.items()),
            },
        )
        ways = list(cuts)
        if ways:
            rows = forms.ChoiceField(label="Rows by", choices=ways, required=False)
            self.fields = {"rows": rows, **self.fields}
        for name, label in days:
            picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            self.fields[name] = forms.DateField(label=label, required=False, widget=picker)

    @property
    def any_set(self) -> bool:
        """Whether a filter is chosen that may take groups away."""
        return any(self.chosen(name) for name in self.fields if name not in self.beside)

    @property
    def day(self) -> date | None:
        """The day asked for, if any."""
        return self.date_of("on")

    def date_of(self, name: str) -> date | None:
        """A date asked for under this name, if any."""
        self.is_valid()
        found: date | None = self.cleaned_data.get(name)
        return found


class PupilFilters(ListFilters):
    """The filters of the pupils list, with a search by name."""

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        year_groups: Iterable[str],
        classes: Mapping[int, str],
        statuses: Choices,
        pupil_groups: Mapping[int, str],
    ) -> None:
        super().__init__(
            data,
            {
                "yeargroup": ("Year", [(code, YearGroup(code).label) for code in year_groups]),
                "class": ("Class", classes.items()),
                "status": ("SEN", statuses),
                "pupilgroup": ("Pupil group", pupil_groups.items()),
                "map": ("On the map", [("yes", "Yes"), ("no", "No")]),
            },
        )


class ManyPapersForm(forms.Form):
    """One paper for many pupils. `ticket` comes with the form, so that sending it twice asks once."""

    paper = forms.ChoiceField(label="Paper")
    whom = forms.ChoiceField(label="For", help_text="Pupils who are on the map now.")
    form = forms.ChoiceField(label="As", widget=forms.RadioSelect)
    rules = forms.ChoiceField(label="Costed under", required=False, help_text="Only for papers with costs.")
    horizon = forms.ChoiceField(label="Stretch of time", help_text="Only for papers with costs.")
    ticket = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, choices: Mapping[str, Choices]) -> None:
        super().__init__(data, initial={"ticket": uuid4(), **{name: _first(held) for name, held in choices.items()}})
        for name, held in choices.items():
            self.fields[name].choices = list(held)  # type: ignore[attr-defined]


def _first(choices: Choices) -> object:
    return next((value for value, _ in choices), "")


class ReasonForm(EditForm):
    """Why a finding is set aside."""

    reason = Text(
        "Why nothing is to be done about it",
        required=True,
        hint="For your colleagues, and for yourself next term.",
        error_messages={"required": "Say why, so that others can follow it."},
    )

    def clean_reason(self) -> str:
        """The reason; an error where it is longer than the list can show."""
        reason: str = self.cleaned_data["reason"]
        if len(reason) > LONGEST_REASON:
            raise ValidationError(f"Keep this to {LONGEST_REASON} letters; it has {len(reason)}.")
        return reason


LONGEST_REASON = 300
