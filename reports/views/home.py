"""The home page and the list of what needs attention."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.pages import findings, home, office, totals
from reports.views.base import YearPage
from schools.roles import Permission
from schools.views import SchoolView

LINES = {
    Permission.VIEW_COSTS: "Where the school stands this year, and what needs attention.",
    Permission.VIEW_NEEDS: "What the children of your classes get, and when.",
    Permission.VIEW_MAP: "Your sessions today.",
    Permission.VIEW_TOTALS: "What the school provides this year, in totals.",
    Permission.MANAGE_PEOPLE: "The people, the calendar and the workbook of the school.",
}


class Home(SchoolView):
    """Where everybody begins; what it shows follows from the person's rights."""

    permission = Permission.HOME

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page in the shape of the person's work."""
        line = next((said for right, said in LINES.items() if self.access.may(right)), "")
        context = {
            "title": f"Hello, {self.access.name.split()[0]}" if self.access.name.strip() else "Home",
            "line": line,
            "home": home.build(self.access),
            "totals": self.totals(),
            "office": office.build(self.access) if self.access.may(Permission.MANAGE_PEOPLE) else None,
        }
        return render(request, "reports/home.html", context)

    def totals(self) -> dict[str, Any] | None:
        """The totals, for those who see nothing finer."""
        only_totals = self.access.may(Permission.VIEW_TOTALS) and not self.access.may(Permission.VIEW_MAP)
        return totals.build(self.access) if only_totals and self.access.year else None


class Findings(YearPage, SchoolView):
    """Everything on the map that needs attention."""

    permission = Permission.VIEW_MAP

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list under its kinds."""
        context = {
            "title": "What needs attention",
            "line": "Found by looking over the map. Each goes away when what it tells of is put right.",
            "kinds": findings.build(self.access),
        }
        return self.page("reports/findings.html", context)
