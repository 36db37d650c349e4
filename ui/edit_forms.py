"""Forms that change things. They notice what somebody else changed meanwhile, and may have lines to add and remove."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.formsets import BaseFormSet, formset_factory

from ui.edit_fields import Choices, row_number
from ui.words import date_uk, number, time_uk

BLANK = "nothing"
FILL_IN, CHOOSE = "Fill this in.", "Choose one."
OF_THE_LIST = "Choose from the list. What was chosen is not in it, or not any more."
MESSAGES = {
    "max_length": "This is too long: it has %(show_value)s characters, and at most %(limit_value)s fit.",
    "invalid_choice": OF_THE_LIST,
    "invalid_list": OF_THE_LIST,
    "max_digits": "This number is too long: at most %(max)s figures fit.",
    "max_decimal_places": "At most %(max)s figures can stand behind the point.",
    "max_whole_digits": "This number is too large: at most %(max)s figures can stand before the point.",
}
DJANGO_S = (forms.MultipleChoiceField, forms.ChoiceField, forms.Field)


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed at once: its label, the stored value and the one that was sent, in words."""

    name: str
    label: str
    theirs: str
    mine: str
    chosen: str = ""


class EditForm(forms.Form):
    """A form over something that exists (`now` holds its values by field) or is to be made (`now` is None).

    It carries a mark of each value as it was when the form was opened. On sending, a value that somebody else changed
    and this person did not is left as the other has it; one that both changed is a conflict, which is shown and asked.
    `ticket` is new with each form that is opened, so that sending it twice counts once. `beside` names the fields that
    stand side by side, `heads` gives the heading above a field. `choices` are what fields offer that a school fills.
    """

    beside: ClassVar[tuple[tuple[str, ...], ...]] = ()
    heads: ClassVar[Mapping[str, str]] = {}
    OURS: ClassVar[tuple[str, ...]] = ("seen", "ticket")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, now: Mapping[str, Any] | None = None,
        choices: Mapping[str, Choices] | None = None, **more: Any,
    ) -> None:  # fmt: skip
        more["initial"] = {**(more.get("initial") or {}), **(now or {})}
        super().__init__(data, **more)
        self.now, self.conflicts = now, list[Conflict]()
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        anew = {"invalid": "This form is not whole any more. Open it anew."}
        self.fields["ticket"] = forms.UUIDField(
            required=False, widget=forms.HiddenInput, initial=uuid4, error_messages=anew
        )
        self.offer(**(choices or {}))
        self._remember()

    def offer(self, **choices: Choices) -> None:
        """Set what fields offer; the blank choice stays first."""
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = [*(choice for choice in field.choices if choice[0] == ""), *offered]

    def _remember(self) -> None:
        """Store a mark of each present value in `seen`. A form that adds fields later calls it again after adding
        them."""
        if self.now is not None:
            self.initial["seen"] = json.dumps({name: mark(self.now[name]) for name in self.real if name in self.now})

    @property
    def real(self) -> list[str]:
        """The names of the fields that people see."""
        return [name for name in self.fields if name not in self.OURS]

    @property
    def grouped(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in order as (heading or "", those that stand side by side)."""
        groups: list[tuple[str, list[forms.BoundField]]] = []
        row: tuple[str, ...] = ()
        for name in self.real:
            if name in row and name not in self.heads:
                groups[-1][1].append(self[name])
            else:
                groups.append((self.heads.get(name, ""), [self[name]]))
                row = next((names for names in self.beside if name in names), ())
        return groups

    @property
    def ticket(self) -> UUID | None:
        """The ticket of this form, once it was sent and is valid."""
        return self.cleaned_data.get("ticket")

    @property
    def values(self) -> dict[str, Any]:
        """What is to be saved, by field."""
        return {name: self.cleaned_data[name] for name in self.real if name in self.cleaned_data}

    def has_changed(self) -> bool:
        """Whether anything that people see differs from what the form began with."""
        return any(name in self.real for name in self.changed_data)

    def _clean_fields(self) -> None:
        for field in self.fields.values():
            shipped = next(kind.default_error_messages for kind in DJANGO_S if isinstance(field, kind))
            field.error_messages |= {
                key: words for key, words in MESSAGES.items() if field.error_messages.get(key) == shipped.get(key)
            }
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = CHOOSE if hasattr(field, "choices") else FILL_IN
        super()._clean_fields()  # type: ignore[misc]
        if self.now is not None:
            self._settle(self.now)

    def _settle(self, now: Mapping[str, Any]) -> None:
        """Merge three values of each field: as the form was opened (`seen`), as stored now, and as sent."""
        seen = self._seen()
        asked = self._raw("asked").split(",")
        for name in [name for name in self.real if name in now and name in self.cleaned_data]:
            theirs, mine = mark(now[name]), mark(self.cleaned_data[name])
            base, chosen = seen.get(name, theirs), self._raw(f"take-{name}")
            if chosen == "theirs" or (base != theirs and mine == base):
                self.cleaned_data[name] = now[name]
            elif theirs != mine and (base != theirs or (name in asked and not chosen)):
                self.conflicts.append(self._conflict(name, now[name]))
            seen[name] = theirs
        if self.conflicts:
            self._ask(seen)

    def _ask(self, seen: dict[str, str]) -> None:
        """Add the error that asks which value to keep. `seen` now marks the stored values, so the next sending
        decides."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = json.dumps(seen)
        data[self.add_prefix("asked")] = ",".join(conflict.name for conflict in self.conflicts)
        self.data = data
        self.add_error(None, "Somebody else changed this while you were writing. Choose below what is to stand.")

    def _conflict(self, name: str, theirs: Any) -> Conflict:
        field = self.fields[name]
        return Conflict(
            name, str(self[name].label), field_words(field, theirs), field_words(field, self.cleaned_data[name])
        )

    def _seen(self) -> dict[str, str]:
        try:
            found = json.loads(self._raw("seen") or "{}")
        except (ValueError, RecursionError):
            return {}
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}

    def _raw(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name)) or "")

    @property
    def asked(self) -> str:
        """The fields that the page asks about, for its hidden part."""
        return ",".join(conflict.name for conflict in self.conflicts)


