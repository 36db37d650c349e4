"""Addresses of schools, below `/s/<school>/`: the school itself, its people and its calendar; taking back."""

from django.urls import path

from schools.calendar import views as calendar
from schools.people import views as people
from schools.school import views as school
from schools.views import editing

urlpatterns = [
    path("undo/<int:pk>/", editing.UndoEdit.as_view(), name="undo"),
    *(act.pattern for room in (school, calendar, people) for act in room.ACTS),
]
