"""Addresses of schools, below `/s/<school>/`: the school itself, its people and its calendar; taking back."""

from django.urls import path

from schools.calendar import views as calendar
from schools.people import views as people
from schools.school import views as school
from schools.views import editing

urlpatterns = [
    path("undo/<int:pk>/", editing.UndoEdit.as_view(), name="undo"),
    path("school/edit/", school.EditSchool.as_view(), name="school_edit"),
    path("year/new/", calendar.FirstYear.as_view(), name="year_begin"),
    path("calendar/edit/", calendar.EditYear.as_view(), name="calendar_edit"),
    path("calendar/day/edit/", calendar.EditSchoolDay.as_view(), name="day_edit"),
    path("people/<int:pk>/invite/", people.InvitePerson.as_view(), name="person_invite"),
    path("people/<int:pk>/suspend/", people.SuspendPerson.as_view(), name="person_suspend"),
    path("people/<int:pk>/return/", people.LetPersonIn.as_view(), name="person_return"),
]
