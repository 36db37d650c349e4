"""`manage.py import_workbook FILE --school SLUG [--create] [--dry-run]`: import the school workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.core.validators import validate_slug

from schools.models import School
from ui.sheets import SheetError
from workbook.planning import ImportPlan, plan
from workbook.reading import from_file
from workbook.services import FaultyWorkbook, import_now

SHOWN = 20


class Command(BaseCommand):
    """Import a school workbook: all of it or nothing."""

    help = "Import a school workbook: all of it, or nothing with every fault listed."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the school, and what may be done."""
        parser.add_argument("file", type=Path, help="the workbook (.xlsx)")
        parser.add_argument("--school", required=True, metavar="SLUG", help="the school's short name")
        parser.add_argument("--create", action="store_true", help="make the school if there is none of this name")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """A wrong argument ends with status 1, as every refusal of this command does."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = lambda message: self.refuse(f"{message[:1].upper()}{message[1:]}.")  # type: ignore[method-assign]
        return parser

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
        self.tell(done, dry_run=dry_run, verbosity=options["verbosity"])

    def tell(self, done: ImportPlan, *, dry_run: bool, verbosity: int) -> None:
        """What was done, or what is in the way."""
        if not done.fine:
            self.refuse(*(str(fault) for fault in done.report.faults))
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
                fields = "; ".join(
                    f"{each.column}: {each.before or '–'} → {each.after or '–'}" for each in change.fields
                )
                self.stdout.write(f"  {change.kind}: {change.label}" + (f" ({fields})" if fields else ""))
            if len(result.added) > SHOWN:
                self.stdout.write(f"  … and {len(result.added) - SHOWN} more added")

    def refuse(self, *messages: str) -> NoReturn:
        """One line per message on standard error, exit status 1."""
        for message in messages:
            self.stderr.write(message)
        raise SystemExit(1)
