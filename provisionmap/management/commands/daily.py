"""`manage.py daily`: clears what nobody needs any more. To be run once a day."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command

from provisionmap.management.base import PlainCommand
from pupils.imports.services import IMPORTER as PUPILS
from reports.jobs import shelf
from workbook.services import IMPORTER as WORKBOOK


class Command(PlainCommand):
    help = "Delete made papers after a week, uploads that were not confirmed after a day, and sign-ins that have ended."

    def handle(self, *args: Any, **options: Any) -> None:
        """Clear all of it, of every school."""
        shelf.throw_old_away()
        for importer in (WORKBOOK, PUPILS):
            importer.throw_old_away()
        call_command("clearsessions")
