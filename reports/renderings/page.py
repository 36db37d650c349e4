"""A paper as a page and as a PDF, both from one template."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from pupils.reading import PupilRow
from reports.documents.maps.costed_map import CostedMap
from reports.documents.maps.grid import grid_of
from reports.documents.maps.individual_map import IndividualMap
from reports.documents.maps.whole_school_map import WholeSchoolMap
from reports.documents.registry import Paper
from reports.layouts import layout_of
from reports.layouts.parts import Layout
from reports.wording import (
    costed_purpose,
    horizon_words,
    length_words,
    rules_in_sentences,
    shortfall_words,
    threshold_words,
)
from ui.findings import Finding
from ui.parts import Fact
from ui.words import date_uk, money


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

    A page of the app takes the same context and includes `documents/<template>_body.html`.
    """
    layout = layout_of(paper.name, made)
    found = _laid_out(made, layout) if layout else VIEWS[paper.name](made)
    return {"made": made, **found, "template": "layout" if layout else paper.name.replace("-", "_")}


def page_of(paper: Paper, made: Any, style: str = "") -> str:
    """The paper as one HTML page, ready to be drawn as PDF; to stand alone it needs its style."""
    return _drawn(paper, made, style=style)


def part_of(paper: Paper, made: Any) -> str:
    """The paper as a part of a page of several: its own running head and headings, and no page around it."""
    return _drawn(paper, made, part=True)


def _drawn(paper: Paper, made: Any, **more: Any) -> str:
    context = context_of(paper, made)
    return render_to_string(f"documents/{context['template']}.html", {**context, **more})


def joined_page(frame: Frame, parts: Iterable[str]) -> str:
    """Several papers as one HTML page, each on sheets of its own. PDFs joined afterwards would lose their tags."""
    return render_to_string("documents/joined.html", {"paper": frame, "parts": parts})


def _laid_out(made: Any, layout: Layout) -> dict[str, Any]:
    title = layout.title or made.head.title
    return {
        "paper": _frame(
            made, title=title, size=layout.size, line=layout.line, note=layout.note or layout.about, about=layout.about
        ),
        "layout": layout,
        "facts": layout.facts,
        "findings": layout.findings,
        "rules": rules_in_sentences(made.head.rules) if layout.rules else (),
    }


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet of all papers."""
    return Path(str(finders.find("css/paper.css"))).read_text(encoding="utf-8")


def _frame(made: Any, **more: str) -> Frame:
    head = made.head
    return Frame(**{"title": head.title, **more}, school=head.school, year=head.year, date=date_uk(head.made_on))


def _findings(made: Any) -> list[Finding]:
    return [Finding(note.code, note.message) for note in made.notes]


def costed_map(made: CostedMap) -> dict[str, Any]:
    """The words of a pupil's costed map."""
    pupil, rules = made.pupil, made.head.rules
    return {
        "paper": _frame(made, about=pupil.name, line=_who(pupil), note=pupil.name),
        "facts": [
            Fact("Counts towards the threshold", money(made.total_counted)),
            Fact("Threshold", money(rules.threshold)),
            Fact("Top-up granted", money(made.top_up)),
            Fact("Shortfall", money(made.shortfall)),
        ],
        "purpose": costed_purpose(made),
        "horizon": horizon_words(made.head),
        "test": threshold_words(made),
        "shortfall": shortfall_words(made),
        "rules": rules_in_sentences(rules),
        "findings": _findings(made),
    }


def _who(pupil: PupilRow) -> str:
    return f"{pupil.name}, {pupil.year_name}{f', class {pupil.class_name}' if pupil.class_name else ''}"


def individual_map(made: IndividualMap) -> dict[str, Any]:
    """The words of a child's map for the family: the name they go by, and no reference."""
    called = made.pupil.known_as
    title = f"What we provide for {called}"
    return {
        "paper": _frame(made, title=title, about=made.pupil.name, line=_who(made.pupil)),
        "called": called,
        "helps": [(line, length_words(line.weekly_hours)) for line in made.lines],
    }


def whole_school_map(made: WholeSchoolMap) -> dict[str, Any]:
    """The map at a glance and the facts above it."""
    return {
        "paper": _frame(made, size="a3-landscape", line=horizon_words(made.head)),
        "facts": [
            Fact("Groups", str(len(made.rows))),
            Fact("Pupils on the map", str(len(made.pupils))),
            Fact("Groups cost", money(made.groups_cost)),
            Fact("Whole-school costs", money(made.whole_school_costs)),
            Fact("All together", money(made.total)),
        ],
        "grid": grid_of(made),
        "rules": rules_in_sentences(made.head.rules),
        "findings": _findings(made),
    }


VIEWS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "costed-map": costed_map,
    "individual-map": individual_map,
    "whole-school-map": whole_school_map,
}
