"""Which other rows would be removed with a row or lose their link to it, and which models link to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from django.db.models import Field, ForeignKey, Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector

from schools.guards import owned_models


@dataclass(frozen=True, slots=True)
class Removal:
    """What removing rows would do: the rows that would go, those that point to others first, and the rows that would
    stay and lose a link, each with that link's field."""

    gone: dict[type[Model], list[Any]]
    loosened: list[tuple[Any, Field[Any, Any]]]

    @classmethod
    def of(cls, rows: Sequence[Model]) -> Removal:
        """Raises ProtectedError or RestrictedError where a row that links to one of them must stay."""
        collector = Collector(using="default")
        collector.collect(rows)
        gone: dict[type[Model], list[Any]] = {model: list(rows) for model, rows in collector.data.items()}
        for rest in collector.fast_deletes:
            gone.setdefault(rest.model, []).extend(rest)
        numbers = {(model, row.pk) for model, rows in gone.items() for row in rows}
        updates: Any = collector.field_updates.items()
        loosened = [
            (row, field)
            for (field, _), sets in updates for rows in sets for row in rows
            if (type(row), row.pk) not in numbers
        ]  # fmt: skip
        return cls({model: gone[model] for model in _pointing_first(gone)}, loosened)


def _pointing_first(models: Iterable[type[Model]]) -> Iterable[type[Model]]:
    """The models in an order in which each comes before those that it links to."""
    held = list(models)
    links = {model: {kind for kind in held if kind is not model and _field_to(kind, model)} for model in held}
    return TopologicalSorter(links).static_order()


def dependent_rows(row: Model, *, besides: tuple[type[Model], ...] = ()) -> Counter[str]:
    """How many rows depend on this one, by the name people have for their kind; those of the models `besides` left
    out."""
    try:
        removal = Removal.of([row])
    except (ProtectedError, RestrictedError) as fault:
        held: Any = getattr(fault, "protected_objects", None) or getattr(fault, "restricted_objects", ())
        return Counter(sorted(_called(type(one)) for one in held))
    found: Counter[str] = Counter()
    for one in [*(each for rows in removal.gone.values() for each in rows), *(each for each, _ in removal.loosened)]:
        if type(one) is not type(row) and type(one) not in besides:
            found[_called(type(one))] += 1
    return found


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
