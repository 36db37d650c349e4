"""Papers out: laid-out workbooks with live formulas, their values beside them for previewers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from ui.sheets.text import ILLEGAL, LIKE_A_FORMULA, Target, put


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula (`=B2*38`) with the value it comes to, which previewers show without working it out."""

    text: str
    value: Decimal | str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with how it looks: `style` one of STYLES, `format` one of FORMATS."""

    value: object
    style: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a paper. `head`: rows that stay on top and are printed on each page; `wide`: printed on A3."""

    name: str
    rows: Sequence[Sequence[object]]
    widths: Sequence[float] = ()
    head: int = 1
    landscape: bool = True
    wide: bool = False


FORMATS = {
    "money": '"£"#,##0.00;-"£"#,##0.00',
    "rate": '"£"#,##0.00##',
    "hours": "0.00",
    "number": "0.####",
    "date": "d mmm yyyy",
    "percent": "0.##%",
    "text": "@",
}
STYLES = ("", "title", "head", "total", "note", "input")
GREY = PatternFill("solid", fgColor="E9EDF2")
FONTS = {
    "title": Font("Calibri", 14, bold=True),
    "head": Font("Calibri", 11, bold=True),
    "total": Font("Calibri", 11, bold=True),
    "note": Font("Calibri", 11, italic=True, color="55606B"),
    "input": Font("Calibri", 11, color="1F4E9E"),
}
WITHIN = Alignment(wrap_text=True, vertical="top")
_RUN_ON = ("title", "note", "total")
_TOP = Border(top=Side(style="thin"))
_NO_NAME = re.compile(r"[\\/*?:\[\]]")


def write_paper(
    target: Target,
    pages: Sequence[Page],
    *,
    title: str,
    creator: str = "Provision Map",
    language: str = "en-GB",
) -> None:
    """Write a laid-out workbook. Cells are plain values, `Cell` or `Formula` (in a `Cell` for its style)."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    book.properties.title, book.properties.creator, book.properties.language = title, creator, language
    results = [write_page(book.create_sheet(sheet_name(page.name)), page) for page in pages]
    raw = io.BytesIO()
    book.save(raw)
    packed = _with_results(raw, results) if any(results) else raw.getvalue()
    put(target, packed)


def sheet_name(name: str) -> str:
    """A name that spreadsheets accept: at most 31 characters, none of \\ / * ? : [ ]."""
    return _NO_NAME.sub(" ", name).strip("' ")[:31] or "Sheet"


def write_page(sheet: Any, page: Page) -> dict[str, Decimal | str]:
    """Fill one sheet; returns what its formulas come to, by cell."""
    results: dict[str, Decimal | str] = {}
    for row, values in enumerate(page.rows, 1):
        lines = 1
        for column, given in enumerate(values, 1):
            if given is None or given == "":
                continue
            wanted = given if isinstance(given, Cell) else Cell(given)
            cell = sheet.cell(row, column)
            if isinstance(wanted.value, Formula):
                results[cell.coordinate] = wanted.value.value
            _fill(cell, wanted)
            lines = max(lines, _fit(cell, wanted, page.widths[column - 1]) if page.widths else 1)
        sheet.row_dimensions[row].height = 15 * lines if lines > 1 else None
    for column, width in enumerate(page.widths or widths_of(page.rows), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    if page.head:
        sheet.freeze_panes = f"A{page.head + 1}"
        sheet.print_title_rows = f"1:{page.head}"
    sheet.page_setup.orientation = "landscape" if page.landscape else "portrait"
    sheet.page_setup.paperSize = 8 if page.wide else 9  # A3, A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"
    return results


def _fill(cell: Any, wanted: Cell) -> None:
    value = wanted.value
    if isinstance(value, Formula):
        cell.value = value.text
    elif isinstance(value, str):
        set_text(cell, value)
    elif isinstance(value, Decimal) and Decimal(repr(float(value))) != value:
        set_text(cell, f"{value:f}")  # more digits than a spreadsheet number holds: as text it stays exact
    else:
        cell.value = value
    form = wanted.format or ("date" if isinstance(value, date) else "")
    if form:
        cell.number_format = FORMATS[form]
    _dress(cell, wanted)


def _dress(cell: Any, wanted: Cell) -> None:
    value, style = wanted.value, wanted.style
    if style in FONTS:
        cell.font = FONTS[style]
    if style == "total":
        cell.border = _TOP
    if style == "head":
        cell.fill = GREY
    long = isinstance(value, str) and style not in _RUN_ON and (len(value) > 40 or "\n" in value)
    if long or style == "head":
        cell.alignment = WITHIN


def _fit(cell: Any, wanted: Cell, width: float) -> int:
    """Wrap a text within its column and return how many lines it takes. Titles, notes and totals are not wrapped."""
    text = wanted.value if isinstance(wanted.value, str) else ""
    if text and wanted.style in _RUN_ON:
        return 1
    cell.alignment = WITHIN
    return sum(ceil((len(line) + 3) / width) for line in text.splitlines()) or 1


def set_text(cell: Any, text: str) -> None:
    """Put a text into a cell so that it stays text, whatever it begins with."""
    cell.value = ILLEGAL.sub("", text)
    cell.data_type = "s"
    if text.startswith(LIKE_A_FORMULA):
        cell.quotePrefix = True  # editing the cell in a spreadsheet then keeps it text


def widths_of(rows: Sequence[Sequence[object]]) -> list[float]:
    """A width for each column that fits its longest text, between 8 and 60 characters."""
    widths: list[float] = []
    for values in rows:
        for place, given in enumerate(values):
            value = given.value if isinstance(given, Cell) else given
            if place == len(widths):
                widths.append(8.0)
            shown = "" if value is None or isinstance(value, Formula) else str(value)
            longest = max((len(line) for line in shown.splitlines()), default=0)
            widths[place] = max(widths[place], min(longest + 2.0, 60.0))
    return widths


def _with_results(book: io.BytesIO, results: list[dict[str, Decimal | str]]) -> bytes:
    """The workbook with the value of each formula stored beside it, so that previewers show it: openpyxl cannot write
    both."""
    packed = io.BytesIO()
    with zipfile.ZipFile(book) as parcel, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in parcel.infolist():
            content = parcel.read(member)
            for place, found in enumerate(results, 1):
                if found and member.filename == f"xl/worksheets/sheet{place}.xml":
                    content = _add_results(content.decode(), found).encode()
            copy.writestr(member, content)
    return packed.getvalue()


_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)>(<f>[^<]*</f>)<v\s*(?:/>|></v>)</c>')


def _add_results(xml: str, results: dict[str, Decimal | str]) -> str:
    def filled(match: re.Match[str]) -> str:
        place, attributes, formula = match.groups()
        value = results[place]
        kind = ' t="str"' if isinstance(value, str) else ""
        shown = value if isinstance(value, str) else f"{value:f}"
        return f'<c r="{place}"{attributes}{kind}>{formula}<v>{escape(shown, quote=False)}</v></c>'

    return _FORMULA.sub(filled, xml)
