"""Papers as workbooks: every figure that was worked out is a live formula, with its value for previewers beside it."""

from __future__ import annotations

import io
from typing import Any

from reports.documents.registry import Paper
from reports.layouts import layout_of
from reports.renderings.xlsx import layout
from ui.sheets import write_paper


def workbook_bytes(paper: Paper, made: Any) -> bytes:
    """The paper as an Excel workbook."""
    target = io.BytesIO()
    sheets = layout.pages(made.head, layout_of(paper.name, made))
    write_paper(target, sheets, title=f"{made.head.title}, {made.head.school}, {made.head.year}")
    return target.getvalue()
