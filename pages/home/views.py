"""The home page and the list of what needs attention."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from pages.findings import listing as findings
from pages.home import office
from pages.home import page as home
from pages.lists import ListPage
from pages.map import totals
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Empty

LINES = {
    Permission.VIEW_COSTS: "Where the school stands this year, and what needs attention.",
    Permission.VIEW_NEEDS: "What the children of your classes get, and when.",
    Permission.VIEW_MAP: "Your sessions today.",
    Permission.VIEW_TOTALS: "What the school provides this year, in totals.",
    Permission.MANAGE_PEOPLE: "The people, the calendar and the workbook of the school.",
}


class HomeView(SchoolView):
    """The home page; what it shows depends on the person's rights."""

    permission = Permission.HOME
    kept_for = "person"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page in the shape of the person's work."""
        line = next((said for right, said in LINES.items() if self.access.may(right)), "")
        context = {
            "title": f"Hello, {self.access.name.split()[0]}" if self.access.name.strip() else "Home",
            "intro": line,
            "home": home.build(self.access),
            "totals": self.totals(),
            "office": self.office(),
        }
        return self.page("pages/home.html", context)

    def office(self) -> office.OfficePage | None:
        """People and calendar, for those whose work is nothing else."""
        only_office = self.access.may(Permission.MANAGE_PEOPLE) and not self.access.may(Permission.VIEW_MAP)
        return office.build(self.access) if only_office else None

    def totals(self) -> dict[str, Any] | None:
        """The totals, for those who see nothing finer."""
        only_totals = self.access.may(Permission.VIEW_TOTALS) and not self.access.may(Permission.VIEW_MAP)
        return totals.build(self.access) if only_totals and self.access.year else None


class FindingsView(ListPage, SchoolView):
    """Everything on the map that needs attention."""

    permission = Permission.VIEW_MAP
    kept_for = "rights"
    list_template = "pages/findings.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = findings.build(self.access, request.GET.dict())
        said = "The checks of the map found nothing to put right or to know."
        href = self.access.url("map")
        return self.show_list(
            findings.listing(self.access, for_file="export" in request.GET),
            found.lines,
            empty=Empty("Nothing needs attention", said, "check2-circle", href, "Open the map"),
            filters=found.filters,
            every=found.every,
            intro="Found by looking over the map. Each goes away when what it tells of is put right.",
            aside=found.aside,
        )
