"""Spreadsheets, safely in and out: the only user of openpyxl.

Out: text stays text, whatever it begins with; formulas are written only where asked for, with their value beside
them for previewers. In: a file is measured before it is unpacked, numbers come as exact decimals, and whatever cannot
be read is one clear sentence.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from html import escape
from itertools import repeat
from math import ceil
from pathlib import Path
from typing import IO, Any, BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

Target = Path | BinaryIO | IO[bytes]
DAMAGE = (KeyError, ValueError, TypeError, AttributeError, IndexError, ParseError, OSError, zipfile.BadZipFile)
MEGABYTE = 1024 * 1024
WIDEST = 100


class SheetError(Exception):
    """A file that cannot be read, in one sentence for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell whose value cannot be known; `why` says what to do about it."""

    text: str
    why: str

    def __str__(self) -> str:
        return self.text


Value = str | int | Decimal | bool | date | time | Unreadable | None


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row: its number in the sheet, and its values by column name as written in row 1."""

    number: int
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as read: column names as written (a repeated one twice) and the filled rows."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may be at most; more is refused before it is read."""

    packed: int = 10 * MEGABYTE
    unpacked: int = 50 * MEGABYTE
    rows: int = 20_000
    members: int = 1_000


LIMITS = Limits()
NOT_A_WORKBOOK = "This is not an Excel workbook (.xlsx). Open it in your spreadsheet and save it as Excel workbook."
NO_VALUE = "The formula has no stored value. Open the file in a spreadsheet and save it, or type the value itself."
BROKEN = "The cell shows an error. Correct the formula, or type the value itself."

KNOWN = (str, int, Decimal, date, time)


def read_workbook(source: Target, limits: Limits = LIMITS) -> dict[str, Sheet]:
    """Every sheet of a workbook by its name, empty rows left out; formulas by their last computed value.

    Raises SheetError, with a sentence to show, for a file that is too large, protected, unsafe or not a workbook.
    """
    content = _content(source, limits)
    with_formulas = _inspect(content, limits)
    try:
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        formulas = (
            load_workbook(io.BytesIO(content), read_only=True, keep_links=False).worksheets if with_formulas else None
        )
        return {
            sheet.title: _read_sheet(sheet, formulas[place] if formulas else None, limits)
            for place, sheet in enumerate(values.worksheets)
            if hasattr(sheet, "reset_dimensions")  # a chart sheet has no cells
        }
    except DAMAGE as error:  # what defusedxml refuses is a ValueError too
        raise SheetError("This workbook is damaged and cannot be read. Save it again from your spreadsheet.") from error


def _content(source: Target, limits: Limits) -> bytes:
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                content = file.read(limits.packed + 1)
        except OSError as error:
            raise SheetError(f"The file {source.name} cannot be opened: {error.strerror}.") from error
    else:
        content = source.read(limits.packed + 1)
    if len(content) > limits.packed:
        raise SheetError(f"The file is larger than {limits.packed // MEGABYTE} MB, the most that can be read.")
    return content


