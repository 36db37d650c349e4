"""Importing the school workbook, all of it or nothing, and exporting it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from schools.access import Access, command_line_access
from schools.edits import all_locked, trail
from schools.edits.wall import door
from schools.models import School
from schools.roles import Permission
from schools.uploads import UploadFolder
from workbook.guards import left_out
from workbook.planning import ImportPlan, plan_import
from workbook.reading import Data, from_file
from workbook.writing import workbook_file

UPLOADS = UploadFolder("workbooks", ".xlsx", "the workbook")


class FaultyWorkbook(Exception):
    """A workbook with faults was asked to be applied; nothing was written. `plan.report.faults` has them all."""

    def __init__(self, plan: ImportPlan) -> None:
        self.plan = plan
        super().__init__("\n".join(str(fault) for fault in plan.report.faults))


def apply(plan: ImportPlan, *, by: Access) -> None:
    """Write what the plan holds, with history and a line in the trail. Raises FaultyWorkbook, writing nothing. To be
    called within a transaction that holds the school's locks."""
    by.need(Permission.IMPORT_WORKBOOK)
    if not plan.fine:
        raise FaultyWorkbook(plan)
    if plan.ledger.empty:
        return
    with door():
        plan.ledger.write(by)
    counts = {name: str(result) for name, result in plan.report.sheets.items() if result.changes}
    trail.record(by, "imported", plan.school, counts, summary="the school workbook")


def import_now(data: Data, *, school: School | None, slug: str = "", by: Access | None = None) -> ImportPlan:
    """Work out and write in one go, for the command line. Raises FaultyWorkbook, writing nothing."""
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


class WorkbookPreviewOutdated(Exception):
    """What the workbook would do is no longer what was previewed; `plan` is what it would do now."""

    def __init__(self, plan: ImportPlan) -> None:
        self.plan = plan
        super().__init__("The school has changed since this preview was made.")


def plan_upload(upload: UUID, *, by: Access) -> ImportPlan:
    """What importing this person's upload would do. Raises schools.uploads.UploadGone and ui.sheets.SheetError."""
    by.need(Permission.IMPORT_WORKBOOK)
    with UPLOADS.open(upload, by=by) as file:
        data = from_file(file)
    return plan_import(data, school=by.school, by=by)


def confirm(upload: UUID, *, fingerprint: str, by: Access) -> ImportPlan:
    """Write what was previewed, known by its fingerprint, and throw the upload away.

    Raises WorkbookPreviewOutdated, writing nothing, where it would now do something else; else as `plan_upload`.
    """
    # Locked before it is planned again: nobody can change the school between the comparison and the writing.
    with all_locked(by):
        worked_out = plan_upload(upload, by=by)
        if not worked_out.fine or worked_out.report.fingerprint != fingerprint:
            raise WorkbookPreviewOutdated(worked_out)
        apply(worked_out, by=by)
        transaction.on_commit(lambda: UPLOADS.forget(upload, by=by))
    return worked_out
