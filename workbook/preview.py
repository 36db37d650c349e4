"""An import's report for the page: sheet by sheet, the first of many rows, without values that the reader may not
see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schools.access import Access
from ui.sheets.cells import FieldChange
from workbook.guards import lacking
from workbook.results import Change, Report, SheetResult

FIRST = 50


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one sheet that are all added, all changed or all ended: their number, and the first of them."""

    kind: str
    count: int
    changes: Sequence[Change]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.changes)


def preview(report: Report, access: Access) -> list[tuple[SheetResult, list[Block]]]:
    """Each sheet for this reader, with what is ended and changed first, as it asks for most care."""
    return [(result, _blocks(result, access)) for result in report.sheets.values() if result.changes or result.same]


def sentence(report: Report) -> str:
    """What the import would do, in one line: 12 added · 3 changed · 240 left alone."""
    results = report.sheets.values()
    counts = [(kind, sum(len(result.of(kind)) for result in results)) for kind in ("added", "changed", "ended")]
    counts.append(("left alone", sum(result.same for result in results)))
    told = [f"{count:,} {kind}" for kind, count in counts if count]
    return " · ".join(told)


def _blocks(result: SheetResult, access: Access) -> list[Block]:
    found = [(kind, result.of(kind)) for kind in ("ended", "changed", "added")]
    return [
        Block(kind, len(changes), [_guarded(result.name, change, access) for change in changes[:FIRST]])
        for kind, changes in found
        if changes
    ]


def _guarded(sheet: str, change: Change, access: Access) -> Change:
    return replace(change, fields=tuple(_field(sheet, field, access) for field in change.fields))


def _field(sheet: str, field: FieldChange, access: Access) -> FieldChange:
    """The change, without the old value for a reader who may not see the column."""
    if not field.before or not lacking(access, sheet, field.label):
        return field
    return replace(field, before="(not shown to your role)")
