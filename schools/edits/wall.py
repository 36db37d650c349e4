"""No row of a school is written but through a door: a write that goes round them raises.

The doors are `schools.edits.edit` and `mark`, the import of a workbook and the taking up of an invitation. The wall
stands in requests, in background tasks and in tests. Migrations, restores and commands have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import connection

from schools.guards import owned_models
from schools.models import School

WITHOUT_A_DOOR = ("reports.DocumentJob", "reports.DocumentJobItem")
"""How far a print is. Nobody edits it, and nothing is lost with it."""

_WRITE = re.compile(
    r"\b(?:INSERT(?: OR \w+)? INTO|UPDATE(?: ONLY)?|DELETE FROM(?: ONLY)?|TRUNCATE(?: TABLE)?(?: ONLY)?|REPLACE INTO)"
    r"\s+(?:\w+\.)?[\"`]?(\w+)",
    re.IGNORECASE,
)
_open: ContextVar[bool] = ContextVar("door", default=False)


class WrittenOutside(RuntimeError):
    """A row of a school was to be written past the doors: without rights, history, trail or undo."""

    def __init__(self, table: str) -> None:
        super().__init__(f"{table} is written through schools.edits.edit or mark, never by itself.")


@contextmanager
def door() -> Iterator[None]:
    """Let writes through until the block ends. Only for what asks for rights and writes the history."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def wall(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Send a statement on, unless it would write a school's row and no door is open."""
    if not sql.startswith("SELECT") and not _open.get() and (table := school_table(sql)):
        raise WrittenOutside(table)
    return execute(sql, params, many, context)


@contextmanager
def walled(guard: Callable[..., Any] = wall) -> Iterator[None]:
    """Have the wall stand until the block ends."""
    with connection.execute_wrapper(guard):
        yield


def school_table(sql: str) -> str:
    """The first table of a school's rows that a statement writes; blank where it writes none."""
    first = sql.lstrip("( \n")[:8].upper()
    if not first.startswith(("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REPLACE", "WITH")):
        return ""
    return next((found[1] for found in _WRITE.finditer(sql) if found[1].lower() in _tables()), "")


@cache
def _tables() -> frozenset[str]:
    """The tables of all rows that belong to a school, with their history."""
    models: list[Any] = [School, *(model for model in owned_models() if model._meta.label not in WITHOUT_A_DOOR)]
    return frozenset(table for model in models for table in (model._meta.db_table, model.history.model._meta.db_table))
