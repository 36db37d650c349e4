"""A paper as a page and as a PDF, both from one template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from reports.documents.registry import Paper
from reports.layouts import layout_of
from reports.layouts.parts import Layout
from reports.wording import rules_in_sentences
from ui.words import date_uk


@dataclass(frozen=True)
class Frame:
    """The frame of a paper: running head, title and paper size."""

    title: str
    school: str
    year: str
    date: str
    size: str = "a4"
    line: str = ""
    note: str = ""
    about: str = ""


def page_bytes(paper: Paper, made: Any) -> bytes:
    """The paper as one HTML page that stands alone, its style within."""
    return page_of(paper, made, style=style()).encode()


def pdf_bytes(paper: Paper, made: Any) -> bytes:
    """The paper as a tagged PDF."""
    from reports.renderings.pdf import pdf_of  # loads much that a page does not need

    return pdf_of(page_of(paper, made))


def context_of(paper: Paper, made: Any) -> dict[str, Any]:
    """What the paper's templates need: `paper` (the frame), `made` (the document) and the words beside it.

    A page of the app takes the same context and includes `documents/layout_body.html`.
    """
    layout = layout_of(paper.name, made)
    return {
        "made": made,
        "paper": _frame(made, layout),
        "layout": layout,
        "facts": layout.facts,
        "findings": layout.findings,
        "rules": rules_in_sentences(made.head.rules) if layout.rules else (),
    }


def page_of(paper: Paper, made: Any, style: str = "") -> str:
    """The paper as one HTML page, ready to be drawn as PDF; to stand alone it needs its style."""
    return render_to_string("documents/layout.html", {**context_of(paper, made), "style": style})


def part_of(paper: Paper, made: Any) -> str:
    """The paper as a part of a page of several: its own running head and headings, and no page around it."""
    return render_to_string("documents/layout.html", {**context_of(paper, made), "part": True})


def joined_page(frame: Frame, parts: Iterable[str]) -> str:
    """Several papers as one HTML page, each on sheets of its own. PDFs joined afterwards would lose their tags."""
    return render_to_string("documents/joined.html", {"paper": frame, "parts": parts})


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet of all papers."""
    return Path(str(finders.find("css/paper.css"))).read_text(encoding="utf-8")


def _frame(made: Any, layout: Layout) -> Frame:
    head = made.head
    return Frame(
        title=layout.title or head.title,
        school=head.school,
        year=head.year,
        date=date_uk(head.made_on),
        size=layout.size,
        line=layout.line,
        note=layout.note or layout.about,
        about=layout.about,
    )
