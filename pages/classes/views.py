"""What a class team comes for: a class with what each child gets, and the sessions of a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pages.classes import school_class, today
from pages.year_page import YearPage
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Crumb


class SchoolClass(YearPage, SchoolView):
    """A class: what each child gets, and the week."""

    permission = (Permission.VIEW_OWN_PUPILS, Permission.VIEW_STAFF)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page; 404 for a class that is not this person's to see."""
        found = school_class.build(self.access, pk)
        crumbs = (Crumb("Pupils", reverse("pupils", args=[self.access.school.slug])),) if found.provision else ()
        context = {"title": found.title, "intro": found.line, "crumbs": crumbs, "page": found}
        return self.page("pages/class.html", context)


class Today(YearPage, SchoolView):
    """The sessions of a day."""

    permission = Permission.VIEW_OWN_PUPILS

    def get(self, request: HttpRequest) -> HttpResponse:
        found = today.build(self.access, request.GET.dict())
        line = "Your sessions, and the children who come." if found.today.sittings else ""
        return self.page("pages/today.html", {"title": found.today.day, "intro": line, "page": found})
