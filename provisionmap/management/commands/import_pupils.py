"""`manage.py import_pupils FILE --school SLUG [--dry-run]`: import pupils from an MIS export or a transfer file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from provisionmap.management.base import PlainCommand
from pupils.imports.planning import PupilEntry, PupilImportPlan
from pupils.imports.services import import_now
from schools.access import command_line_access
from schools.edits import Refused
from schools.models import School
from schools.reading import current_year
from schools.uploads import Faulty
from ui.sheets import SheetError

SHOWN = 20


class Command(PlainCommand):
    """Import pupils: all of the file or nothing."""

    help = "Import pupils from an MIS export (.csv, .xlsx) or a Common Transfer File (.xml): all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the school, and what may be done."""
        parser.add_argument("file", type=Path, help="the export (.csv, .xlsx) or transfer file (.xml)")
        parser.add_argument("--school", required=True, metavar="SLUG", help="the school's short name")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 1 and one message per fault on standard error where anything is wrong."""
        school = School.objects.filter(slug=options["school"]).first()
        if school is None:
            raise CommandError(f"There is no school with the short name {options['school']}.")
        by = command_line_access(school, current_year(school))
        try:
            done = import_now(options["file"], by=by, dry_run=options["dry_run"])
        except Refused as refusal:
            raise CommandError(refusal.sentence) from None
        except (SheetError, Faulty) as error:
            raise CommandError(str(error)) from None
        if options["verbosity"]:
            self.report(done)
            self.stdout.write("Nothing was written: dry run." if options["dry_run"] else f"{school.name}: imported.")

    def report(self, done: PupilImportPlan) -> None:
        """Readings, then what changes; of many new pupils the first few, and who is not in the file."""
        for note in done.notes:
            self.stdout.write(f"Note: {note}")
        new, changed, back = done.of("new"), done.of("changed"), done.of("returned")
        same = len(done.of("same"))
        self.stdout.write(f"Pupils: {len(new)} new, {len(changed)} changed, {len(back)} back, {same} as they are")
        for kind, entries in (("new", new[:SHOWN]), ("changed", changed), ("back", back)):
            for entry in entries:
                self.stdout.write(f"  {kind}: {entry.name}{_fields(entry)}")
        if len(new) > SHOWN:
            self.stdout.write(f"  … and {len(new) - SHOWN} more new")
        for name, groups in done.new_classes.items():
            self.stdout.write(f"  new class: {name} ({', '.join(groups)})")
        if done.leavers:
            self.stdout.write(f"Not in the file, and left on the roll: {len(done.leavers)}")
            for leaver in done.leavers:
                self.stdout.write(f"  {leaver.name}, {leaver.class_name or leaver.year_group}")


def _fields(entry: PupilEntry) -> str:
    said = "; ".join(map(str, entry.fields))
    return f" ({said})" if said else f" ({entry.where})" if entry.where else ""
