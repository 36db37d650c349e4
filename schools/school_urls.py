"""Addresses of schools, below `/s/<school>/`: the school itself, its people and its calendar; taking back."""

from django.urls import path

from schools.views import editing, school

urlpatterns = [
    path("undo/<int:pk>/", editing.Undo.as_view(), name="undo"),
    path("school/edit/", school.EditSchool.as_view(), name="school_edit"),
]
