"""What would go with a row, or be loosened from it, if it were removed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector


def leaning_on(row: Model, *, besides: tuple[type[Model], ...] = ()) -> Counter[str]:
    """How many rows of each kind (as people call it) stand on this one, those of the models `besides` left out."""
    collector = Collector(using="default")
    try:
        collector.collect([row])
    except (ProtectedError, RestrictedError) as fault:
        held: Any = getattr(fault, "protected_objects", None) or getattr(fault, "restricted_objects", ())
        return Counter(sorted(_called(type(one)) for one in held))
    found: Counter[str] = Counter()
    taken: list[Any] = [*collector.data.items(), *((rows.model, rows) for rows in collector.fast_deletes)]
    loosened: Any = collector.field_updates.values()
    taken += [(type(one), [one]) for sets in loosened for rows in sets for one in rows]
    for model, rows in taken:
        if model is not type(row) and model not in besides:
            found[_called(model)] += len(list(rows))
    return +found


def _called(model: type[Model]) -> str:
    return str(model._meta.verbose_name)
