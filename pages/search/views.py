"""The search, as a page and as the list under the search box while typing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.vary import vary_on_headers

from pages.search import page as search
from schools.roles import Permission
from schools.views import SchoolView


@method_decorator(vary_on_headers("HX-Target"), name="dispatch")
class SearchView(SchoolView):
    """What the words in the address find."""

    permission = Permission.HOME

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list under the box for htmx, else the page."""
        short = request.headers.get("HX-Target") == "found"
        found = search.build(self.access, request.GET.get("q", ""), search.AT_ONCE if short else search.MOST)
        context = {"title": "Search", "intro": "Pupils, groups, provisions, papers and pages.", "search": found}
        return render(request, "pages/search_found.html" if short else "pages/search.html", context)
