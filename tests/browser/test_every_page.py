"""Every page that a person reaches by links from home: accessible to axe, styled, and within its width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from reports.documents.registry import PAPERS
from schools.roles import permissions_of
from tests.access.matrix import ROWS, SCHOOL
from tests.browser.conftest import WIDTHS
from tests.conftest import CAST

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
FILES = re.compile(r"[?&]export=|\.(pdf|docx|xlsx|json|html)(\?|$)|/(template|export)/$")
# What makes a page another kind of page; of several in one address the first named here counts.
CHOICES = ("open", "since", "with", "group", "person", "room", "show", "audience", "of", "by")
COUNTED_EACH = ("audience", "of", "by")
# Laid out otherwise at each width: grids, trees, two columns, weeks.
OWN_LAYOUT = {
    "home", "map", "group", "group_edit", "pupil", "pupil_years", "today", "paper", "pupil_paper", "calendar",
    "audit_chart", "current_edit", "gaps", "plan",
}  # fmt: skip
NOT_BY_A_LINK = {
    "attention/": "once there is more than home shows",
    "audit/<int:pk>/answer/": "once the SENCO has asked",
    "audit/<int:pk>/cell/": "what an open chart sends",
    "audit/<int:pk>/state/": "what an open chart asks for",
    "audit/rows/<int:pk>/change/": "once a child to come stands in the chart",
    "audit/rows/<int:pk>/on-roll/": "once a child to come stands in the chart",
    "audit/rows/<int:pk>/remove/": "once a child to come stands in the chart",
    "current-provision/<int:pk>/entry/": "once a line is in words of their own",
    "today/": "for whoever takes groups or has a class",
    "plan/<int:number>/": "once there is a second plan",
    "plan/begin/": "once the plan is accepted",
    "plan/up-to-date/": "once the charts have changed",
    "workbook/template/": "a file",
    "workbook/export/": "a file",
    "papers/many/<int:pk>/": "once papers have been asked for",
    "provisions/evidence/": "a part of a form",
    "rooms/preview/<path:room>/": "a part of a form",
    "costs/scales/<slug:area>/<path:scale>/edit/": "once the school has a scale of its own",
    "history/<str:kind>/<int:line>/": "once something of the thing has changed",
    "groups/<int:pk>/restore/": "once the group has ended",
    "groups/<int:pk>/start/": "a button",
    "people/<int:pk>/return/": "once the person is suspended",
    "pupils/<int:pk>/back/": "once the pupil has left",
    "rules/own/<int:pk>/remove/": "once rules of one’s own are not in use",
    "rules/own/<int:pk>/use/": "once rules of one’s own are not in use",
    "sets/<int:pk>/edit/": "once there is a set",
    "sets/<int:pk>/remove/": "once there is a set",
}
# Where a button of a list leads with what was ticked, the pupil of whom most is on record, and what is done with charts
# of the demo that have come further than the first.
BY_A_BUTTON = {
    "senco": (
        "groups/bulk/?group=1", "pupils/roll/move/", "pupils/roll/leavers/", "pupils/roll/back/", "pupils/237/",
        "audit/3/answer/", "audit/5/ask/", "audit/5/agree/", "audit/4/open-again/",
        "audit/rows/74/change/", "audit/rows/74/on-roll/", "audit/rows/74/remove/",
    ),
    "office": ("pupils/roll/move/", "pupils/roll/leavers/", "pupils/roll/back/"),
}  # fmt: skip


class Kind(NamedTuple):
    """A kind of page: its address with the numbers left out, the paper it shows, and what is chosen on it."""

    route: str
    name: str
    paper: str
    choice: tuple[str, str]


def kind(address: str) -> Kind | None:
    """Which kind of page an address opens; None for what is no page of ours."""
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    chosen = {name: value for name, value in parse_qsl(parts.query) if value}
    name = next((name for name in CHOICES if name in chosen), "")
    choice = (name, chosen[name] if name in COUNTED_EACH else "")
    return Kind(found.route.removeprefix(SCHOOL), found.url_name or "", found.kwargs.get("name", ""), choice)


def kinds_of_page(page: Page, *, each: bool = True, also: Iterable[str] = ()) -> Iterator[tuple[str, Kind, str]]:
    """Follow the links to one page of each kind, from where the person is, and yield its address, kind and HTML. The
    browser stays where it is. Without `each`, to one page of each address, whichever its paper and what is chosen on
    it. `also` are places to begin."""
    home = page.url.split("?")[0]
    seen: set[Kind | str] = set()
    waiting = [home, *(f"{home}{place}" for place in also)]
    while waiting:
        here = waiting.pop(0)
        its = kind(here)
        if its is None or (its if each else its.route) in seen:
            continue
        seen.add(its if each else its.route)
        answer = page.request.get(here)
        assert answer.ok, f"{here}: {answer.status}"
        html = answer.text()
        links = dict.fromkeys(urljoin(here, unescape(link)).split("#")[0] for link in LINK.findall(html))
        waiting += [link for link in links if link.startswith(home) and not FILES.search(link)]
        yield here, its, html


def shorten(page: Page) -> None:
    """Take away the later rows of long tables and lists, which are made like the first and cost axe its time."""
    rows = "main :is(tbody tr, li, .trunk, .twig, .check-options label, .edit-line, option):nth-of-type(n+9)"
    page.evaluate(f"document.querySelectorAll('{rows}').forEach(it => it.remove())")


def fits(page: Page) -> bool:
    """Whether the page can be read without scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


