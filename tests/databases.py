"""A database that is migrated once in a run, and the demo schools loaded once: every worker begins with a copy.

Migrations truly run in each run, through `manage.py migrate`; only a second and third time is spared. On SQLite what
was made lies in a file in the run's temporary folder, from which the database in memory is filled; on PostgreSQL it is
the template of the worker's own database.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TestCase

MIGRATED, DEMO = "migrated", "demo"


class Databases:
    """The databases of one run, in a folder that its workers share."""

    def __init__(self, folder: Path, run: str, worker: str) -> None:
        self.folder, self.template, self.own = folder, f"test_template_{run}", f"test_{worker}_{run}"
        self.further: list[str] = []
        self.settled = connection.settings_dict["NAME"]

    def begin(self) -> None:
        """Put this worker's own database, migrated, in place of the one in the settings."""
        if connection.vendor == "sqlite":
            use(connection.creation._get_test_db_name())
            self._fill(MIGRATED, migrate)
            return
        with one_at_a_time(self.folder):
            if not exists(self.template):
                on_server(f'CREATE DATABASE "{self.template}"')
                use(self.template)
                migrate()
                use(self.settled)
            on_server(f'CREATE DATABASE "{self.own}" TEMPLATE "{self.template}"')
        use(self.own)

    def end(self) -> None:
        """Take it away again."""
        if connection.vendor == "sqlite":
            connection.connection.close()
        use(self.settled)
        if connection.vendor != "sqlite":
            for name in (*self.further, self.own, self.template):
                on_server(f'DROP DATABASE IF EXISTS "{name}"')

    def another(self, folder: Path) -> str:
        """The address of a further database, migrated, for processes of their own. `folder` is the test's."""
        if connection.vendor == "sqlite":
            shutil.copy(self.folder / f"{MIGRATED}.sqlite3", folder / "another.sqlite3")
            return f"sqlite:///{folder}/another.sqlite3"
        name = f"{self.own}_{secrets.token_hex(4)}"
        on_server(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        self.further.append(name)
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()

    @contextmanager
    def with_demo(self) -> Iterator[None]:
        """The demo schools in the database, as `manage.py demo` makes them; afterwards they are gone again."""
        if connection.vendor == "sqlite":
            self._fill(DEMO, lambda: call_command("demo", verbosity=0))
            yield
            self._fill(MIGRATED, migrate)
        else:
            with kept_apart():
                call_command("demo", verbosity=0)
                with connection.cursor() as cursor:  # what autovacuum does in a minute, where rows are committed
                    cursor.execute("ANALYZE")
                yield

    def _fill(self, name: str, make: Callable[[], None]) -> None:
        """Fill the database in memory with what was made before; whoever comes first makes it."""
        file = self.folder / f"{name}.sqlite3"
        connection.ensure_connection()
        with one_at_a_time(self.folder):
            if not file.exists():
                make()
                copy(connection.connection, file)
            else:
                with sqlite3.connect(file) as source:
                    source.backup(connection.connection)
                source.close()


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Only one of the workers that share the folder is within at a time."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def kept_apart() -> Iterator[None]:
    """What is written within is taken out again at the end; each test within has a savepoint of its own."""
    atomics = TestCase._enter_atomics()
    try:
        yield
    finally:
        TestCase._rollback_atomics(atomics)


def use(name: str) -> None:
    """Turn the connection to another database."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def on_server(statement: str) -> None:
    """Run a statement on the database server, outside any of its databases under test."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def exists(name: str) -> bool:
    """Whether the server has a database of the name."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def copy(source: sqlite3.Connection, file: Path) -> None:
    """Write a database to a file, which appears when it is complete."""
    half = file.with_suffix(".half")
    with sqlite3.connect(half) as target:
        source.backup(target)
    target.close()
    half.rename(file)


def migrate() -> None:
    """Run every migration. Numbers begin elsewhere in each table, so that no test passes because rows of two tables
    have the same number, or come in the order of it."""
    call_command("migrate", verbosity=0, interactive=False)
    if connection.vendor != "sqlite":
        return
    numbered = [model for model in apps.get_models() if model._meta.auto_field]
    with connection.cursor() as cursor:
        for place, model in enumerate(sorted(numbered, key=lambda each: each._meta.db_table), 1):
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT %s, %s WHERE NOT EXISTS "
                "(SELECT 1 FROM sqlite_sequence WHERE name = %s)",
                [model._meta.db_table, place * 1009, model._meta.db_table],
            )
