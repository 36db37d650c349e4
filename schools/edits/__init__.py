"""The two doors through which a school's rows are written. Both ask at the row for right and reach, and keep history.

An edit is what somebody changes in one go. All of it is saved or none; it is in the trail and can be undone:

    with edit(by, "moved", pupil, ticket=ticket) as change:
        change.set(year, school_class=new)

A mark is one of hundreds, as a tick in a chart: it waits for no edit, and is undone where it was made:

    with mark(by, "filled in") as change:
        change.add(AuditTick(row=row, provision=provision))

See docs/decisions/0006-editing.md and 0011-two-doors.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Model, UniqueConstraint
from django.db.models.deletion import Collector
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from schools.access import Access
from schools.edits import trail
from schools.edits.reach import Reach
from schools.edits.removal import Removal
from schools.edits.wall import door
from schools.history import Known, reading
from schools.kept import tokens
from schools.models import School, TrailEntry

M = TypeVar("M", bound=Model)


class Refused(Exception):
    """Values that cannot be saved, with a sentence for the reader. `field` is the form field it is about, "" the
    form."""

    def __init__(self, sentence: str, field: str = "") -> None:
        self.sentence, self.field = sentence, field
        super().__init__(sentence)


class NotSure(Exception):
    """A change that has not been previewed, or would now do something else; `preview` is what it would do now. Raised
    within the edit, when the change was made and looked at, so that nothing of it is saved."""

    def __init__(self, preview: Any) -> None:
        self.preview = preview
        super().__init__("What will change is to be looked at first.")


class DoneAlready(Exception):
    """The same form was saved before; `entry` is the line that it left in the trail."""

    def __init__(self, entry: TrailEntry) -> None:
        self.entry = entry
        super().__init__("This was saved already.")


@contextmanager
def school_locked(by: Access) -> Iterator[None]:
    """A transaction that holds the lock on the school's row, so that what is read in it still holds when it is
    saved."""
    # Every edit takes this row first, so two edits of a school wait for each other and never lock in two orders. Rows
    # are read as they are stored now (`Known()`), also where the page being answered looks at an earlier day.
    with reading(Known()), transaction.atomic():
        School.objects.select_for_update(no_key=True).get(pk=by.school.pk)
        yield


@contextmanager
def all_locked(by: Access) -> Iterator[None]:
    """The same with the locks on all of the school's rows: for what may write any of them."""
    with school_locked(by):
        tokens.lock(by.school.pk, tokens.MAP, tokens.GROUPS, tokens.RECORDS)
        yield


def refuse_repeat(by: Access, ticket: UUID | str | None) -> None:
    """Raise DoneAlready where a form with this ticket was saved before. A ticket that is no UUID is ignored."""
    try:
        number = UUID(str(ticket)) if ticket else None
    except ValueError:
        return
    before = TrailEntry.objects.filter(school=by.school, ticket=number).first() if number else None
    if before:
        raise DoneAlready(before)


@contextmanager
def edit(
    by: Access, verb: str, about: Model | None = None, *, summary: str = "", ticket: UUID | None = None
) -> Iterator[Edit]:
    """An edit in `by`'s name. On leaving the block its line is written to the trail, unless nothing was changed.

    `about` is what it concerns, where that exists already (else set `change.about` within the block). Raises
    DoneAlready where a form with this `ticket` was sent before, and NotAllowed for rows that `by` may not change.
    """
    with school_locked(by):
        refuse_repeat(by, ticket)
        change = Edit(by, verb, about, summary, ticket)
        yield change
        change.close()


@contextmanager
def mark(by: Access, verb: str, *, looked: Any = None) -> Iterator[Edit]:
    """One of the many marks that somebody makes on a thing in a day, in `by`'s name; rows of records alone.

    Locks the school's records, not the school: an edit of the map does not hold it up. Other rows are locked after
    that. `looked` is what the caller knows of this person's reach already (see `schools.edits.reach.Within`). The thing
    is set as `change.about`; the day's first mark of a person on it is their line in the trail. Raises NotAllowed for
    rows that `by` may not change.
    """
    with reading(Known()), transaction.atomic():
        tokens.lock(by.school.pk, tokens.RECORDS)
        change = Mark(by, verb, None, "", None)
        change.reach = Reach(by, looked)
        yield change
        change.close()