class LineForm(EditForm):
    """One line among several of a form: a new one has no `row`, one that exists is known by it."""

    OURS: ClassVar[tuple[str, ...]] = ("seen", "ticket", "row", "DELETE")

    def __init__(self, data: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        del self.fields["ticket"]
        self.fields["row"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        if self.now is not None:
            self.initial["row"] = self.now["row"]


if TYPE_CHECKING:
    Base = BaseFormSet[LineForm]
else:
    Base = BaseFormSet


class Lines(Base):
    """The lines of a thing, such as staffing, sessions or costs. Each line is saved by itself, so that what somebody
    else changed in another line meanwhile is kept. Made by `lines_of`."""

    now: Mapping[int, Mapping[str, Any]]
    legend: str
    noun: str
    hint: str
    offered: Sequence[Mapping[str, Any]]

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """The stored values of the line, found by the row number that it carries."""
        more = super().get_form_kwargs(index)
        if index is None:
            return more
        if not self.is_bound:
            rows = list(self.now.values())
            if index < len(rows):
                return {**more, "now": rows[index]}
            offer = dict(enumerate(self.offered, len(rows))).get(index)
            return {**more, "initial": offer} if offer else more
        number = row_number(str(self.data.get(f"{self.add_prefix(index)}-row") or ""))
        return {**more, "now": self.now[number]} if number is not None and number in self.now else more

    def add_fields(self, form: Any, index: int | None) -> None:
        """Label the box that removes a line."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = f"Remove this {self.noun}"

    def clean(self) -> None:
        """A line that somebody else removed meanwhile: dropped where it was left alone here, else offered as a new
        line with an error that says so."""
        for form in self.forms:
            gone = form.cleaned_data.get("row") if form.is_valid() else None
            if gone is None or gone in self.now or self._should_delete_form(form):
                continue
            seen = form._seen()
            if all(seen.get(name) == mark(form.cleaned_data.get(name)) for name in seen):
                form.cleaned_data["DELETE"] = True
                continue
            data: Any = form.data.copy()  # type: ignore[attr-defined]
            data[form.add_prefix("row")] = data[form.add_prefix("seen")] = ""
            form.data = data
            form.add_error(
                None, f"Somebody else removed this {self.noun} while you were writing. Save again to add it."
            )

    def _should_delete_form(self, form: Any) -> bool:
        return bool(form.data.get(form.add_prefix("DELETE")))

    @property
    def _kept(self) -> list[Any]:
        return [
            form for form in self.forms if not self._should_delete_form(form) and not form.cleaned_data.get("DELETE")
        ]

    @property
    def added(self) -> list[dict[str, Any]]:
        """The values of the new lines."""
        return [form.values for form in self._kept if form.now is None and form.has_changed()]

    @property
    def changed(self) -> dict[int, dict[str, Any]]:
        """The values of the lines that were there, by their number."""
        return {form.now["row"]: form.values for form in self._kept if form.now is not None}

    @property
    def removed(self) -> list[int]:
        """The numbers of the lines to be removed."""
        return [form.now["row"] for form in self.forms if self._should_delete_form(form) and form.now is not None]

    @property
    def conflicts(self) -> list[Conflict]:
        """What two people changed at once, in any line."""
        return [conflict for form in self.forms for conflict in form.conflicts]


def lines_of(
    form: type[LineForm], data: Mapping[str, Any] | None, rows: Sequence[Mapping[str, Any]], *,
    prefix: str, legend: str, noun: str, hint: str = "", spare: int = 1, form_kwargs: dict[str, Any] | None = None,
    offered: Sequence[Mapping[str, Any]] = (),
) -> Any:  # fmt: skip
    """The lines for `rows` (each with its number as `row`), new ones filled in with what is `offered`, and so many
    `spare` empty ones to write in."""
    extra = spare + len(rows) + len(offered)
    factory: Any = formset_factory(form, formset=Lines, extra=extra, can_delete=True, max_num=400)
    made = factory(data, prefix=prefix, form_kwargs=form_kwargs or {})
    made.now = {row["row"]: row for row in rows}
    made.legend, made.noun, made.hint, made.offered = legend, noun, hint, offered
    return made


def comparable(value: Any) -> str:
    """A value as text for comparison; None and "" are both blank."""
    if value is None or value == "":
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.strip().splitlines())
    if isinstance(value, (list, tuple, set)):
        return "|".join(sorted(comparable(one) for one in value))
    if isinstance(value, UploadedFile):
        return str(value.name)
    return str(getattr(value, "pk", value))


def mark(value: Any) -> str:
    """A short hash of a value: equal for equal values, and it does not reveal the value."""
    return sha256(comparable(value).encode()).hexdigest()[:12]


def field_words(field: forms.Field, value: Any) -> str:
    """A field's value in words, for the choice between two people's changes."""
    if value is None or value == "" or value == []:
        return BLANK
    choices: Iterable[Any] = getattr(field, "choices", ())
    words = {str(key): str(label) for key, label in _flat(choices)}
    if isinstance(value, (list, tuple, set)):
        return ", ".join(words.get(str(one), str(one)) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return date_uk(value)
    if isinstance(value, time):
        return time_uk(value)
    if isinstance(value, Decimal):
        return number(value)
    return words.get(str(value), str(value))


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield key, label
