"""What was done to stored rows, step by step, read from their history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Model

Verb = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """One thing done to one row: when, by whom and why, and the fields that differ as (before, after).

    `values` are the row's values after the step (before it, where the row was removed); a linked row is its id under
    the field's own name. `fields` is empty for rows added and removed. `back` is the line of history that holds the row
    as it was before the step; None for a row added.
    """

    model: type[Model]
    row: int
    at: datetime
    by: str
    why: str
    verb: Verb
    values: Mapping[str, Any]
    fields: Mapping[str, tuple[Any, Any]]
    back: int | None = None


def steps_of(model: type[Model], **where: Any) -> list[ChangeStep]:
    """Every step of the rows whose history matches the filter, oldest first for each row. One query."""
    names = {field.name: field.attname for field in model._meta.concrete_fields}
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    history: Any = model.history  # type: ignore[attr-defined]
    extra = ["history_id", "history_date", "history_type", "history_change_reason", "history_user__name"]
    for row in history.filter(**where).order_by("history_date", "history_id").values(*names.values(), *extra):
        found[row["id"]].append(row)
    return [step for rows in found.values() for step in _steps(model, names, rows)]


def _steps(model: type[Model], names: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> list[ChangeStep]:
    steps: list[ChangeStep] = []
    before: Mapping[str, Any] | None = None
    line: int | None = None
    for row in rows:
        values = {name: row[attname] for name, attname in names.items()}
        differing = {name: (before[name], value) for name, value in values.items() if before and before[name] != value}
        verb = _verb(row["history_type"], first=before is None)
        if verb != "changed" or differing:
            steps.append(
                ChangeStep(
                    model=model,
                    row=row["id"],
                    at=row["history_date"],
                    by=row["history_user__name"] or "",
                    why=row["history_change_reason"] or "",
                    verb=verb,
                    values=values,
                    fields=differing if verb == "changed" else {},
                    back={"added": None, "changed": line, "removed": row["history_id"]}[verb],
                )
            )
        before, line = (None if verb == "removed" else values), row["history_id"]
    return steps


def _verb(kind: str, *, first: bool) -> Verb:
    """The verb for a line of history (+, ~ or -). The first known line of a row counts as "added"."""
    if kind == "-":
        return "removed"
    return "added" if first or kind == "+" else "changed"
