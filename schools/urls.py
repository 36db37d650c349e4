"""Addresses outside any one school: signing in with an invitation, choosing a school."""

from django.urls import path

from schools import views

urlpatterns = [
    path("", views.ChooseSchool.as_view(), name="choose_school"),
    path("invitation/<str:token>/", views.AcceptInvitation.as_view(), name="accept_invitation"),
]
