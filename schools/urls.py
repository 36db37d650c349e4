"""Addresses outside any one school: signing in with an invitation, choosing a school."""

from django.urls import path

from schools.entrance import views as entrance

urlpatterns = [
    path("", entrance.ChooseSchool.as_view(), name="choose_school"),
    path("invitation/<str:token>/", entrance.AcceptInvitation.as_view(), name="accept_invitation"),
]
