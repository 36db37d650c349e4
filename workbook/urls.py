"""Addresses of workbook, below `/s/<school>/`."""

from django.urls import path

from workbook import views

urlpatterns = [
    path("workbook/", views.ImportPage.as_view(), name="import"),
    path("workbook/template/", views.TemplateDownload.as_view(), name="import_template"),
    path("workbook/upload/<uuid:upload>/", views.PreviewPage.as_view(), name="import_preview"),
    path("workbook/upload/<uuid:upload>/discard/", views.Discard.as_view(), name="import_discard"),
]
