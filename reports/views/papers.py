"""The papers: what can be made, each as a page to read, and as a file to take away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from reports.documents.registry import PAPERS, Paper
from reports.pages.shared import asked_of
from reports.paper import context_of
from reports.render import rendered
from reports.views.base import YearPage
from schools.access import Access
from schools.roles import Permission
from schools.trail import record
from schools.views import SchoolView
from ui.parts import Choice, Crumb

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILE_WORDS = {"pdf": ("PDF", "file-earmark-pdf"), "xlsx": ("Workbook", "file-earmark-spreadsheet")}


@dataclass(frozen=True)
class Offered:
    """A paper on the list of papers: what it is, whom it is for, and where to get it."""

    title: str
    line: str
    icon: str
    page: str
    files: list[Choice]


class PaperView(YearPage, SchoolView):
    """A paper about the whole school or one pupil, under the rules and horizon asked for."""

    permission = (Permission.VIEW_COSTS, Permission.VIEW_OWN_PUPILS)
    about: ClassVar[str] = ""

    def make(self, name: str, pupil: int | None = None) -> tuple[Paper, Any]:
        """The paper's data; a paper that is not of this kind, or a pupil out of reach, is not found."""
        paper = PAPERS.get(name)
        if paper is None or paper.about != self.about or "pdf" not in paper.formats:
            raise Http404
        return paper, paper.made(self.access, asked_of(self.access, self.request.GET), pupil)

    def refuse(self, permissions: tuple[Permission, ...]) -> HttpResponse:
        """What is refused here is the costs, whichever right opened the door."""
        return super().refuse((Permission.VIEW_COSTS,))


class SchoolPaper(PaperView):
    """A whole-school paper, to read on the screen."""

    permission = (Permission.VIEW_COSTS, Permission.VIEW_OWN_PUPILS)

    def get(self, request: HttpRequest, name: str, pk: int | None = None) -> HttpResponse:
        """The paper with its download buttons."""
        paper, made = self.make(name, pk)
        context = context_of(paper, made)
        own = {
            "title": context["paper"].title,
            "line": context["paper"].line,
            "crumbs": self.crumbs(made),
            "body": f"documents/{name.replace('-', '_')}_body.html",
            "sheet": {"individual-map": "letter", "whole-school-map": "wide"}.get(name, ""),
            "files": files_of(self.access, paper, pk, query_of(request)),
        }
        return render(request, "reports/paper_detail.html", {**context, **own})

    def crumbs(self, made: Any) -> list[Crumb]:
        """The way back."""
        school = self.access.school.slug
        if self.about == "pupil":
            return [
                Crumb("Pupils", reverse("pupils", args=[school])),
                Crumb(made.pupil.name, reverse("pupil", args=[school, made.pupil.id])),
            ]
        return [Crumb("Papers", reverse("papers", args=[school]))]


class SchoolFile(PaperView):
    """A paper as a file; taking it away is in the trail."""

    permission = (Permission.VIEW_COSTS, Permission.VIEW_OWN_PUPILS)

    def get(self, request: HttpRequest, name: str, form: str, pk: int | None = None) -> HttpResponse:
        """The PDF or the workbook, named after what it holds."""
        if form not in CONTENT_TYPES:
            raise Http404
        paper, made = self.make(name, pk)
        content = rendered(paper, made, form)
        title = context_of(paper, made)["paper"]
        record(self.access, "exported", summary=f"{title.title} {title.about} as {form}", detail={"pupil": pk})
        response = HttpResponse(content, content_type=CONTENT_TYPES[form])
        file = f"{slugify(f'{title.title} {title.about} {title.year}')}.{form}"
        response["Content-Disposition"] = f'attachment; filename="{file}"'
        return response


class PupilPaper(SchoolPaper):
    """A pupil's paper, to read on the screen."""

    permission = (Permission.VIEW_COSTS, Permission.VIEW_OWN_PUPILS)
    about = "pupil"


class PupilFile(SchoolFile):
    """A pupil's paper as a file."""

    permission = (Permission.VIEW_COSTS, Permission.VIEW_OWN_PUPILS)
    about = "pupil"


class Papers(YearPage, SchoolView):
    """Every paper there is for this person."""

    permission = (Permission.VIEW_COSTS, Permission.VIEW_OWN_PUPILS)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Papers of the whole school, and where a pupil's papers are made."""
        offered = []
        if self.access.may(Permission.VIEW_COSTS):
            paper = PAPERS["whole-school-map"]
            page = reverse("paper", args=[self.access.school.slug, paper.name])
            line = "Every group by year group and area of need, with its cost; fits one A3 sheet."
            offered = [Offered(paper.title, line, "map", page, files_of(self.access, paper))]
        context = {
            "title": "Papers",
            "line": "What can be printed, sent or taken away",
            "offered": offered,
            "costs": self.access.may(Permission.VIEW_COSTS),
            "pupils": reverse("pupils", args=[self.access.school.slug]),
        }
        return render(request, "reports/paper_list.html", context)


def files_of(access: Access, paper: Paper, pupil: int | None = None, query: str = "") -> list[Choice]:
    """The buttons that take a paper away, with the rules and horizon on the screen."""
    school, found = access.school.slug, []
    for form in ("pdf", "xlsx"):
        label, icon = FILE_WORDS[form]
        if pupil is None:
            href = reverse("file", args=[school, paper.name, form])
        else:
            href = reverse("pupil_file", args=[school, pupil, paper.name, form])
        found.append(Choice(label, f"{href}{query}", icon=icon))
    return found


def query_of(request: HttpRequest) -> str:
    """The rules, horizon and day asked for, as the end of an address; or nothing."""
    chosen = {part: request.GET[part] for part in ("rules", "horizon", "on") if request.GET.get(part)}
    return f"?{urlencode(chosen)}" if chosen else ""
