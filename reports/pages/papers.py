"""The papers that can be made, and their files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from provisions.selectors import groups_by_pupil
from pupils.models import Pupil
from pupils.selectors import PupilName, names_of
from reports.documents.head import Asked
from reports.documents.registry import PAPERS, Paper
from reports.render import rendered
from schools.clock import today
from schools.roles import Permission
from schools.trail import record
from ui.parts import Choice

if TYPE_CHECKING:
    from schools.access import Access

DRAWN = ("individual-map", "costed-map", "whole-school-map")
"""The papers that are pages, PDFs and workbooks; the others come as data alone."""

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
LABELS = {"pdf": ("PDF", "file-earmark-pdf"), "xlsx": ("Workbook", "file-earmark-spreadsheet")}

SAYS = {
    "individual-map": "For the child and the family: what we provide, when, with whom and what for, in plain words. "
    "No cost and no code, with room for what they think.",
    "costed-map": "For the local authority, with advice or a request for funding: every line with its sum, what counts "
    "towards the threshold, what was left out and why, and the rules.",
    "whole-school-map": "All that is additional to and different from what every pupil gets, at a glance on A3, with "
    "each group’s cost, whole-school costs and budgets.",
}


@dataclass(frozen=True)
class PaperCard:
    """A paper as a page offers it: what it is for, where it opens and its files."""

    name: str
    title: str
    says: str
    href: str
    files: tuple[Choice, ...]


@dataclass(frozen=True)
class PapersPage:
    """The papers of the school; those about a pupil begin with choosing one."""

    school: tuple[PaperCard, ...]
    pupil: tuple[PaperCard, ...]
    pupils: tuple[tuple[PupilName, str], ...]


@dataclass(frozen=True)
class File:
    """A paper as a file to download."""

    name: str
    kind: str
    content: bytes


def build(access: Access) -> PapersPage:
    """The papers this person may make."""
    on_map = groups_by_pupil(access, today())
    slug = access.school.slug
    people = [(one, reverse("pupil_papers", args=[slug, one.id])) for one in names_of(access, on_map).values()]
    return PapersPage(
        school=tuple(card(access, PAPERS[name]) for name in DRAWN if not PAPERS[name].about),
        pupil=tuple(PaperCard(name, PAPERS[name].title, SAYS[name], "", ()) for name in DRAWN if PAPERS[name].about),
        pupils=tuple(people),
    )


def card(access: Access, paper: Paper, pk: int | None = None, query: str = "") -> PaperCard:
    """A paper with its page and, for those who may download, its files. `query` carries rules and horizon."""
    slug, about = access.school.slug, [] if pk is None else [pk]
    page, file = ("paper", "file") if pk is None else ("pupil_paper", "pupil_file")
    tail = f"?{query}" if query else ""
    files = [
        Choice(words, reverse(file, args=[slug, *about, paper.name, form]) + tail, icon=icon)
        for form, (words, icon) in LABELS.items()
        if form in paper.formats and access.may(Permission.EXPORT)
    ]
    return PaperCard(
        name=paper.name,
        title=paper.title,
        says=SAYS[paper.name],
        href=reverse(page, args=[slug, *about, paper.name]) + tail,
        files=tuple(files),
    )


def pupil_cards(access: Access, pk: int) -> tuple[PaperCard, ...]:
    """The papers about a pupil that this person may open."""
    names = [name for name in DRAWN if PAPERS[name].about == "pupil"]
    allowed = [name for name in names if name != "costed-map" or access.may(Permission.VIEW_COSTS)]
    return tuple(card(access, PAPERS[name], pk) for name in allowed)


def paper_named(name: str, about: str) -> Paper:
    """The paper with this name about a pupil, or about the school. Raises LookupError where there is none."""
    paper = PAPERS.get(name)
    if paper is None or paper.about != about:
        raise LookupError(f"There is no paper called {name}.")
    return paper


def file_of(access: Access, paper: Paper, asked: Asked, form: str, pk: int | None = None) -> File:
    """The paper as a file, noted in the trail. Raises LookupError where it does not come in that form."""
    if form not in TYPES or form not in paper.formats:
        raise LookupError(f"{paper.title} does not come as {form}.")
    made = paper.made(access, asked, pk)
    content = rendered(paper, made, form)
    data = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False, indent=2).encode()
    about = made.pupil.name if pk else access.school.name
    thing = Pupil.objects.get(school=access.school, pk=pk) if pk else None
    record(access, "exported", thing, {"paper": paper.name, "form": form}, summary=f"{paper.title}: {about}, as {form}")
    return File(f"{file_name(paper.title, about, made)}.{form}", TYPES[form], data)


def file_name(title: str, about: str, made: Any) -> str:
    """A file's name that says what it is and keeps files in order: Map for the family - Maya Lindqvist - 2026-27."""
    parts = (title, about, made.head.year.replace("/", "-"))
    return " - ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", part).strip() for part in parts)
