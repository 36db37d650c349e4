"""The base of pages that show a year: answers where the school has no year, or the page cannot be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from costing.engine.errors import CostingError
from reports.documents.head import NotForThem

if TYPE_CHECKING:
    from schools.views import SchoolView

    Base = SchoolView
else:
    Base = object


class YearPage(Base):
    """Mixed into a SchoolView: answers for a school without a year, and for what documents refuse.

    NotForThem: 403. A sum that cannot be made: a page that says what is missing.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let the view answer, and turn what it cannot show into a page."""
        if self.access.year is None and self.access.permissions.intersection(self.needs()):
            return render(request, "components/no_year.html", {"title": "No academic year yet"})
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotForThem:
            return self.refuse(self.needs())
        except CostingError as fault:
            return self.cannot_cost(fault)

    def cannot_cost(self, fault: CostingError) -> HttpResponse:
        """The page, as 409, that says what the cost cannot be worked out without."""
        context = {"title": "This cannot be costed yet", "fault": str(fault)}
        return render(self.request, "pages/cannot_cost.html", context, status=409)

    def address_parts(self, *names: str) -> list[tuple[str, str]]:
        """Those of the named parts that the address has, as (name, value), for filters to keep."""
        return [(name, self.request.GET[name]) for name in names if self.request.GET.get(name)]
