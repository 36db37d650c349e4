"""Rows as they are now, as they were known on a day, or as an earlier year keeps them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Max, Model, Q, QuerySet, Subquery
from django.utils import timezone

from schools.models import AcademicYear, School, SchoolOwned


@dataclass(frozen=True, slots=True)
class Known:
    """From which knowledge something is read: that of a day (`on`), that of a year which others have followed, or of
    now.

    `year` is the year's number and `before` the first day of the year after it. The year knows what was written for
    it, for the years before it and for all years, and all that had been recorded when it was opened itself. `school`
    is the number of the only school that is read.
    """

    on: date | None = None
    before: date | None = None
    year: int | None = None
    school: int | None = None

    @property
    def live(self) -> bool:
        """Whether it is the knowledge of now."""
        return self.on is None and self.before is None

    def lines(self, model: type[Model]) -> QuerySet[Any]:
        """The line of history that tells of each row, without those of rows that were removed."""
        history: Any = model.history  # type: ignore[attr-defined]
        lines = history.filter(school_id=self.school) if self.school and owned(model) else history.all()
        if self.on:
            lines = lines.filter(history_date__lte=timezone.make_aware(datetime.combine(self.on, time.max)))
        if self.before:
            years: Any = AcademicYear.history
            opened = years.filter(id=self.year).order_by("history_id").values("history_date")[:1]
            of_the_year = Q(holds_from__isnull=True) | Q(holds_from__lt=self.before)
            lines = lines.filter(of_the_year | Q(history_date__lte=Subquery(opened)))
        newest = lines.order_by().values("id").annotate(last=Max("history_id")).values("last")
        known: QuerySet[Any] = history.filter(history_id__in=newest).exclude(history_type="-").order_by()
        return known

    def tells_of(self, model: type[Model]) -> bool:
        """Whether it may tell something else of this model than what is stored now. What belongs to one year is not
        changed by the years after it; the school and its years are always there (`schools.access.as_recorded`)."""
        if model in (School, AcademicYear):
            return False
        return self.on is not None or (self.before is not None and not of_a_year(model))


def known_in(year: AcademicYear, years: Iterable[AcademicYear] = ()) -> Known:
    """The knowledge that a year is read from: where a later year has been opened, what was changed for that one does
    not show here. `years` are all of the school's; without them, one query."""
    after = [one.starts for one in years or AcademicYear.objects.filter(school_id=year.school_id)]
    before = min((starts for starts in after if starts > year.starts), default=None)
    return Known(before=before, year=year.pk if before else None, school=year.school_id)


def owned(model: type[Model]) -> bool:
    """Whether the model's rows belong to a school."""
    return issubclass(model, SchoolOwned)


@cache
def of_a_year(model: type[Model]) -> bool:
    """Whether each row of the model belongs to one academic year, itself or by what it is part of."""
    links = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey) and not field.null]
    return model is AcademicYear or any(of_a_year(link.related_model) for link in links)


@contextmanager
def reading(known: Known) -> Iterator[None]:
    """Until the block ends, every table is read as `known` tells of it, in joins too; no query more is asked.

    Only reading: what is written, and what is read under a lock, is always what is stored. Inside another one, this
    one holds.
    """
    lens = None if known.live else _Lens(known)
    token = _worn.set(lens)
    try:
        if lens is None:
            yield
        else:
            with connection.execute_wrapper(lens):
                yield
    finally:
        _worn.reset(token)


def worn() -> Known | None:
    """The knowledge that tables are read from here and now; None where it is what is stored."""
    lens = _worn.get()
    return lens.known if lens else None


class _Lens:
    """Puts before each SELECT a common table expression for every table it names, under the table's own name."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._made: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Send a statement on to the database, looked at through the lens."""
        if _worn.get() is not self or not sql.lstrip("(").startswith("SELECT") or _LOCKED.search(sql):
            return execute(sql, params, many, context)
        held = [model for table, model in _tables().items() if f'"{table}"' in sql and self.known.tells_of(model)]
        named = [self._table(model) for model in held]
        if not named:
            return execute(sql, params, many, context)
        first = tuple(param for _, values in named for param in values)
        return execute(f"WITH {', '.join(text for text, _ in named)} {sql}", (*first, *(params or ())), many, context)

    def _table(self, model: type[Model]) -> tuple[str, tuple[Any, ...]]:
        table = model._meta.db_table
        if table not in self._made:
            self._made[table] = self._as_known(model)
        return self._made[table]

    def _as_known(self, model: type[Model]) -> tuple[str, tuple[Any, ...]]:
        """The table's expression with its values. A row without any history was never changed: it is as it is."""
        names = [field.attname for field in model._meta.concrete_fields]
        sql, params = self.known.lines(model).values_list(*names).query.sql_with_params()
        columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
        table = model._meta.db_table
        if self.known.on is None:
            # A name with its schema is the stored table itself; PostgreSQL takes it so in its own expression anyway.
            stored = f'main."{table}"' if connection.vendor == "sqlite" else f'"{table}"'
            past = model.history.model._meta.db_table  # type: ignore[attr-defined]
            never = f'SELECT 1 FROM "{past}" AS past WHERE past."id" = now."id"'  # noqa: S608 - names of our own tables
            sql += f" UNION ALL SELECT {columns} FROM {stored} AS now WHERE NOT EXISTS ({never})"  # noqa: S608
            if self.known.school and owned(model):
                sql, params = f'{sql} AND now."school_id" = %s', (*params, self.known.school)
        return f'"{table}" ({columns}) AS ({sql})', params


_worn: ContextVar[_Lens | None] = ContextVar("lens", default=None)
_LOCKED = re.compile(r" FOR (NO KEY )?UPDATE")


@cache
def _tables() -> dict[str, type[Model]]:
    """Every model with history, by its table."""
    return {model._meta.db_table: model for model in apps.get_models() if hasattr(model, "history")}
