"""Addresses for the tests of the navigation alone: a page for each of its names."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from ui.navigation import ITEMS


def page(request: HttpRequest, school: str) -> HttpResponse:
    return HttpResponse(school)


urlpatterns = [
    path(f"s/<slug:school>/{item.url_name + '/' if place else ''}", page, name=item.url_name)
    for place, item in enumerate(ITEMS)
] + [path(f"s/<slug:school>/{name}/", page, name=name) for item in ITEMS for name in item.holds]
