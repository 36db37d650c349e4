"""Audit of need, current provision, gaps and the plan."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = "Audits"

    def ready(self) -> None:
        """Have it known which charts and sheets are whose (`schools.edits.reach`)."""
        from audits.charts import reading  # noqa: F401
        from audits.current import reading as current  # noqa: F401
