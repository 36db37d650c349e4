"""A file as a table, and each pupil of it as read, with the faults in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pupils.imports.fields import GROUP, IGNORE, PREVIOUSLY, field_of
from pupils.imports.files.cells import PREVIOUSLY as PREVIOUSLY_WORD
from pupils.imports.files.cells import WordUnknown, plain
from ui.sheets import Value
from ui.sheets.cells import Fault, Parse, WrongValue, read_cell


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a table: its number in the file, and a cell for each heading."""

    number: int
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class FileTable:
    """An export as a table. `notes` say what was left out of it and why; `left_out` counts the rows."""

    headings: tuple[str, ...]
    rows: tuple[FileRow, ...]
    notes: tuple[str, ...]
    left_out: int = 0

    def column(self, place: int) -> list[Value]:
        """The cells of one column."""
        return [row.cells[place] for row in self.rows]


@dataclass(frozen=True, slots=True)
class FilePupil:
    """A pupil of the file. `values` are those in the file, by field; a blank cell is left out. `labels` are the file's
    own names of the fields."""

    number: int
    values: Mapping[str, Any]
    faults: tuple[Fault, ...]
    labels: Mapping[str, str]
    broken: frozenset[str] = frozenset()  # fields with a fault
    words: Mapping[str, str] = field(default_factory=dict)  # words of the school's own, by field
    loud: frozenset[str] = frozenset()  # names that the file has in capitals
    notes: tuple[str, ...] = ()  # on what was left out of this pupil's needs and status
    unit: str = "Row"

    def get(self, name: str) -> Any:
        """The value of this field, or None."""
        return self.values.get(name)

    @property
    def name(self) -> str:
        """The pupil's name in the file, or the row."""
        return f"{self.get('forename') or ''} {self.get('surname') or ''}".strip() or f"{self.unit} {self.number}"

    @property
    def groups(self) -> dict[str, bool]:
        """The pupil groups in the file, and whether the pupil is in each."""
        return {name.removeprefix(GROUP): value for name, value in self.values.items() if name.startswith(GROUP)}

    def fault(self, name: str, what: str, value: str | None = None) -> Fault:
        """A fault of this pupil in the column of this field."""
        said = plain(self.get(name)) if value is None else value
        return Fault(self.number, self.labels.get(name, ""), said, what, unit=self.unit, name=self.known_by)

    @property
    def known_by(self) -> str:
        """The pupil's name, where a row cannot be looked up by its number."""
        return self.name if self.unit != "Row" and self.get("surname") else ""


@dataclass(slots=True)
class Reader:
    """Collects the values of one pupil, and the faults in them."""

    number: int
    labels: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    unit: str = "Row"
    words: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def read(self, name: str, value: Value, parse: Parse) -> Any:
        """A cell's value; None where it is blank or wrong (then a fault is added)."""
        if value is None or value == "":
            return None
        try:
            return read_cell(value, parse)
        except WordUnknown as unknown:
            self.words[name] = unknown.word
            return None
        except WrongValue as wrong:
            fault = Fault(self.number, self.labels.get(name, name), plain(value), str(wrong), unit=self.unit)
            self.faults.append(fault)
            self.broken.add(name)
            return None

    def take(self, name: str, value: Value, parse: Parse) -> None:
        """Read a cell into its field; a blank one is left out."""
        found = self.read(name, value, parse)
        if found not in (None, ""):
            self.put(name, found)

    def put(self, name: str, value: Any) -> None:
        """Set a field; a whole name sets surname and forename, and “previously looked after” its own group."""
        if name == "whole_name":
            self.values["surname"], self.values["forename"] = value
        elif value == PREVIOUSLY_WORD:
            self.values |= {name: False, GROUP + PREVIOUSLY: True}
        else:
            self.values[name] = value

    def record(self) -> FilePupil:
        """The pupil as read."""
        made = FilePupil(
            self.number, self.values, (), self.labels, frozenset(self.broken), unit=self.unit, words=dict(self.words)
        )
        return replace(
            made,
            faults=tuple(replace(fault, name=made.known_by) for fault in self.faults),
            notes=tuple(f"{self.unit} {self.number} ({made.name}): {note}" for note in self.notes),
        )


def records_of(table: FileTable, mapping: Sequence[str]) -> tuple[FilePupil, ...]:
    """The pupils of a table whose columns are the fields of `mapping`."""
    fields = [field_of(name) if name != IGNORE else None for name in mapping]
    labels = {
        name: heading for name, heading, held in zip(mapping, table.headings, fields, strict=True) if held is not None
    }
    if "whole_name" in labels:
        labels |= {name: labels["whole_name"] for name in ("surname", "forename") if name not in labels}
    found = []
    for row in table.rows:
        reader = Reader(row.number, labels)
        for held, cell in zip(fields, row.cells, strict=True):
            if held is not None:
                reader.take(held.name, cell, held.parse)
        found.append(reader.record())
    return tuple(found)
