"""CSV files: out so that they open in a spreadsheet as they were meant, in whatever way somebody else wrote them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO, BinaryIO

from ui.sheets import LIKE_A_FORMULA, LIMITS, Grid, Limits, SheetError, as_read, too_many

NOT_TEXT = "This file cannot be read as a table. Save the export as CSV, or as Excel workbook (.xlsx), and upload that."
_WIDEST = 100
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def write_csv(target: BinaryIO | IO[bytes], rows: Iterable[Sequence[object]]) -> None:
    """Write rows as UTF-8 with a mark that spreadsheets know it by. A text that a spreadsheet would take for a formula
    gets an apostrophe before it; numbers and dates stand as they are."""
    text = io.StringIO()
    csv.writer(text).writerows([_safe(value) for value in row] for row in rows)
    target.write(text.getvalue().encode("utf-8-sig"))


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(LIKE_A_FORMULA) else value


def read_csv(content: bytes, limits: Limits = LIMITS) -> Grid:
    """The filled rows of a CSV file as texts: UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs.

    Raises SheetError, with a sentence to show, for what is no such file, or too long.
    """
    text = decoded(content)
    rows: list[tuple[int, tuple[str | None, ...]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, cells in enumerate(reader, 1):
            found = tuple(as_read(cell) or None for cell in cells[:_WIDEST])
            if any(found):
                rows.append((number, found))
            if len(rows) > limits.rows:
                raise SheetError(too_many("The file", limits))
    except csv.Error as error:
        raise SheetError(NOT_TEXT) from error
    return tuple(rows)


def decoded(content: bytes) -> str:
    """The text of a file by its mark, else as UTF-8, else as Windows-1252. Raises SheetError for what is no text."""
    ways = next(((way,) for mark, way in _MARKS if content.startswith(mark)), ("utf-8", "cp1252"))
    for way in ways:
        try:
            text = content.decode(way)
        except UnicodeError:
            continue
        if "\x00" not in text:
            return text
    raise SheetError(NOT_TEXT)


def _delimiter(text: str) -> str:
    """The separator (comma, semicolon or tab) that splits the first 40 rows into most cells."""
    rows = [line for line in text.splitlines()[:40] if line.strip()]
    return max(",;\t", key=lambda mark: sum(line.count(mark) for line in rows))
