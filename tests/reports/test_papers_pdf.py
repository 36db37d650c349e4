"""The PDFs can be read by everyone, fetch nothing, and print whatever a name holds as plain words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from reports.renderings.pdf import OURS, OnlyOurs, pdf_of
from tests.reports.conftest import PapersOf, drawn
from tests.reports.reading import cells, formulas, opened, page, pdf_facts, pdf_objects, pdf_words

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("1")</script>'
FORMULA = '=HYPERLINK("http://example.org","here")'
LONG = "Wolstenholme-Featherstonehaugh-Cholmondeley" * 2


@pytest.mark.parametrize(
    ("name", "pupil", "title", "size"),
    [
        ("costed-map", "A1197", "Individual costed provision map: Maya Lindqvist", "A4"),
        ("individual-map", "A1197", "What we provide for Maya: Maya Lindqvist", "A4"),
        ("whole-school-map", "", "Whole-school provision map", "A3"),
    ],
)
def test_tagged(demo: dict[str, PapersOf], name: str, pupil: str, title: str, size: str) -> None:
    """Tagged, with title, language and author, on the right sheet, with its pages counted."""
    drawing = drawn(name, demo["demo"].made(name, pupil), "pdf")
    facts, inside, words = pdf_facts(drawing), pdf_objects(drawing), pdf_words(drawing)
    assert (facts["Title"], facts["Author"], facts["Tagged"]) == (title, "Ashgrove Primary", "yes")
    assert facts["Page size"] == {"A4": "595.276 x 841.89 pts (A4)", "A3": "1190.55 x 841.89 pts (A3)"}[size]
    for needed in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang (en-GB)", b"pdfuaid:part", b"/DisplayDocTitle true"):
        assert needed in inside
    for head in ("Ashgrove Primary", "2026/27", "23 Nov 2026", f"Page 1 of {facts['Pages']}"):
        assert head in words
    assert b"AtkinsonHyperlegible" in inside.replace(b"-", b"").replace(b" ", b"")


def test_the_wall_map_fits_one_sheet(demo: dict[str, PapersOf]) -> None:
    """The whole grid of the demo's primary stands on the first page."""
    drawing = drawn("whole-school-map", demo["demo"].made("whole-school-map"), "pdf")
    first = pdf_words(drawing).split("Page 1 of")[0]
    assert "Reception" in first
    assert "All years" in first


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "https://example.org/picture.png",
        "data:text/plain,hello",
        f"{OURS}css/../../manage.py",
        f"{OURS}css/%2e%2e/%2e%2e/manage.py",
        f"{OURS}admin/css/base.css",
        "https://static.invalid.example.org/css/paper.css",
    ],
)
def test_fetches_nothing_else(address: str) -> None:
    with pytest.raises(ValueError):
        OnlyOurs().fetch(address)


def test_fetches_our_style() -> None:
    assert b"@page" in OnlyOurs().fetch(f"{OURS}css/paper.css").read()


def test_never_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="never inside"):
        pdf_of("<p>Hello</p>")


@pytest.mark.parametrize("name", ["costed-map", "individual-map"])
def test_hostile_names_are_words(demo: dict[str, PapersOf], name: str) -> None:
    """What looks like a tag or a formula is printed as it stands, and stays text in a workbook."""
    made = demo["demo"].made(name, "A1197")
    made = replace(made, pupil=replace(made.pupil, known_as=FORMULA, surname=HOSTILE))
    made = replace(made, lines=tuple(_hostile(line) for line in made.lines))
    content = drawn(name, made, "html")
    assert b"<script" not in content
    words, _ = page(content)
    assert f"{FORMULA} {HOSTILE}" in words
    assert HOSTILE in pdf_words(drawn(name, made, "pdf"))
    book = drawn(name, made, "xlsx")
    assert not [text for _, _, text in formulas(book) if "HYPERLINK" in text]
    assert FORMULA in [cell for sheet in opened(book).sheetnames for row in cells(opened(book), sheet) for cell in row]


def _hostile(line: Any) -> Any:
    return replace(line, outcome=FORMULA, provision=HOSTILE)


def test_long_names_stay_on_the_sheet(demo: dict[str, PapersOf]) -> None:
    """A name without a break is broken rather than cut: all of it is printed."""
    made = demo["demo"].made("costed-map", "A1197")
    made = replace(
        made, lines=tuple(replace(line, title=LONG, provision=LONG, staff_words=LONG) for line in made.lines)
    )
    words = pdf_words(drawn("costed-map", made, "pdf")).replace(" ", "")
    assert words.count(LONG.replace(" ", "")) >= len(made.lines)


def test_export_command(demo: dict[str, PapersOf], tmp_path: Any) -> None:
    """All forms come from the command line; a form that is not there is refused and nothing is written."""
    starts = {"pdf": b"%PDF-1.7", "xlsx": b"PK", "docx": b"PK", "html": b"<!doctype html>", "json": b"{"}
    for form, start in starts.items():
        file = tmp_path / f"map.{form}"
        asked = ["--school", "demo", "--pupil", "A1197", "--format", form, "-o", str(file)]
        call_command("export", "costed-map", *asked)
        assert file.read_bytes().startswith(start)
    refused = tmp_path / "list.pdf"
    asked = ["--school", "demo", "--format", "pdf", "--audience", "family", "-o", str(refused)]
    with pytest.raises(CommandError, match="threshold-list is not a paper for the audience family"):
        call_command("export", "threshold-list", *asked)
    assert not refused.exists()
