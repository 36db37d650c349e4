"""Addresses of workbook, below `/s/<school>/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
