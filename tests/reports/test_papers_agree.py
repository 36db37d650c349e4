"""Page, PDF, Word file, workbook and JSON of the same map say the same, for every pupil of both demo schools."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from provisionmap.demo.build import sheets
from reports.documents.maps import year_group_map
from reports.documents.timetable import weekly_timetable
from tests.reports.conftest import PapersOf, drawn
from tests.reports.reading import (
    MONEY,
    cells,
    formulas,
    opened,
    page,
    pdf_words,
    pounds,
    printed,
    recalculated,
    word_words,
)
from tests.reports.test_papers_weeks import check_week_workbook, check_year_workbook, of_pupils, timetables
from tests.reports.test_tables_agree import COPIES, made_of, unbroken

pytestmark = pytest.mark.django_db
SCHOOLS = ("demo", "demo-secondary")
COST, LABEL = 9, 0
FOURTH = 4
# The others have no sum of their own in their workbook, or are among the weeks below.
NO_SUM = ("our-offer", "whole-school-map/governor", "audit-chart", "current-provision")
WORKED = [copy for copy in COPIES if copy not in NO_SUM and "week" not in copy]


def pupils() -> list[Any]:
    """Every pupil who has a place or a cost of their own, as the demo's data name them."""
    found = {}
    for slug in SCHOOLS:
        rows = {name: [dict(zip(head, row, strict=True)) for row in body] for name, head, body in sheets(slug)}
        held = [row["Pupil"] for name in ("Places", "Other costs") for row in rows[name] if row["Pupil"]]
        found |= {(slug, str(reference)): None for reference in held}
    return [
        pytest.param(slug, reference, id=f"{slug} {reference}", marks=pytest.mark.long if place % FOURTH else ())
        for place, (slug, reference) in enumerate(found)
    ]


def each_pupil(test: Any) -> Any:
    """For every fourth pupil, in `make prove` for the others too; not measured, for to trace the hundredth map costs as
    much as to trace the first."""
    return pytest.mark.no_cover(pytest.mark.parametrize(("slug", "reference"), pupils())(test))


@each_pupil
def test_costed_map(demo: dict[str, PapersOf], slug: str, reference: str) -> None:
    """Every line's cost, the totals and the printed sums are the same in all five."""
    made = demo[slug].made("costed-map", reference)
    data = drawn("costed-map", made, "json")
    words, rows = page(drawn("costed-map", made, "html"))
    check_page(data, rows, words)
    check_workbook(data, opened(drawn("costed-map", made, "xlsx")))
    for in_print in (pdf_words(drawn("costed-map", made, "pdf")), word_words(drawn("costed-map", made, "docx"))):
        assert Counter(MONEY.findall(in_print)) == Counter(MONEY.findall(words))
        for line in data["lines"]:
            assert printed(line["cost"]) in in_print
            assert " ".join((line["working"] or "").split()) in in_print


@each_pupil
def test_family_map(demo: dict[str, PapersOf], slug: str, reference: str) -> None:
    """What the child gets is in all of them; no money, no reference and no code is in any."""
    papers = demo[slug]
    made = papers.made("individual-map", reference)
    words, _ = page(drawn("individual-map", made, "html"))
    on_paper = pdf_words(drawn("individual-map", made, "pdf"))
    in_word = word_words(drawn("individual-map", made, "docx"))
    book = drawn("individual-map", made, "xlsx")
    in_book = " ".join(str(cell) for row in cells(opened(book), "What we provide") for cell in row if cell)
    for text in (words, on_paper, in_word, in_book, str(drawn("individual-map", made, "json"))):
        assert not re.search(r"£|\bcosts?\b|\bUPN\b|C&[IL]|S&P|SEMH|threshold", text)
        assert made.pupil.reference not in text
        assert papers.pupil(reference).admission_number not in text.split()
    for line in made.lines:
        for text in (words, on_paper, in_word, in_book):
            for part in (line.provision, line.outcome, line.staff):
                assert unbroken(part) in unbroken(text)
    with zipfile.ZipFile(io.BytesIO(book)) as parcel:
        assert not any(b"\xc2\xa3" in parcel.read(name) for name in parcel.namelist())


