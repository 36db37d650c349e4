"""Undoing an edit, and giving a row the values it once had. Both are edits themselves and can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError
from django.db.models import Model, ProtectedError

from schools.access import Access, NotThere
from schools.edits import Edit, Refused, edit
from schools.edits.removal import Removal
from schools.models import AcademicYear, TrailEntry

OVERTAKEN = (
    "It has been changed since, so it cannot be taken back as a whole. Open its history to put single steps back."
)


def own_edit(by: Access, number: int) -> TrailEntry:
    """This person's own edit with this number. Raises NotThere where there is none."""
    entry = TrailEntry.objects.filter(school=by.school, by=by.person, pk=number).first()
    if entry is None or "steps" not in entry.detail:
        raise NotThere("There is no such change of yours.")
    return entry


def undo(number: int, *, by: Access) -> TrailEntry | None:
    """Undo one of this person's own edits, all of it or nothing. Returns the new line in the trail.

    Raises NotThere for an edit that is not theirs, and Refused where its rows have been changed or linked to since.
    Returns None, changing nothing, where it was undone already.
    """
    entry = own_edit(by, number)
    # An edit made for a year is undone for that year, whichever year is being looked at.
    year = AcademicYear.objects.filter(school=by.school, pk=entry.detail.get("year")).first()
    try:
        return _undone(entry, replace(by, year=year or by.year))
    except IntegrityError:  # something else stands in its place by now
        raise Refused(OVERTAKEN) from None


def _undone(entry: TrailEntry, by: Access) -> TrailEntry | None:
    with edit(by, "took back", summary=f"{entry.verb}: {entry.summary}"[:300]) as change:
        if TrailEntry.objects.filter(school=by.school, verb="took back", detail__undoes=entry.pk).exists():
            return None
        change.detail = {"undoes": entry.pk}
        steps = entry.detail["steps"]
        made = {(label, pk) for label, pk, sign, _ in steps if sign == "+"}
        _refuse_changed(made, entry)
        for label, sign, rows in _runs(steps):
            _take_back(change, apps.get_model(label), sign, rows, made)
    return change.entry


def step_after(history_id: int, row: Any) -> TrailEntry | None:
    """The edit that changed a row from the values of this line of its history; None where no edit did."""
    label, history = row._meta.label, type(row).history
    since = history.get(history_id=history_id).history_date
    for entry in TrailEntry.objects.filter(school_id=row.school_id, at__gte=since).order_by("pk").iterator():
        if any(step[:2] == [label, row.pk] and step[3] == history_id for step in entry.detail.get("steps", ())):
            return entry
    return None


def take_back_rows(change: Edit, entry: TrailEntry, rows: Iterable[tuple[type[Model], int]]) -> None:
    """Within another edit: take back what an edit did to these rows, as far as nobody has changed it since."""
    wanted = {(model._meta.label, pk): model for model, pk in rows}
    for label, pk, sign, before in reversed(entry.detail["steps"]):
        if (label, pk) in wanted:
            _take_back_row(change, wanted[label, pk], pk, sign, before)


def _take_back_row(change: Edit, model: type[Model], pk: int, sign: str, before: int | None) -> None:
    history: Any = model.history  # type: ignore[attr-defined]
    lines = list(history.filter(id=pk).order_by("history_id"))
    row = model._default_manager.filter(pk=pk).first()
    if sign == "-" and row is None:
        _revive(change, lines[-1])
    place = next((place for place, line in enumerate(lines) if line.history_id == before), None)
    if sign == "~" and row is not None and place is not None:
        old, new = lines[place], lines[place + 1]
        touched = [name for name in _names(model) if getattr(old, name) != getattr(new, name) == getattr(row, name)]
        change.set(row, **_values(model, old, touched))


