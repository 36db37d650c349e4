"""What an hour costs and how it is shared."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CostingConfig(AppConfig):
    name = "costing"
    verbose_name = "Costing"

    def ready(self) -> None:
        """Keep the reference data in step after every migrate."""
        from costing import reference_data

        post_migrate.connect(reference_data.load, sender=self, dispatch_uid="costing.reference_data")
