"""Reads the cells of a workbook into typed rows, and records every fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, BinaryIO

from ui.sheets import Row, Sheet, Value, read_workbook
from ui.sheets.cells import Fault, SheetColumn, WrongValue, cell_text, read_cell
from workbook.results import Report, WorkbookNote
from workbook.spec import SHEETS, SheetSpec, spec_of

Data = Mapping[str, Sheet]
READ_ME = "Read me"  # the template's own page of explanations


@dataclass(slots=True)
class SheetLine:
    """One row of a sheet: `cells` as found and `values` as read, by field. Columns not in the sheet are in neither."""

    spec: SheetSpec
    number: int
    cells: dict[str, Value]
    values: dict[str, Any]
    report: Report
    broken: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """Whether the sheet has this column and the cell could be read."""
        return name in self.values

    def get(self, name: str) -> Any:
        """What the cell was read as; None where the column is missing or the cell is faulty."""
        return self.values.get(name)

    def wrong(self, name: str, what: str, value: str | None = None) -> None:
        """Record a fault of this row in the column that fills `name`."""
        column = next((column.name for column in self.spec if column.field == name), name)
        found = cell_text(self.cells.get(name)) if value is None else value
        self.report.faults.append(Fault(self.number, column, found, what, self.spec.name))
        self.broken.add(name)
        self.values.pop(name, None)

    def note(self, text: str) -> None:
        """Add a note on how something in this row was read."""
        self.report.notes.append(WorkbookNote(self.spec.name, self.number, text))

    def part(self, name: str = "", *, drop: Iterable[str] = ()) -> dict[str, Any]:
        """The values of the columns of one part of the row, by the field they fill."""
        left_out = set(drop)
        fields = [column.field for column in self.spec if column.part == name]
        return {field: self.values[field] for field in fields if field in self.values and field not in left_out}


def from_file(source: Path | BinaryIO | IO[bytes]) -> Data:
    """The sheets of an uploaded or stored workbook. Raises ui.sheets.SheetError."""
    return read_workbook(source)


def from_mapping(workbook: Mapping[str, Any]) -> Data:
    """The same from plain data: sheet → rows by column name, `School` as key → value."""
    data: dict[str, Sheet] = {}
    for name, columns, rows in to_tables(workbook):
        filled = [
            Row(number, {column: _tidy(cell) for column, cell in zip(columns, row, strict=True)})
            for number, row in enumerate(rows, 2)
        ]
        data[name] = Sheet(name, tuple(columns), tuple(filled))
    return data


def to_tables(workbook: Mapping[str, Any]) -> list[tuple[str, list[str], list[list[object]]]]:
    """Plain data as the tables that `ui.sheets.write_workbook` takes."""
    tables: list[tuple[str, list[str], list[list[object]]]] = []
    for name, content in workbook.items():
        rows = (
            [{"Key": key, "Value": value} for key, value in content.items()] if isinstance(content, dict) else content
        )
        columns = list(dict.fromkeys(column for row in rows for column in row))
        tables.append((name, columns, [[row.get(column) for column in columns] for row in rows]))
    return tables


def _tidy(cell: object) -> Any:
    if isinstance(cell, float):
        return Decimal(repr(cell))
    return cell.strip() or None if isinstance(cell, str) else cell


def read_lines(data: Data, report: Report) -> dict[str, list[SheetLine]]:
    """Every known sheet's rows, read; unknown sheets and columns become notes, faults go to the report."""
    lines: dict[str, list[SheetLine]] = {}
    for name, sheet in data.items():
        spec = spec_of(name)
        if spec is None:
            if sheet.headers and name != READ_ME:
                report.notes.append(
                    WorkbookNote(name, None, "This sheet is not one of the school workbook's and was ignored.")
                )
        elif sheet.headers:
            lines[spec.name] = _read_sheet(spec, sheet, report)
    return {spec.name: lines[spec.name] for spec in SHEETS if spec.name in lines}


def _read_sheet(spec: SheetSpec, sheet: Sheet, report: Report) -> list[SheetLine]:
    columns = _columns(spec, sheet, report)
    report.sheet(spec.name)
    if not _has_what_it_needs(spec, columns.values(), report):
        return []
    return [
        _read_row(spec, columns, row, report)
        for row in sheet.rows
        if any(row.values.get(h) is not None for h in columns)
    ]


def _columns(spec: SheetSpec, sheet: Sheet, report: Report) -> dict[str, SheetColumn]:
    found: dict[str, SheetColumn] = {}
    for header in sheet.headers:
        column = spec.find(header)
        if column is None:
            text = f"The column {header} is not one of this sheet's and was ignored."
            report.notes.append(WorkbookNote(spec.name, 1, text))
        elif column in found.values():
            what = "This column is there twice. Remove one."
            report.faults.append(Fault(1, column.name, header, what, spec.name))
        else:
            found[header] = column
    return found


def _has_what_it_needs(spec: SheetSpec, columns: Iterable[SheetColumn], report: Report) -> bool:
    """Whether the sheet has the columns without which no row can be read: those of its key, or, for a sheet without a
    key, every required one. Records a fault for each that is missing."""
    present = {column.field for column in columns}
    needed = [column for column in spec if column.required and (not spec.key or column.field in spec.key)]
    missing = [column for column in needed if column.field not in present]
    for column in missing:
        what = f"The sheet has no column {column.name}. Add it, with a value in each row."
        report.faults.append(Fault(1, column.name, "", what, spec.name))
    return not missing


def _read_row(spec: SheetSpec, columns: dict[str, SheetColumn], row: Row, report: Report) -> SheetLine:
    found = {column.field: row.values.get(header) for header, column in columns.items()}
    line = SheetLine(spec, row.number, found, {}, report)
    for column in columns.values():
        fill(line, column)
    return line


def fill(line: SheetLine, column: SheetColumn) -> None:
    """Read one cell of the row into its values, or record what is wrong with it."""
    value = line.cells[column.field]
    if value is None or value == "":
        if column.required and not column.checked_later:
            line.wrong(column.field, f"Fill this in: {column.meaning[0].lower()}{column.meaning[1:]}.")
        else:
            blank = column.blank
            line.values[column.field] = list(blank) if isinstance(blank, tuple) else blank
    else:
        try:
            line.values[column.field] = read_cell(value, column.parse)
        except WrongValue as error:
            line.wrong(column.field, str(error))
