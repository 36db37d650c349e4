"""Makes the dump of a release: its schema with the guards, and two small schools with something in every guarded table.

Run at each release, for both databases; the name is the release's:

    python -m tests.upgrade.make_dump first-release
    scripts/with_postgresql.sh python -m tests.upgrade.make_dump first-release

The same version gives the same file again. What `migrate` writes into every database is left out.
"""

from __future__ import annotations

import datetime
import itertools
import os
import re
import subprocess
import sys
import uuid
from pathlib import Path
from unittest import mock

DUMPS = Path(__file__).parent / "dumps"
MOMENT = datetime.datetime(2026, 12, 1, 9, tzinfo=datetime.UTC)
# Published data and what Django derives from the models: each `migrate` brings them to today's.
WRITTEN_BY_MIGRATE = ("auth_permission", "costing_paypoint", "provisions_evidencestrand")


def fill() -> None:
    """Two schools with a row of each kind that a school owns."""
    from schools import guards
    from schools.models import User
    from schools.roles import Role
    from tests import factories as make
    from tests.access.world import fill as fill_world

    kinds = {getattr(make, name)._meta.model: getattr(make, name) for name in make.__all__}
    for slug, mark in (("ash-grove", "Ash"), ("brook-lane", "Brook")):
        school = make.SchoolFactory(slug=slug, name=f"{mark} Primary")
        year = make.YearFactory(school=school, half_terms=True)
        people = {}
        for role in (Role.SENCO, Role.TEACHER, Role.ASSISTANT):
            people[role] = make.MembershipFactory(school=school, roles=[role.value])
            make.StaffFactory(school=school, membership=people[role])
        fill_world(school, year, mark, people[Role.TEACHER], people[Role.ASSISTANT])
        for model in guards.owned_models():
            if not model._default_manager.filter(school=school).exists():
                kinds[model](school=school, **_rows_to_stand_on(model, school))
    User.objects.update(password="!")  # nobody signs in, and a salt would differ each time


def _rows_to_stand_on(model, school) -> dict[str, object]:
    """A row of the school for each link that the model must have, where there is one: many may stand there but once."""
    links = [field for field in model._meta.concrete_fields if field.is_relation and not field.null]
    owned = [field for field in links if field.name != "school" and hasattr(field.related_model, "school")]
    rows = {field.name: field.related_model._default_manager.filter(school=school).first() for field in owned}
    return {name: row for name, row in rows.items() if row}


def dump_sqlite(connection) -> str:
    """The whole database as SQL."""
    return "\n".join(connection.connection.iterdump()) + "\n"


def dump_postgresql(connection) -> str:
    """The whole database as SQL that any later PostgreSQL reads."""
    settings = connection.settings_dict
    address = ["--host", settings["HOST"], "--port", str(settings["PORT"]), "--username", settings["USER"]]
    command = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", *address, settings["NAME"]]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # Comments, and lines for psql or of one version of the server.
    return re.sub(r"^(--.*|\\.*|SET .*|SELECT pg_catalog\.set_config.*)\n|^\n", "", text, flags=re.MULTILINE)


def main(release: str) -> Path:
    """Write the dump of the database that `DATABASE_URL` names, which must be empty; returns the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    numbers = (uuid.UUID(int=number) for number in itertools.count(1))
    # Before any model or factory is read: their defaults are bound to the functions that are there then.
    with mock.patch("django.utils.timezone.now", return_value=MOMENT), mock.patch("uuid.uuid4", side_effect=numbers):
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        fill()
    with connection.cursor() as cursor:
        for table in WRITTEN_BY_MIGRATE:
            cursor.execute(f"DELETE FROM {table}")
    text = dump_sqlite(connection) if connection.vendor == "sqlite" else dump_postgresql(connection)
    path = DUMPS / f"{release}.{connection.vendor}.sql"
    path.write_text(text, encoding="utf-8")
    return path


if __name__ == "__main__":
    sys.stdout.write(f"{main(sys.argv[1])}\n")
