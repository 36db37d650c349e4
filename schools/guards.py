"""Walls between schools that stand in the database: triggers that refuse a link to another school's row.

A plain foreign key proves that the row exists, not whose it is. See docs/decisions/0001-walls-between-schools.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import ForeignKey, Model

from schools.models import SchoolOwned

POSTGRESQL_FUNCTIONS = """
CREATE OR REPLACE FUNCTION guard_same_school() RETURNS trigger AS $body$
DECLARE target bigint; theirs bigint;
BEGIN
  target := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
  IF target IS NULL THEN RETURN NEW; END IF;
  EXECUTE format('SELECT school_id FROM %I WHERE id = $1', TG_ARGV[1]) INTO theirs USING target;
  IF theirs <> NEW.school_id THEN
    RAISE EXCEPTION '%.% belongs to another school', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $body$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION guard_stays_in_school() RETURNS trigger AS $body$
BEGIN
  RAISE EXCEPTION '% cannot move to another school', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $body$ LANGUAGE plpgsql;
"""


@dataclass(frozen=True)
class Link:
    """A column of a school-owned table that points to a row of another school-owned table."""

    table: str
    column: str
    target: str

    @property
    def name(self) -> str:
        """The trigger's name."""
        return f"guard_{self.table}_{self.column}"


def owned_models() -> list[type[Model]]:
    """Every model whose rows belong to a school, history excepted (it copies rows that were guarded)."""
    return [model for model in apps.get_models() if issubclass(model, SchoolOwned)]


def links() -> Iterator[Link]:
    """Every link from one school-owned row to another."""
    for model in owned_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and issubclass(field.related_model, SchoolOwned):  # type: ignore[arg-type]
                yield Link(model._meta.db_table, field.column, field.related_model._meta.db_table)  # type: ignore[union-attr]


def install(using: str = "default", **_: Any) -> None:
    """Put the guards up, again if they stand already; run after every migrate, for SQLite drops them with a table."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        statements = _sqlite if connection.vendor == "sqlite" else _postgresql
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTIONS)
        for link in links():
            if {link.table, link.target} <= tables:
                for statement in statements(link.name, link.table, link):
                    cursor.execute(statement)
        for model in owned_models():
            table = model._meta.db_table
            if table in tables:
                for statement in statements(f"guard_{table}_stays", table, None):
                    cursor.execute(statement)


def _sqlite(name: str, table: str, link: Link | None) -> Iterator[str]:
    if link is None:
        yield f'DROP TRIGGER IF EXISTS "{name}"'
        yield (
            f'CREATE TRIGGER "{name}" BEFORE UPDATE OF school_id ON "{table}" WHEN OLD.school_id <> NEW.school_id '
            f"BEGIN SELECT RAISE(ABORT, '{table} cannot move to another school'); END"
        )
        return
    theirs = f'(SELECT school_id FROM "{link.target}" WHERE id = NEW."{link.column}")'  # noqa: S608
    for when, suffix in (("INSERT", "new"), (f'UPDATE OF "{link.column}"', "change")):
        yield f'DROP TRIGGER IF EXISTS "{name}_{suffix}"'
        yield (
            f'CREATE TRIGGER "{name}_{suffix}" BEFORE {when} ON "{table}" WHEN {theirs} <> NEW.school_id '
            f"BEGIN SELECT RAISE(ABORT, '{table}.{link.column} belongs to another school'); END"
        )


def _postgresql(name: str, table: str, link: Link | None) -> Iterator[str]:
    if link is None:
        yield (
            f'CREATE OR REPLACE TRIGGER "{name}" BEFORE UPDATE OF school_id ON "{table}" FOR EACH ROW '
            "WHEN (OLD.school_id <> NEW.school_id) EXECUTE FUNCTION guard_stays_in_school()"
        )
        return
    yield (
        f'CREATE OR REPLACE TRIGGER "{name}" BEFORE INSERT OR UPDATE OF "{link.column}" ON "{table}" FOR EACH ROW '
        f"EXECUTE FUNCTION guard_same_school('{link.column}', '{link.target}')"
    )