def _refuse_changed(made: set[tuple[str, int]], entry: TrailEntry) -> None:
    """Raise Refused where a row that the edit added has been changed since."""
    by_model: dict[str, list[int]] = {}
    for label, pk in made:
        by_model.setdefault(label, []).append(pk)
    for label, numbers in by_model.items():
        history: Any = apps.get_model(label).history
        if history.filter(id__in=numbers, history_date__gt=entry.at).exclude(history_type="-").exists():
            raise Refused(OVERTAKEN)


def put_back(model: type[Model], history_id: int, *, by: Access, ticket: UUID | None = None) -> Edit:
    """Give a row the values that a line of its history holds; a row that was removed is added again.

    Raises NotThere where the school has no such line, and Refused where the old values cannot be saved.
    """
    history: Any = model.history  # type: ignore[attr-defined]
    line = history.filter(school_id=by.school.pk, history_id=history_id).first()
    if line is None:
        raise NotThere("There is no such line in the history.")
    row = model._default_manager.filter(pk=line.id).first()
    with edit(by, "put back", row or line.instance, ticket=ticket) as change:
        if row is None:
            _revive(change, line)
        else:
            change.set(row, **_values(model, line, _names(model)))
    return change


def _runs(steps: Iterable[list[Any]]) -> Iterator[tuple[str, str, dict[int, int | None]]]:
    """The steps in reverse order, grouped while model and kind stay the same: row number → history line before the
    step.

    A row that was changed twice starts a new group: each change must be undone by itself.
    """
    label, sign, rows = "", "", dict[int, int | None]()
    for model, pk, kind, before in reversed(list(steps)):
        if (model, kind) != (label, sign) or pk in rows:
            if rows:
                yield label, sign, rows
            label, sign, rows = model, kind, {}
        rows[pk] = before
    if rows:
        yield label, sign, rows


def _take_back(
    change: Edit, model: type[Model], sign: str, steps: dict[int, int | None], made: set[tuple[str, int]]
) -> None:
    history: Any = model.history  # type: ignore[attr-defined]
    rows = model._default_manager.in_bulk(list(steps))
    if sign != "-" and len(rows) != len(steps):
        raise Refused(OVERTAKEN)
    if sign == "+":
        _remove(change, [rows[pk] for pk in steps], made)
        return
    lines: dict[int, list[Any]] = {}
    for line in history.filter(id__in=list(steps)).order_by("history_id"):
        lines.setdefault(line.id, []).append(line)
    if sign == "-":
        for pk in steps.keys() - rows.keys():
            _revive(change, lines[pk][-1])
        return
    change.set_all([(rows[pk], _before(model, rows[pk], lines[pk], before)) for pk, before in steps.items()])


def _before(model: type[Model], row: Model, lines: list[Any], before: int | None) -> dict[str, Any]:
    """The values that the row had before the step. Raises Refused where they have been changed since."""
    place = next((place for place, line in enumerate(lines) if line.history_id == before), None)
    if place is None:
        raise Refused(OVERTAKEN)
    old, new = lines[place], lines[place + 1]
    touched = [name for name in _names(model) if getattr(old, name) != getattr(new, name)]
    if any(getattr(row, name) != getattr(new, name) for name in touched):
        raise Refused(OVERTAKEN)
    return _values(model, old, touched)


def _remove(change: Edit, rows: list[Model], made: set[tuple[str, int]]) -> None:
    """Remove the rows that the edit added. Raises Refused where rows that it did not add link to them by now."""
    try:
        removal = Removal.of(rows)
    except ProtectedError:
        raise Refused(OVERTAKEN) from None
    gone = {(model._meta.label, row.pk) for model, rows in removal.gone.items() for row in rows}
    if removal.loosened or gone - made:
        raise Refused(OVERTAKEN)
    change.remove_all(rows)


def _revive(change: Edit, line: Any) -> None:
    row = line.instance
    row._state.adding = True  # inserted under its old number, to which other rows' history points
    change.add(row)


def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.name not in ("id", "school")]


def _values(model: type[Model], line: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(line, name) for name in names}
