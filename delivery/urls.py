"""Addresses of what is recorded of provision, below `/s/<school>/`."""

from django.urls import URLPattern

from delivery.records import views as records

urlpatterns: list[URLPattern] = [act.pattern for act in records.ACTS]
