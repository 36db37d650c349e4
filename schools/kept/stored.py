"""Rows as the database gives them, to see whether they are those from which something was made before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from django.db.models import QuerySet

Row = Mapping[str, Any]


class Stored:
    """The rows of a query, by the column `by`, in their order. They are made into values only where asked for: in a
    large school that takes longer than all else that is read."""

    def __init__(self, rows: QuerySet[Any], fields: Sequence[str], by: str) -> None:
        self.fields = fields
        chosen = (rows if rows.ordered else rows.order_by("id")).values_list(*fields)
        self._compiler: Any = chosen.query.get_compiler(chosen.db)
        self.rows: dict[Any, list[tuple[Any, ...]]] = {}
        place = fields.index(by)
        for row in chain.from_iterable(self._compiler.execute_sql(chunked_fetch=False)):
            self.rows.setdefault(row[place], []).append(row)

    @cached_property
    def _converters(self) -> Any:
        return self._compiler.get_converters([column[0] for column in self._compiler.select])

    def of(self, key: object) -> list[Row]:
        """The rows of one value of the column, as values by the names of the fields."""
        found = self.rows.get(key, [])
        made = self._compiler.apply_converters(found, self._converters) if found and self._converters else found
        return [dict(zip(self.fields, row, strict=True)) for row in made]
