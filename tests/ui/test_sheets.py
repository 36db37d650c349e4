"""Spreadsheets in and out: text stays text, numbers stay exact, hostile files are one clear sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from ui.sheets import (
    NO_VALUE,
    Cell,
    Formula,
    Limits,
    Page,
    SheetError,
    Unreadable,
    read_workbook,
    write_paper,
    write_workbook,
)


def written(columns: list[str], rows: list[list[object]]) -> io.BytesIO:
    target = io.BytesIO()
    write_workbook(target, [("Things", columns, rows)])
    target.seek(0)
    return target


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-5 points", "@home", '=HYPERLINK("http://x")', "'quoted"])
def test_text_like_a_formula_stays_text_both_ways(text: str) -> None:
    target = written(["Name"], [[text]])
    cell = load_workbook(target)["Things"]["A2"]
    assert (cell.data_type, cell.value) == ("s", text)
    target.seek(0)
    assert read_workbook(target)["Things"].rows[0].values == {"Name": text}


def test_values_come_back_exactly() -> None:
    row: list[object] = [
        Decimal("17.5"),
        Decimal("17.53333333333333"),
        38,
        date(2026, 9, 7),
        time(9, 15),
        True,
        None,
        "x",
    ]
    sheet = read_workbook(written(list("abcdefgh"), [row, [None] * 8, row]))["Things"]
    assert [found.number for found in sheet.rows] == [2, 4]
    assert list(sheet.rows[0].values.values()) == row
    assert not any(isinstance(value, float) for value in sheet.rows[0].values.values())


def test_percentages_say_so() -> None:
    book, target = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["On-costs", "Whole"])
    sheet.append([0.305, 1])
    sheet["A2"].number_format = sheet["B2"].number_format = "0.0%"
    book.save(target)
    target.seek(0)
    assert read_workbook(target)["Sheet"].rows[0].values == {"On-costs": "30.5%", "Whole": "100%"}


def test_a_formula_is_read_by_its_value_and_without_one_says_so() -> None:
    target = io.BytesIO()
    write_paper(
        target, [Page("S", [["A", "B"], [2, Cell(Formula("=A2*3", Decimal("6.5")), "total", "money")]])], title="T"
    )
    target.seek(0)
    assert read_workbook(target)["S"].rows[0].values == {"A": 2, "B": Decimal("6.5")}
    book, plain = Workbook(), io.BytesIO()
    book.worksheets[0].append(["A", "B"])
    book.worksheets[0].append([2, "=A2*3"])
    book.save(plain)
    plain.seek(0)
    assert read_workbook(plain)["Sheet"].rows[0].values["B"] == Unreadable("=A2*3", NO_VALUE)


def test_a_paper_has_live_formulas_with_values_and_a_title() -> None:
    target = io.BytesIO()
    rows = [[Cell("Cost", "head")], [Cell(Formula('="a"&"<b>"', "a<b>"))], [Formula("=1/3", Decimal("0.33"))]]
    write_paper(target, [Page("One", [["x"]]), Page("Map: 1/2", rows)], title="Costed map")
    book, values = load_workbook(target), load_workbook(target, data_only=True)
    assert (book.properties.title, book.properties.language) == ("Costed map", "en-GB")
    assert book["Map  1 2"]["A2"].value == '="a"&"<b>"'
    assert [values["Map  1 2"][place].value for place in ("A2", "A3")] == ["a<b>", 0.33]
    assert (book["Map  1 2"].freeze_panes, book["Map  1 2"].print_title_rows) == ("A2", "$1:$1")


def zipped(**members: bytes) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, content in members.items():
            parcel.writestr(name.replace("__", "/"), content)
    target.seek(0)
    return target


def tampered(old: bytes, new: bytes) -> io.BytesIO:
    """A good workbook with a piece of its first sheet replaced."""
    source, target = written(["Name"], [["Ann"]]), io.BytesIO()
    with zipfile.ZipFile(source) as parcel, zipfile.ZipFile(target, "w") as copy:
        for member in parcel.infolist():
            content = parcel.read(member)
            copy.writestr(member.filename, content.replace(old, new) if "sheet1" in member.filename else content)
    target.seek(0)
    return target


def without(start: int, end: int) -> io.BytesIO:
    """A good workbook as a file from which a stretch was lost."""
    content = written(["Name"], [["Ann"]]).getvalue()
    return io.BytesIO(content[:start] + content[end:])


ENTITY = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet'


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (io.BytesIO(b"Name,Value\n"), "not an Excel workbook"),
        (io.BytesIO(b""), "not an Excel workbook"),
        (io.BytesIO(bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600), "password, or in the old .xls"),
        (zipped(**{"word__document.xml": b"<x/>"}), "not an Excel workbook"),
        (zipped(**{"xl__workbook.xml": b"<x/>"}), "damaged"),
        (zipped(**{"xl__workbook.xml": b"0" * 51 * 1024 * 1024}), "50 MB"),
        (io.BytesIO(b"0" * (10 * 1024 * 1024 + 1)), "10 MB"),
        (tampered(b"<worksheet", ENTITY), "no workbook needs"),
        (tampered(b"</row>", b""), "damaged"),
        (without(0, 300), "not an Excel workbook"),
        (without(60, 100), "not an Excel workbook"),
    ],
)
def test_a_hostile_or_wrong_file_is_one_sentence(source: io.BytesIO, says: str) -> None:
    source.seek(0)
    with pytest.raises(SheetError, match=says):
        read_workbook(source)


def test_a_missing_file_and_too_many_rows_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="cannot be opened"):
        read_workbook(tmp_path / "none.xlsx")
    with pytest.raises(SheetError, match="Things has more than 2 rows"):
        read_workbook(written(["Name"], [["a"], ["b"], ["c"]]), Limits(rows=2))


def test_an_encrypted_member_is_refused() -> None:
    content = bytearray(written(["Name"], [["Ann"]]).getvalue())
    place = content.rfind(b"PK\x01\x02")
    content[place + 8] |= 1
    with pytest.raises(SheetError, match="password"):
        read_workbook(io.BytesIO(bytes(content)))
