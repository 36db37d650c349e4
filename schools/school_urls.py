"""Addresses of schools, below `/s/<school>/`: the school itself, its people and its calendar; taking back."""

from django.urls import path

from schools.calendar import views as calendar
from schools.people import views as people
from schools.school import views as school
from schools.views import editing

urlpatterns = [
    path("undo/<int:pk>/", editing.UndoEdit.as_view(), name="undo"),
    *(act.pattern for act in (*school.ACTS, *people.ACTS)),
    path("year/new/", calendar.FirstYear.as_view(), name="year_begin"),
    path("calendar/edit/", calendar.EditYear.as_view(), name="calendar_edit"),
    path("calendar/day/edit/", calendar.EditSchoolDay.as_view(), name="day_edit"),
]
