"""A database of each release is brought to today's schema by `migrate`, with its rows, behind walls that stand."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.migrations.loader import MigrationLoader

from provisionmap.management.commands import migrate
from schools import guards
from tests.upgrade.make_dump import DUMPS, WRITTEN_BY_MIGRATE

RELEASES = sorted(path.name.split(".")[0] for path in DUMPS.glob("*.sqlite.sql"))
# Rows of Django's own tables follow the models and the migrations that there are.
NOT_OURS = {*WRITTEN_BY_MIGRATE, "django_migrations", "django_content_type"}
LATER = "a_later_release"


pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]


@pytest.fixture
def empty(tmp_path):
    """A second database of the same kind with nothing in it."""
    on_file = connection.vendor == "sqlite"
    name = str(tmp_path / "second.sqlite3") if on_file else f"{connection.settings_dict['NAME']}_second"
    if not on_file:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    connections.settings["second"] = {**connection.settings_dict, "NAME": name}
    connections["second"].connect()  # by itself it would ask whether the test may use more than `default`
    yield connections["second"]
    connections["second"].close()
    del connections["second"]
    del connections.settings["second"]
    if not on_file:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


@pytest.fixture(params=RELEASES)
def released(request, empty):
    """A database as the release had it, two schools in it."""
    text = (DUMPS / f"{request.param}.{empty.vendor}.sql").read_text(encoding="utf-8")
    if empty.vendor == "sqlite":
        empty.connection.executescript(f"PRAGMA foreign_keys = OFF; {text} PRAGMA foreign_keys = ON;")
    else:
        with empty.cursor() as cursor:
            cursor.execute(text)
    with empty.cursor() as cursor:  # a dump has no rows of this table, for `migrate` writes most of them
        cursor.execute(
            'INSERT INTO costing_paypoint (school_id, scale, area, point, "order", starts, annual, source, status) '
            "SELECT id, 'Trust', 'england', '1', 0, '2026-09-01', 21000, 'The trust', 'agreed' FROM schools_school"
        )
    return empty


def rows(on) -> Counter[str]:
    """How many rows each table of ours has."""
    with on.cursor() as cursor:
        counted = {}
        for table in on.introspection.table_names(cursor):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            counted[table] = cursor.fetchone()[0]
    return Counter({table: count for table, count in counted.items() if table not in NOT_OURS})


# Django's own introspection stumbles over a check with a comma in it.
SCHEMA = {
    "sqlite": (
        "SELECT t.name, c.* FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'",
        "SELECT t.name, k.* FROM sqlite_master AS t, pragma_foreign_key_list(t.name) AS k WHERE t.type = 'table'",
        "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
        "SELECT name, sql FROM sqlite_master WHERE type = 'table'",
    ),
    "postgresql": (
        "SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, "
        "is_nullable, is_identity FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace",
        "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    ),
}


def schema(on) -> dict[str, list[str]]:
    """What each table consists of: columns, constraints and indexes, in whichever order they were made."""
    found: dict[str, list[str]] = {}
    with on.cursor() as cursor:
        for query in SCHEMA[on.vendor]:
            cursor.execute(query)
            for table, *parts in cursor.fetchall():
                made = str(parts[0])
                if made.startswith("CREATE TABLE"):
                    found[table] += re.split(r", (?=CONSTRAINT)", made.removesuffix(")"))[1:]
                else:
                    found.setdefault(table, []).append(_plain(parts))
    return {table: sorted(parts) for table, parts in found.items()}


def _plain(parts: list[object]) -> str:
    """A column, constraint or index without the place that SQLite gives it among the others, and without the brackets
    and casts that PostgreSQL writes in another way after a dump."""
    return re.sub(r"::[\w ]+(\[\])?|[()]", "", repr(parts[1:] if isinstance(parts[0], int) else parts))


def standing(on) -> set[tuple[str, str]]:
    """Name and table of every guard."""
    with on.cursor() as cursor:
        cursor.execute(guards.STANDING[on.vendor])
        return set(cursor.fetchall())


def ids(on, table: str) -> list[int]:
    """The number of a row of each school."""
    with on.cursor() as cursor:
        cursor.execute(f'SELECT MIN(id) FROM "{table}" GROUP BY school_id ORDER BY school_id')
        return [number for (number,) in cursor.fetchall()]


def assert_guarded(on):
    """Every guard of today stands, and every one refuses: a link to the other school, one to nowhere, and a move."""
    assert standing(on) == standing(connection)
    changes = []
    for link in guards.links():
        row, elsewhere = ids(on, link.table)[0], ids(on, link.target)[1]
        change = f'UPDATE "{link.table}" SET "{link.column}" = %s WHERE id = {row}'
        changes += [change % elsewhere, change % 10**9]
    for model in guards.owned_models():
        table = model._meta.db_table
        other = f'(SELECT MAX(school_id) FROM "{table}")'
        changes.append(f'UPDATE "{table}" SET school_id = {other} WHERE id = {ids(on, table)[0]}')
    assert [change for change in changes if not refused(on, change)] == []


def refused(on, statement: str) -> bool:
    """Whether a guard refuses the statement at once."""
    try:
        with transaction.atomic(using=on.alias), on.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True, using=on.alias)
    except IntegrityError as error:
        return "another school" in str(error)
    return False


def test_every_guarded_table_of_a_dump_has_rows_of_both_schools(released):
    tables = {table for _, table in standing(released)}
    assert len(tables) > 40
    assert [table for table in sorted(tables) if len(ids(released, table)) != 2] == []


def test_a_release_comes_to_todays_schema_with_its_rows(released):
    before = rows(released)
    call_command("migrate", verbosity=0, database="second")
    assert schema(released) == schema(connection)
    assert {table: count for table, count in rows(released).items() if table in before} == before
    assert_guarded(released)
    with released.cursor() as cursor:  # the points that schools entered have moved, each with a line of history
        for table in ("costing_ownpaypoint", "costing_historicalownpaypoint"):
            cursor.execute(f"SELECT school_id, scale, annual FROM {table} ORDER BY school_id")
            assert [(scale, int(annual)) for _, scale, annual in cursor.fetchall()] == [("Trust", 21000)] * 2
        cursor.execute("SELECT COUNT(*) FROM costing_paypoint WHERE scale = 'Trust'")
        assert cursor.fetchone() == (0,)


@pytest.fixture
def later(tmp_path, monkeypatch, settings):
    """Gives an app one more migration, after all that it has: `later("pupils", "migrations.RunSQL('…')")`."""
    monkeypatch.syspath_prepend(tmp_path)

    def add(app: str, operations: str, atomic: bool = True) -> None:
        folder = tmp_path / f"later_{app}"
        folder.mkdir()
        (folder / "__init__.py").write_text(f"import {app}.migrations\n__path__ += {app}.migrations.__path__\n")
        (leaf,) = MigrationLoader(None).graph.leaf_nodes(app)
        (folder / f"{LATER}.py").write_text(
            "from django.db import migrations, models\n"
            f"from {app}.models import *\n\n\n"
            "class Migration(migrations.Migration):\n"
            f"    atomic = {atomic}\n"
            f"    dependencies = [{leaf!r}]\n"
            f"    operations = [{operations}]\n"
        )
        settings.MIGRATION_MODULES = {app: f"later_{app}"}

    yield add
    for name in [name for name in sys.modules if name.startswith("later_")]:
        del sys.modules[name]


REMAKE = "migrations.AlterField('pupil', 'surname', models.TextField('last name', default=''))"


def test_a_guarded_table_is_made_again_with_its_rows(released, later):
    """SQLite makes a table again for most changes, which it refuses while triggers of other tables name it."""
    call_command("migrate", verbosity=0, database="second")
    before = rows(released)
    later("pupils", REMAKE)
    call_command("migrate", verbosity=0, database="second")
    assert ("pupils", LATER) in MigrationLoader(released).applied_migrations
    assert rows(released) == before
    assert schema(released)["pupils_pupil"] != schema(connection)["pupils_pupil"]
    assert_guarded(released)


def test_a_migration_that_fails_leaves_everything_as_it_was(released, later):
    call_command("migrate", verbosity=0, database="second")
    before = rows(released), schema(released)
    later("pupils", f"{REMAKE}, migrations.RunSQL('UPDATE nowhere SET x = 1')")
    with pytest.raises(DatabaseError, match="nowhere"):
        call_command("migrate", verbosity=0, database="second")
    assert (rows(released), schema(released)) == before
    assert_guarded(released)


def test_a_migration_that_fails_half_way_leaves_the_guards_that_can_stand(released, later):
    """One that is not atomic leaves today's models without a table, or a column, that they name."""
    call_command("migrate", verbosity=0, database="second")
    later(
        "provisions",
        "migrations.AlterModelTable('award', 'elsewhere'), migrations.RenameField('staffing', 'person', 'whom'),"
        "migrations.RunSQL('UPDATE nowhere SET x = 1')",
        atomic=False,
    )
    with pytest.raises(DatabaseError, match="nowhere"):
        call_command("migrate", verbosity=0, database="second")
    today = standing(connection)
    gone = {(name, table) for name, table in today if table == "provisions_award" or "staffing_person" in name}
    assert {table for _, table in gone} == {"provisions_award", "provisions_staffing"}
    assert standing(released) == today - gone


