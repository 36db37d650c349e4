"""Importing the school workbook: work it out, then write all of it or nothing."""

from __future__ import annotations

from django.db import transaction

from schools import trail
from schools.access import Access, command_line_access
from schools.models import School
from schools.roles import Permission
from workbook.planning import ImportPlan, plan
from workbook.reading import Data


class FaultyWorkbook(Exception):
    """A workbook with faults was asked to be applied; nothing was written. `plan.report.faults` has them all."""

    def __init__(self, plan: ImportPlan) -> None:
        self.plan = plan
        super().__init__("\n".join(str(fault) for fault in plan.report.faults))


@transaction.atomic
def apply(plan: ImportPlan, *, by: Access) -> None:
    """Write what the plan holds, with history and a line in the trail. Raises FaultyWorkbook, writing nothing."""
    by.need(Permission.IMPORT_WORKBOOK)
    if not plan.fine:
        raise FaultyWorkbook(plan)
    if plan.ledger.empty:
        return
    plan.ledger.write(by)
    counts = {name: str(result) for name, result in plan.report.sheets.items() if result.changes}
    trail.record(by, "imported", plan.school, counts, summary="the school workbook")


@transaction.atomic
def import_now(data: Data, *, school: School | None, slug: str = "", by: Access | None = None) -> ImportPlan:
    """Work out and write in one go, for the command line. Raises FaultyWorkbook, writing nothing."""
    if school is not None:
        school = School.objects.select_for_update().get(pk=school.pk)
    worked_out = plan(data, school=school, slug=slug, by=by)
    apply(worked_out, by=by or command_line_access(worked_out.school))
    return worked_out