@pytest.mark.parametrize("slug", SCHOOLS)
def test_whole_school_map(demo: dict[str, PapersOf], slug: str) -> None:
    """Every group's three figures, the budgets and the totals are the same in all five."""
    made = demo[slug].made("whole-school-map")
    data = drawn("whole-school-map", made, "json")
    words, rows = page(drawn("whole-school-map", made, "html"))
    by_code = {row[0]: row for row in rows if len(row) == 13}
    for row in data["rows"]:
        shown = [printed(row[key]) for key in ("cost", "cost_per_pupil", "empty_places_cost")]
        assert by_code[row["group"]][10:] == shown
    assert ["With whole-school costs", printed(data["total"]), "", ""] in rows
    for in_print in (
        pdf_words(drawn("whole-school-map", made, "pdf")),
        word_words(drawn("whole-school-map", made, "docx")),
    ):
        assert Counter(MONEY.findall(in_print)) == Counter(MONEY.findall(words))
    check_map_workbook(data, opened(drawn("whole-school-map", made, "xlsx")))


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("each", [FOURTH, pytest.param(1, marks=pytest.mark.long)])
def test_workbooks_worked_out_anew(demo: dict[str, PapersOf], tmp_path: Path, each: int) -> None:
    """From its formulas alone LibreOffice finds the pennies of the page, in every paper of both schools; of the pupils'
    maps in every fourth, and in `make prove` in all."""
    files, data = {}, {}
    for parameter in pupils()[::each]:
        slug, reference = parameter.values
        made = demo[slug].made("costed-map", reference)
        name = f"{slug}.{reference}"
        files[name], data[name] = drawn("costed-map", made, "xlsx"), drawn("costed-map", made, "json")
    for slug in SCHOOLS:
        made = demo[slug].made("whole-school-map")
        files[slug], data[slug] = drawn("whole-school-map", made, "xlsx"), drawn("whole-school-map", made, "json")
    weeks = {f"{slug}.week": demo[slug] for slug in SCHOOLS}
    for name, papers in weeks.items():
        made = next(one for one in timetables(papers) if one.kind == "group")
        files[f"{name}.group"], data[f"{name}.group"] = drawn("weekly-timetable", made, "xlsx"), {}
        made = weekly_timetable.build(papers.access, papers.asked, of_pupils(papers)[0], papers.costed)
        files[name], data[name] = drawn("weekly-timetable", made, "xlsx"), drawn("weekly-timetable", made, "json")
        code = next(one.year_groups[0] for one in papers.costed.groups if len(one.year_groups) == 1)
        made = year_group_map.build(papers.access, papers.asked, code, papers.costed)
        files[f"{name}.year"], data[f"{name}.year"] = (drawn("year-group-map", made, form) for form in ("xlsx", "json"))
    tables = of_tables(demo)
    anew = recalculated(files | tables, tmp_path)
    check_all_alike(tables, anew)
    for name in weeks:
        check_week_workbook(data[name], anew[name])
        check_year_workbook(data[f"{name}.year"], anew[f"{name}.year"])
        for file in (name, f"{name}.year", f"{name}.group"):
            check_alike(files[file], anew.pop(file))
    for name, book in anew.items():
        check = check_map_workbook if name in SCHOOLS else check_workbook
        check(data[name], book)
    for name in (*SCHOOLS, *list(anew)[::10]):
        check_alike(files[name], anew[name])


def of_tables(demo: dict[str, PapersOf]) -> dict[str, bytes]:
    """The workbooks of the papers of tables, by a name for each."""
    return {
        f"{slug}.{copy.replace('/', '.')}": drawn(copy.partition("/")[0], made_of(demo[slug], copy), "xlsx")
        for slug in SCHOOLS
        for copy in WORKED
    }


def check_all_alike(files: dict[str, bytes], anew: dict[str, Any]) -> None:
    """Each workbook as it was written, beside the one worked out anew, which is taken out."""
    for name, content in files.items():
        check_alike(content, anew.pop(name))


