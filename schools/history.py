"""Rows as they are now, or as they were known on a day."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone


def as_known(model: type[Model], on: date | None = None) -> QuerySet[Any]:
    """The rows of `model` now, or, with a day, as they were known at the end of that day."""
    if on is None:
        return model._default_manager.all()
    end_of_day = timezone.make_aware(datetime.combine(on, time.max))
    known: QuerySet[Any] = model.history.as_of(end_of_day)  # type: ignore[attr-defined]
    return known
