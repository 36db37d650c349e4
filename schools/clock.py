"""Today's date, read in one place so that demo and tests can pin it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today in Europe/London, or the day that settings.TODAY pins."""
    pinned: date | None = settings.TODAY
    return pinned or timezone.localdate()
