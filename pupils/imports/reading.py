"""Reading a file as a table with headings, or as the pupils of a Common Transfer File."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pupils.imports import ctf
from pupils.imports.cells import plain
from pupils.imports.guessing import DEEPEST, heading_row, meant_by
from pupils.imports.records import FilePupil, FileRow, FileTable
from pupils.upn import upn_fault
from ui.csv_files import read_csv
from ui.sheets import Grid, SheetError, Value, read_content, read_grids

LAST = 6  # rows at the end in which totals are looked for
_TOTAL = re.compile(
    r"(grand |sub ?)?totals?\b|counts?\b|(number|no\.?) of \w+|\d+ (pupils|students|records|rows)\b|"
    r"(pupils|students|records)\s*:?\s*\d+|end of |printed|report |generated|average\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Transfer:
    """The pupils of a Common Transfer File."""

    records: tuple[FilePupil, ...]
    notes: tuple[str, ...]


def read(source: Path | IO[bytes]) -> FileTable | Transfer:
    """The content of an export of any kind. Raises ui.sheets.SheetError."""
    content = read_content(source)
    if not content.strip():
        raise SheetError("This file is empty. Choose another.")
    if ctf.is_xml(content):
        records, notes = ctf.read(content)
        return Transfer(records, notes)
    if content.startswith((b"PK\x03\x04", bytes.fromhex("d0cf11e0"))):
        return _best(read_grids(io.BytesIO(content)))
    return as_table(read_csv(content))


def _best(grids: dict[str, Grid]) -> FileTable:
    """The sheet with the longest table; a note names the others."""
    filled = {name: grid for name, grid in grids.items() if grid}
    if not filled:
        raise SheetError("This workbook has no rows. Choose another file.")
    name = max(filled, key=lambda each: (_headed(filled[each]), len(filled[each])))
    others = [other for other in filled if other != name]
    note = f"The sheet {name} was read; {', '.join(others)} {'were' if len(others) > 1 else 'was'} not."
    return as_table(filled[name], [note] if others else [])


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
    rows = []
    for place, (number, found) in enumerate(body):
        row = tuple(found[each] if each < len(found) else None for each in used)
        reason = _no_pupil(row, headings, last=place >= len(body) - LAST)
        if reason:
            said.append(f"Row {number} (“{_words(row)}”) {reason}, and was left out.")
        elif any(cell is not None for cell in row):
            rows.append(FileRow(number, row))
    if not rows:
        raise SheetError("There is no pupil in this file. Choose the export that lists pupils, a row for each.")
    if len(headings) < 2:
        raise SheetError("This file has one column only. Choose the export that lists pupils with their names.")
    return FileTable(headings, tuple(rows), tuple(said))


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
    if not last or any(not upn_fault(text.upper()) for text in filled):
        return ""
    if filled and len(filled) <= max(3, len(headings) // 2) and any(_TOTAL.match(text) for text in filled):
        return "is a total or a footer, not a pupil"
    return ""
