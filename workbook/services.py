"""Importing the school workbook, all of it or nothing, and exporting it."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from uuid import UUID

from django.db import transaction

from schools.access import Access, command_line_access
from schools.edits import Edit, all_locked, edit, trail
from schools.models import School
from schools.people.mail import tell_of_roles_after
from schools.roles import Permission
from schools.uploads import Faulty, Importer
from ui.sheets import Row, Sheet, Unreadable
from workbook.guards import left_out
from workbook.planning import ImportPlan, plan_import
from workbook.reading import Data, from_file
from workbook.spec import SheetSpec, spec_of
from workbook.writing import workbook_file

# Each of these says how far rights reach in its app, which writing asks: also where no page has loaded them.
for room in ("audits.charts.reading", "audits.current.reading", "provisions.reading"):
    import_module(room)


def apply(plan: ImportPlan, *, by: Access, ticket: UUID | None = None) -> Edit | None:
    """Write what the plan holds as one edit, with history, a line in the trail and undo; None where there is nothing to
    write. Raises Faulty, and schools.edits.Refused for a row that was changed for a later year, writing nothing. To be
    called within a transaction that holds the school's locks."""
    by.need(Permission.IMPORT_WORKBOOK)
    if not plan.fine:
        raise Faulty(plan)
    if plan.ledger.empty:
        return None
    plan.ledger.found_school()
    by = replace(by, school=plan.school, year=plan.ledger.year)
    tell_of_roles_after(by)
    with edit(by, "imported", plan.school, summary="the school workbook", ticket=ticket) as change:
        counts = {name: str(result) for name, result in plan.report.sheets.items() if result.changes}
        change.detail = {**counts, "importer": IMPORTER.folder}
        plan.ledger.write(change)
    return change


def leave_out(upload: UUID, *, by: Access) -> list[str]:
    """Take what this person may not write out of their upload; returns the sheets and columns left out, by name. Raises
    what schools.uploads.Importer.data raises."""
    data = IMPORTER.data(upload, by=by)
    barred = plan_import(data, school=by.school, by=by).report.barred
    whole = {sheet for sheet, column in barred if not column}
    columns = {pair for pair in barred if pair[1] and pair[0] not in whole}
    specs = {name: spec_of(name) for name in data}
    left = {
        name: _without(sheet, {column for known, column in columns if spec and known == spec.name}, spec)
        for name, sheet in data.items()
        if not (spec := specs[name]) or spec.name not in whole
    }
    IMPORTER.replace(upload, left, by=by)
    return [*sorted(whole), *(f"{sheet}: {column}" for sheet, column in sorted(columns))]


def _without(sheet: Sheet, columns: set[str], spec: SheetSpec | None) -> Sheet:
    """The sheet without these columns of its kind."""
    gone = {head for head in sheet.headers if spec and (found := spec.find(head)) and found.name in columns}
    rows = tuple(
        Row(row.number, {name: value for name, value in row.values.items() if name not in gone}) for row in sheet.rows
    )
    return Sheet(sheet.name, tuple(head for head in sheet.headers if head not in gone), rows)


def import_now(data: Data, *, school: School | None, slug: str = "", by: Access | None = None) -> ImportPlan:
    """Work out and write in one go, for the command line. Raises Faulty, writing nothing."""
    # What is planned still holds when it is written.
    with all_locked(by or command_line_access(school)) if school else transaction.atomic():
        now = School.objects.get(pk=school.pk) if school else None
        worked_out = plan_import(data, school=now, slug=slug, by=by)
        apply(worked_out, by=by or command_line_access(worked_out.school))
    return worked_out


def export_workbook(*, by: Access) -> bytes:
    """The year's workbook for what this person may read, noted in the trail.

    Raises workbook.writing.NoYear, and ui.sheets.SheetError for a text that no cell can hold.
    """
    by.need(Permission.IMPORT_WORKBOOK, Permission.EXPORT)
    content = workbook_file(by)
    without = {each.sheet: list(each.columns) or "all of it" for each in left_out(by)}
    with transaction.atomic():
        trail.record(by, "exported", None, {"left out": without}, summary=f"the school workbook of {by.year}")
    return content


IMPORTER = Importer(
    name="workbook.services.IMPORTER",
    folder="workbooks",
    suffix=".xlsx",
    what="the workbook",
    kinds="An Excel workbook (.xlsx)",
    accept=".xlsx",
    permission=Permission.IMPORT_WORKBOOK,
    read=from_file,
    data_kinds=(Sheet, Row, Unreadable),
    plan=lambda by, data: plan_import(data, school=by.school, by=by),
    apply=apply,
    lock=all_locked,
)
