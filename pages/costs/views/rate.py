"""What an hour of a role would cost, while its form is being filled in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from costing import kept
from costing.forms import NewRoleForm
from pages.costs.roles import draft_period
from schools.access import NotThere
from schools.roles import Permission
from schools.views import SchoolView
from ui.edit_fields import row_number


class RoleRateView(SchoolView):
    """Both hourly rates with their sums, from the values in the form; or what is missing for them."""

    permission = Permission.EDIT_COSTS

    def post(self, request: HttpRequest) -> HttpResponse:
        """A fragment of the page; empty until the basis is chosen."""
        form = NewRoleForm(request.POST, scales=kept.scale_names(self.access))
        form.is_valid()
        values = form.cleaned_data
        if not values.get("basis"):
            return HttpResponse("")
        role = self._role() | {name: values[name] for name in kept.OF_ROLE if values.get(name) not in (None, "")}
        pay = {name: values.get(name) for name in kept.OF_PAY}
        period = draft_period(self.access, kept.drafted(self.access, role, pay))
        return render(request, "pages/costs_rate_live.html", {"period": period})

    def _role(self) -> dict[str, object]:
        """The stored values of the role whose pay is changed; a stand-in for a new role."""
        number = row_number(self.request.GET.get("role", ""))
        if number is None:
            return {"code": "the role", "name": "The role"}
        try:
            found = kept.role_now(self.access, number)
        except NotThere as missing:
            raise Http404(str(missing)) from missing
        return {name: found.values[name] for name in kept.OF_ROLE}
