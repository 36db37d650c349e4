"""What an import would do, as plain data: faults, notes, and the rows added, changed, ended and left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ui.sheets.cells import Fault, FieldChange


@dataclass(frozen=True, slots=True)
class WorkbookNote:
    """A note on something that was ignored, or read in a way that the reader should know."""

    sheet: str
    row: int | None
    text: str

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.row}: {self.text}" if self.row else f"{self.sheet}: {self.text}"


@dataclass(frozen=True, slots=True)
class Change:
    """One row that would be added, changed or ended."""

    kind: Literal["added", "changed", "ended"]
    row: int | None  # none or 0 where no single row says so
    label: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(slots=True)
class SheetResult:
    """What one sheet would do."""

    name: str
    changes: list[Change] = field(default_factory=list)
    same: int = 0

    def of(self, kind: str) -> list[Change]:
        """The rows that would be added, changed or ended."""
        return [change for change in self.changes if change.kind == kind]

    @property
    def added(self) -> list[Change]:
        """Rows that would be new."""
        return self.of("added")

    @property
    def changed(self) -> list[Change]:
        """Rows that would differ from what is stored."""
        return self.of("changed")

    @property
    def ended(self) -> list[Change]:
        """Stored lines that the file leaves out of a whole set."""
        return self.of("ended")

    def __str__(self) -> str:
        counts = [f"{len(self.of(kind))} {kind}" for kind in ("added", "changed", "ended") if self.of(kind)]
        return f"{self.name}: {', '.join([*counts, f'{self.same} left alone'])}"


@dataclass(slots=True)
class Report:
    """Everything an import would do, and every fault that stops it."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[WorkbookNote] = field(default_factory=list)
    sheets: dict[str, SheetResult] = field(default_factory=dict)
    barred: list[tuple[str, str]] = field(default_factory=list)
    """Sheets and columns ("": all of the sheet) that whoever imports may not write."""

    def sheet(self, name: str) -> SheetResult:
        """The result of one sheet, made on first use."""
        return self.sheets.setdefault(name, SheetResult(name))

    def changes(self) -> Iterator[tuple[str, Change]]:
        """Every change with the name of its sheet."""
        for result in self.sheets.values():
            for change in result.changes:
                yield result.name, change

    @property
    def fingerprint(self) -> str:
        """A hash of these changes: two reports with the same fingerprint would do the same."""
        return hashlib.sha256(repr((list(self.changes()), self.faults)).encode()).hexdigest()
