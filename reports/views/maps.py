"""The whole-school map: at a glance, per pupil, its side panel, and the totals for governors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from reports.documents.head import Asked
from reports.pages import group, map_pupils, totals
from reports.pages import map as map_page
from reports.views.base import YearPage
from schools.roles import Permission
from schools.views import SchoolView

LINE = "All that is additional to and different from what every pupil gets, at a glance."


class Map(YearPage, SchoolView):
    """The map, in the shape that the address asks for."""

    permission = (Permission.VIEW_MAP, Permission.VIEW_TOTALS)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The panel alone where htmx asks for it, the totals for governors, else the map."""
        if not self.access.may(Permission.VIEW_MAP):
            return self.totals()
        panel = self.panel(request)
        if request.headers.get("HX-Target") == "panel" and panel:
            return self.page("reports/group_panel.html", {"panel": panel})
        params = request.GET.dict()
        if params.get("by") == "pupil":
            context = {"map": map_pupils.build(self.access, params), "by": "pupil"}
            return self.page("reports/map_pupils.html", self.head() | context | {"panel": panel})
        found = map_page.build(self.access, params)
        context = {"map": found, "by": "", "term": map_page.term_words(found), "panel_base": self.base(request)}
        return self.page("reports/map.html", self.head() | context | {"panel": panel})

    def head(self) -> dict[str, object]:
        """What the two shapes of the map share."""
        return {
            "title": "Whole-school map",
            "line": LINE,
            "shapes": (("", "Groups"), ("pupil", "Pupils")),
            "keep": self.kept("by", "per"),
        }

    def panel(self, request: HttpRequest) -> group.GroupPage | None:
        """The group that the address opens beside the map, if any."""
        asked = request.GET.get("group", "")
        return group.build(self.access, int(asked), Asked()) if asked.isdecimal() else None

    def base(self, request: HttpRequest) -> str:
        """This page's address, ready for a group's number to open it in the panel."""
        query = request.GET.copy()
        query.pop("group", None)
        return f"?{query.urlencode()}&group=" if query else "?group="

    def totals(self) -> HttpResponse:
        """Totals by area, for those who see nothing finer."""
        context = {
            "title": "Totals of the map",
            "line": "What the school provides beyond what every pupil gets. No pupil is named, and no figure tells of "
            "fewer than five.",
            "totals": totals.build(self.access),
        }
        return self.page("reports/totals.html", context)
