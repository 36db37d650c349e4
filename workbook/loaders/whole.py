"""Staffing, sessions and other costs: the rows of a group are the group's whole set.

A group is named in the file if the sheet itself or the sheet Groups has a row for it. Its stored lines are matched
with the file's: first those that are the same, then those alike in what tells them apart; what is left in the file is
new, what is left in store is ended.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from provisions.models import Endable, OtherCost, Session, Staffing
from workbook.desk import Desk, RowImport, preview_text
from workbook.ledger import same
from workbook.reading import SheetLine
from workbook.results import Change, WorkbookNote


@dataclass(frozen=True, slots=True)
class WholeSet:
    """A kind of line: its model, the link to its owner, by which fields a changed line is known, and its words."""

    model: type[Endable]
    owner: str
    alike: tuple[tuple[str, ...], ...]
    label: Callable[[Any], str]


def load_whole_set(
    desk: Desk, kind: WholeSet, lines: Sequence[SheetLine], named: Sequence[Model], *, ends: bool = True, **fixed: Any
) -> None:
    """Match the file's lines of each owner with the stored ones. `named` are owners without a line of their own."""
    owners: dict[int, Model] = {id(owner): owner for owner in named}
    by_owner: dict[int, list[SheetLine]] = {}
    faulty: set[int] = set()
    for line in lines:
        owner = line.get(kind.owner)
        if owner is None:
            continue
        owners.setdefault(id(owner), owner)
        by_owner.setdefault(id(owner), []).append(line)
        if line.broken:
            faulty.add(id(owner))
    for key, owner in owners.items():
        if key not in faulty:
            _load_owner(desk, kind, owner, by_owner.get(key, []), ends=ends, fixed=fixed)
    name = SHEET_OF[kind.model]
    if ends and not lines and desk.report.sheet(name).ended:
        desk.report.notes.append(WorkbookNote(name, None, NO_ROWS))


NO_ROWS = (
    "The sheet has no rows, so all lines of the groups in the sheet Groups are ended. "
    "If you did not mean that, remove the sheet."
)


def _load_owner(
    desk: Desk, kind: WholeSet, owner: Model, lines: list[SheetLine], *, ends: bool, fixed: dict[str, Any]
) -> None:
    stored = desk.ledger.all(kind.model, id(owner))
    matches: dict[int, Any] = {}
    for fields in (None, *kind.alike):
        for line in lines:
            if line.number in matches:
                continue
            match = next((row for row in stored if _matches(row, line, fields)), None)
            if match is not None:
                matches[line.number] = match
                stored = [row for row in stored if row is not match]
    for line in lines:
        entry = RowImport(desk, line)
        row = entry.put(kind.model, matches.get(line.number), line.part(), school=desk.school, **fixed)
        entry.close(f"{preview_text(owner)}: {kind.label(row)}")
    for row in stored if ends else ():
        result = desk.report.sheet(SHEET_OF[kind.model])
        result.changes.append(Change("ended", None, f"{preview_text(owner)}: {kind.label(row)}"))
        desk.ledger.end(row, desk.now)


SHEET_OF: dict[type[Endable], str] = {Staffing: "Staffing", Session: "Sessions", OtherCost: "Other costs"}


def _matches(row: Model, line: SheetLine, fields: tuple[str, ...] | None) -> bool:
    """Whether the row has the line's values in these fields, as far as the file has them; None = in all that it has."""
    values = line.part()
    return all(same(getattr(row, name), values[name]) for name in fields or values if name in values)
