"""What is recorded of the provision that was given."""

from delivery.records.models import Review, Score

__all__ = ["Review", "Score"]
