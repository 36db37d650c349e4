"""The search, as a page and as the list under the search box while typing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.vary import vary_on_headers

from pages.search import page as search
from schools.access import as_recorded
from schools.kept import while_unchanged
from schools.roles import Permission
from schools.views import SchoolView


@method_decorator(vary_on_headers("HX-Target"), name="dispatch")
class SearchView(SchoolView):
    """What the words find."""

    permission = Permission.HOME

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page with what the words find."""
        found = search.build(self.access, request.GET.get("q", ""), search.MOST)
        context = {"title": "Search", "intro": "Pupils, groups, provisions, papers and pages.", "search": found}
        return render(request, "pages/search.html", context)

    def search(self, request: HttpRequest) -> HttpResponseBase:
        """The list under the box while typing, else on to the page."""
        if request.headers.get("HX-Target") != "found":
            return super().search(request)
        with as_recorded(self.access) as access, while_unchanged(access.school.pk):
            found = search.build(access, request.POST.get("q", ""), search.AT_ONCE)
        return render(request, "pages/search_found.html", {"search": found})
