"""The list of other costs."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from pages.costs import other as cost_other
from pages.costs.tabs import add_button, cost_tabs
from pages.lists import ListPage
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Empty


class OtherCostsView(ListPage, SchoolView):
    """Other costs of groups and of pupils."""

    permission = Permission.VIEW_COSTS
    kept_for = "rights"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = cost_other.build(self.access, request.GET.dict())
        return self.show_rows(
            cost_other.OTHER,
            found,
            intro="Equipment, licences, training, professionals and meetings, for a group or for one pupil.",
            tabs=cost_tabs(self.access, "costs_other"),
            choices=add_button(self.access, "other_cost_new", "Add a cost"),
            empty=Empty("No other cost yet", "What is bought or paid for besides staff stands here.", "bag"),
        )
