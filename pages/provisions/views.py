"""The catalogue of provision: the list, and the page of an entry."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from pages.lists import ListPage
from pages.provisions import listing as provisions
from pages.provisions import provision
from pages.year_page import YearPage
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Crumb
from ui.tables import list_table


class ProvisionsView(ListPage, SchoolView):
    """What the school can run, and what runs of it this year."""

    permission = Permission.VIEW_MAP
    kept_for = "rights"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = provisions.build(self.access, request.GET.dict())
        return self.show_list(
            provisions.listing(self.access, for_file="export" in request.GET),
            found.lines,
            empty=found.empty,
            filters=found.filters,
            every=found.every,
            choices=provisions.ways_to_add(self.access),
            intro="The catalogue: each kind of provision you can run, and what runs of it this year.",
        )


class ProvisionView(YearPage, SchoolView):
    """An entry of the catalogue."""

    permission = Permission.VIEW_MAP
    kept_for = "rights"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Its page; 404 for a provision of no catalogue of this school."""
        found = provision.build(self.access, pk)
        context = {
            "title": found.provision.name,
            "crumbs": (Crumb("Provisions", self.access.url("provisions")),),
            "page": found,
            "table": list_table(found.listing, found.lines, request.GET),
        }
        return self.page("pages/provision.html", context)
