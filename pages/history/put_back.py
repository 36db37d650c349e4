"""Restoring a row to an earlier line of its history: what that would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from pages.history.sources import BY_LABEL, HistorySource, may_put_back
from pages.history.words import label, names_for, value_words
from schools.access import Access, NotThere
from schools.edits.changes import ChangeStep


@dataclass(frozen=True)
class Difference:
    """A field's value now and the value that would be restored, in words."""

    label: str
    now: str
    then: str


@dataclass(frozen=True)
class OldRow:
    """A row as a line of its history holds it. `gone`: it was removed since, and would be added again."""

    model: type[Model]
    line: int
    name: str
    gone: bool
    differences: tuple[Difference, ...]


def old_row(access: Access, kind: str, line: int) -> OldRow:
    """What restoring this line of history would change. Raises NotThere where this person may not restore it."""
    source = BY_LABEL.get(kind)
    if source is None or not may_put_back(access, source):
        raise NotThere("There is no such line in the history.")
    model: Any = source.model
    then = model.history.filter(school_id=access.school.pk, history_id=line).first()
    if then is None:
        raise NotThere("There is no such line in the history.")
    now = model.objects.filter(pk=then.id).first()
    differences = _differences(access, source, now, then) if now else ()
    return OldRow(model, line, str(now or then.instance), now is None, differences)


def _differences(access: Access, source: HistorySource, now: Any, then: Any) -> tuple[Difference, ...]:
    names = {one.name: one.attname for one in source.model._meta.concrete_fields if one.name not in ("id", "school")}
    pairs = {name: (getattr(now, attname), getattr(then, attname)) for name, attname in names.items()}
    fields = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    values = {name: pair[0] for name, pair in pairs.items()}
    step = ChangeStep(source.model, now.pk, then.history_date, "", "", "changed", values, fields)
    known = names_for(access, [step])
    return tuple(
        Difference(
            _label(source, name), *(value_words(source.model, name, value, known) or "nothing" for value in pair)
        )
        for name, pair in fields.items()
    )


def _label(source: HistorySource, name: str) -> str:
    return "ended" if name == "ended_at" else label(source.model, name).capitalize()
