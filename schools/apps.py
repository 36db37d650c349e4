"""Who works here: people, roles, access and the trail."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = "Schools"

    def ready(self) -> None:
        """Have a token for everything after the tables were emptied, which Django tells as it tells of a migrate."""
        import schools.entrance.signals  # noqa: F401 - takes them up
        from schools.kept import tokens

        post_migrate.connect(tokens.fill, sender=self, dispatch_uid="schools.kept.tokens")
