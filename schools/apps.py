"""Who works here: people, roles, access and the trail."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = "Schools"

    def ready(self) -> None:
        """Put the walls between schools up after every migrate."""
        from schools import guards

        post_migrate.connect(guards.install, sender=self, dispatch_uid="schools.guards")
