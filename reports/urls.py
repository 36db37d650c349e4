"""Addresses of reports, below `/s/<school>/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
