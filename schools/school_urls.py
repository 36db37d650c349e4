"""Addresses of schools, below `/s/<school>/`: the school itself, its people and its calendar; taking back."""

from django.urls import path

from schools import edit_pages, edit_views

urlpatterns = [
    path("undo/<int:pk>/", edit_views.Undo.as_view(), name="undo"),
    path("school/edit/", edit_pages.EditSchool.as_view(), name="school_edit"),
]
