"""Papers: what can be made, each as a page, and its files to download."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse

from reports.documents.registry import Paper
from reports.pages import papers, pupil
from reports.pages.shared import asked_of
from reports.paper import context_of
from reports.trail import note_opening
from reports.views.base import YearPage
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Crumb


class Papers(YearPage, SchoolView):
    """The papers that can be made."""

    permission = Permission.EXPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        context = {"title": "Papers", "line": "What can be printed, sent and handed over, straight from the map."}
        return self.page("reports/papers.html", context | {"papers": papers.build(self.access)})


class OnScreen(YearPage):
    """A paper as a page of the app, with its files at the head."""

    def draw(self, paper: Paper, request: HttpRequest, pk: int | None, crumbs: tuple[Crumb, ...]) -> HttpResponse:
        """The page around the paper's own body."""
        if paper.name not in papers.DRAWN:
            raise Http404
        made = paper.made(self.access, asked_of(self.access, request.GET.dict()), pk)
        context: dict[str, Any] = context_of(paper, made)
        context |= {
            "title": context["paper"].title,
            "line": context["paper"].line,
            "crumbs": crumbs,
            "body": f"documents/{paper.name.replace('-', '_')}_body.html",
            "card": papers.card(self.access, paper, pk, request.GET.urlencode()),
        }
        return self.page("reports/paper.html", context)


class SchoolPaper(OnScreen, SchoolView):
    """A paper about the whole school."""

    permission = Permission.VIEW_COSTS

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """The paper as a page."""
        crumbs = (Crumb("Papers", reverse("papers", args=[self.access.school.slug])),)
        return self.draw(papers.paper_named(name, ""), request, None, crumbs)


class PupilPaper(OnScreen, SchoolView):
    """A paper about a pupil."""

    permission = (Permission.VIEW_NEEDS, Permission.EXPORT)

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """The paper as a page; opening it opens the pupil's record."""
        row = pupil.found(self.access, asked_of(self.access, {}), pk)
        slug = self.access.school.slug
        crumbs = (
            Crumb("Pupils", reverse("pupils", args=[slug])),
            Crumb(row.name, reverse("pupil_papers", args=[slug, pk])),
        )
        answer = self.draw(papers.paper_named(name, "pupil"), request, pk, crumbs)
        note_opening(self.access, pk)
        return answer


class Download(YearPage):
    """A paper as a file."""

    def send(self, request: HttpRequest, paper: Paper, form: str, pk: int | None = None) -> FileResponse:
        """The file under a name that says what it is."""
        asked = asked_of(self.access, request.GET.dict())
        made = papers.file_of(self.access, paper, asked, form, pk)
        return FileResponse(BytesIO(made.content), as_attachment=True, filename=made.name, content_type=made.kind)


class SchoolFile(Download, SchoolView):
    """A paper about the whole school, to download."""

    permission = Permission.EXPORT

    def get(self, request: HttpRequest, name: str, form: str) -> FileResponse:
        """The file."""
        return self.send(request, papers.paper_named(name, ""), form)


class PupilFile(Download, SchoolView):
    """A paper about a pupil, to download."""

    permission = Permission.EXPORT

    def get(self, request: HttpRequest, pk: int, name: str, form: str) -> FileResponse:
        """The file; 404 for a pupil out of reach."""
        paper = papers.paper_named(name, "pupil")
        pupil.found(self.access, asked_of(self.access, {}), pk)
        return self.send(request, paper, form, pk)
