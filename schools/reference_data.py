"""Bringing published reference data up to date with the files it ships in; unchanged rows are not written."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import Model


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a shipped CSV file, by column."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def keep_in_step(label: str, rows: Iterable[dict[str, Any]], *, key: Sequence[str], using: str) -> None:
    """Make the stored rows of a model (`app.Model`) equal to `rows`, each known by its `key`; none is deleted.

    Does nothing while the table is not there yet.
    """
    model: type[Model] = apps.get_model(label)
    if model._meta.db_table not in connections[using].introspection.table_names():
        return
    manager = model._default_manager.using(using)
    stored = {tuple(getattr(row, name) for name in key): row for row in manager.all()}
    new, changed = [], []
    for values in rows:
        row = stored.get(tuple(values[name] for name in key))
        if row is None:
            new.append(model(**values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    manager.bulk_create(new)
    if changed:
        manager.bulk_update(changed, [name for name in values if name not in key])
