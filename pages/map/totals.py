"""The governors' copy of the whole-school map as a page: no pupil is named, no figure is about fewer than five."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pages.papers.page import card
from reports.documents.head import PaperOptions
from reports.documents.registry import PAPERS
from reports.renderings.page import context_of
from schools.access import Access

PAPER = PAPERS["whole-school-map"]


def build(access: Access) -> dict[str, Any]:
    """What the page's template needs: the paper's own words and tables, and its files."""
    made = PAPER.made(access, replace(PaperOptions(), audience="governor"))
    return context_of(PAPER, made) | {"card": card(access, PAPER, query="audience=governor")}
