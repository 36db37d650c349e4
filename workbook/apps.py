"""The school workbook: sheets, reading and writing."""

from django.apps import AppConfig


class WorkbookConfig(AppConfig):
    name = "workbook"
    verbose_name = "Workbook"
