"""`manage.py import_workbook FILE --school SLUG [--create] [--dry-run]`: import the school workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_slug

from provisionmap.management.base import PlainCommand
from schools.models import School
from schools.uploads import Faulty
from ui.sheets import SheetError
from workbook.planning import ImportPlan, plan_import
from workbook.reading import from_file
from workbook.services import import_now

SHOWN = 20


class Command(PlainCommand):
    """Import a school workbook: all of it or nothing."""

    help = "Import a school workbook: all of it, or nothing with every fault listed."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the school, and what may be done."""
        parser.add_argument("file", type=Path, help="the workbook (.xlsx)")
        parser.add_argument("--school", required=True, metavar="SLUG", help="the school's short name")
        parser.add_argument("--create", action="store_true", help="make the school if there is none of this name")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 1 and one message per fault on standard error where anything is wrong."""
        slug, dry_run = options["school"], options["dry_run"]
        school = School.objects.filter(slug=slug).first()
        if school is None and not options["create"]:
            raise CommandError(f"There is no school with the short name {slug}. Give --create to make it.")
        try:
            validate_slug(slug)
            data = from_file(options["file"])
            done = (
                plan_import(data, school=school, slug=slug) if dry_run else import_now(data, school=school, slug=slug)
            )
        except ValidationError:
            raise CommandError(f"{slug} cannot be a short name: use small letters, digits and hyphens.") from None
        except (SheetError, Faulty) as error:
            raise CommandError(str(error)) from None
        if not done.fine:
            raise CommandError(str(Faulty(done)))
        self.report(done, dry_run=dry_run, verbosity=options["verbosity"])

    def report(self, done: ImportPlan, *, dry_run: bool, verbosity: int) -> None:
        """What was done, or would be."""
        if verbosity:
            self.list(done)
            self.stdout.write("Nothing was written: dry run." if dry_run else f"{done.school.name}: imported.")

    def list(self, done: ImportPlan) -> None:
        """Readings, then each sheet with what changes in it; of many new rows the first few."""
        for note in done.report.notes:
            self.stdout.write(f"Note: {note}")
        for result in done.report.sheets.values():
            self.stdout.write(str(result))
            for change in [*result.added[:SHOWN], *result.changed, *result.ended]:
                fields = "; ".join(map(str, change.fields))
                self.stdout.write(f"  {change.kind}: {change.label}" + (f" ({fields})" if fields else ""))
            if len(result.added) > SHOWN:
                self.stdout.write(f"  … and {len(result.added) - SHOWN} more added")
