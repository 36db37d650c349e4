"""Tokens that change whenever stored rows do, so that what was read once can be kept while nothing changed.

Each school has three: *groups* (the catalogue, groups, places and money), *records* (scores, reviews, the audit) and
*map* (all else that planned sums and the pages about them read: pupils, classes, roles, the calendar, settings).
One more, *global*, stands for published data that every school reads: pay points, evidence, types of need.

A token is a random 64-bit number that triggers in the database write, so no door, no import and no plain SQL goes round
it. It is never a counter: after a transaction that was rolled back, a counter would give the same number again to other
rows. Triggers act by statement on PostgreSQL and by row on SQLite, which knows no others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, connections, transaction
from django.db.models import Model, Q

from schools.models import School, SchoolOwned, Token

MAP, GROUPS, RECORDS, GLOBAL = Token.Kind
OF_APP = {"provisions": GROUPS, "delivery": RECORDS, "audits": RECORDS}
PUBLISHED = ("costing.PayPoint", "provisions.EvidenceStrand", "pupils.NeedType")
UNTOLD = ("reports.DocumentJob", "reports.DocumentJobItem")  # how far a print is: no page that is kept shows it

RANDOM = {
    "sqlite": "random()",
    "postgresql": "('x' || right(replace(gen_random_uuid()::text, '-', ''), 16))::bit(64)::bigint",
}
POSTGRESQL_FUNCTIONS = """
CREATE OR REPLACE FUNCTION token_random() RETURNS bigint AS $body$ SELECT RANDOM $body$ LANGUAGE sql VOLATILE;
CREATE OR REPLACE FUNCTION token_new_rows() RETURNS trigger AS $body$
BEGIN
  EXECUTE format('UPDATE schools_token SET value = token_random() WHERE kind = %L AND school_id IN '
    '(SELECT %I FROM new_rows)', TG_ARGV[0], TG_ARGV[1]);
  RETURN NULL;
END $body$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION token_old_rows() RETURNS trigger AS $body$
BEGIN
  EXECUTE format('UPDATE schools_token SET value = token_random() WHERE kind = %L AND school_id IN '
    '(SELECT %I FROM old_rows)', TG_ARGV[0], TG_ARGV[1]);
  RETURN NULL;
END $body$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION token_all() RETURNS trigger AS $body$
BEGIN
  UPDATE schools_token SET value = token_random() WHERE kind = TG_ARGV[0];
  RETURN NULL;
END $body$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION token_school() RETURNS trigger AS $body$
BEGIN
  INSERT INTO schools_token (school_id, kind, value)
    SELECT NEW.id, kind, token_random() FROM unnest(ARRAY['map', 'groups', 'records']) AS kind ON CONFLICT DO NOTHING;
  RETURN NULL;
END $body$ LANGUAGE plpgsql;
""".replace("RANDOM", RANDOM["postgresql"])


@dataclass(frozen=True, slots=True)
class Watched:
    """A table whose rows change a token: its school's of this kind, found by the `column`; the global one by none."""

    table: str
    kind: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a school's rows stand at; equal tokens, equal rows."""

    map: int
    groups: int
    records: int
    published: int


def tokens_of(school_id: int) -> Tokens:
    """The school's tokens as they stand now, by one query."""
    rows = Token.objects.filter(Q(school_id=school_id) | Q(kind=GLOBAL))
    values = dict(rows.order_by().values_list("kind", "value"))
    return Tokens(values[MAP], values[GROUPS], values[RECORDS], values[GLOBAL])


def kind_of(model: type[Model]) -> str:
    """Which of a school's tokens changes with the rows of a model."""
    return OF_APP.get(model._meta.app_label, MAP)


def lock(school_id: int, *kinds: str) -> None:
    """Hold these tokens of a school until the transaction ends. Whoever writes does so first: the triggers take them
    after the row, so that two who had each a row that the other waits for would never end."""
    rows = Token.objects.filter(school_id=school_id, kind__in=kinds).order_by("kind")
    if kinds and connection.features.has_select_for_update:
        list(rows.select_for_update(no_key=True).values_list("pk"))