def _inspect(content: bytes, limits: Limits) -> bool:
    """Measure the parcel before anything is unpacked; tell whether any sheet holds a formula."""
    if content.startswith(bytes.fromhex("d0cf11e0")):
        raise SheetError(
            "The file is protected by a password, or in the old .xls format. Save it as .xlsx without a password."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            members = parcel.infolist()
            if sum(member.file_size for member in members) > limits.unpacked or len(members) > limits.members:
                raise SheetError(f"Unpacked, the file is larger than {limits.unpacked // MEGABYTE} MB: not read.")
            if any(member.flag_bits & 1 for member in members):
                raise SheetError("The file is protected by a password. Save it without one.")
            if "xl/workbook.xml" not in parcel.namelist():
                raise SheetError(NOT_A_WORKBOOK)
            texts = [(name, parcel.read(name)) for name in parcel.namelist() if name.endswith((".xml", ".rels"))]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise SheetError(NOT_A_WORKBOOK) from error
    if any(b"<!DOCTYPE" in text or b"<!ENTITY" in text for _, text in texts):
        raise SheetError("This workbook holds instructions that no workbook needs, so it was not read.")
    return any(name.startswith("xl/worksheets/") and re.search(rb"<(\w+:)?f[ />]", text) for name, text in texts)


def _read_sheet(sheet: Any, formulas: Any, limits: Limits) -> Sheet:
    sheet.reset_dimensions()
    first = next(sheet.iter_rows(max_row=1, max_col=WIDEST, values_only=True), ())
    headers = ["" if name is None else str(name).strip() for name in first]
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        return Sheet(sheet.title, (), ())
    rows: list[Row] = []
    for number, cells, originals in _lines(sheet, formulas, len(headers)):
        found = [_value(cell, original) for cell, original in zip(cells, originals, strict=False)]
        if all(value is None for value in found):
            continue
        if len(rows) == limits.rows:
            raise SheetError(f"Sheet {sheet.title} has more than {limits.rows:,} rows, the most that can be read.")
        values: dict[str, Value] = {}
        for name, value in zip(headers, found, strict=False):
            if name:
                values.setdefault(name, value)
        rows.append(Row(number, values))
    return Sheet(sheet.title, tuple(name for name in headers if name), tuple(rows))


def _lines(sheet: Any, formulas: Any, width: int) -> Iterator[tuple[int, Any, Any]]:
    originals: Any = repeat(repeat(None))
    if formulas is not None:
        formulas.reset_dimensions()
        originals = formulas.iter_rows(min_row=2, max_col=width)
    lines = zip(sheet.iter_rows(min_row=2, max_col=width), originals, strict=False)
    for number, (cells, formula_cells) in enumerate(lines, 2):
        yield number, cells, formula_cells


def _value(cell: Any, original: Any) -> Value:
    value: Any = cell.value
    if getattr(original, "data_type", "") == "f" and value is None:
        return Unreadable(str(original.value), NO_VALUE)
    if cell.data_type == "e":
        return Unreadable(str(value), BROKEN)
    if isinstance(value, str):
        return value.replace("\xa0", " ").replace("_x000D_", "").strip() or None  # the mark of an old line end
    if isinstance(value, float):
        exact = Decimal(repr(value))
        return f"{(exact * 100).normalize():f}%" if "%" in str(cell.number_format) else exact
    if isinstance(value, int) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return f"{value * 100}%"
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, timedelta):
        return (datetime.combine(date.min, time()) + value).time()
    return None if value is None else value if isinstance(value, KNOWN) else str(value)


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
_GREY = PatternFill("solid", fgColor="E9EDF2")
_FONTS = {
    "title": Font("Calibri", 14, bold=True),
    "head": Font("Calibri", 11, bold=True),
    "total": Font("Calibri", 11, bold=True),
    "note": Font("Calibri", 11, italic=True, color="55606B"),
    "input": Font("Calibri", 11, color="1F4E9E"),
}
_WITHIN = Alignment(wrap_text=True, vertical="top")
_RUN_ON = ("title", "note", "total")
_TOP = Border(top=Side(style="thin"))
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_NAME = re.compile(r"[\\/*?:\[\]]")
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_workbook(target: Target, sheets: Sequence[tuple[str, list[str], list[list[object]]]]) -> None:
    """Write plain tables: name, column names, rows. The header is bold and stays on top; text stays text."""
    write_paper(
        target,
        [Page(name, [[Cell(column, "head") for column in columns], *rows]) for name, columns, rows in sheets],
        title=sheets[0][0] if sheets else "",
    )


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
    results = [_write_page(book.create_sheet(sheet_name(page.name)), page) for page in pages]
    raw = io.BytesIO()
    book.save(raw)
    packed = _with_results(raw, results) if any(results) else raw.getvalue()
    if isinstance(target, Path):
        target.write_bytes(packed)
    else:
        target.write(packed)


def sheet_name(name: str) -> str:
    """A name that spreadsheets accept: at most 31 characters, none of \\ / * ? : [ ]."""
    return _NO_NAME.sub(" ", name).strip("' ")[:31] or "Sheet"


def _write_page(sheet: Any, page: Page) -> dict[str, Decimal | str]:
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
    for column, width in enumerate(page.widths or _widths(page.rows), 1):
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
        _set_text(cell, value)
    elif isinstance(value, Decimal) and Decimal(f"{float(value):.16g}") != value:
        _set_text(cell, f"{value:f}")  # more digits than a spreadsheet number holds: as text it stays exact
    else:
        cell.value = value
    form = wanted.format or ("date" if isinstance(value, date) else "")
    if form:
        cell.number_format = FORMATS[form]
    _dress(cell, wanted)


def _dress(cell: Any, wanted: Cell) -> None:
    value, style = wanted.value, wanted.style
    if style in _FONTS:
        cell.font = _FONTS[style]
    if style == "total":
        cell.border = _TOP
    if style == "head":
        cell.fill = _GREY
    long = isinstance(value, str) and style not in _RUN_ON and (len(value) > 40 or "\n" in value)
    if long or style == "head":
        cell.alignment = _WITHIN


def _fit(cell: Any, wanted: Cell, width: float) -> int:
    """Keep a text within its column, from the top; how many lines it takes. Titles, notes and totals run on."""
    text = wanted.value if isinstance(wanted.value, str) else ""
    if text and wanted.style in _RUN_ON:
        return 1
    cell.alignment = _WITHIN
    return sum(ceil((len(line) + 3) / width) for line in text.splitlines()) or 1


def _set_text(cell: Any, text: str) -> None:
    cell.value = _ILLEGAL.sub("", text)
    cell.data_type = "s"
    if text.startswith(_LIKE_A_FORMULA):
        cell.quotePrefix = True  # editing the cell in a spreadsheet then keeps it text


def _widths(rows: Sequence[Sequence[object]]) -> list[float]:
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
    """The same workbook with the value of each formula beside it, which openpyxl itself cannot write."""
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
