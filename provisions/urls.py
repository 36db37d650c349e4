"""Addresses of provisions, below `/s/<school>/`: the pages that change something."""

from django.urls import URLPattern, path

from provisions.views import places, records

urlpatterns: list[URLPattern] = [
    path("pupils/<int:pk>/scores/new/", records.NewScore.as_view(), name="score_new"),
    path("scores/<int:pk>/edit/", records.EditScore.as_view(), name="score_edit"),
    path("scores/<int:pk>/remove/", records.RemoveScore.as_view(), name="score_remove"),
    path("pupils/<int:pk>/reviews/new/", records.NewReview.as_view(), name="review_new"),
    path("reviews/<int:pk>/edit/", records.EditReview.as_view(), name="review_edit"),
    path("groups/<int:pk>/places/", places.AddPupils.as_view(), name="group_places"),
    path("groups/<int:pk>/leave/", places.LeaveTogether.as_view(), name="group_leave"),
    path("places/<int:pk>/edit/", places.EditPlace.as_view(), name="place_edit"),
    path("places/<int:pk>/leave/", places.LeavePlace.as_view(), name="place_leave"),
    path("places/<int:pk>/remove/", places.RemovePlace.as_view(), name="place_remove"),
    path("pupils/<int:pk>/join/", places.JoinGroup.as_view(), name="pupil_join"),
]
