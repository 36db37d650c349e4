"""What an hour of a role would cost, as one types."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from costing import kept
from costing.forms import NewRoleForm
from pages.costs.roles import draft_period
from schools.roles import Permission
from schools.views import SchoolView
from ui.edit_fields import row_number


class RoleRate(SchoolView):
    """The sums of both rates from what stands in the form; what is missing for them is said."""

    permission = Permission.EDIT_COSTS

    def post(self, request: HttpRequest) -> HttpResponse:
        """The sums as a part of a page; nothing before it is known how an hour is found."""
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
        """The role whose pay it is, where it is there already."""
        number = row_number(self.request.GET.get("role", ""))
        if number is None:
            return {"code": "the role", "name": "The role"}
        try:
            found = kept.role_now(self.access, number)
        except LookupError as missing:
            raise Http404(str(missing)) from missing
        return {name: found.values[name] for name in kept.OF_ROLE}
