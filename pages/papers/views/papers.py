"""Papers: what can be made, each as a page, and its files to download."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from pages.papers import page as papers
from pages.pupils import pupil
from pages.rules.switch import RulesSwitch, switch_of
from pages.shared import options_of
from pages.year_page import YearPage
from reports.renderings.page import context_of
from reports.trail import note_opening
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Crumb

COMPARISONS = ("rules-comparison", "map-comparison")


class PapersView(YearPage, SchoolView):
    """The papers that can be made."""

    permission = Permission.HOME

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"title": "Papers", "intro": "What can be printed, sent and handed over, straight from the map."}
        return self.page("pages/papers.html", context | {"papers": papers.build(self.access)})


class PaperOnScreen(YearPage):
    """A paper as a page of the app, with its files at the head."""

    def draw(self, copy: papers.Copy, request: HttpRequest, pk: int | None, crumbs: tuple[Crumb, ...]) -> HttpResponse:
        """The page with the paper's body. The options are in the page's address and in those of its files."""
        paper = copy.paper
        if "html" not in paper.formats:
            raise Http404
        context: dict[str, Any] = context_of(paper, paper.made(self.access, copy.asked, copy.about, copy.kind))
        context |= {
            "title": context["paper"].title,
            "intro": context["paper"].line,
            "crumbs": crumbs,
            "links": True,
            "copy": copy,
            "audiences": papers.audience_choices(self.access, paper) if copy.kind in ("", "pupil") else (),
            "keep": self.address_parts("audience", "of", "by", "rules", "with", "horizon", "on", "recorded"),
            "switch": self.switch(copy, request, pk),
            "years": papers.BY_YEAR if paper.by_year else (),
            "card": papers.card(self.access, paper, pk, request.GET.urlencode()),
        }
        return self.page("pages/paper.html", context)

    def switch(self, copy: papers.Copy, request: HttpRequest, pk: int | None) -> RulesSwitch | None:
        """The choice of rules and stretch of time above a paper with costs."""
        if Permission.VIEW_COSTS not in copy.paper.audiences[copy.asked.audience]:
            return None
        compares = copy.paper.name in COMPARISONS
        params = request.GET.dict()
        return switch_of(self.access, copy.asked, params, request.path, pupil=pk, compares=compares)


class SchoolPaper(PaperOnScreen, SchoolView):
    """A paper about the whole school, a year group or a class. Each paper says who may read it."""

    permission = Permission.HOME

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        crumbs = (Crumb("Papers", self.access.url("papers")),)
        return self.draw(papers.copy_of(self.access, name, request.GET.dict()), request, None, crumbs)


class PupilPaper(PaperOnScreen, SchoolView):
    """A paper about a pupil."""

    permission = Permission.VIEW_OWN_PUPILS

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """The paper as a page; opening it opens the pupil's record."""
        row = pupil.pupil_in_reach(self.access, options_of(self.access, {}), pk)
        crumbs = (
            Crumb("Pupils", self.access.url("pupils")),
            Crumb(row.name, self.access.url("pupil_papers", pk)),
        )
        answer = self.draw(papers.copy_of(self.access, name, request.GET.dict(), pk), request, pk, crumbs)
        note_opening(self.access, pk)
        return answer


class PaperDownload(YearPage):
    """A paper as a file."""

    def send(self, copy: papers.Copy, form: str) -> FileResponse:
        """The file under a name that says what it is."""
        made = papers.file_of(self.access, copy, form)
        return FileResponse(BytesIO(made.content), as_attachment=True, filename=made.name, content_type=made.kind)


class SchoolFile(PaperDownload, SchoolView):
    """A paper about the whole school, a year group or a class, to download. Each paper says who may take it away."""

    permission = Permission.HOME

    def get(self, request: HttpRequest, name: str, form: str) -> FileResponse:
        return self.send(papers.copy_of(self.access, name, request.GET.dict()), form)


class PupilFile(PaperDownload, SchoolView):
    """A paper about a pupil, to download. Each paper says who may take it away."""

    permission = Permission.VIEW_OWN_PUPILS

    def get(self, request: HttpRequest, pk: int, name: str, form: str) -> FileResponse:
        """The file; 404 for a pupil out of reach."""
        pupil.pupil_in_reach(self.access, options_of(self.access, {}), pk)
        return self.send(papers.copy_of(self.access, name, request.GET.dict(), pk), form)
