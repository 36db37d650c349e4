"""The tab of a pupil's page that looks back over the years."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from pages.pupils import years as pupil_years
from pages.pupils.views.pupils import PupilTab
from schools.roles import Permission
from schools.views import SchoolView


class YearsTab(PupilTab, SchoolView):
    """Every year the pupil was on roll."""

    permission = Permission.VIEW_OWN_PUPILS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = pupil_years.build(self.access, pk)
        return self.tab("pages/pupil_years.html", found.head, {"pupil": found})
