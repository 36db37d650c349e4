"""Reading papers back as a person or another program would: tables of a page, text of a PDF, cells of a workbook."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import Workbook, load_workbook

MONEY = re.compile(r"−?£[\d,]+\.\d\d")
PENNY = Decimal("0.01")


class _Text(HTMLParser):
    """The words of a page without its pictures and style, and its table rows as lists of cells."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.rows: list[list[str]] = []
        self.hidden = 0
        self.cell = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.hidden += tag in ("svg", "style", "title")
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.cell = True
        self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("svg", "style", "title")
        if tag in ("td", "th"):
            self.cell = False
        if self.cell:
            self.rows[-1][-1] += " "

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        self.words.append(data)
        if self.cell:
            self.rows[-1][-1] += data


def page(content: bytes) -> tuple[str, list[list[str]]]:
    """A page's words, and its table rows cell by cell."""
    read = _Text()
    read.feed(content.decode())
    return " ".join("".join(read.words).split()), [[" ".join(cell.split()) for cell in row] for row in read.rows]


def word_words(content: bytes) -> str:
    """A Word file's words in the order they stand in it, without head and foot."""
    body = Document(io.BytesIO(content)).element.body
    said = [
        "".join(node.text or " " for node in para.iter(qn("w:t"), qn("w:br"), qn("w:tab")))
        for para in body.iter(qn("w:p"))
    ]
    return " ".join(" ".join(said).split())


def check_word(content: bytes, made: Any, words: str) -> None:
    """A Word file has the page's money, its title and language, one title, heads that come again, and no picture."""
    said, file = word_words(content), Document(io.BytesIO(content))
    assert Counter(MONEY.findall(said)) == Counter(MONEY.findall(words))
    about = file.core_properties
    assert (about.language, about.author) == ("en-GB", made.head.school)
    assert about.title
    styles = [one.style.name for one in file.paragraphs if one.style]
    assert next(style for style in styles if style in ("Title", "Heading 1", "Heading 2")) == "Title"
    assert styles.count("Title") == 1
    for table in file.tables:
        assert table.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    assert file.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    assert file.element.body.find(f".//{qn('w:drawing')}") is None


def pdf_words(content: bytes) -> str:
    """A PDF's words in the order they stand in it."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def pdf_facts(content: bytes) -> dict[str, str]:
    """What `pdfinfo` says: Title, Author, Tagged, Pages, Page size …"""
    done = subprocess.run(["pdfinfo", "-"], input=content, capture_output=True, check=True)
    return {
        name: value.strip() for name, _, value in (line.partition(":") for line in done.stdout.decode().splitlines())
    }


def pdf_objects(content: bytes) -> bytes:
    """A PDF with its packed parts laid open, to look for what a reader of structure needs."""
    found = [content]
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            continue
    return b"\n".join(found)


def cells(book: Workbook, sheet: str) -> list[list[Any]]:
    """A sheet's values, row by row."""
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def opened(content: bytes, *, values: bool = True) -> Workbook:
    """A workbook with the values its formulas had when it was written, or with the formulas."""
    return load_workbook(io.BytesIO(content), data_only=values)


def formulas(content: bytes) -> Iterator[tuple[str, str, str]]:
    """Sheet, cell and text of every formula."""
    for sheet in opened(content, values=False).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, cell.value


def recalculated(files: Mapping[str, bytes], folder: Path) -> dict[str, Workbook]:
    """The workbooks worked out again by LibreOffice, from the formulas alone: the stored values are taken out first.

    A machine without LibreOffice skips what asks for it; where CI runs it must be there."""
    office = shutil.which("soffice")
    if office is None:
        assert not os.environ.get("CI"), "LibreOffice Calc is needed: apt-get install libreoffice-calc-nogui"
        pytest.skip("needs LibreOffice Calc: apt-get install libreoffice-calc-nogui")
    before, after = folder / "before", folder / "after"
    before.mkdir()
    for name, content in files.items():
        (before / f"{name}.xlsx").write_bytes(_without_values(content))
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    paths = sorted(str(path) for path in before.iterdir())
    asked = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(after), *paths]
    subprocess.run(asked, check=True, capture_output=True, timeout=540)
    return {name: load_workbook(after / f"{name}.xlsx", data_only=True) for name in files}


def _without_values(content: bytes) -> bytes:
    emptied = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parcel, zipfile.ZipFile(emptied, "w") as copy:
        for member in parcel.infolist():
            part = parcel.read(member)
            copy.writestr(member, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part))
    return emptied.getvalue()


def pounds(value: Any) -> str | None:
    """A cell's number as a program's money."""
    return None if value in (None, "not recorded") else str(Decimal(repr(value)).quantize(PENNY, ROUND_HALF_UP))


def printed(value: str | None) -> str:
    """A program's money as papers print it."""
    if value is None:
        return "not recorded"
    amount = Decimal(value)
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.2f}"
