"""The pages for class teams: a class with its pupils' groups, and a person's sessions of a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from pages.classes import school_class, today
from pages.year_page import YearPage
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Crumb


class ClassView(YearPage, SchoolView):
    """A class: what each child gets, and the week."""

    of_a_year = "pupils.SchoolClass"
    permission = (Permission.VIEW_OWN_PUPILS, Permission.VIEW_STAFF)
    kept_for = "rights"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for a class out of this person's reach."""
        found = school_class.build(self.access, pk)
        crumbs = (Crumb("Pupils", self.access.url("pupils")),) if found.provision else ()
        context = {"title": found.title, "intro": found.line, "crumbs": crumbs, "page": found}
        return self.page("pages/class.html", context)


class TodayView(YearPage, SchoolView):
    """The sessions of a day."""

    permission = Permission.VIEW_OWN_PUPILS
    kept_for = "person"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = today.build(self.access, request.GET.dict())
        line = "Your sessions, and the children who come." if found.today.sessions else ""
        return self.page("pages/today.html", {"title": found.today.day, "intro": line, "page": found})
