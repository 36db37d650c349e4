"""`manage.py import_workbook FILE --school SLUG [--create] [--dry-run]`: import the school workbook."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.core.validators import validate_slug

from schools.models import School
from ui.sheets import SheetError
from workbook.planning import ImportPlan, plan
from workbook.reading import from_file
from workbook.services import FaultyWorkbook, import_now


class Command(BaseCommand):
    """Import a school workbook: all of it or nothing."""

    help = "Import a school workbook: all of it, or nothing with every fault listed."

    def add_arguments(self, parser: ArgumentParser) -> None:
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
            self.refuse(f"There is no school with the short name {slug}. Give --create to make it.")
        try:
            validate_slug(slug)
            data = from_file(options["file"])
            done = plan(data, school=school, slug=slug) if dry_run else import_now(data, school=school, slug=slug)
        except ValidationError:
            self.refuse(f"{slug} cannot be a short name: use small letters, digits and hyphens.")
        except SheetError as error:
            self.refuse(str(error))
        except FaultyWorkbook as faulty:
            done = faulty.plan
        self.tell(done, dry_run=dry_run)

    def tell(self, done: ImportPlan, *, dry_run: bool) -> None:
        """What was done, or what is in the way."""
        if not done.fine:
            self.refuse(*(str(fault) for fault in done.report.faults))
        for note in done.report.notes:
            self.stdout.write(f"Note: {note}")
        for result in done.report.sheets.values():
            self.stdout.write(str(result))
            for change in result.changes:
                fields = "; ".join(
                    f"{each.column}: {each.before or '–'} → {each.after or '–'}" for each in change.fields
                )
                self.stdout.write(f"  {change.kind}: {change.label}" + (f" ({fields})" if fields else ""))
        self.stdout.write("Nothing was written: dry run." if dry_run else f"{done.school.name}: imported.")

    def refuse(self, *messages: str) -> None:
        """One line per message on standard error, exit status 1."""
        for message in messages:
            self.stderr.write(message)
        raise SystemExit(1)
