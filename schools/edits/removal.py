"""Which other rows would be removed with a row or lose their link to it, and which models link to it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import ForeignKey, Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector

from schools.guards import owned_models


def dependent_rows(row: Model, *, besides: tuple[type[Model], ...] = ()) -> Counter[str]:
    """How many rows depend on this one, by the name people have for their kind; those of the models `besides` left
    out."""
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


def models_linking_to(*models: type[Model]) -> dict[type[Model], tuple[str, ...]]:
    """The school-owned models of any app that link to each of `models`, with the names of the linking fields in that
    order."""
    found = {kind: tuple(_field_to(kind, model) for model in models) for kind in owned_models()}
    return {kind: fields for kind, fields in found.items() if all(fields)}


def _field_to(kind: type[Model], model: type[Model]) -> str:
    fields = (field for field in kind._meta.concrete_fields if isinstance(field, ForeignKey))
    return next((field.name for field in fields if field.related_model is model), "")


def _called(model: type[Model]) -> str:
    return str(model._meta.verbose_name)
