"""Putting a row back as it once was: what would change, before it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pages.history.sources import BY_LABEL, Source, may_put_back
from pages.history.words import label, names_for, written
from schools.edits.changes import Step

if TYPE_CHECKING:
    from django.db.models import Model

    from schools.access import Access


@dataclass(frozen=True)
class Difference:
    """A field as it stands now and as it would stand again."""

    label: str
    now: str
    then: str


@dataclass(frozen=True)
class Old:
    """A row as a line of its history holds it. `gone` = it was removed since, and would be there again."""

    model: type[Model]
    line: int
    name: str
    gone: bool
    differences: tuple[Difference, ...]


def found(access: Access, kind: str, line: int) -> Old:
    """What putting this line of history back would change. Raises LookupError for what is not this person's to do."""
    source = BY_LABEL.get(kind)
    if source is None or not may_put_back(access, source):
        raise LookupError("There is no such line in the history.")
    model: Any = source.model
    then = model.history.filter(school_id=access.school.pk, history_id=line).first()
    if then is None:
        raise LookupError("There is no such line in the history.")
    now = model.objects.filter(pk=then.id).first()
    differences = _differences(access, source, now, then) if now else ()
    return Old(model, line, str(now or then.instance), now is None, differences)


def _differences(access: Access, source: Source, now: Any, then: Any) -> tuple[Difference, ...]:
    names = {one.name: one.attname for one in source.model._meta.concrete_fields if one.name not in ("id", "school")}
    pairs = {name: (getattr(now, attname), getattr(then, attname)) for name, attname in names.items()}
    fields = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    values = {name: pair[0] for name, pair in pairs.items()}
    step = Step(source.model, now.pk, then.history_date, "", "", "changed", values, fields)
    known = names_for(access, [step])
    return tuple(
        Difference(_label(source, name), *(written(source.model, name, value, known) or "nothing" for value in pair))
        for name, pair in fields.items()
    )


def _label(source: Source, name: str) -> str:
    return "ended" if name == "ended_at" else label(source.model, name).capitalize()