def check_page(data: dict[str, Any], rows: list[list[str]], words: str) -> None:
    """The page's tables show the lines in order, counted ones first, each with its sum below it."""
    lines = [line for line in data["lines"] if line["counted"]] + [
        line for line in data["lines"] if not line["counted"]
    ]
    shown = [row for row in rows if len(row) == 7 and row[6] != "Cost"]
    assert [row[6] for row in shown] == [printed(line["cost"]) for line in lines]
    for line, row in zip(lines, shown, strict=True):
        assert line["description"] in row[0]
        assert row[4] == ("" if line["weekly_cost"] is None else printed(line["weekly_cost"]))
        assert (line["outcome"] or "") in row[0]
    sums = [row[0] for row in rows if len(row) == 1]
    assert [one for one in sums if not one.startswith("Nothing")] == [
        " ".join(line["working"].split()) for line in lines if line["working"]
    ]
    totals = {row[0]: row[-1] for row in rows if len(row) == 2}
    assert totals["Total that counts"] == printed(data["total_counted"])
    assert totals.get("All that the school pays above what every pupil gets", printed(data["total"])) == printed(
        data["total"]
    )
    assert f"Shortfall {printed(data['shortfall'])}" in words
    over = "is over the threshold" if data["over_threshold"] else "is not over the threshold"
    assert over in words


def check_workbook(data: dict[str, Any], book: Any) -> None:
    """A costed map's workbook shows the JSON's figures."""
    rows = cells(book, "Costed map")
    at = {row[LABEL]: row[COST] for row in rows if row[LABEL]}
    shown = [row for row in rows[3:] if row[1]]
    lines = [line for line in data["lines"] if line["counted"]] + [
        line for line in data["lines"] if not line["counted"]
    ]
    assert [pounds(row[COST]) for row in shown] == [line["cost"] for line in lines]
    for line, row in zip(lines, shown, strict=True):
        assert (row[2] or None, row[3] or None) == (line["group"], line["ratio"])
        assert pounds(row[7]) == line["weekly_cost"]
        for number, key in ((row[5], "weekly_hours"), (row[6], "contact_hours"), (row[8], "weeks")):
            assert line[key] is None if number is None else round(number, 4) == float(line[key]), key
        assert (row[11] or None) == line["working"]
    assert pounds(at["Total that counts"]) == data["total_counted"]
    assert pounds(at["All that the school pays above what every pupil gets"]) == data["total"]
    assert pounds(at.get("Shortfall: what counts, less the threshold, less the top-up")) == data["shortfall"]
    assert pounds(at["Threshold"]) == data["rules"]["threshold"]
    answer = next((value for label, value in at.items() if label.startswith("Is it over?")), None)
    assert answer == {True: "Yes", False: "No", None: None}[data["over_threshold"]]


def check_map_workbook(data: dict[str, Any], book: Any) -> None:
    """A whole-school map's workbook shows the JSON's figures."""
    by_code = {row[0]: row for row in cells(book, "Groups")[3:]}
    for row in data["rows"]:
        shown = [pounds(value) for value in by_code[row["group"]][14:17]]
        assert shown == [row["cost"], row["cost_per_pupil"], row["empty_places_cost"]], row["group"]
    foot = by_code["All groups" if data["horizon"] == "delivered" else "With whole-school costs"]
    assert pounds(foot[14]) == data["total"]
    whole = {row[0]: row[3] for row in cells(book, "Whole-school costs")}
    assert pounds(whole["Whole-school costs"]) == data["whole_school_costs"]
    assert [[row[0], *(pounds(value) for value in row[1:4])] for row in cells(book, "Budgets")[3:]] == [
        [stream[key] for key in ("name", "amount", "committed", "left")] for stream in data["streams"]
    ]
    glance = cells(book, "At a glance")
    assert pounds(glance[-1][-1]) == pounds(by_code["All groups"][14])


def check_alike(content: bytes, book: Any) -> None:
    """Every formula comes to the value that was stored with it."""
    stored, found = opened(content), list(formulas(content))
    assert found
    for sheet, cell, text in found:
        before, after = stored[sheet][cell].value, book[sheet][cell].value
        alike = before == after if isinstance(before, str) else abs(before - after) < 1e-9
        assert alike, f"{sheet}!{cell} {text}: stored {before}, worked out {after}"
