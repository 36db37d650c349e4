"""Addresses of costing, below `/s/<school>/`: the pages that change something."""

from django.urls import path

from costing.views import roles, scales

urlpatterns = [
    *(act.pattern for act in roles.ACTS),
    path("costs/scales/new/", scales.NewScale.as_view(), name="scale_new"),
    path("costs/scales/<slug:area>/<path:scale>/edit/", scales.EditScale.as_view(), name="scale_edit"),
]
