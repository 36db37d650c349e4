"""A declared list: sorted, paged, totalled, its columns chosen, and sent out just as it is shown."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from ui.sheets import read_workbook
from ui.tables import Col, Lazy, Listing, Mark, export, list_table


@dataclass(frozen=True)
class Line:
    title: str
    code: str
    area: str
    cost: object
    hours: Fraction | None = None
    begins: date | None = None


LISTING = Listing(
    "Groups",
    "group",
    (
        Col("title", "Group", why="code", why_head="Code"),
        Col("area", "Area", "area"),
        Col("cost", "Cost", "money", total=True),
        Col("hours", "Hours", "hours", shown=False),
        Col("begins", "Begins", "date", shown=False, sort=""),
    ),
    foot="All groups shown",
)
LINES = [
    Line("Year 10 reading", "R10", "C&L", Decimal("2.50"), Fraction(5, 2), date(2026, 9, 7)),
    Line("=cmd()", "X", "C&I", Mark("no cost yet", "warn")),
    Line("year 3 <reading>", "R3", "C&L", Decimal("10.25")),
]


def asked(query: str = "", lines: list[Line] | Lazy = LINES, listing: Listing = LISTING):
    return list_table(listing, lines, QueryDict(query))


def drawn(query: str = "", lines: list[Line] = LINES) -> str:
    request = RequestFactory().get(f"/s/ash/groups/?{query}")
    return render_to_string("components/list.html", {"table": asked(query, lines)}, request=request)


def titles(table) -> list[str]:
    return [row.record.title for row in table.paginated_rows]


def test_it_sorts_as_people_do_with_nothing_at_the_end():
    assert titles(asked()) == [line.title for line in LINES]
    assert titles(asked("sort=title")) == ["=cmd()", "year 3 <reading>", "Year 10 reading"]
    assert titles(asked("sort=cost")) == ["Year 10 reading", "year 3 <reading>", "=cmd()"]
    assert titles(asked("sort=-cost")) == ["year 3 <reading>", "Year 10 reading", "=cmd()"]
    assert titles(asked("sort=area&sort=-title"))[0] == "=cmd()"
    assert titles(asked("sort=begins,nowhere,-hours")) == [line.title for line in LINES]


def test_the_page_shows_kinds_links_and_totals():
    html = drawn("sort=-cost&q=x")
    assert "3 groups" in html
    assert 'aria-sort="descending"' in html
    assert 'href="?q=x&amp;sort=cost"' in html
    assert '<th scope="row">year 3 &lt;reading&gt;<span class="why">R3</span></th>' in html
    assert '<td class="num" data-label="Cost"><span class="tag warn">no cost yet</span></td>' in html
    assert '<td class="num" data-label="Cost">£12.75</td>' in html.split("<tfoot>")[1]
    assert 'data-label="Hours"' not in html


def test_columns_are_chosen_in_the_address_and_the_rest_of_it_is_kept():
    html = drawn("columns=hours&columns=begins&q=x&page=2")
    assert 'data-label="Hours"' in html
    assert "<tfoot>" not in html, "no total is among them"
    assert "7 Sep 2026" in html
    assert 'data-label="Area"' not in html
    assert '<input type="hidden" name="q" value="x">' in html
    assert 'value="hours" checked' in html
    assert 'name="page"' not in html
    assert titles(asked("columns=hours,begins")) == titles(asked("columns=nowhere"))


def test_totals_are_over_every_page_and_the_pager_keeps_the_rest():
    many = [Line(f"G{n}", "", "C&L", Decimal(1)) for n in range(120)]
    html = drawn("page=3&sort=title", many)
    assert "101 to 120 of 120" in html
    assert "£120.00" in html
    assert 'href="?sort=title&amp;page=2"' in html
    assert 'href="?sort=-title"' in html, "another order begins at the first page"


@pytest.mark.parametrize("query", ["", "sort=-cost", "columns=hours&columns=begins&sort=title", "page=2"])
def test_a_file_is_just_what_is_shown(query):
    table = asked(query)
    shown = [column.header for column in table.columns]
    sheet = read_workbook(io.BytesIO(export(table, "xlsx")))["Groups"]
    assert [name for name in sheet.headers if name != "Code"] == shown
    assert [row.values["Group"] for row in sheet.rows] == [*(row.title for row in table.data), "All groups shown"][
        : len(sheet.rows)
    ]
    rows = list(csv.reader(io.StringIO(export(table, "csv").decode("utf-8-sig"))))
    assert [name for name in rows[0] if name != "Code"] == shown
    assert len(rows) == 4


def test_figures_go_out_as_figures_and_text_as_text():
    sheet = read_workbook(io.BytesIO(export(asked(), "xlsx")))["Groups"]
    assert [row.values["Cost"] for row in sheet.rows] == [
        Decimal("2.5"),
        "no cost yet",
        Decimal("10.25"),
        Decimal("12.75"),
    ]
    assert sheet.rows[1].values["Group"] == "=cmd()"
    rows = list(csv.reader(io.StringIO(export(asked("columns=hours&columns=begins"), "csv").decode("utf-8-sig"))))
    assert rows[1] == ["Year 10 reading", "R10", "2.50", "2026-09-07"]
    assert rows[2][0] == "'=cmd()"
    with pytest.raises(LookupError):
        export(asked(), "pdf")


def test_whoever_sees_no_costs_has_no_such_column():
    table = asked("columns=cost", listing=LISTING.without("money"))
    assert "cost" not in [column.name for column in table.columns]
    assert "cost" not in [choice.name for choice in table.chooser]


def test_rows_too_many_to_read_are_read_a_page_at_a_time():
    reads: list[int] = []

    def fetch(ids):
        reads.append(len(ids))
        return [Line(f"G{one}", "", "C&L", None) for one in ids]

    table = asked("sort=-title&page=2", Lazy(lambda alias: range(120) if alias == "-title" else [], fetch))
    assert titles(table)[0] == "G50"
    assert reads == [50]
    assert len(table.rows) == 120
    assert len(export(table, "csv").splitlines()) == 121


def test_a_path_leads_to_the_value_on_the_page_in_the_order_the_total_and_the_file():
    columns = (
        Col("name", "Group", path="line.title", href="line.code"),
        Col("cost", "Cost", "money", "line.cost", total=True),
    )
    listing = Listing("Groups", "group", columns, foot="All")
    rows = [{"line": line} for line in LINES] + [{"line": None}]
    table = list_table(listing, rows, QueryDict("sort=name"))
    names = [str(row.get_cell("name")) for row in table.paginated_rows]
    assert [name.partition(">")[2].removesuffix("</a>") for name in names[:3]] == [
        "=cmd()", "year 3 &lt;reading&gt;", "Year 10 reading",
    ]  # fmt: skip
    assert names[0].startswith('<a class="row-link" href="X"')
    assert str(table.columns["cost"].footer) == "£12.75"
    assert export(table, "csv").decode().splitlines()[-1].strip(",") == ""
