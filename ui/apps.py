"""How things are shown; knows no school and no model."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ui"
    verbose_name = "User interface"
