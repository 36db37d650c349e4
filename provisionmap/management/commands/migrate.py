"""`manage.py migrate`: Django's own, with the guards between schools dropped while tables change and restored after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from provisionmap.management.base import PlainCommand
from schools import guards
from schools.kept import tokens

FIRST_RELEASE = ("schools", "0001_first_release")
OLDER = (
    "This database was made before the first release and cannot be brought up to date: export each school’s workbook "
    "with the version that made it, and import it here into a new database (the demo makes its own data again)."
)
NEWER = "This database was made by a later version of Provision Map: install that version, or a later one."


class Command(PlainCommand, DjangoMigrate):
    """Django's `migrate` with all its options. `--plan`, `--check` and `--prune` change no table."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; Django's `post_migrate` is not sent after a failure, so the guards go up in `finally`.

        Raises CommandError for a database with migrations of ours that this version does not have.
        """
        using = options["database"]
        if not options["prune"]:
            refuse_unknown(connections[using])
        if options["plan"] or options["check_unapplied"] or options["prune"]:
            super().handle(*args, **options)
            return
        guards.take_down(using)
        try:
            super().handle(*args, **options)
        finally:
            guards.put_up(using)
            tokens.put_up(using)


def refuse_unknown(connection: BaseDatabaseWrapper) -> None:
    """Raises CommandError where migrations of our apps were applied that this version does not have."""
    applied = MigrationRecorder(connection).applied_migrations()
    ours = {app.label for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR}
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    known = set(loader.disk_migrations) | {key for each in loader.disk_migrations.values() for key in each.replaces}
    if any(key[0] in ours and key not in known for key in applied):
        raise CommandError(NEWER if FIRST_RELEASE in applied else OLDER)
