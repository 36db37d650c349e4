"""Reading spreadsheets: sizes are checked before unpacking, and a file that cannot be read gets one clear sentence."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import repeat
from pathlib import Path
from typing import Any, TypeVar
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import WorkSheetParser

from ui.sheets.text import Target, as_read

DAMAGE = (
    LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError, ParseError, OSError, EOFError,
    zipfile.BadZipFile, zlib.error, struct.error, RecursionError, NotImplementedError,
)  # fmt: skip
T = TypeVar("T")
MEGABYTE = 1024 * 1024
WIDEST = 100
LAST_ROW = 1_048_576  # of a spreadsheet
# What each part of a workbook may be at most, unpacked: what lies behind the cells is read whole.
PARTS = {
    "xl/styles.xml": 4 * MEGABYTE, "xl/sharedStrings.xml": 20 * MEGABYTE, "xl/workbook.xml": MEGABYTE // 2,
    "xl/theme": 2 * MEGABYTE, "xl/worksheets": 40 * MEGABYTE, "": 8 * MEGABYTE,
}  # fmt: skip


class SheetError(Exception):
    """A file that cannot be read or written, in one sentence for the person who chose it."""


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


Grid = tuple[tuple[int, tuple[Value, ...]], ...]  # filled rows: number in the sheet, and the cells from the left


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may be at most; more is refused before it is read."""

    packed: int = 10 * MEGABYTE
    unpacked: int = 50 * MEGABYTE
    rows: int = 20_000
    lines: int = 100_000  # of a CSV file, filled or not
    members: int = 1_000
    cells: int = 200_000  # filled ones of all sheets
    elements: int = 400_000  # of an XML file
    marks: int = 2_500_000  # of all sheets, by the sign that begins an element: rows and cells, filled or not


LIMITS = Limits()
NOT_A_WORKBOOK = "This is not an Excel workbook (.xlsx). Open it in your spreadsheet and save it as Excel workbook."
NO_VALUE = "The formula has no stored value. Open the file in a spreadsheet and save it, or type the value itself."
BROKEN = "The cell shows an error. Correct the formula, or type the value itself."

DAMAGED = "This workbook is damaged and cannot be read. Save it again from your spreadsheet."

KNOWN = (str, int, Decimal, date, time)


def read_workbook(source: Target, limits: Limits = LIMITS) -> dict[str, Sheet]:
    """Every sheet of a workbook by its name, empty rows left out; formulas by their last computed value.

    Raises SheetError, with a sentence to show, for a file that is too large, protected, unsafe or not a workbook.
    """
    return _each_sheet(source, limits, _read_sheet)


def read_grids(source: Target, limits: Limits = LIMITS) -> dict[str, Grid]:
    """The filled rows of every sheet as cells, with headings in whatever row. Raises SheetError as `read_workbook`."""
    return _each_sheet(source, limits, _read_grid)


def _each_sheet(source: Target, limits: Limits, read: Callable[[Any, Any, Limits], T]) -> dict[str, T]:
    content = read_content(source, limits)
    with_formulas = _inspect(content, limits)
    try:
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        formulas = (
            load_workbook(io.BytesIO(content), read_only=True, keep_links=False).worksheets if with_formulas else None
        )
        return {
            sheet.title: read(sheet, formulas[place] if formulas else None, limits)
            for place, sheet in enumerate(values.worksheets)
            if hasattr(sheet, "reset_dimensions")  # a chart sheet has no cells
        }
    except DAMAGE as error:  # what defusedxml refuses is a ValueError too
        raise SheetError(DAMAGED) from error


