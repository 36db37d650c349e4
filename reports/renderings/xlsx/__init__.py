"""Papers as workbooks: every figure that was worked out is a live formula, with its value for previewers beside it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from reports.documents.registry import Paper
from reports.layouts import layout_of
from reports.renderings.xlsx import costed_map, individual_map, layout, weekly_timetable, whole_school_map
from ui.sheets import Page, write_paper

PAGES: dict[str, Callable[[Any], list[Page]]] = {
    "costed-map": costed_map.pages,
    "individual-map": individual_map.pages,
    "whole-school-map": whole_school_map.pages,
    "weekly-timetable": weekly_timetable.pages,
}


def workbook_bytes(paper: Paper, made: Any) -> bytes:
    """The paper as an Excel workbook."""
    target = io.BytesIO()
    laid_out = layout_of(paper.name, made)
    sheets = layout.pages(made.head, laid_out) if laid_out and not laid_out.own_sheets else PAGES[paper.name](made)
    write_paper(target, sheets, title=f"{made.head.title}, {made.head.school}, {made.head.year}")
    return target.getvalue()
