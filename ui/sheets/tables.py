"""Plain tables out. openpyxl makes the workbook and its headers; the many rows are put into it as text of their own,
which is several times quicker than making a cell object for each.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from html import escape
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as Made
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from ui.sheets.papers import FORMATS, WITHIN, Cell, Page, sheet_name, widths_of, write_page
from ui.sheets.reading import SheetError
from ui.sheets.text import ILLEGAL, LIKE_A_FORMULA, Target, put

Table = tuple[str, list[str], list[list[object]]]
LONG = 40
SEEN_FOR_WIDTHS = 100  # rows
MOST_LETTERS = 32_767  # in a cell


def write_workbook(target: Target, sheets: Sequence[Table]) -> None:
    """Write plain tables: name, column names, rows. The header is bold and stays on top; text stays text.

    Values are text, numbers (Decimals exactly), yes or no, days, times and nothing. Raises SheetError for a text that
    is longer than a cell can hold, rather than cut it.
    """
    book = Workbook()
    del book[book.sheetnames[0]]
    book.properties.title = sheets[0][0] if sheets else ""
    book.properties.creator, book.properties.language = "Provision Map", "en-GB"
    for name, columns, rows in sheets:
        widths = widths_of([columns, *rows[:SEEN_FOR_WIDTHS]])
        write_page(book.create_sheet(sheet_name(name)), Page(name, [[Cell(each, "head") for each in columns]], widths))
    written = [_rows(rows, _styles(sheet)) for (_, _, rows), sheet in zip(sheets, book.worksheets, strict=True)]
    made = io.BytesIO()
    book.save(made)
    put(target, _with_rows(made, sheets, written))


def _styles(sheet: Any) -> dict[str, int]:
    """The workbook's numbers of the few looks that values have."""
    looks = {name: Made(sheet, row=1, column=1) for name in ("plain", "text", "long", "long text", *MOMENTS)}
    looks["text"].quotePrefix = looks["long text"].quotePrefix = True  # editing in a spreadsheet then keeps it text
    looks["long"].alignment = looks["long text"].alignment = WITHIN
    for name, form in MOMENTS.items():
        looks[name].number_format = form
    return {name: cell.style_id for name, cell in looks.items()}


MOMENTS = {"day": FORMATS["date"], "time": "hh:mm", "moment": "d mmm yyyy hh:mm"}


def _rows(rows: Sequence[Sequence[object]], styles: dict[str, int]) -> Iterator[str]:
    letters = [get_column_letter(place) for place in range(1, max(map(len, rows), default=0) + 1)]
    for number, row in enumerate(rows, 2):
        cells = [
            _cell(f"{letter}{number}", value, styles)
            for letter, value in zip(letters, row, strict=False)
            if value is not None and value != ""
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: object, styles: dict[str, int]) -> str:
    if isinstance(value, str):
        return _text(place, value, styles)
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, date | time):
        look = "time" if isinstance(value, time) else "moment" if isinstance(value, datetime) else "day"
        return f'<c r="{place}" s="{styles[look]}"><v>{_serial(value)}</v></c>'
    if isinstance(value, Decimal):
        if Decimal(f"{float(value):.16g}") != value:
            return _text(place, f"{value:f}", styles)  # more digits than a number holds: as text it stays exact
        value = f"{value:f}"
    return f'<c r="{place}"><v>{value}</v></c>'


def _serial(value: date | time) -> float:
    return float(to_excel(value))  # type: ignore[no-untyped-call]


def _text(place: str, text: str, styles: dict[str, int]) -> str:
    if len(text) > MOST_LETTERS:
        raise SheetError(f"The text for cell {place} has more than {MOST_LETTERS:,} letters, the most a cell holds.")
    look = "long" if len(text) > LONG or "\n" in text else ""
    look = f"{look} text".strip() if text.startswith(LIKE_A_FORMULA) else look or "plain"
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    shown = escape(ILLEGAL.sub("", text), quote=False)
    return f'<c r="{place}" s="{styles[look]}" t="inlineStr"><is><t{kept}>{shown}</t></is></c>'


def _with_rows(made: io.BytesIO, sheets: Sequence[Table], written: Sequence[Iterator[str]]) -> bytes:
    """The same workbook with the rows below each header."""
    places = {f"xl/worksheets/sheet{place}.xml": place - 1 for place in range(1, len(sheets) + 1)}
    packed = io.BytesIO()
    with zipfile.ZipFile(made) as parcel, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in parcel.infolist():
            content = parcel.read(member)
            if member.filename in places:
                place = places[member.filename]
                _, columns, rows = sheets[place]
                corner = f"{get_column_letter(len(columns) or 1)}{len(rows) + 1}"
                head, tail = content.decode().split("</sheetData>")
                head = re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="A1:{corner}"', head, count=1)
                content = "".join([head, *written[place], "</sheetData>", tail]).encode()
            copy.writestr(member, content)
    return packed.getvalue()
