"""The whole-school map: as a grid, a tree, per pupil, on two days; its side panel, and the totals for governors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.vary import vary_on_headers

from pages.groups import group
from pages.map import compare as map_compare
from pages.map import page as map_page
from pages.map import pupils as map_pupils
from pages.map import totals
from pages.map import tree as map_tree
from pages.year_page import YearPage
from reports.documents.head import PaperOptions
from schools.roles import Permission
from schools.views import SchoolView
from ui.edit_fields import row_number
from ui.parts import Choice

LINE = "All that is additional to and different from what every pupil gets, at a glance."
SHAPES = (("", "Grid"), ("list", "List"), ("tree", "Tree"), ("pupil", "Pupils"), ("compare", "Two dates"))


@method_decorator(vary_on_headers("HX-Target"), name="dispatch")
class MapView(YearPage, SchoolView):
    """The map, in the shape that the address asks for."""

    permission = (Permission.VIEW_MAP, Permission.VIEW_TOTALS)
    kept_for = "rights"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The panel alone where htmx asks for it, the totals for governors, else the map."""
        if not self.access.may(Permission.VIEW_MAP):
            return self.totals()
        panel = self.panel(request)
        if request.headers.get("HX-Target") == "panel" and panel:
            return self.page("pages/group_panel.html", {"panel": panel})
        params, by = request.GET.dict(), request.GET.get("by", "")
        drawn = {"tree": self.tree, "pupil": self.pupils, "compare": self.compare}.get(by, self.grid)
        return drawn(params, {"panel": panel, "by": by if by in dict(SHAPES) else "", **self.head(request)})

    def grid(self, params: Mapping[str, str], context: dict[str, object]) -> HttpResponse:
        """Rows as asked, areas across."""
        found = map_page.build(self.access, params, "grid")
        more = {"map": found, "by": "", "term": map_page.term_words(found), "filtered": self.filtered()}
        return self.page("pages/map.html", context | more)

    def tree(self, params: Mapping[str, str], context: dict[str, object]) -> HttpResponse:
        """Provision, groups, pupils."""
        more = {"map": map_tree.build(self.access, params), "opened": params.get("open") == "all"}
        return self.page("pages/map_tree.html", context | more)

    def pupils(self, params: Mapping[str, str], context: dict[str, object]) -> HttpResponse:
        """Pupils down, areas across."""
        return self.page("pages/map_pupils.html", context | {"map": map_pupils.build(self.access, params)})

    def compare(self, params: Mapping[str, str], context: dict[str, object]) -> HttpResponse:
        """Two days side by side."""
        return self.page("pages/map_compare.html", context | {"map": map_compare.build(self.access, params)})

    def head(self, request: HttpRequest) -> dict[str, object]:
        """What the shapes of the map share."""
        shape = request.GET.get("by", "")
        keep = self.address_parts("by", "per", "open", "recorded") + (self.address_parts("rows") if shape else [])
        return {
            "title": "Whole-school map",
            "intro": LINE,
            "shapes": tuple(self.shape(request, value, words) for value, words in SHAPES),
            "keep": keep,
            "plain": f"{request.path}?{urlencode([*keep, *self.address_parts('rows')])}" if keep else request.path,
        }

    def shape(self, request: HttpRequest, value: str, words: str) -> Choice:
        """The way to a shape, with the filters as they are; the list has a page of its own."""
        query = request.GET.copy()
        for name in ("by", "group", "page"):
            query.pop(name, None)
        current = request.GET.get("by", "") == value
        if value == "list":
            start = self.access.url("groups")
            return Choice(words, f"{start}?{query.urlencode()}" if query else start)
        if value:
            query["by"] = value
        return Choice(words, f"?{query.urlencode()}" if query else request.path, current=current)

    def panel(self, request: HttpRequest) -> group.GroupPage | None:
        """The group that the address opens beside the map, if any."""
        asked = row_number(request.GET.get("group", ""))
        return None if asked is None else group.build(self.access, asked, PaperOptions())

    def filtered(self) -> str:
        """What the address says beside the group, as htmx adds it to that of the panel."""
        return json.dumps({name: values for name, values in self.request.GET.lists() if name != "group"})

    def totals(self) -> HttpResponse:
        """Totals by area, for those who see nothing finer."""
        context = {
            "title": "Totals of the map",
            "intro": "What the school provides beyond what every pupil gets. No pupil is named, and no figure tells of "
            "fewer than five.",
            "totals": totals.build(self.access),
        }
        return self.page("pages/totals.html", context)