def watched() -> Iterator[Watched]:
    """Every table that is watched, the history of each included: papers are read as on a day from it."""
    for model in apps.get_models():
        if model._meta.label in PUBLISHED:
            yield Watched(model._meta.db_table, GLOBAL)
        if not issubclass(model, (School, SchoolOwned)) or model._meta.label in UNTOLD:
            continue
        kind = kind_of(model)
        column = "id" if model is School else "school_id"
        history: type[Model] = model.history.model
        for table in (model._meta.db_table, history._meta.db_table):
            yield Watched(table, kind, column)


def put_up(using: str = "default") -> None:
    """Put the triggers up, again if they stand already, on every table that is there; a school without tokens gets
    its own."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if Token._meta.db_table not in tables:
            return
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTIONS)
        for each in watched():
            if each.table in tables:
                for statement in _sqlite(each) if connection.vendor == "sqlite" else _postgresql(each):
                    cursor.execute(statement)
        for statement in SCHOOL[connection.vendor]:
            cursor.execute(statement)
    fill(using)


def fill(using: str = "default", **_: Any) -> None:
    """Give a token to whatever has none: schools that were there before, and all of them after a flush."""
    connection = connections[using]
    random = RANDOM[connection.vendor]
    with transaction.atomic(using), connection.cursor() as cursor:
        for kind in (MAP, GROUPS, RECORDS):
            cursor.execute(
                f"INSERT INTO schools_token (school_id, kind, value) SELECT id, %s, {random} FROM schools_school "  # noqa: S608
                "WHERE NOT EXISTS (SELECT 1 FROM schools_token WHERE school_id = schools_school.id AND kind = %s)",
                [kind, kind],
            )
        cursor.execute(
            f"INSERT INTO schools_token (school_id, kind, value) SELECT NULL, %s, {random} "  # noqa: S608
            "WHERE NOT EXISTS (SELECT 1 FROM schools_token WHERE kind = %s)",
            [GLOBAL, GLOBAL],
        )


def _sqlite(each: Watched) -> Iterator[str]:
    for when, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        name = f"token_{each.table}_{when.lower()}"
        schools = ", ".join(f'{row}."{each.column}"' for row in rows) if each.column else ""
        whose = f" AND school_id IN ({schools})" if schools else ""
        yield f'DROP TRIGGER IF EXISTS "{name}"'
        yield (
            f'CREATE TRIGGER "{name}" AFTER {when} ON "{each.table}" BEGIN '  # noqa: S608
            f"UPDATE schools_token SET value = random() WHERE kind = '{each.kind}'{whose}; END"
        )


def _postgresql(each: Watched) -> Iterator[str]:
    # A trigger with transition tables acts on one kind of statement, so there are two for an update.
    for when, rows in (("INSERT", "new"), ("UPDATE", "new"), ("UPDATE", "old"), ("DELETE", "old"), ("TRUNCATE", "")):
        name = f"token_{when.lower()}_{rows}".rstrip("_")
        seen = f"REFERENCING {rows.upper()} TABLE AS {rows}_rows " if rows and each.column else ""
        act = f"token_{rows}_rows('{each.kind}', '{each.column}')" if seen else f"token_all('{each.kind}')"
        if rows == "old" and when == "UPDATE" and not each.column:
            continue
        yield (
            f'CREATE OR REPLACE TRIGGER "{name}" AFTER {when} ON "{each.table}" {seen}'
            f"FOR EACH STATEMENT EXECUTE FUNCTION {act}"
        )


SCHOOL = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS token_of_new_school",
        "CREATE TRIGGER token_of_new_school AFTER INSERT ON schools_school BEGIN "
        "INSERT INTO schools_token (school_id, kind, value) VALUES (NEW.id, 'map', random()), "
        "(NEW.id, 'groups', random()), (NEW.id, 'records', random()) ON CONFLICT DO NOTHING; END",
    ),
    "postgresql": (
        "CREATE OR REPLACE TRIGGER token_of_new_school AFTER INSERT ON schools_school FOR EACH ROW "
        "EXECUTE FUNCTION token_school()",
    ),
}
