"""Database triggers that keep schools apart: they refuse a link to another school's row.

A plain foreign key proves that the row exists, not whose it is. See docs/decisions/0001-walls-between-schools.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import ForeignKey, Model

from schools.models import SchoolOwned

POSTGRESQL_FUNCTIONS = """
CREATE OR REPLACE FUNCTION guard_same_school() RETURNS trigger AS $body$
DECLARE target bigint; theirs bigint;
BEGIN
  target := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
  IF target IS NULL THEN RETURN NEW; END IF;
  EXECUTE format('SELECT school_id FROM %I WHERE id = $1', TG_ARGV[1]) INTO theirs USING target;
  IF theirs IS DISTINCT FROM NEW.school_id THEN
    RAISE EXCEPTION '%.% belongs to another school', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $body$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION guard_stays_in_school() RETURNS trigger AS $body$
BEGIN
  RAISE EXCEPTION '% cannot move to another school', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $body$ LANGUAGE plpgsql;
"""
STANDING = {
    "sqlite": r"SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' "
    r"AND (name LIKE 'guard\_%' ESCAPE '\' OR name LIKE 'token\_%' ESCAPE '\')",
    "postgresql": r"SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    r"WHERE NOT tgisinternal AND (tgname LIKE 'guard\_%' OR tgname LIKE 'token\_%') "
    r"AND relnamespace = current_schema()::regnamespace",
}
COLUMNS = {
    "sqlite": "SELECT t.name, c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'",
    "postgresql": "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = current_schema()",
}


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


def take_down(using: str = "default") -> None:
    """Drop every guard, also those of models that are gone, and the triggers that write tokens. SQLite can neither
    rename nor remake a table that another table's trigger names."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        for name, table in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else ""))


def put_up(using: str = "default") -> None:
    """Create the guards (again, where they exist) on every table and column that exists: after a failed migration some
    do not."""
    connection = connections[using]
    statements = _sqlite if connection.vendor == "sqlite" else _postgresql
    columns = _columns(connection)
    with transaction.atomic(using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTIONS)
        for link in links():
            there = {"school_id", link.column} <= columns.get(link.table, set())
            if there and {"id", "school_id"} <= columns.get(link.target, set()):
                for statement in statements(link.name, link.table, link):
                    cursor.execute(statement)
        for model in owned_models():
            table = model._meta.db_table
            if "school_id" in columns.get(table, set()):
                for statement in statements(f"guard_{table}_stays", table, None):
                    cursor.execute(statement)


def _columns(connection: BaseDatabaseWrapper) -> dict[str, set[str]]:
    """The columns of each table that is there."""
    columns: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS[connection.vendor])
        for table, column in cursor.fetchall():
            columns.setdefault(table, set()).add(column)
    return columns


def _sqlite(name: str, table: str, link: Link | None) -> Iterator[str]:
    if link is None:
        yield f'DROP TRIGGER IF EXISTS "{name}"'
        yield (
            f'CREATE TRIGGER "{name}" BEFORE UPDATE OF school_id ON "{table}" WHEN OLD.school_id IS NOT NEW.school_id '
            f"BEGIN SELECT RAISE(ABORT, '{table} cannot move to another school'); END"
        )
        return
    theirs = f'(SELECT school_id FROM "{link.target}" WHERE id = NEW."{link.column}")'  # noqa: S608
    # IS NOT is SQLite's IS DISTINCT FROM: a row without a school, or none at all, is not of this school either.
    crosses = f'NEW."{link.column}" IS NOT NULL AND {theirs} IS NOT NEW.school_id'
    for when, suffix in (("INSERT", "new"), (f'UPDATE OF "{link.column}"', "change")):
        yield f'DROP TRIGGER IF EXISTS "{name}_{suffix}"'
        yield (
            f'CREATE TRIGGER "{name}_{suffix}" BEFORE {when} ON "{table}" WHEN {crosses} '
            f"BEGIN SELECT RAISE(ABORT, '{table}.{link.column} belongs to another school'); END"
        )


def _postgresql(name: str, table: str, link: Link | None) -> Iterator[str]:
    if link is None:
        yield (
            f'CREATE OR REPLACE TRIGGER "{name}" BEFORE UPDATE OF school_id ON "{table}" FOR EACH ROW '
            "WHEN (OLD.school_id IS DISTINCT FROM NEW.school_id) EXECUTE FUNCTION guard_stays_in_school()"
        )
        return
    yield (
        f'CREATE OR REPLACE TRIGGER "{name}" BEFORE INSERT OR UPDATE OF "{link.column}" ON "{table}" FOR EACH ROW '
        f"EXECUTE FUNCTION guard_same_school('{link.column}', '{link.target}')"
    )
