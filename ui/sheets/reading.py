"""Reading spreadsheets: sizes are checked before unpacking, and a file that cannot be read gets one clear sentence."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import repeat
from pathlib import Path
from typing import Any, TypeVar
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from ui.sheets.text import Target, as_read

DAMAGE = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, ParseError, OSError, EOFError, zipfile.BadZipFile,
    zlib.error, struct.error,
)  # fmt: skip
T = TypeVar("T")
MEGABYTE = 1024 * 1024
WIDEST = 100


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
        raise SheetError("This workbook is damaged and cannot be read. Save it again from your spreadsheet.") from error


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
            if sum(member.file_size for member in members) > limits.unpacked or len(members) > limits.members:
                raise SheetError(f"Unpacked, the file is larger than {limits.unpacked // MEGABYTE} MB: not read.")
            if any(member.flag_bits & 1 for member in members):
                raise SheetError("The file is protected by a password. Save it without one.")
            if "xl/workbook.xml" not in parcel.namelist():
                raise SheetError(NOT_A_WORKBOOK)
            texts = [(name, parcel.read(name)) for name in parcel.namelist() if name.endswith((".xml", ".rels"))]
    except (*DAMAGE, NotImplementedError, RuntimeError) as error:
        raise SheetError(NOT_A_WORKBOOK) from error
    # Entities can make a small file expand without limit, or read other files. Excel never writes them.
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
            raise SheetError(too_many(f"Sheet {sheet.title}", limits))
        values: dict[str, Value] = {}
        for name, value in zip(headers, found, strict=False):
            if name:
                values.setdefault(name, value)
        rows.append(Row(number, values))
    return Sheet(sheet.title, tuple(name for name in headers if name), tuple(rows))


def _read_grid(sheet: Any, formulas: Any, limits: Limits) -> Grid:
    sheet.reset_dimensions()
    rows: list[tuple[int, tuple[Value, ...]]] = []
    for number, cells, originals in _lines(sheet, formulas, WIDEST, first=1):
        found = tuple(_value(cell, original) for cell, original in zip(cells, originals, strict=False))
        if any(value is not None for value in found):
            rows.append((number, found))
        if len(rows) > limits.rows:
            raise SheetError(too_many(f"Sheet {sheet.title}", limits))
    return tuple(rows)


def too_many(what: str, limits: Limits) -> str:
    """The sentence that refuses a sheet or a file with too many rows."""
    return f"{what} has more than {limits.rows:,} rows, the most that can be read."


def _lines(sheet: Any, formulas: Any, width: int, first: int = 2) -> Iterator[tuple[int, Any, Any]]:
    originals: Any = repeat(repeat(None))
    if formulas is not None:
        formulas.reset_dimensions()
        originals = formulas.iter_rows(min_row=first, max_col=width)
    lines = zip(sheet.iter_rows(min_row=first, max_col=width), originals, strict=False)
    for number, (cells, formula_cells) in enumerate(lines, first):
        yield number, cells, formula_cells


def _value(cell: Any, original: Any) -> Value:
    value: Any = cell.value
    if getattr(original, "data_type", "") == "f" and value is None:
        return Unreadable(str(original.value), NO_VALUE)
    if cell.data_type == "e":
        return Unreadable(str(value), BROKEN)
    if isinstance(value, str):
        return as_read(value) or None
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
