"""Who is supported."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PupilsConfig(AppConfig):
    name = "pupils"
    verbose_name = "Pupils"

    def ready(self) -> None:
        """Keep the reference data in step after every migrate, and have it known which pupils and classes are whose
        (`schools.edits.reach`)."""
        from pupils import (
            reading,  # noqa: F401
            reference_data,
        )

        post_migrate.connect(reference_data.load, sender=self, dispatch_uid="pupils.reference_data")
