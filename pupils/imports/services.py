"""Importing pupils from another system: the columns, the preview, and writing all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError

from pupils.imports.applying import Choices, apply
from pupils.imports.fields import IGNORE, SPECIAL, field_of
from pupils.imports.files.cells import plain
from pupils.imports.files.guessing import guess, keys_of
from pupils.imports.files.reading import Content, FileSheets, Transfer, read
from pupils.imports.planning import PupilImportPlan, plan
from pupils.imports.records import FilePupil, FileRow, FileTable, records_of
from pupils.imports.words import Question
from pupils.models import ImportMapping, PupilGroup
from schools.access import Access
from schools.edits import Edit, Refused, edit, school_locked
from schools.roles import Permission
from schools.uploads import Faulty, Importer
from ui.folding import in_order, spelt
from ui.sheets import Unreadable
from ui.sheets.cells import Fault
from ui.words import and_words

NO_YEAR = "The school has no academic year yet. Begin the year first: on the page School."
NO_NAME = "No column holds the pupils' names. Choose the columns with the surname and the forename, or the whole name."
NO_NUMBER = "No column holds a number. Choose the column with the UPN or the admission number."
ASK = (
    "may be a pupil who has another number here. Import the file on the page, which asks whether it is the same pupil."
)


SAY = "Import the file on the page, which asks what it means and remembers it; or correct the file."


class ManySheets(Refused):
    """Several sheets of a workbook list pupils; `found` has them."""

    def __init__(self, found: FileSheets) -> None:
        self.found = found
        named = and_words([name for name, _ in found.tables])
        super().__init__(f"The sheets {named} all list pupils. Choose one, or leave one in the file.", "sheet")


@dataclass(frozen=True, slots=True)
class ImportColumns:
    """The columns of an upload with the field of each. `hidden` are those that this person may not read."""

    table: FileTable
    fields: tuple[str, ...]
    remembered: frozenset[int]  # the places of columns that the school has chosen for before

    def samples(self, place: int, *, by: Access) -> tuple[str, ...]:
        """Three different values of a column, as in the file."""
        if self.fields[place] in SPECIAL and not by.may(Permission.VIEW_NEEDS):
            return ("(not shown to your role)",)
        values = [plain(value) for value in self.table.column(place) if value is not None]
        return tuple(dict.fromkeys(values))[:3]


def columns(upload: UUID, *, by: Access) -> ImportColumns | None:
    """The columns of this person's upload; None for a transfer file, which needs no choice.

    Raises ManySheets where a sheet is to be chosen first, and what schools.uploads.Importer.data raises.
    """
    by.need(Permission.EDIT_PUPILS)
    found = IMPORTER.data(upload, by=by)
    if isinstance(found, FileSheets):
        raise ManySheets(found)
    return _columns(found, by) if isinstance(found, FileTable) else None


def choose_sheet(upload: UUID, name: str, *, by: Access) -> None:
    """Go on with one sheet of this person's upload. Raises Refused where there is none of this name, and what
    schools.uploads.Importer.data raises."""
    by.need(Permission.EDIT_PUPILS)
    found = IMPORTER.data(upload, by=by)
    table = found.table(name) if isinstance(found, FileSheets) else None
    if table is None:
        raise Refused("Choose the sheet that lists the pupils.", "sheet")
    IMPORTER.replace(upload, table, by=by)


def explain(said: Mapping[Question, str], *, by: Access) -> Edit:
    """Remember what words of the school's own mean in a list of pupils, for this file and the next ones. Raises Refused
    where an answer is none of the question's choices."""
    with edit(by, "said what words mean", summary="in a list of pupils") as change:
        row = ImportMapping.objects.filter(school=by.school).first()
        words: dict[str, dict[str, str]] = {name: dict(held) for name, held in (row.words if row else {}).items()}
        for question, answer in said.items():
            if answer not in dict(question.choices):
                raise Refused("Choose one of the answers.")
            words.setdefault(question.field, {})[spelt(question.word)] = answer
        if row is None:
            change.add(ImportMapping(words=words))
        else:
            change.set(row, words=words)
    return change


def remember(upload: UUID, fields: Sequence[str], *, by: Access) -> Edit:
    """Store the fields of the columns, for this upload and the school's next ones. Raises Refused, and what `columns`
    raises."""
    with edit(by, "said what the columns mean", summary="of a list of pupils") as change:
        found = columns(upload, by=by)
        if found is None:
            return change
        refuse_wrong_columns(fields)
        chosen = dict(zip(keys_of(found.table.headings), fields, strict=True))
        row = ImportMapping.objects.filter(school=by.school).first()
        if row is None:
            change.add(ImportMapping(headings=chosen))
        else:
            change.set(row, headings={**row.headings, **chosen})
    return change


