"""What is provided."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProvisionsConfig(AppConfig):
    name = "provisions"
    verbose_name = "Provisions"

    def ready(self) -> None:
        """Keep the reference data in step after every migrate, and have it known which pupils and classes are whose
        (`schools.edits.reach`) and what is asked about figures (`schools.edits.sense`)."""
        from provisions import reading, sense  # noqa: F401
        from provisions.catalogue import reference_data

        post_migrate.connect(reference_data.load, sender=self, dispatch_uid="provisions.catalogue.reference_data")
