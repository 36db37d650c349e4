"""No page and no paper asks the database more often for a large school than for a small one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from costing.rules_files import load_rules
from reports.documents.head import PaperOptions
from reports.documents.registry import PAPERS
from reports.renderings import pdf
from schools.access import command_line_access
from tests.access.growth import LARGE, SMALL, Grown, school_of
from tests.access.matrix import MATRIX, ROWS, address
from tests.databases import kept_apart

# Every page is read by the tests of leaks, which are measured; to trace these as well would double their time.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
MOST, MOST_FOR_A_PAPER = 32, 18
MORE = {
    "": (37, "the business manager's begins with the map, the threshold, the awards, the plan and what was set aside"),
    "pupils/<int:pk>/": (
        35,
        "all that is known of a pupil, with what was set aside; a class team's reach is asked first",
    ),
    "attention/set-aside/<slug:mark>/": (41, "the mark for the address is read from the map too, before the page"),
    **dict.fromkeys(
        ("plan/", "plan/<int:number>/"),
        (40, "need, groups, drafts, budgets, hours, evidence and what has changed since, all on one page"),
    ),
    **dict.fromkeys(
        (
            *(f"plan/{act}/" for act in ("up-to-date", "in-order", "accept")),
            *(f"plan/proposals/<int:pk>/{act}/" for act in ("fund", "defer", "decline", "open-again")),
            "plan/proposals/<int:pk>/otherwise/<slug:key>/",
        ),
        (36, "the whole plan with all budgets and hours; two of them find it for the address"),
    ),
    "workbook/export/": (42, "one for each of the workbook's sheets"),
}
"""Pages that take more than MOST at every size, each with the reason."""
MAP = ("map/", *(f"map/?{more}" for more in (
    "rows=class", "rows=pupilgroup", "since=2026-09-07", "by=tree&open=all", "by=pupil", "by=compare"
)))  # fmt: skip
ELSE = {
    "senco": (*MAP[1:], "map/?per=term", "groups/?per=term", "search/?q=surname"),
    "teacher": (
        "", *MAP, "attention/", "today/", "groups/", "groups/<int:pk>/", "groups/<int:pk>/history/", "pupils/",
        "pupils/<int:pk>/", "pupils/<int:pk>/history/", "classes/<int:pk>/", "papers/",
    ),
    "assistant": ("", "today/", "pupils/"),
    "governor": ("", "map/"),
    "business_manager": ("", "costs/"),
    "system_manager": ("", "people/"),
}  # fmt: skip
"""Pages that others read in another way than the SENCO, or that the SENCO can read in several."""
PAGES = [("senco", pattern, row, "") for pattern, row in ROWS if "senco" in row.who and row.ok == 200] + [
    (who, pattern, MATRIX[pattern][0], query)
    for who, addresses in ELSE.items()
    for pattern, _, query in (each.partition("?") for each in addresses)
]
KINDS: dict[str, Callable[[Grown], Any]] = {
    "": lambda one: None,
    "pupil": lambda one: one.full.near.pk,
    "year_group": lambda one: "3",
    "chart": lambda one: one.full.near.audit_rows.earliest("pk").chart_id,
    "group": lambda one: one.full.group.pk,
    "person": lambda one: one.cast["assistant"].staff_member.pk,
    "room": lambda one: "Mark room",
    "class": lambda one: one.full.near.years.get().school_class_id,
}


@pytest.fixture(scope="module")
def schools(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Grown, Grown]]:
    """The large school and the small one, built once."""
    with django_db_blocker.unblock(), kept_apart():
        yield school_of("large", LARGE), school_of("small", SMALL)


def alike(schools: tuple[Grown, Grown], read: Callable[[Grown], object]) -> int:
    """How many queries reading takes, at either size. Where the numbers differ it is read a second time: by then what
    is kept in memory between pages has been fetched. The large school comes first, so that fetching it for the small
    one alone cannot hide growth."""
    asked: list[list[str]] = []
    for _ in range(2):
        asked = []
        for school in schools:
            with CaptureQueriesContext(connection) as queries:
                read(school)
            asked.append([query["sql"] for query in queries])
        if len(asked[0]) == len(asked[1]):
            break
    large, small = (Counter(_shape(sql) for sql in each) for each in asked)
    assert len(asked[0]) == len(asked[1]), large - small
    return len(asked[0])


def _shape(sql: str) -> str:
    """A query without its values and columns, so that those of a loop look the same."""
    return re.sub(r"IN \([^)]*\)|\d+|'[^']*'", "…", re.sub(r"SELECT .*? FROM", "SELECT … FROM", sql))


@pytest.mark.parametrize(
    ("who", "pattern", "row", "query"), PAGES, ids=[f"{who}-{pattern}?{query}" for who, pattern, _, query in PAGES]
)
def test_a_page(schools, monkeypatch, who, pattern, row, query):
    monkeypatch.setattr(
        pdf, "pdf_of", lambda page, watch=None: b"%PDF-1.7"
    )  # how it is drawn asks nothing of the database

    def read(school):
        answer = school.clients[who].get(f"{address(pattern, row, school.full)}?{query}")
        assert answer.status_code == 200

    most, _ = MORE.get(pattern, (MOST, ""))
    assert alike(schools, read) <= most


@pytest.mark.parametrize(
    ("name", "kind", "audience"),
    [
        (name, kind, who)
        for name, one in PAPERS.items()
        for kind in one.subjects or [""]
        for who in one.audiences
        if who == "staff" or kind not in one.also
    ],
)
def test_a_paper(schools, name, kind, audience):
    paper = PAPERS[name]

    def read(school):
        access = command_line_access(school.full.school, school.year)
        asked = PaperOptions(audience=audience, against=load_rules("39-week-timetable"))
        paper.made(access, asked, KINDS[kind](school), kind)

    assert alike(schools, read) <= MOST_FOR_A_PAPER