def refuse_wrong_columns(fields: Sequence[str]) -> None:
    """Raise Refused where a field is chosen twice, and where names or numbers are missing."""
    for place, name in enumerate(fields):
        if name != IGNORE and name in fields[:place]:
            held = field_of(name)
            raise Refused(f"“{held.label if held else name}” is chosen for two columns. Choose one.", f"column-{place}")
    if "whole_name" not in fields and not {"surname", "forename"} <= set(fields):
        raise Refused(NO_NAME)
    if not {"upn", "admission_number", "date_of_birth"} & set(fields):
        raise Refused(NO_NUMBER)


def write(plan: PupilImportPlan, *, by: Access, choices: Choices, ticket: UUID | None = None) -> Edit:
    """Write a plan with the choices made in its preview. Raises Refused where one is missing."""
    try:
        with edit(by, "imported", summary="a list of pupils", ticket=ticket) as change:
            change.detail = {"importer": IMPORTER.folder}
            apply(plan, choices, change)
    except IntegrityError:
        raise Refused("Two pupils would have the same number. Correct the UPN or the admission number.") from None
    return change


def import_now(path: Path, *, by: Access, dry_run: bool = False) -> PupilImportPlan:
    """Plan and write in one go, for the command line; the columns are those remembered, else guessed.

    Raises Faulty, Refused or ui.sheets.SheetError, writing nothing. Pupils who are not in the file stay on the roll.
    """
    data = read(path)
    with school_locked(by):
        found = plan_of(data, by=by)
        if found.faults:
            raise Faulty(found)
        if found.questions:
            raise Refused("\n".join(f"{question} {SAY}" for question in found.questions))
        if unclear := found.of("unclear"):
            raise Refused("\n".join(f"Row {entry.number}: {entry.record.name} {ASK}" for entry in unclear))
        if not dry_run:
            write(found, by=by, choices=Choices())
    return found


def plan_of(found: Content, *, by: Access) -> PupilImportPlan:
    """The plan of a file that was read; the columns are those remembered, else guessed. Raises Refused, and ManySheets
    where a sheet is to be chosen first."""
    if by.year is None:
        raise Refused(NO_YEAR)
    if isinstance(found, FileSheets):
        raise ManySheets(found)
    row = ImportMapping.objects.filter(school=by.school).first()
    answers = row.words if row else {}
    if isinstance(found, Transfer):
        return plan(found.records, by=by, notes=found.notes, whole_roll=False, answers=answers)
    fields = _columns(found, by).fields
    refuse_wrong_columns(fields)
    notes = [*found.notes, *_unused(found, fields)]
    return plan(records_of(found, fields), by=by, notes=notes, answers=answers, left_out=found.left_out)


def _unused(table: FileTable, fields: Sequence[str]) -> list[str]:
    """A note on the columns that have values and fill no field."""
    left = [
        heading
        for place, (heading, name) in enumerate(zip(table.headings, fields, strict=True))
        if name == IGNORE and any(value is not None for value in table.column(place))
    ]
    return [f"{'Columns' if len(left) > 1 else 'Column'} not used: {', '.join(left)}."] if left else []


def _columns(table: FileTable, by: Access) -> ImportColumns:
    row = ImportMapping.objects.filter(school=by.school).first()
    known: Mapping[str, str] = row.headings if row else {}
    values = [table.column(place) for place in range(len(table.headings))]
    fields = tuple(guess(table.headings, values, known))
    remembered = frozenset(place for place, key in enumerate(keys_of(table.headings)) if key in known)
    return ImportColumns(table, fields, remembered)


def known_groups(by: Access) -> list[str]:
    """The names of the school's own pupil groups."""
    return sorted(PupilGroup.objects.filter(school=by.school).order_by().values_list("name", flat=True), key=in_order)


def lacks_needs(fields: Sequence[str], by: Access) -> bool:
    """Whether there are columns that this person may not write."""
    return bool(SPECIAL & set(fields)) and not by.may(Permission.EDIT_NEEDS)


IMPORTER: Importer[Content] = Importer(
    name="pupils.imports.services.IMPORTER",
    folder="pupil-lists",
    suffix=".export",
    what="the list of pupils",
    kinds="CSV, Excel (.xlsx) or a Common Transfer File (.xml)",
    accept=".csv,.txt,.tsv,.xlsx,.xml",
    permission=Permission.EDIT_PUPILS,
    read=read,
    data_kinds=(FileTable, FileRow, FileSheets, FilePupil, Transfer, Fault, Unreadable),
    plan=lambda by, found: plan_of(found, by=by),
    apply=write,
)
