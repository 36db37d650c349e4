"""The groups: the list, and a group's own page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from pages.groups import aside as groups_aside
from pages.groups import group
from pages.groups import listing as groups
from pages.lists import ListPage
from pages.shared import options_of
from pages.year_page import YearPage
from provisions.groups.reading import EDITORS
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Choice, Crumb


class GroupsView(ListPage, SchoolView):
    """Every group of the year, one to a line, with the filters of the map."""

    permission = Permission.VIEW_MAP
    kept_for = "rights"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list; with `?status=`, drafts or the archive for who may change groups."""
        status, may = request.GET.get("status", ""), bool(self.access.permissions.intersection(EDITORS))
        if may and status in groups_aside.WORDS:
            return self.aside(status)
        found = groups.build(self.access, request.GET.dict())
        on_map = Choice("See them on the map", self.way_to_the_map(request), icon="grid-3x3-gap")
        return self.show_list(
            found.listing,
            found.lines,
            empty=found.empty,
            filters=found.map.filters,
            every=found.map.every,
            intro="Every group of the year: who takes it, when, and how full it is.",
            switches=found.switches,
            choices=(on_map, *groups_aside.ways(self.access)),
            ticks=self.way_to_change(),
        )

    def way_to_change(self) -> str:
        """The address where ticked groups are changed together; blank for a person who may not."""
        may = self.access.may(Permission.EDIT_PROVISION)
        return self.access.url("groups_bulk") if may else ""

    def aside(self, status: str) -> HttpResponseBase:
        """The groups that are not on the map."""
        found = groups_aside.build(self.access, status)
        ways = groups_aside.ways(self.access, status)
        return self.show_list(found.listing, found.lines, empty=found.empty, intro=found.line, choices=ways)

    def way_to_the_map(self, request: HttpRequest) -> str:
        """The map with the filters as they are here."""
        query, start = request.GET.copy(), self.access.url("map")
        for name in ("sort", "columns", "page"):
            query.pop(name, None)
        return f"{start}?{query.urlencode()}" if query else start


class GroupView(YearPage, SchoolView):
    """One group."""

    of_a_year = "provisions.InterventionGroup"
    permission = Permission.VIEW_MAP

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Its page; 404 for a group that is not on the year's map."""
        found = group.build(self.access, pk, options_of(self.access, {}))
        context = {
            "title": found.group.title,
            "crumbs": (Crumb("Map", self.access.url("map")), Crumb("Groups", self.access.url("groups"))),
            "group": found,
        }
        return self.page("pages/group.html", context)
