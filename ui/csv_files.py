"""CSV files: out so that they open in a spreadsheet as they were meant, in whatever way somebody else wrote them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import IO, BinaryIO

from ui.sheets import LIKE_A_FORMULA, LIMITS, Grid, Limits, SheetError, as_read, refuse_page, too_many, too_many_cells

NOT_TEXT = "This file cannot be read as a table. Save the export as CSV, or as Excel workbook (.xlsx), and upload that."
_WIDEST = 100
_HEAD = 100_000
_WORD = re.compile(r"[^\s,;\t\"]+")
_GARBLED = re.compile("[ÃÅÄ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")
_CHECK = "Check these names; if they are wrong, save the export as CSV UTF-8 or as Excel workbook and upload that."
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def write_csv(target: BinaryIO | IO[bytes], rows: Iterable[Sequence[object]]) -> None:
    """Write rows as UTF-8 with a mark that spreadsheets know it by. A text that a spreadsheet would take for a formula
    gets an apostrophe before it; numbers and dates stand as they are."""
    text = io.StringIO()
    csv.writer(text).writerows([_safe(value) for value in row] for row in rows)
    target.write(text.getvalue().encode("utf-8-sig"))


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(LIKE_A_FORMULA) else value


def read_csv(content: bytes, limits: Limits = LIMITS) -> tuple[Grid, list[str]]:
    """The filled rows of a CSV file as texts (UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs), and
    notes on letters that may have been read wrongly.

    Raises SheetError, with a sentence to show, for what is no such file, or too long.
    """
    refuse_page(content)
    text, notes = decoded(content)
    rows: list[tuple[int, tuple[str | None, ...]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    filled = 0
    try:
        for number, cells in enumerate(reader, 1):
            found = tuple(as_read(cell) or None for cell in cells[:_WIDEST])
            filled += sum(cell is not None for cell in found)
            if any(found):
                rows.append((number, found))
            if len(rows) > limits.rows or number > limits.lines:
                raise SheetError(too_many("The file", limits))
            if filled > limits.cells:
                raise SheetError(too_many_cells(limits))
    except csv.Error as error:
        raise SheetError(NOT_TEXT) from error
    return tuple(rows), notes


def decoded(content: bytes) -> tuple[str, list[str]]:
    """The text of a file by its mark, else as UTF-8, else as UTF-8 with some wrong bytes or as Windows-1252; and a note
    where letters may be wrong. Raises SheetError for what is no text."""
    way = next((way for mark, way in _MARKS if content.startswith(mark)), "utf-8")
    notes: list[str] = []
    try:
        text = content.decode(way)
    except UnicodeError:
        if way == "utf-16":
            raise SheetError(NOT_TEXT) from None
        text, said = _mended(content.removeprefix(b"\xef\xbb\xbf"))
        notes.append(said)
    if "\x00" in text:
        raise SheetError(NOT_TEXT)
    if not notes and _GARBLED.search(text):
        garbled = list(dict.fromkeys(word for word in _WORD.findall(text) if _GARBLED.search(word)))
        notes.append(f"Some letters look as if they were saved wrongly: {_some(garbled)}. {_CHECK}")
    return text, notes


def _mended(content: bytes) -> tuple[str, str]:
    """A text that is not UTF-8 throughout, and a note on how it was read, with words that show it."""
    text = content.decode("utf-8", errors="surrogateescape")
    wrong = sum("\udc80" <= letter <= "\udcff" for letter in text)
    right = sum(ord(letter) > 127 for letter in text) - wrong
    if right > wrong:
        said = "A few letters of this file are not in the same alphabet as the others, and may be wrong"
        text = "".join(
            _windows(bytes([ord(letter) - 0xDC00])) if "\udc80" <= letter <= "\udcff" else letter for letter in text
        )
        odd = [word for word in _WORD.findall(content.decode("utf-8", errors="replace")) if "\ufffd" in word]
    else:
        said = "This file was read in the letters of Windows (Western Europe)"
        text = _windows(content)
        odd = [word for word in _WORD.findall(text) if not word.isascii()]
    return text, f"{said}: {_some(list(dict.fromkeys(odd)))}. {_CHECK}"


def _windows(content: bytes) -> str:
    return content.decode("cp1252", errors="replace")


def _some(words: list[str]) -> str:
    return ", ".join(word[:60] for word in words[:5]) + (f" and {len(words) - 5:,} more" if len(words) > 5 else "")


def _delimiter(text: str) -> str:
    """The separator (comma, semicolon or tab) that splits the first 40 rows into most cells."""
    rows = [line for line in text[:_HEAD].splitlines()[:40] if line.strip()]
    return max(",;\t", key=lambda mark: sum(line.count(mark) for line in rows))
