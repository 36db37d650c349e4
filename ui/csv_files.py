"""CSV files that open in a spreadsheet as they were meant: text stays text there too."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO, BinaryIO

from ui.sheets import LIKE_A_FORMULA


def write_csv(target: BinaryIO | IO[bytes], rows: Iterable[Sequence[object]]) -> None:
    """Write rows as UTF-8 with a mark that spreadsheets know it by. A text that a spreadsheet would take for a formula
    gets an apostrophe before it; numbers and dates stand as they are."""
    text = io.StringIO()
    csv.writer(text).writerows([_safe(value) for value in row] for row in rows)
    target.write(text.getvalue().encode("utf-8-sig"))


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(LIKE_A_FORMULA) else value