COVERED = (Path(__file__).parent / "covered.js").read_text(encoding="utf-8")


def covered(page: Page) -> list[str]:
    """Buttons that something else lies over where they are drawn; those that stick, at any height of the page."""
    return page.evaluate(COVERED)


def resize(page: Page, width: str) -> None:
    page.set_viewport_size({"width": WIDTHS[width], "height": 450 if width == "zoomed" else 900})


def routes_of(member: str) -> set[str]:
    """The pages that the access matrix gives a member of the cast, and that links lead to."""
    return {route for route, row in ROWS if member in row.who and row.ok == 200 and "<slug:form>" not in route} - {
        *NOT_BY_A_LINK
    }


def papers_of(member: str) -> set[str]:
    """The papers whose copy a member of the cast may read."""
    rights = permissions_of([CAST[member]])
    return {name for name, paper in PAPERS.items() if any(rights & {*needs} for needs in paper.audiences.values())}


@pytest.mark.parametrize(("who", "member"), [("senco", "senco"), ("governor", "governor")])
def test_every_page(page, sign_in, accessible, styled, who, member):
    """Every kind of page, seen at each width, and in the dark where it has a layout of its own."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    reached, in_the_dark = set(), set()
    for address, its, _ in kinds_of_page(sign_in(who), also=BY_A_BUTTON.get(who, ())):
        reached.add(its)
        page.goto(address)
        styled()
        assert page.get_by_role("heading", level=1).count() == 1, address
        for width in WIDTHS:
            resize(page, width)
            assert fits(page), f"{address} is wider than {width}"
        resize(page, "desk")
        assert covered(page) == [], address
        shorten(page)
        accessible("html" if its.name in OWN_LAYOUT else "main")  # the frame around it is the same on all
        if its.name in OWN_LAYOUT and its.name not in in_the_dark:
            in_the_dark.add(its.name)
            page.emulate_media(color_scheme="dark")
            look(page, address, accessible)
            page.emulate_media(color_scheme="light")
    assert routes_of(member) <= {its.route for its in reached}, "no link leads there"
    assert papers_of(member) <= {its.paper for its in reached}, "no link leads to the paper"


@pytest.mark.parametrize(
    ("who", "member", "width", "scheme"),
    [
        ("head", "head", "desk", "dark"),
        ("business", "business_manager", "laptop", "light"),
        ("teacher", "teacher", "phone", "light"),
        ("assistant", "assistant", "desk", "dark"),
        ("office", "system_manager", "phone", "light"),
    ],
)
def test_every_page_of_another_role(page, sign_in, accessible, styled, who, member, width, scheme):
    """Links lead to every page that the role may open; those with a layout of their own are looked at, for this role's
    copy shows other things than the SENCO's."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    resize(page, width)
    reached = set()
    for address, its, html in kinds_of_page(sign_in(who), each=False, also=BY_A_BUTTON.get(who, ())):
        reached.add(its.route)
        assert html.count("<h1") == 1, address
        if its.name in OWN_LAYOUT:
            look(page, address, accessible)
            styled()
    assert routes_of(member) <= reached, "no link leads there"


def test_the_secondary_school_too(page, sign_in, accessible):
    resize(page, "laptop")
    for address, its, _ in kinds_of_page(sign_in("senco", "marlbrook"), each=False):
        if its.name in OWN_LAYOUT:
            look(page, address, accessible)


def look(page: Page, address: str, accessible: Callable[[], None]) -> None:
    """Go to a page, which must fit and be accessible as wide as the browser is."""
    page.goto(address)
    assert fits(page), address
    shorten(page)
    accessible()
