"""The cost of a group whose form is not saved yet."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from provisions.groups.draft import estimate
from provisions.groups.lines import unsaved
from schools.access import NotThere
from schools.roles import Permission
from schools.views import SchoolView
from ui.edit_fields import row_number


class GroupCostView(SchoolView):
    """A fragment with the figures of an unsaved form. Nothing is saved."""

    permission = (Permission.EDIT_PROVISION, Permission.EDIT_OWN_GROUPS, Permission.EDIT_COSTS)
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest) -> HttpResponse:
        """The figures; 404 for a group that is not there."""
        asked = request.GET.get("group", "")
        try:
            said = unsaved(self.access, request.POST, row_number(asked))
        except NotThere as missing:
            raise Http404(str(missing)) from missing
        week = "sessions-TOTAL_FORMS" in request.POST  # the form has a week, beside which its clashes stand
        return render(request, "provisions/group_cost.html", {"estimate": estimate(self.access, said), "week": week})
