"""The section Costs: the year's costs, roles and rates, scales, whole-school provision, budgets, awards, rules."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from pages.costs import money as cost_money
from pages.costs import roles as cost_roles
from pages.costs import year as costs
from pages.costs.tabs import add_button, cost_tabs, raise_button
from pages.lists import ListPage
from pages.rules import page as rules
from pages.rules.switch import switch_of
from pages.shared import options_of
from pages.year_page import YearPage
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Choice, Crumb, Empty
from ui.tables import list_table


class CostsView(YearPage, SchoolView):
    """What the year costs."""

    permission = Permission.VIEW_COSTS
    kept_for = "rights"

    def get(self, request: HttpRequest) -> HttpResponse:
        params = request.GET.dict()
        asked = options_of(self.access, params)
        context = {
            "title": "Costs",
            "intro": "What the year’s provision costs, what pays for it and what is left.",
            "tabs": cost_tabs(self.access, "costs"),
            "switch": switch_of(self.access, asked, params, request.path),
            "costs": costs.build(self.access, asked),
        }
        return self.page("pages/costs.html", context)


class RolesView(ListPage, SchoolView):
    """Every staff role with its rates."""

    permission = Permission.VIEW_COSTS
    kept_for = "rights"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = cost_roles.build(self.access, request.GET.dict())
        return self.show_rows(
            cost_roles.ROLES,
            found,
            intro="What an hour of each role costs by the school’s own rate and by the LA’s, under the school’s rules.",
            tabs=cost_tabs(self.access, "costs_roles"),
            choices=(*add_button(self.access, "role_new", "Add a role"), *raise_button(self.access)),
            empty=Empty(
                "No staff role yet", "Who delivers provision, and what an hour of theirs costs.", "person-badge"
            ),
        )


class RoleView(YearPage, SchoolView):
    """One staff role."""

    permission = Permission.VIEW_COSTS

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Its page; 404 where the school has no such role."""
        found = cost_roles.build_role(self.access, code)
        context = {
            "title": found.row.line.role.name,
            "crumbs": (
                Crumb("Costs", self.access.url("costs")),
                Crumb("Staff roles", self.access.url("costs_roles")),
            ),
            "role": found,
        }
        return self.page("pages/costs_role.html", context)


class ScalesView(YearPage, SchoolView):
    """The pay scales in use."""

    permission = Permission.VIEW_COSTS

    def get(self, request: HttpRequest) -> HttpResponse:
        scales = cost_roles.scales(self.access)
        used = {scale.label for scale in scales}
        context = {
            "title": "Pay scales",
            "intro": "The scales that the school’s roles are paid on this year.",
            "tabs": cost_tabs(self.access, "costs_scales"),
            "choices": (
                *add_button(self.access, "scale_new", "Add a scale of our own", panel=False),
                *raise_button(self.access),
            ),
            "unused": [form for form in cost_roles.own_scale_forms(self.access) if form.label not in used],
            "scales": scales,
        }
        return self.page("pages/costs_scales.html", context)


class WholeSchoolView(ListPage, SchoolView):
    """What cannot be charged to a pupil."""

    permission = Permission.VIEW_COSTS
    kept_for = "rights"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = cost_money.build_whole_school(self.access, request.GET.dict())
        return self.show_rows(
            cost_money.WHOLE_SCHOOL,
            found,
            intro="What cannot be charged to a pupil: administration, development, resources, preparation.",
            tabs=cost_tabs(self.access, "costs_whole_school"),
            choices=add_button(self.access, "whole_school_new", "Add a cost"),
            empty=Empty("No whole-school cost yet", "What helps every pupil, and is charged to none.", "building"),
        )


class StreamsView(ListPage, SchoolView):
    """The budgets."""

    permission = Permission.VIEW_COSTS
    kept_for = "rights"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """What there is, what is committed line by line, what is left; or a file of it."""
        params = request.GET.dict()
        asked = options_of(self.access, params)
        found = cost_money.build_streams(self.access, asked)
        if "export" in params:
            return self.send_list(list_table(cost_money.BUDGETS, found.parts, request.GET), params["export"])
        context = {
            "title": "Budgets",
            "choices": add_button(self.access, "stream_new", "Add a budget"),
            "intro": "What there is, what the map commits of it line by line, and what is left.",
            "tabs": cost_tabs(self.access, "costs_streams"),
            "switch": switch_of(self.access, asked, params, request.path),
            "streams": found,
        }
        return self.page("pages/costs_streams.html", context)


class AwardsView(ListPage, SchoolView):
    """Top-up awards."""

    permission = Permission.VIEW_COSTS
    kept_for = "rights"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = cost_money.build_awards(self.access, request.GET.dict())
        return self.show_rows(
            cost_money.AWARDS,
            found,
            intro=cost_money.award_words(found.rows),
            tabs=cost_tabs(self.access, "costs_awards"),
            choices=add_button(self.access, "award_new", "Add an award"),
            empty=Empty("No award yet", "Top-up that is applied for, granted or refused stands here.", "cash-coin"),
        )


class FundingRulesView(YearPage, SchoolView):
    """The school's own rules, or any others there are."""

    permission = Permission.VIEW_COSTS

    def get(self, request: HttpRequest, key: str = "") -> HttpResponse:
        """Each rule in a sentence; 404 where no rules have the key."""
        found = rules.build(self.access, key)
        context = {
            "title": found.rules.name if key else "LA funding rules",
            "intro": "" if key else f"The school’s figures follow {found.rules.name}.",
            "crumbs": (Crumb("Funding rules", self.access.url("rules")),) if key else (),
            "tabs": () if key else cost_tabs(self.access, "rules"),
            "choices": (*found.acts, Choice("Compare two sets of rules", found.compare, icon="layout-split")),
            "page": found,
        }
        return self.page("pages/rules.html", context)
