"""Reading a file as a table with headings, or as the pupils of a Common Transfer File."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pupils.imports.files import ctf
from pupils.imports.files.cells import plain
from pupils.imports.files.guessing import DEEPEST, heading_row, meant_by
from pupils.imports.records import FilePupil, FileRow, FileTable
from pupils.upn import upn_fault
from ui.csv_files import read_csv
from ui.sheets import Grid, SheetError, Value, read_content, read_grids, refuse_page

LAST = 6  # rows at the end in which totals are looked for
_TOTAL = re.compile(
    r"(grand |sub ?)?totals?\b|counts?\b|(number|no\.?) of \w+|\d+ (pupils|students|records|rows)\b|"
    r"(pupils|students|records)\s*:?\s*\d+|end of |printed|report |generated|average\b",
    re.IGNORECASE,
)
MOST_OF_A_LABEL = 2  # cells of a row that names a class, a filter or a total
_LABEL = re.compile(
    _TOTAL.pattern
    + r"|(class|form|reg(istration)?( group)?|tutor( group)?|year( group)?|group|filter|school|date|user)\s*:|"
    r"created (on|by)\b|run (on|by|date)\b|exported\b|page \d+\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Transfer:
    """The pupils of a Common Transfer File."""

    records: tuple[FilePupil, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileSheets:
    """A workbook of which several sheets list pupils; somebody must say which is meant."""

    tables: tuple[tuple[str, FileTable], ...]

    def table(self, name: str) -> FileTable | None:
        """The sheet of this name."""
        return dict(self.tables).get(name)


Content = FileTable | Transfer | FileSheets


def read(source: Path | IO[bytes]) -> Content:
    """The content of an export of any kind. Raises ui.sheets.SheetError."""
    content = read_content(source)
    if not content.strip():
        raise SheetError("This file is empty. Choose another.")
    refuse_page(content)
    if ctf.is_xml(content):
        records, notes = ctf.read(content)
        return Transfer(records, notes)
    if content.startswith((b"PK\x03\x04", bytes.fromhex("d0cf11e0"))):
        return _of_sheets(read_grids(io.BytesIO(content)))
    return as_table(*read_csv(content))


def _of_sheets(grids: dict[str, Grid]) -> FileTable | FileSheets:
    """The one sheet with headings, else the longest, with a note that names the others; or all with headings."""
    filled = {name: grid for name, grid in grids.items() if grid}
    if not filled:
        raise SheetError("This workbook has no rows. Choose another file.")
    headed = [name for name in filled if _headed(filled[name])]
    if len(headed) > 1:
        others = tuple((name, as_table(filled[name], _left_alone(name, filled))) for name in headed)
        return FileSheets(others)
    name = headed[0] if headed else max(filled, key=lambda each: len(filled[each]))
    return as_table(filled[name], _left_alone(name, filled))


def _left_alone(name: str, filled: Iterable[str]) -> list[str]:
    others = [other for other in filled if other != name]
    note = f"The sheet {name} was read; {', '.join(others)} {'were' if len(others) > 1 else 'was'} not."
    return [note] if others else []


def _headed(grid: Grid) -> bool:
    return any(
        sum(isinstance(cell, str) and meant_by(cell) is not None for cell in row) > 1 for _, row in grid[:DEEPEST]
    )


def as_table(grid: Grid, notes: Sequence[str] = ()) -> FileTable:
    """The table below the headings, without titles, repeated headings and totals. Raises SheetError where nothing is
    left."""
    said = list(notes)
    start = heading_row(grid)
    above, body = (grid[:start], grid[start + 1 :]) if start is not None else ((), grid)
    head = grid[start][1] if start is not None else ()
    used = [place for place in range(max(map(len, (row for _, row in grid)), default=0)) if _used(place, head, body)]
    headings = tuple(_heading(head, place) for place in used)
    if above:
        said.append(f"{'Row' if len(above) == 1 else 'Rows'} above the headings left out: “{_words(above[0][1])}”.")
    rows, left_out = [], 0
    for place, (number, found) in enumerate(body):
        row = tuple(found[each] if each < len(found) else None for each in used)
        reason = _no_pupil(row, headings, last=place >= len(body) - LAST)
        if reason:
            left_out += 1
            said.append(f"Row {number} (“{_words(row)}”) {reason}, and was left out.")
        elif any(cell is not None for cell in row):
            rows.append(FileRow(number, row))
    if not rows:
        raise SheetError("There is no pupil in this file. Choose the export that lists pupils, a row for each.")
    if len(headings) < 2:
        raise SheetError("This file has one column only. Choose the export that lists pupils with their names.")
    return FileTable(headings, tuple(rows), tuple(said), left_out)


def _used(place: int, head: Sequence[Value], body: Grid) -> bool:
    named = place < len(head) and head[place] is not None
    return named or any(place < len(row) and row[place] is not None for _, row in body)


def _heading(head: Sequence[Value], place: int) -> str:
    named = plain(head[place]) if place < len(head) else ""
    return named[:100] or f"Column {chr(65 + place) if place < 26 else place + 1}"


def _words(row: Sequence[Value]) -> str:
    text = " ".join(plain(cell) for cell in row if cell is not None)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _no_pupil(row: Sequence[Value], headings: Sequence[str], *, last: bool) -> str:
    filled = [plain(cell) for cell in row if cell is not None]
    if [plain(cell) for cell in row] == list(headings):
        return "repeats the headings"
    if not filled or any(not upn_fault(text.upper()) for text in filled):
        return ""
    if len(filled) <= MOST_OF_A_LABEL and len(headings) > len(filled) and _LABEL.match(filled[0]):
        return "is a heading or a note of the report, not a pupil"
    if last and len(filled) <= max(3, len(headings) // 2) and any(_TOTAL.match(text) for text in filled):
        return "is a total or a footer, not a pupil"
    return ""
