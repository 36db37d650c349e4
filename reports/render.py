"""One paper, four renderings: plain data for programs, the page, the PDF and the workbook. None of them computes."""

from __future__ import annotations

from typing import Any

from reports.documents.registry import Paper


def rendered(paper: Paper, made: Any, form: str) -> Any:
    """The paper as JSON-ready data, or as the bytes of a page, a PDF or a workbook."""
    if form == "json":
        return made.json()
    if form == "xlsx":
        from reports.xlsx import workbook_bytes  # each form loads much that the others do not need

        return workbook_bytes(paper, made)
    from reports.paper import page_bytes, pdf_bytes

    return {"html": page_bytes, "pdf": pdf_bytes}[form](paper, made)
