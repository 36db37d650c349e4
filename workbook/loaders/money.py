"""The sheets Funding streams, Other costs, Whole-school provision and Awards."""

from __future__ import annotations

from provisions.models import Award, FundingStream, InterventionGroup, OtherCost, WholeSchoolProvision
from workbook.desk import Desk, RowImport
from workbook.ledger import fold
from workbook.loaders.whole import WholeSet, load_whole_set
from workbook.reading import SheetLine


def load_stream(desk: Desk, line: SheetLine) -> None:
    """Money for the year."""
    name = line.get("name")
    if not name or not desk.first(line, fold(name), "name"):
        return
    entry = RowImport(desk, line)
    existing = desk.ledger.find(FundingStream, fold(name))
    entry.put(FundingStream, existing, line.part(), school=desk.school, year=desk.year)
    entry.close(name)


ALIKE = (("description", "date"), ("description",))
OF_A_GROUP = WholeSet(OtherCost, "group", ALIKE, lambda row: str(row.description))
OF_A_PUPIL = WholeSet(OtherCost, "pupil", ALIKE, lambda row: str(row.description))


def load_other_costs(desk: Desk, lines: list[SheetLine], groups: list[InterventionGroup]) -> None:
    """All other costs of the groups named in the file; a pupil's own are added and changed, never ended."""
    for line in lines:
        desk.resolve(line)
        _check_owner(line)
        _check_amount(line, "hours", "Hours a year")
    load_whole_set(desk, OF_A_GROUP, lines, groups, year=desk.year)
    load_whole_set(desk, OF_A_PUPIL, lines, [], ends=False, year=desk.year)


def _check_owner(line: SheetLine) -> None:
    if {"group", "pupil"} & line.broken:
        return
    if line.get("group") and line.get("pupil"):
        line.wrong("pupil", "Give either a group or a pupil, not both.")
    elif not line.get("group") and not line.get("pupil"):
        line.wrong("group", "Say whose cost this is: give a group or a pupil.")


def _check_amount(line: SheetLine, hours: str, column: str) -> None:
    if line.get("amount") is not None and line.get(hours) is not None:
        _note_both(line, column.lower())
    if {"amount", "role", hours} & line.broken or line.get("amount") is not None:
        return
    if not line.get("role") or line.get(hours) is None:
        line.wrong("amount", f"Give an amount, or else both a role and its {column.lower()}.")


def _note_both(line: SheetLine, hours: str) -> None:
    line.note(f"This has an Amount and {hours}, and only one can be its cost: the Amount counts. Clear the other.")


def load_whole_school(desk: Desk, line: SheetLine) -> None:
    """A cost that cannot be traced to one pupil."""
    desk.resolve(line)
    description = line.get("description")
    if not description or not desk.first(line, fold(description), "description"):
        return
    entry = RowImport(desk, line)
    existing = desk.ledger.find(WholeSchoolProvision, fold(description))
    row = entry.put(WholeSchoolProvision, existing, line.part(), school=desk.school, year=desk.year)
    if row.amount is None and (row.role is None or row.hours_a_week is None) and not line.broken:
        line.wrong("amount", "Give an amount, or else both a role and its hours a week.")
    if row.amount is not None and row.hours_a_week is not None:
        _note_both(line, "hours a week")
    entry.close(description)


def load_award(desk: Desk, line: SheetLine) -> None:
    """A top-up for a pupil, known by the day from which it runs."""
    desk.resolve(line)
    pupil, starts = line.get("pupil"), line.get("starts")
    kind = line.get("kind") or "top-up"
    if not pupil or "starts" in line.broken or not desk.first(line, (id(pupil), kind, starts), "starts"):
        return
    if starts and line.get("ends") and line.get("ends") < starts:
        line.wrong("ends", "This award ends before it starts. Correct one of the two days.")
        return
    entry = RowImport(desk, line)
    existing = desk.ledger.find(Award, (id(pupil), kind, starts))
    entry.put(Award, existing, line.part(), school=desk.school, year=desk.year)
    entry.close(f"{kind} for {pupil}")
