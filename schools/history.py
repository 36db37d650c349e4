"""Reading rows as they are now, as they were known on a day, or as an earlier year keeps them."""

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
    """Which state of the records is read: as at the end of a day (`on`), as an earlier year keeps them, or as they are.

    `year` is the number of an earlier year and `before` the first day of the year after it. Such a year shows what was
    recorded for it, for the years before it and for all years, and all that was recorded before it was opened.
    `school` is the number of the only school that is read.
    """

    on: date | None = None
    before: date | None = None
    year: int | None = None
    school: int | None = None

    @property
    def live(self) -> bool:
        """Whether the records are read as they are now."""
        return self.on is None and self.before is None

    def lines(self, model: type[Model]) -> QuerySet[Any]:
        """For each row the line of history that holds its values in this state; rows that were removed have none."""
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
        """Whether rows of this model may differ from what is stored now. Rows of one year are not changed by later
        years; the school and its years are never rewritten here (`schools.access.as_recorded` sees to the school)."""
        if model in (School, AcademicYear):
            return False
        return self.on is not None or (self.before is not None and not of_a_year(model))


def known_in(year: AcademicYear, years: Iterable[AcademicYear] = ()) -> Known:
    """The state that a year is read in: where a later year was opened, changes made for that one do not show. `years`
    are all of the school's years; without them, one query."""
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
    """Until the block ends, every table is read in the state `known`, in joins too and with no further query.

    Only SELECTs are rewritten: writes, and reads under a lock, always use what is stored. The innermost block counts.
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
    """Rewrites each SELECT: for every table that may differ, a common table expression of the same name is put
    first."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._made: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Send a statement on to the database, rewritten where it reads a table that may differ."""
        # A row read FOR UPDATE is about to be changed, so it must be the stored one.
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
        """The table's expression and its parameters. A row without history was never changed and is taken as stored."""
        names = [field.attname for field in model._meta.concrete_fields]
        sql, params = self.known.lines(model).values_list(*names).query.sql_with_params()
        columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
        table = model._meta.db_table
        if self.known.on is None:
            # SQLite would read the bare name as this very expression; with its schema it is the stored table. In
            # PostgreSQL a non-recursive expression never refers to itself.
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
