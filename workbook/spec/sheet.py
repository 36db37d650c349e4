"""What a sheet of the workbook is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ui.sheets.cells import Parse


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet. `field` is what it fills; `link` names the list of things it points to.

    `checked_later`: whether a required cell may be blank depends on what is stored, so its loader says so.
    """

    name: str
    field: str
    parse: Parse
    meaning: str
    required: bool = False
    link: str = ""
    blank: Any = None
    part: str = ""
    checked_later: bool = False


C = SheetColumn


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
