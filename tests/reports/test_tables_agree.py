"""Page, PDF, Word file, workbook and JSON of every paper in the registry say the same, for whomever it is made and for
both demo schools. The three maps are compared line by line, for every pupil, beside this."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from costing.engine.quantities.figures import in_pounds
from reports.documents.audit.audit_chart import chart_about
from reports.documents.maps.whole_school_map import build as whole_school_map
from reports.documents.registry import PAPERS
from reports.layouts import layout_of
from reports.layouts.parts import Fields, Layout, Prose, Space, Table, Terms
from tests.reports.conftest import PapersOf, drawn
from tests.reports.reading import (
    cells,
    check_word,
    opened,
    page,
    pdf_facts,
    pdf_objects,
    pdf_words,
    pounds,
    printed,
    word_words,
)
from ui.sheets import sheet_name

pytestmark = pytest.mark.django_db
SCHOOLS = ("demo", "demo-secondary")
WITH_THE_MAPS = {"costed-map", "individual-map", "whole-school-map"}
COPIES = [
    paper.name if audience == "staff" else f"{paper.name}/{audience}"
    for paper in PAPERS.values()
    for audience in (paper.audiences if paper.differs else ["staff"])
    if not paper.blank and (audience != "staff" or paper.name not in WITH_THE_MAPS)
]
NOTHING = {("rounding", "0.00"), ("left_out", "0.00"), ("cost_change", "0.00")}  # of which papers are silent
AMOUNT = re.compile(r"-?\d+\.\d\d")
WORDS = re.compile(
    r"name|provision|room|what|helps|years|pattern|led_by|measured|ends|class|primary_need|other_needs|places"
)
NO_MONEY = re.compile(r"threshold|hours|time|weeks|minutes|percent")


def made_of(papers: PapersOf, copy: str) -> Any:
    """A copy of a paper; of the pupil with most groups or of their year group, where it is about one."""
    name, _, audience = copy.partition("/")
    paper = PAPERS[name]
    asked = replace(papers.asked, audience=audience or "staff")
    build = paper.for_governors if audience == "governor" and paper.for_governors else paper.build
    most = max(papers.costed.by_pupil, key=lambda pupil: len(papers.costed.by_pupil[pupil]))
    if paper.narrows:
        return paper.made(papers.access, asked)
    code = "3" if papers.access.school.slug == "demo" else "7"
    about = {"pupil": [most], "year_group": [code]}
    if paper.about == "chart":
        about["chart"] = [chart_about(papers.access, "year_group", code)]
    return build(papers.access, asked, *about.get(paper.about, []), papers.costed)


def amounts(data: Any, key: str = "") -> Iterator[str]:
    """Every amount of money in a paper's JSON; no threshold, no hours and weeks, and nothing where there is none."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from amounts(value, name) if not NO_MONEY.search(name) else ()
    elif isinstance(data, list):
        for value in data:
            yield from amounts(value, key)
    elif isinstance(data, str) and AMOUNT.fullmatch(data) and (key, data) not in NOTHING:
        yield data


def texts(data: Any, key: str = "") -> Iterator[str]:
    """The words of a paper's JSON that name what is provided, for whom, by whom and where."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from texts(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value, key)
    elif isinstance(data, str) and WORDS.fullmatch(key):
        yield data


def unbroken(text: str) -> str:
    """Words without spaces and hyphens, which a line's end swallows."""
    return "".join(text.split()).replace("-", "")


def rows_of(layout: Layout) -> int:
    """The rows that a layout's tables have on a page: heads, lines, the sums below them, and feet."""
    tables = [part for part in layout.parts if isinstance(part, Table) and (part.lines or part.blank)]
    worked = sum(bool(row.workings) and row.line.look != "part" for table in tables for row in table.shown)
    return worked + sum(1 + len(table.lines) + table.blank + bool(table.foot) for table in tables)


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("slug", SCHOOLS)
def test_papers_of_tables(demo: dict[str, PapersOf], slug: str, copy: str) -> None:
    """Every amount of the JSON stands on the page, in the PDF, in the Word file and in the workbook; the PDF is tagged
    and titled."""
    name = copy.partition("/")[0]
    made = made_of(demo[slug], copy)
    layout = layout_of(name, made)
    words, rows = page(drawn(name, made, "html"))
    data = drawn(name, made, "json")
    told, said = set(amounts(data)), set(texts(data))
    assert told or said
    content = drawn(name, made, "pdf")
    on_paper, facts = pdf_words(content), pdf_facts(content)
    in_word = drawn(name, made, "docx")
    check_word(in_word, made, words)
    book = opened(drawn(name, made, "xlsx"))
    in_book = [cell for sheet in book.worksheets for row in cells(book, sheet.title) for cell in row]
    figures = {pounds(cell) for cell in in_book if isinstance(cell, int | float)}
    written = " ".join(cell for cell in in_book if isinstance(cell, str))
    for amount in told:
        assert printed(amount) in words, amount
        assert printed(amount) in on_paper, amount
        assert amount in figures or printed(amount) in written, amount
    for form in (words, on_paper, written, word_words(in_word)) if not told else ():
        held = unbroken(form)
        assert [text for text in said if unbroken(text) not in held] == []
    if all(isinstance(part, Table | Prose | Terms | Space | Fields) for part in layout.parts):
        assert len(rows) == rows_of(layout)
    for table in layout.parts:
        if isinstance(table, Table) and table.only != "page":
            check_sheet(table, book, made)
    assert facts["Tagged"] == "yes"
    assert facts["Title"].startswith(layout.title or made.head.title)
    assert b"/Lang (en-GB)" in pdf_objects(content)