@pytest.mark.parametrize(
    ("applied", "sentence"),
    [
        ([("provisions", "0001_initial")], migrate.OLDER),
        ([migrate.FIRST_RELEASE, ("provisions", "9999_of_next_year")], migrate.NEWER),
    ],
)
@pytest.mark.parametrize("options", [{}, {"plan": True}, {"check_unapplied": True}, {"fake": True}])
def test_a_database_of_another_version_is_refused_and_left_alone(empty, applied, sentence, options):
    with empty.cursor() as cursor:
        cursor.execute("CREATE TABLE django_migrations (id bigint, app text, name text, applied timestamp)")
        for app, name in applied:
            cursor.execute("INSERT INTO django_migrations (app, name) VALUES (%s, %s)", [app, name])
    with pytest.raises(CommandError) as refusal:
        call_command("migrate", verbosity=0, database="second", **options)
    assert str(refusal.value) == sentence
    with empty.cursor() as cursor:
        assert empty.introspection.table_names(cursor) == ["django_migrations"]
        cursor.execute("SELECT app, name FROM django_migrations")
        assert cursor.fetchall() == applied


def test_migrations_of_other_packages_do_not_matter(released):
    with released.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('taken_out', '0001_initial', '2026-12-01')"
        )
    call_command("migrate", verbosity=0, database="second")
    call_command("migrate", verbosity=0, database="second", check_unapplied=True)


