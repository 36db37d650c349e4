"""The composition root: commands that need every app."""

from django.apps import AppConfig


class ProvisionMapConfig(AppConfig):
    name = "provisionmap"
    verbose_name = "Provision Map"