class Edit:
    """What is being changed. `entry` is its line in the trail once it is closed; None where nothing was changed.
    `warnings` are sentences about what was saved all the same, shown with the message."""

    def __init__(self, by: Access, verb: str, about: Model | None, summary: str, ticket: UUID | None) -> None:
        self.by, self.verb, self.about, self.summary, self.ticket = by, verb, about, summary, ticket
        self.entry: TrailEntry | None = None
        self.warnings: tuple[str, ...] = ()
        self.detail: dict[str, Any] = {}
        self._steps: list[list[Any]] = []
        self.touched: list[tuple[Model, frozenset[str] | None]] = []  # rows with the fields that changed; None: all
        self.reach = Reach(by)
        self._locked: set[str] = set()

    def add(self, row: M) -> M:
        """Store a new row and return it; its school is set here."""
        self.add_all([row])
        return row

    def add_all(self, rows: Sequence[M]) -> None:
        """Store new rows of one model."""
        if not rows:
            return
        (model,) = {type(row) for row in rows}
        for row in rows:
            row.school = self.by.school  # type: ignore[attr-defined]
        self.reach.need(model, rows, model.reach)  # type: ignore[attr-defined]
        self.lock(model)
        with door():
            bulk_create_with_history(list(rows), model, **self._history)
        self._steps += [[model._meta.label, row.pk, "+", None] for row in rows]
        self.touched += [(row, None) for row in rows]

    def set(self, row: Model, **values: Any) -> dict[str, tuple[Any, Any]]:
        """Give a row new values; returns the fields that differ, as field → (before, after)."""
        return self.set_all([(row, values)])[0]

    def set_all(self, changes: Sequence[tuple[Model, dict[str, Any]]]) -> list[dict[str, tuple[Any, Any]]]:
        """Give rows of one model new values; returns for each the fields that differ, as `set` does."""
        found = [
            {name: (getattr(row, name), value) for name, value in values.items() if getattr(row, name) != value}
            for row, values in changes
        ]
        rows = [row for (row, _), differing in zip(changes, found, strict=True) if differing]
        if rows:
            (model,) = {type(row) for row in rows}
            self.reach.need(model, rows)
            self.lock(model, keys=not _keys(model).isdisjoint(set().union(*found)))
            lines = self._lines(model, rows)
            self._refuse_changed_for_later(lines)
            before = {number: last for number, last, _ in lines}
            for (row, _), differing in zip(changes, found, strict=True):
                for name, (_, value) in differing.items():
                    setattr(row, name, value)
            names = sorted(set().union(*found))
            self.reach.need(model, rows, names)
            with door():
                bulk_update_with_history(rows, model, names, **self._history)
            self._steps += [[model._meta.label, row.pk, "~", before.get(row.pk)] for row in rows]
            self.touched += [
                (row, frozenset(differing)) for (row, _), differing in zip(changes, found, strict=True) if differing
            ]
        return found

    def remove(self, row: Model) -> None:
        """Delete a row with what belongs to it; its history stays. Only for rows that no paper has shown: end or
        archive those.

        Raises django.db.models.ProtectedError where other rows link to it.
        """
        self.remove_all([row])

    def remove_all(self, rows: Sequence[Model]) -> None:
        """Delete rows of one model, as `remove` does. The rows that go with them, and those that lose their link, are
        part of the edit as well, each by the rights for its own model."""
        if not rows:
            return
        (asked,) = {type(row) for row in rows}
        self.reach.need(asked, rows)
        removal = Removal.of(rows)
        # The records too, before the first row: whoever marks may be about to point to one of those that go.
        self.lock(*removal.gone, *(type(row) for row, _ in removal.loosened), keys=True)
        for row, field in removal.loosened:
            self.set_all([(row, {field.name: None})])
        for model, gone in removal.gone.items():
            self.reach.need(model, gone)
            self._remove(model, gone)

    def _remove(self, model: type[Model], rows: Sequence[Model]) -> None:
        numbers = [row.pk for row in rows]
        before = {number: last for number, last, _ in self._lines(model, rows)}
        for row in rows:
            row._history_user = self.by.person  # type: ignore[attr-defined]
        # A queryset's delete() would load the rows anew and lose `_history_user`, so the history would name nobody.
        collector = Collector(using="default")
        collector.add(rows)
        with door():
            collector.delete()
            model.history.filter(id__in=numbers, history_type="-").update(**self._marks)  # type: ignore[attr-defined]
        self._steps += [[model._meta.label, number, "-", before.get(number)] for number in numbers]

    def lock(self, *models: type[Model], keys: bool = False) -> None:
        """Hold the tokens that change with these models; to be called before a row of theirs is locked. `keys`: rows go
        or change what others point to them by, which whoever marks may be waiting for, so the records are held too."""
        kinds = {tokens.kind_of(model) for model in models} | ({tokens.RECORDS} if keys else set())
        kinds -= self._locked
        tokens.lock(self.by.school.pk, *kinds)
        self._locked |= kinds

    def close(self) -> None:
        """Write the line in the trail, with the steps that `schools.edits.undo` reads."""
        if not self._steps:
            return
        detail = {**self.detail, "steps": self._steps, "year": self.by.year.pk if self.by.year else None}
        self.entry = trail.record(self.by, self.verb, self.about, detail, summary=self.summary, ticket=self.ticket)

    @property
    def _marks(self) -> dict[str, Any]:
        return {"holds_from": self.by.year.starts if self.by.year else None}

    @property
    def _history(self) -> dict[str, Any]:
        return {
            "default_user": self.by.person,
            "default_change_reason": self.verb[:100],
            "custom_historical_attrs": self._marks,
        }

    def _lines(self, model: type[Model], rows: Iterable[Model]) -> list[tuple[int, int, date | None]]:
        """For each row that has history, its newest line: the row's number, the line's number, and `holds_from`."""
        history: Any = model.history  # type: ignore[attr-defined]
        found = history.filter(id__in=[row.pk for row in rows]).order_by().values("id").annotate(last=Max("history_id"))
        newest = history.filter(history_id__in=found.values("last")).order_by()
        return list(newest.values_list("id", "history_id", "holds_from"))

    def _refuse_changed_for_later(self, lines: Iterable[tuple[int, int, date | None]]) -> None:
        """Raise Refused for a row that was changed for a later year: changing it here would overwrite that year's
        value."""
        year = self.by.year
        if year and any(holds_from and holds_from > year.starts for _, _, holds_from in lines):
            raise Refused(
                f"This has been changed for a later year than {year}. Choose that year at the top, and change it there."
            )