@pytest.mark.no_cover
@pytest.mark.parametrize("name", sorted(WITH_THE_MAPS))
def test_a_map_as_word_file(demo: dict[str, PapersOf], name: str) -> None:
    made = made_of(demo["demo"], name)
    check_word(drawn(name, made, "docx"), made, page(drawn(name, made, "html"))[0])


def test_every_paper_with_a_pdf_has_a_word_file():
    assert [name for name, paper in PAPERS.items() if ("pdf" in paper.formats) != ("docx" in paper.formats)] == []


def check_sheet(table: Table, book: Any, made: Any) -> None:
    """A table's sheet has its lines in order below the heads."""
    name = sheet_name(table.sheet or table.title or made.head.title)
    held = [row for row in cells(book, name) if any(cell is not None for cell in row)]
    heads = next(n for n, row in enumerate(held) if row[: len(table.columns)] == [one.label for one in table.columns])
    body = held[heads + 1 :]
    assert len(body) == len(table.lines) + len(table.totals) + bool(not table.lines and table.empty)
    for shown, row in zip(table.shown, body, strict=False):
        assert str(row[0] or "") == shown.first


@pytest.mark.parametrize("slug", SCHOOLS)
def test_costs_lead_to_the_map(demo: dict[str, PapersOf], slug: str) -> None:
    """By role, by stream and line by line the costs come to the whole-school map's; both financial parts, with their
    rounding, to the academic year."""
    papers = demo[slug]
    whole = whole_school_map(papers.access, papers.asked, papers.costed)
    roles, streams = made_of(papers, "costs-by-role"), made_of(papers, "costs-by-stream")
    assert made_of(papers, "whole-school-costs").total == whole.whole_school_costs
    by_role = sum(row.working.value for row in roles.roles) + roles.other.value + roles.rounding.value
    assert in_pounds(by_role) == whole.groups_cost
    assert in_pounds(roles.total.value) == in_pounds(streams.all.year.committed.value) == whole.total
    for row, told in zip(streams.rows, whole.streams, strict=False):
        assert (in_pounds(row.year.committed.value), in_pounds(row.year.left.value)) == (told.committed, told.left)
        parts = [*row.parts, *([row.rounding] if row.rounding else [])]
        assert [sum(one.figures[n].value for one in parts) for n in range(5)] == [q.value for q in row.year.figures]


def test_roles_alone_make_a_group_s_cost(demo: dict[str, PapersOf]) -> None:
    """Where a group has no other cost, its roles come to its cost on the map, but for pennies of rounding."""
    papers = demo["demo"]
    made = made_of(papers, "costs-by-role")
    others = {one.group.code for one in made.others}
    whole = whole_school_map(papers.access, papers.asked, papers.costed)
    alone = {row.group.code: row.full_cost for row in whole.rows if row.full_cost and row.group.code not in others}
    found = dict.fromkeys(alone, 0)
    for row in made.roles:
        for one in row.groups:
            if one.group.code in found:
                found[one.group.code] += one.cost.cost
    assert len(alone) > 20
    assert all(abs(found[code] - cost) <= 1 / 100 for code, cost in alone.items())


def test_what_must_not_be_told(demo: dict[str, PapersOf]) -> None:
    """Governors read no hour, rate or line of whole-school costs; the register and our offer hold no money; our offer
    names nobody, counts nobody and tells a year group only of five pupils or more."""
    papers = demo["demo"]
    made = made_of(papers, "whole-school-costs/governor")
    data = drawn("whole-school-costs", made, "json")
    assert {"lines", "kinds", "total"} & set(data) == {"kinds", "total"}
    book = opened(drawn("whole-school-costs", made, "xlsx"), values=False)
    assert "Inputs" not in book.sheetnames
    words, _ = page(drawn("whole-school-costs", made, "html"))
    assert not re.search(r"×|\b38\b|\bhours?\b|17\.50|SENCO", words)
    for name in ("sen-register", "our-offer"):
        made = made_of(papers, name)
        for text in (page(drawn(name, made, "html"))[0], str(drawn(name, made, "json"))):
            assert not re.search(r"£|\bcosts?\b|threshold", text)
    names = {word for row in made_of(papers, "sen-register").rows for word in (row.pupil.surname, row.pupil.reference)}
    people = {staff.person for group in papers.costed.groups for staff in group.staff if staff.person}
    text = page(drawn("our-offer", made, "html"))[0]
    assert not [name for name in names | people if re.search(rf"\b{re.escape(name)}\b", text)]
    single = [one for one in papers.costed.groups if len({place.pupil_id for place in one.places}) < 5]
    alone = {one.provision for one in single} - {one.provision for one in papers.costed.groups if one not in single}
    told = {offer.name: offer.years for offer in made.offers}
    assert {told[name] for name in alone if name in told} <= {"Any year group, when a child needs it", "Every child"}
