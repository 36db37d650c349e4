"""The composition root: commands that need every app."""

from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


def create_cache_table(using: str = "default", **_: Any) -> None:
    """Make the table that counts sign-in attempts, where the cache is kept in the database."""
    call_command("createcachetable", database=using, verbosity=0)


class ProvisionMapConfig(AppConfig):
    name = "provisionmap"
    verbose_name = "Provision Map"

    def ready(self) -> None:
        """Have all tables after a migrate, with no further step."""
        import provisionmap.checks  # noqa: F401 - registers them

        # Django tells only apps that have models of their migration, so this listens to one that has.
        schools = apps.get_app_config("schools")
        post_migrate.connect(create_cache_table, sender=schools, dispatch_uid="provisionmap.cache")