@cache
def _keys(model: type[Model]) -> frozenset[str]:
    """The fields that are unique, alone or together: to change one, PostgreSQL locks the row against links to it."""
    together: Iterable[Any] = (one for one in model._meta.constraints if isinstance(one, UniqueConstraint))
    alone = {field.name for field in model._meta.concrete_fields if field.unique and not field.primary_key}
    names = alone.union(*(one.fields for one in together))
    return frozenset(names | {f"{name}_id" for name in names})


class Mark(Edit):
    """A mark being made. `entry` is the day's first line of this person about the thing, if this mark wrote it."""

    def lock(self, *models: type[Model], keys: bool = False) -> None:
        """Nothing: the records are held. Raises TypeError for rows that are no records."""
        if wrong := [model.__name__ for model in models if tokens.kind_of(model) != tokens.RECORDS]:
            raise TypeError(f"{', '.join(wrong)}: only records are marked; write these through edit().")

    def close(self) -> None:
        """Write the line in the trail, unless this person has one about the thing today."""
        if not self._steps:
            return
        begun = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        line = TrailEntry.objects.filter(
            school=self.by.school, by=self.by.person, verb=self.verb, at__gte=begun,
            kind=self.about._meta.model_name if self.about else "", thing=str(self.about.pk) if self.about else "",
        )  # fmt: skip
        if not line.exists():
            self.entry = trail.record(self.by, self.verb, self.about, self.detail, summary=self.summary)
