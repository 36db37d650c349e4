"""Addresses of what is recorded of provision, below `/s/<school>/`."""

from django.urls import URLPattern, path

from delivery.records import views as records

urlpatterns: list[URLPattern] = [
    path("pupils/<int:pk>/scores/new/", records.NewScore.as_view(), name="score_new"),
    path("scores/<int:pk>/edit/", records.EditScore.as_view(), name="score_edit"),
    path("scores/<int:pk>/remove/", records.RemoveScore.as_view(), name="score_remove"),
    path("pupils/<int:pk>/reviews/new/", records.NewReview.as_view(), name="review_new"),
    path("reviews/<int:pk>/edit/", records.EditReview.as_view(), name="review_edit"),
]
