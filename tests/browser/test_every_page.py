"""Every page that a person reaches by links from home: accessible to axe, styled, and within its width."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS

FILES = re.compile(r"\.(pdf|xlsx)$|/template/$")


def kinds_of_page(page: Page) -> Iterator[str]:
    """Go to one page of each kind, from where the person is, and yield its address while it is open."""
    home = page.url.split("?")[0]
    seen, waiting = {kind(home)}, [home]
    while waiting:
        here = waiting.pop(0)
        page.goto(here)
        yield here
        for link in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href.split(/[?#]/)[0])"):
            if link.startswith(home) and not FILES.search(link) and kind(link) not in seen:
                seen.add(kind(link))
                waiting.append(link)


def kind(address: str) -> str:
    """An address without its numbers."""
    return re.sub(r"\d+", "#", address)


def fits(page: Page) -> bool:
    """Whether the page can be read without scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(
    ("who", "at_least"),
    [("senco", 9), ("head", 9), ("business", 9), ("teacher", 6), ("assistant", 5), ("governor", 2), ("office", 2)],
)
def test_every_page_of_a_role(sign_in, accessible, styled, who, at_least):
    page, count = sign_in(who), 0
    for address in kinds_of_page(page):
        count += 1
        styled()
        accessible()
        assert page.get_by_role("heading", level=1).count() == 1, address
        for name, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 900})
            assert fits(page), f"{address} is wider than {name}"
    assert count >= at_least, "links lead to fewer pages than the role has"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_senco_s_pages_on_a_phone(sign_in, accessible, page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 844})
    for _ in kinds_of_page(sign_in("senco")):
        accessible()


def test_the_secondary_school_too(sign_in, accessible):
    for _ in kinds_of_page(sign_in("senco", "marlbrook")):
        accessible()
