"""Addresses of workbook, below `/s/<school>/`."""

from django.urls import path

from workbook import views

urlpatterns = [
    path("workbook/", views.WorkbookPage.as_view(), name="import"),
    path("workbook/export/", views.WorkbookDownload.as_view(), name="workbook_export"),
    path("workbook/template/", views.TemplateDownload.as_view(), name="import_template"),
    path("workbook/upload/<uuid:upload>/", views.PreviewWorkbook.as_view(), name="import_preview"),
    path("workbook/upload/<uuid:upload>/discard/", views.DiscardWorkbook.as_view(), name="import_discard"),
]
