"""One paper, four renderings: plain data for programs, the page, the PDF and the workbook. None of them computes."""

from __future__ import annotations

from typing import Any

from reports.documents.registry import Paper


def rendered(paper: Paper, made: Any, form: str) -> Any:
    """The paper as JSON-ready data, or as the bytes of a page, a PDF or a workbook."""
    if form == "json":
        return made.json()
    from reports.paper import page_bytes, pdf_bytes  # drawing a PDF loads much that JSON does not need
    from reports.xlsx import workbook_bytes

    return {"html": page_bytes, "pdf": pdf_bytes, "xlsx": workbook_bytes}[form](paper, made)