def test_looking_changes_nothing(empty):
    """`--plan` prints and `--check` says by its status that there is something to do; no table is made."""
    call_command("migrate", verbosity=0, database="second", plan=True)
    with pytest.raises(SystemExit) as status:
        call_command("migrate", verbosity=0, database="second", check_unapplied=True)
    assert status.value.code == 1
    with empty.cursor() as cursor:
        assert empty.introspection.table_names(cursor) == []


@pytest.fixture
def older_file(tmp_path):
    """A SQLite file that an older version made, where the demo keeps its own."""
    import sqlite3

    file = tmp_path / "provisionmap.sqlite3"
    with sqlite3.connect(file) as made:
        made.execute("PRAGMA journal_mode = WAL")
        made.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT)")
        made.execute("INSERT INTO django_migrations VALUES (1, 'provisions', '0001_initial', '2026-11-22 16:51:00')")
        made.execute("CREATE TABLE schools_school (id INTEGER PRIMARY KEY, slug TEXT)")
        made.execute("INSERT INTO schools_school VALUES (1, 'demo')")
    made.close()
    return file


def run(file: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` with these arguments, as on a machine of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR, capture_output=True, text=True,
        env={"DEMO": "yes", "DATABASE_URL": f"sqlite:///{file}", "DATA_FOLDER": str(file.parent)} | environment,
    )  # fmt: skip


def test_on_the_command_line_it_is_one_sentence_and_status_1(older_file):
    before = older_file.read_bytes()
    done = run(older_file, "migrate")
    assert (done.returncode, done.stderr, done.stdout) == (1, f"{migrate.OLDER}\n", "")
    assert older_file.read_bytes() == before


def test_the_demo_makes_room_where_the_data_is_its_own(older_file):
    before = older_file.read_bytes()
    done = run(older_file, "demo", "--make-room")
    assert done.returncode == 0, done.stderr
    assert not older_file.exists()
    assert older_file.with_name("provisionmap.older.sqlite3").read_bytes() == before


@pytest.mark.parametrize("kind", ["not the demo", "named by its address", "a real school", "of this version"])
def test_the_demo_touches_no_other_database(older_file, kind):
    import sqlite3

    environment = {}
    if kind == "not the demo":
        environment = {"DEMO": "no", "SECRET_KEY": "only-for-tests-" + "abcdefghijklmnop0123456789" * 2}
        environment["ALLOWED_HOSTS"] = "map.example.org"
    elif kind == "named by its address":
        environment = {"DATA_FOLDER": str(older_file.parent / "data")}
    else:
        change = {
            "a real school": "INSERT INTO schools_school VALUES (2, 'ash-grove')",
            "of this version": "DELETE FROM django_migrations",
        }
        with sqlite3.connect(older_file) as made:
            made.execute(change[kind])
        made.close()
    done = run(older_file, "demo", "--make-room", **environment)
    assert done.returncode == 1
    assert done.stderr.endswith("left as it is.\n")
    assert older_file.exists()
