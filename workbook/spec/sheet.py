"""What a sheet of the workbook is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ui.sheets.cells import SheetColumn


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet: its name, what it is for, its columns, and the columns by which a row is known."""

    name: str
    meaning: str
    columns: tuple[SheetColumn, ...]
    key: tuple[str, ...]

    def __iter__(self) -> Iterator[SheetColumn]:
        return iter(self.columns)

    def find(self, name: str) -> SheetColumn | None:
        """The column with this name, whatever its letter case and the space around it."""
        wanted = " ".join(name.rstrip("* ").split()).lower()
        return next((column for column in self.columns if column.name.lower() == wanted), None)
