"""The pupils: the list, and a pupil's page with its tabs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from costing.engine.errors import CostingError
from pages.lists import ListPage
from pages.papers import page as papers
from pages.pupils import costs as pupil_costs
from pages.pupils import listing as pupils
from pages.pupils import pupil
from pages.shared import options_of
from pages.year_page import YearPage
from reports.trail import note_opening
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Choice, Crumb


class PupilsView(ListPage, SchoolView):
    """The pupils within the person's reach."""

    permission = Permission.VIEW_OWN_PUPILS
    kept_for = "rights"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = pupils.build(self.access, request.GET.dict())
        return self.show_list(
            found.listing,
            found.rows,
            empty=found.empty,
            filters=found.filters,
            every=found.every,
            intro=found.line,
            choices=self.choices(),
        )

    def choices(self) -> tuple[Choice, ...]:
        """The map of these pupils; for who keeps the roll, the way there, to a list from the MIS and to a new pupil."""
        on_map = Choice("The map per pupil", self.access.url("map") + "?by=pupil", icon="grid-3x3-gap")
        if not self.access.may(Permission.EDIT_PUPILS):
            return (on_map,)
        add = Choice("Add a pupil", self.access.url("pupil_new"), icon="plus-lg", main=True, panel=True)
        roll = Choice("The roll", self.access.url("pupil_roll"), icon="card-list")
        return (on_map, roll, Choice("Import from your MIS", self.access.url("import_pupils"), icon="upload"), add)


class PupilTab(YearPage):
    """A tab of a pupil's page: notes the opening of the record and adds what stands above every tab."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, and note in the trail that the record was opened."""
        answer = super().dispatch(request, *args, **kwargs)
        if answer.status_code == 200:
            note_opening(self.access, kwargs["pk"])
        return answer

    def tab(self, template: str, head: pupil.PupilHead, context: dict[str, Any]) -> HttpResponse:
        """The drawn tab."""
        days = urlencode(self.address_parts("on", "recorded"))
        above = {
            "title": head.row.name,
            "intro": head.line,
            "head": head,
            "tabs": [replace(one, href=f"{one.href}?{days}") for one in head.tabs] if days else head.tabs,
            "crumbs": (Crumb("Pupils", self.access.url("pupils")),),
        }
        return self.page(template, above | context)


class OverviewTab(PupilTab, SchoolView):
    """Needs, outcomes and groups."""

    permission = Permission.VIEW_OWN_PUPILS
    kept_for = "rights"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = pupil.overview_tab(self.access, options_of(self.access, {}), pk)
        return self.tab("pages/pupil_overview.html", found.head, {"pupil": found})


class ProvisionTab(PupilTab, SchoolView):
    """What, when and with whom."""

    permission = Permission.VIEW_OWN_PUPILS
    kept_for = "rights"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        day = {"on": request.GET.get("on", "")}
        found = pupil.provision_tab(self.access, options_of(self.access, day), pk)
        return self.tab("pages/pupil_provision.html", found.head, {"pupil": found})


class CostsTab(PupilTab, SchoolView):
    """What it costs, line by line."""

    permission = Permission.VIEW_COSTS
    kept_for = "rights"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The tab; where the cost cannot be worked out it says what is missing."""
        params = request.GET.dict()
        asked = options_of(self.access, params)
        row = pupil.pupil_in_reach(self.access, asked, pk)
        try:
            found = pupil_costs.build(self.access, asked, pk, params)
        except CostingError as fault:
            return self.tab(
                "pages/pupil_no_costs.html", pupil.pupil_head(self.access, row, "pupil_costs"), {"fault": fault}
            )
        return self.tab("pages/pupil_costs.html", found.head, {"costs": found, "query": request.GET.urlencode()})


class PapersTab(PupilTab, SchoolView):
    """The papers about the pupil; each paper says who may open it."""

    permission = Permission.VIEW_OWN_PUPILS
    kept_for = "rights"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = pupil.pupil_in_reach(self.access, options_of(self.access, {}), pk)
        cards = papers.pupil_cards(self.access, pk)
        return self.tab("pages/pupil_papers.html", pupil.pupil_head(self.access, row, "pupil_papers"), {"cards": cards})
