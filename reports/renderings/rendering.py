"""One paper, five renderings: plain data for programs, the page, the PDF, the Word file and the workbook. None of them
computes."""

from __future__ import annotations

import re
from typing import Any

from reports.documents.registry import Paper


def rendered(paper: Paper, made: Any, form: str) -> Any:
    """The paper as JSON-ready data, or as the bytes of a page, a PDF, a Word file or a workbook."""
    if form == "json":
        return made.json()
    if form == "xlsx":
        from reports.renderings.xlsx import workbook_bytes  # each form loads much that the others do not need

        return workbook_bytes(paper, made)
    if form == "docx":
        from reports.renderings.docx import word_bytes

        return word_bytes(paper, made)
    from reports.renderings.page import page_bytes, pdf_bytes

    return {"html": page_bytes, "pdf": pdf_bytes}[form](paper, made)


def file_name(title: str, about: str, year: str) -> str:
    """A file's name that says what it is and keeps files in order: Map for the family - Maya Lindqvist - 2026-27."""
    parts = (title, about, year.replace("/", "-"))
    return " - ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", part).strip() for part in parts)