def read_content(source: Target, limits: Limits = LIMITS) -> bytes:
    """The whole of a file. Raises SheetError where it cannot be opened or is too large."""
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
    """Check the archive's sizes before anything is unpacked. Returns whether any sheet holds a formula; raises
    SheetError for a file that is too large, protected or not a workbook."""
    if content.startswith(bytes.fromhex("d0cf11e0")):
        raise SheetError(
            "The file is protected by a password, or in the old .xls format. Save it as .xlsx without a password."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            members = parcel.infolist()
            _refuse_large(members, limits)
            if any(member.flag_bits & 1 for member in members):
                raise SheetError("The file is protected by a password. Save it without one.")
            if "xl/workbook.xml" not in parcel.namelist():
                raise SheetError(NOT_A_WORKBOOK)
            texts = [(name, parcel.read(name)) for name in parcel.namelist() if name.endswith((".xml", ".rels"))]
            sheets = [parcel.read(name) for name in parcel.namelist() if name.startswith("xl/worksheets/")]
    except (*DAMAGE, NotImplementedError, RuntimeError) as error:
        raise SheetError(NOT_A_WORKBOOK) from error
    # Entities can make a small file expand without limit, or read other files. Excel never writes them.
    if any(b"<!DOCTYPE" in text or b"<!ENTITY" in text for _, text in texts):
        raise SheetError("This workbook holds instructions that no workbook needs, so it was not read.")
    _refuse_many(sheets, limits)
    return any(re.search(rb"<(\w+:)?f[ />]", text) for text in sheets)


def _refuse_many(sheets: list[bytes], limits: Limits) -> None:
    """Raise SheetError for more rows or cells than are read, filled or not."""
    if sum(text.count(b"<row") for text in sheets) > limits.lines:
        raise SheetError(f"The workbook has more than {limits.lines:,} rows, filled or not. Delete the empty ones.")
    if sum(text.count(b"<") for text in sheets) > limits.marks:
        raise SheetError(too_many_cells(limits))
    if sum(len(_FILLED.findall(text)) for text in sheets) > limits.cells:
        raise SheetError(too_many_cells(limits))


_FILLED = re.compile(rb"<(?:\w+:)?(?:v|is)[ >]")


def _refuse_large(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Raise SheetError for an archive, or a part of it, that would be too large once unpacked."""
    if sum(member.file_size for member in members) > limits.unpacked or len(members) > limits.members:
        raise SheetError(f"Unpacked, the file is larger than {limits.unpacked // MEGABYTE} MB: not read.")
    for member in members:
        most = next(size for start, size in PARTS.items() if member.filename.startswith(start))
        if member.file_size > most and member.filename.endswith((".xml", ".rels")):
            raise SheetError(
                f"The part {member.filename} of this workbook is larger than {most / MEGABYTE:g} MB, so it was not "
                "read. Copy the cells into a new workbook, as values, and upload that."
            )


def _read_sheet(sheet: Any, formulas: Any, limits: Limits) -> Sheet:
    lines = _lines(sheet, formulas)
    number, first = next(lines, (0, ()))
    headers = ["" if name is None else str(name).strip() for name in first] if number == 1 else []
    if not headers:
        return Sheet(sheet.title, (), ())
    rows: list[Row] = []
    for number, found in lines:
        if all(value is None for value in found[: len(headers)]):
            continue
        if len(rows) == limits.rows:
            raise SheetError(too_many(f"Sheet {sheet.title}", limits))
        rows.append(Row(number, _by_header(headers, found)))
    return Sheet(sheet.title, tuple(name for name in headers if name), tuple(rows))


def _by_header(headers: Sequence[str], found: Sequence[Value]) -> dict[str, Value]:
    """The cells of a row by their column's name; of a repeated name the first."""
    values: dict[str, Value] = {}
    for place, name in enumerate(headers):
        if name:
            values.setdefault(name, found[place] if place < len(found) else None)
    return values


def _read_grid(sheet: Any, formulas: Any, limits: Limits) -> Grid:
    rows: list[tuple[int, tuple[Value, ...]]] = []
    for number, found in _lines(sheet, formulas):
        if any(value is not None for value in found):
            rows.append((number, found))
        if len(rows) > limits.rows:
            raise SheetError(too_many(f"Sheet {sheet.title}", limits))
    return tuple(rows)


def too_many(what: str, limits: Limits) -> str:
    """The sentence that refuses a sheet or a file with too many rows."""
    return f"{what} has more than {limits.rows:,} rows, the most that can be read."


def too_many_cells(limits: Limits) -> str:
    """The sentence that refuses a file with too many cells."""
    return f"The file has more than {limits.cells:,} filled cells, the most that can be read. Leave out columns."


def refuse_page(content: bytes) -> None:
    """Raise SheetError for what systems call a spreadsheet and is none: a web page, or XML of Excel 2003."""
    head = content[:2_000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"").lower()
    if re.match(rb"<(!doctype html|html|table|head|body|meta)\b", head):
        raise SheetError(
            "This is a web page that was named like a spreadsheet. Open it in your spreadsheet, save it as Excel "
            "workbook (.xlsx), and upload that."
        )
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head or b'progid="excel.sheet"' in head:
        raise SheetError(
            "This is an Excel 2003 XML file, which is no longer in use. Open it in your spreadsheet, save it as Excel "
            "workbook (.xlsx), and upload that."
        )


def _lines(sheet: Any, formulas: Any) -> Iterator[tuple[int, tuple[Value, ...]]]:
    """The rows that a sheet has, each with its number: not those between them, of which there can be a million."""
    originals: Any = repeat((0, ())) if formulas is None else _rows_in(formulas)
    before = 0
    for (number, cells), (_, written) in zip(_rows_in(sheet), originals, strict=False):
        if not before < number <= LAST_ROW:
            raise SheetError(DAMAGED)
        before = number
        by_column = {cell["column"]: cell for cell in written}
        found = {cell["column"]: _value(sheet, cell, by_column.get(cell["column"])) for cell in cells}
        width = max((place for place, value in found.items() if value is not None and place <= WIDEST), default=0)
        yield number, tuple(found.get(place) for place in range(1, width + 1))


def _rows_in(sheet: Any) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The rows that are in the file, which openpyxl hands out only with all those between them."""
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source, sheet._shared_strings, data_only=book.data_only, epoch=book.epoch, date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        yield from parser.parse()


def _value(sheet: Any, cell: dict[str, Any], original: dict[str, Any] | None) -> Value:
    value: Any = cell["value"]
    if original and original["data_type"] == "f" and value is None:
        return Unreadable(str(original["value"]), NO_VALUE)
    if cell["data_type"] == "e":
        return Unreadable(str(value), BROKEN)
    if isinstance(value, str):
        return as_read(value) or None
    if isinstance(value, float):
        exact = Decimal(repr(value))
        return f"{(exact * 100).normalize():f}%" if _in_percent(sheet, cell) else exact
    if isinstance(value, int) and not isinstance(value, bool) and _in_percent(sheet, cell):
        return f"{value * 100}%"
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, timedelta):
        return (datetime.combine(date.min, time()) + value).time()
    return None if value is None else value if isinstance(value, KNOWN) else str(value)


def _in_percent(sheet: Any, cell: dict[str, Any]) -> bool:
    return "%" in str(ReadOnlyCell(sheet, 1, 1, cell["value"], cell["data_type"], cell["style_id"]).number_format)
