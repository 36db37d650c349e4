"""Plain tables out, row by row: quick for the many rows of a whole school."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter

from ui.sheets.papers import FONTS, FORMATS, GREY, WITHIN, set_text, sheet_name, widths_of
from ui.sheets.text import ILLEGAL, LIKE_A_FORMULA, Target, put

LONG = 40
SEEN_FOR_WIDTHS = 100  # rows


def write_workbook(target: Target, sheets: Sequence[tuple[str, list[str], list[list[object]]]]) -> None:
    """Write plain tables: name, column names, rows. The header is bold and stays on top; text stays text."""
    book = Workbook(write_only=True)
    book.properties.title = sheets[0][0] if sheets else ""
    book.properties.creator, book.properties.language = "Provision Map", "en-GB"
    for name, columns, rows in sheets:
        _write_table(book.create_sheet(sheet_name(name)), columns, rows)
    packed = io.BytesIO()
    book.save(packed)
    put(target, packed.getvalue())


def _write_table(sheet: Any, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    for place, width in enumerate(widths_of([columns, *rows[:SEEN_FOR_WIDTHS]]), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    dress = _Dress(sheet)
    sheet.append([dress.head(column) for column in columns])
    for row in rows:
        sheet.append([dress.dressed(value) for value in row])


class _Dress:
    """Cells for the values that need one; the rest goes as it is."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    def head(self, name: str) -> Any:
        cell = self._text(name)
        cell.font, cell.fill, cell.alignment = FONTS["head"], GREY, WITHIN
        return cell

    def dressed(self, value: object) -> object:
        if isinstance(value, str):
            return self._string(value)
        if isinstance(value, Decimal):
            return value if Decimal(f"{float(value):.16g}") == value else self._text(f"{value:f}")
        if isinstance(value, date | time):
            return self._moment(value)
        return value

    def _string(self, text: str) -> object:
        if text.startswith(LIKE_A_FORMULA) or text in ERROR_CODES:
            return self._text(text)
        if len(text) > LONG or "\n" in text:
            cell = self._text(text)
            cell.alignment = WITHIN
            return cell
        return ILLEGAL.sub("", text)

    def _text(self, text: str) -> Any:
        cell = WriteOnlyCell(self.sheet)
        set_text(cell, text)
        return cell

    def _moment(self, value: date | time) -> Any:
        cell = WriteOnlyCell(self.sheet, value)  # type: ignore[arg-type] # a day or a time is fine too
        if not isinstance(value, datetime | time):
            cell.number_format = FORMATS["date"]
        return cell
