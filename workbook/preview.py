"""An import's report for the page: sheet by sheet, the first of many rows, without values that the reader may not
see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schools.access import Access
from ui.parts import Fact
from workbook.guards import lacking
from workbook.results import Change, ColumnChange, Report, SheetResult

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


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """One sheet of the preview; `blocks` has what is ended and changed first, as it asks for most care."""

    name: str
    same: int
    blocks: Sequence[Block]

    def _count(self, kind: str) -> int:
        return sum(block.count for block in self.blocks if block.kind == kind)

    @property
    def added(self) -> int:
        """How many rows would be new."""
        return self._count("added")

    @property
    def changed(self) -> int:
        """How many rows would differ."""
        return self._count("changed")

    @property
    def ended(self) -> int:
        """How many stored lines would be ended."""
        return self._count("ended")


def preview(report: Report, access: Access) -> list[SheetPreview]:
    """The report sheet by sheet, for this reader."""
    return [_sheet(result, access) for result in report.sheets.values() if result.changes or result.same]


def totals(report: Report) -> list[Fact]:
    """How many rows in all, by what happens to them."""
    kinds = ("added", "changed", "ended")
    counts = [(kind.title(), sum(len(result.of(kind)) for result in report.sheets.values())) for kind in kinds]
    counts.append(("Left alone", sum(result.same for result in report.sheets.values())))
    return [Fact(label, f"{count:,}") for label, count in counts]


def _sheet(result: SheetResult, access: Access) -> SheetPreview:
    blocks = []
    for kind in ("ended", "changed", "added"):
        changes = result.of(kind)
        if changes:
            shown = [_guarded(result.name, change, access) for change in changes[:FIRST]]
            blocks.append(Block(kind, len(changes), shown))
    return SheetPreview(result.name, result.same, blocks)


def _guarded(sheet: str, change: Change, access: Access) -> Change:
    return replace(change, fields=tuple(_field(sheet, field, access) for field in change.fields))


def _field(sheet: str, field: ColumnChange, access: Access) -> ColumnChange:
    """The change, without the old value for a reader who may not see the column."""
    if not field.before or not lacking(access, sheet, field.column):
        return field
    return replace(field, before="(not shown to your role)")
