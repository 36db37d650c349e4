"""The groups: the list, and a group's own page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from reports.pages import group, groups
from reports.pages.shared import asked_of
from reports.views.base import YearPage
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Crumb


class Groups(YearPage, SchoolView):
    """Every group of the year, one to a line, with the filters of the map."""

    permission = Permission.VIEW_MAP

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        found = groups.build(self.access, request.GET.dict())
        context = {"title": "Groups", "line": "Every group of the year: who takes it, when, and how full it is."}
        return self.page("reports/groups.html", context | {"groups": found, "map": found.map, "keep": self.kept("per")})


class Group(YearPage, SchoolView):
    """One group."""

    permission = Permission.VIEW_MAP

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Its page; 404 for a group that is not on the year's map."""
        found = group.build(self.access, pk, asked_of(self.access, {}))
        slug = self.access.school.slug
        context = {
            "title": found.group.title,
            "crumbs": (Crumb("Map", reverse("map", args=[slug])), Crumb("Groups", reverse("groups", args=[slug]))),
            "group": found,
        }
        return self.page("reports/group.html", context)
