"""What the templates of forms that change things need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template

register = template.Library()


@dataclass(frozen=True)
class FormFault:
    """An error of the form: its sentence, and the label and anchor of the field."""

    sentence: str
    label: str = ""
    href: str = ""


@register.simple_tag
def faults(form: Any, lines: Any) -> list[FormFault]:
    """Every error of a form and its lines, in the order of the page."""
    found = list(_of(form))
    for part in lines or ():
        found += [FormFault(str(error)) for error in part.non_form_errors()] if part.is_bound else []
        for place, line in enumerate(part.forms if part.is_bound else (), start=1):
            found += [
                FormFault(fault.sentence, f"{part.noun.capitalize()} {place}, {fault.label}".rstrip(", "), fault.href)
                for fault in _of(line)
            ]
    return found


def _of(form: Any) -> Iterator[FormFault]:
    if not form.is_bound:
        return
    for error in form.non_field_errors():
        yield FormFault(str(error))
    for field in form:
        for error in field.errors:
            yield FormFault(str(error), str(field.label), f"#{field.auto_id}")


@dataclass(frozen=True)
class ConflictingForm:
    """A form, or a line of it, in which two people changed the same field: what its inputs' names begin with."""

    prefix: str
    asked: str
    conflicts: tuple[Any, ...]


@register.simple_tag
def conflicting(form: Any, lines: Any) -> list[ConflictingForm]:
    """The form and the lines of it with a choice to make."""
    every = [form, *(line for part in lines or () for line in part.forms)]
    return [
        ConflictingForm(f"{one.prefix}-" if one.prefix else "", one.asked, tuple(one.conflicts))
        for one in every
        if one.conflicts
    ]
