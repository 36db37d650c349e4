"""Addresses of audits, below `/s/<school>/`: charts of need, and current provision."""

from django.urls import path

from audits.views import charts, current, places

urlpatterns = [
    path("audit/", charts.Charts.as_view(), name="audit"),
    path("audit/open/", charts.OpenCharts.as_view(), name="audit_open"),
    path("audit/<int:pk>/", charts.ChartPage.as_view(), name="audit_chart"),
    path("audit/<int:pk>/pupils/", charts.AddPupils.as_view(), name="audit_pupils"),
    path("groups/<int:pk>/places/", places.AddPupils.as_view(), name="group_places"),
    path("current-provision/", current.CurrentProvision.as_view(), name="current"),
    path("current-provision/<slug:key>/", current.EditCurrent.as_view(), name="current_edit"),
]
