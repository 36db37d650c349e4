"""A Word file says what the page says, in an order and a structure that a reader of structure understands."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from reports.documents.registry import PAPERS
from tests.reports.conftest import PapersOf, drawn
from tests.reports.reading import MONEY, page, word_words
from tests.reports.test_tables_agree import COPIES, SCHOOLS, WITH_THE_MAPS, amounts, made_of, printed, texts, unbroken

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
EVERY = [*COPIES, *sorted(WITH_THE_MAPS)]


def test_every_paper_with_a_pdf_has_a_word_file():
    assert {name for name, paper in PAPERS.items() if ("pdf" in paper.formats) != ("docx" in paper.formats)} == set()


@pytest.mark.parametrize("copy", EVERY)
@pytest.mark.parametrize("slug", SCHOOLS)
def test_it_says_what_the_page_says(demo: dict[str, PapersOf], slug: str, copy: str) -> None:
    name = copy.partition("/")[0]
    made = made_of(demo[slug], copy)
    content, data = drawn(name, made, "docx"), drawn(name, made, "json")
    words, said = page(drawn(name, made, "html"))[0], word_words(content)
    assert Counter(MONEY.findall(said)) == Counter(MONEY.findall(words))
    told = {shown for amount in amounts(data) if (shown := printed(amount)) in words}
    assert [amount for amount in told if amount not in said] == []
    held = unbroken(said)
    assert [text for text in set(texts(data)) if unbroken(text) in unbroken(words) and unbroken(text) not in held] == []
    check_structure(Document(io.BytesIO(content)), made)


def check_structure(file: Any, made: Any) -> None:
    """Title, language, headings in order, and heads that come again on each page of a table."""
    about = file.core_properties
    assert (about.language, about.author) == ("en-GB", made.head.school)
    assert about.title
    levels = [style for one in file.paragraphs if (style := one.style.name) in ("Title", "Heading 1", "Heading 2")]
    assert levels[0] == "Title"
    assert levels.count("Title") == 1
    for table in file.tables:
        assert table.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    assert file.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    assert file.element.body.find(f".//{qn('w:drawing')}") is None
