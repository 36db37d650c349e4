"""What importing a workbook would do: every fault, every reading, and every row added, changed, ended or left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from provisions.models import InterventionGroup
from schools.access import Access
from schools.models import School
from ui.sheets.cells import Fault
from workbook.desk import Desk
from workbook.guards import refuse_unreadable
from workbook.ledger import Ledger, fold
from workbook.loaders import audits, groups, money, people, places, pupils, rules
from workbook.loaders import school as basics
from workbook.reading import Data, SheetLine, read_lines
from workbook.results import Report
from workbook.spec import SHEETS


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """An import worked out and not yet written. `report` says what it would do; without faults it can be applied."""

    school: School
    report: Report
    ledger: Ledger

    @property
    def fine(self) -> bool:
        """Whether there is no fault."""
        return not self.faults

    @property
    def faults(self) -> list[Fault]:
        """What is to be put right."""
        return self.report.faults

    @property
    def fingerprint(self) -> str:
        """A hash of the changes and faults."""
        return self.report.fingerprint


SheetLoader = Callable[[Desk, list[SheetLine], list[InterventionGroup]], None]


def each_row(load: Callable[[Desk, SheetLine], None]) -> SheetLoader:
    """A loader for a sheet whose rows do not depend on each other."""

    def load_all(desk: Desk, lines: list[SheetLine], groups: list[InterventionGroup]) -> None:
        for line in lines:
            load(desk, line)

    return load_all


# In the order of loading: what is pointed to comes before what points to it.
LOADERS: dict[str, SheetLoader] = {
    "Half-terms": each_row(basics.load_half_term),
    "Day bands": basics.load_day_bands,
    "Pay points": rules.load_points,
    "Staff roles": each_row(people.load_role),
    "People": each_row(people.load_person),
    "Classes": each_row(people.load_class),
    "Pupils": each_row(pupils.load_pupil),
    "Funding streams": each_row(money.load_stream),
    "Provisions": each_row(groups.load_provision),
    "Groups": each_row(groups.load_group),
    "Staffing": groups.load_staffing,
    "Sessions": groups.load_sessions,
    "Outcomes": each_row(pupils.load_outcome),
    "Places": each_row(places.load_place),
    "Scores": each_row(places.load_score),
    "Reviews": each_row(places.load_review),
    "Other costs": money.load_other_costs,
    "Whole-school provision": each_row(money.load_whole_school),
    "Awards": each_row(money.load_award),
    "Audit": each_row(audits.load_audit),
    "Current provision": each_row(audits.load_current),
}


def plan_import(
    data: Data, *, school: School | None, slug: str = "", by: Access | None = None, now: datetime | None = None
) -> ImportPlan:
    """Work out what importing `data` would do, writing nothing.

    `school` is the school it is for; None plans a new one with the short name `slug`. `by` is who imports, and limits
    what it may read and change, and whose rights the sheet People; None limits nothing.
    """
    report = Report()
    ledger = Ledger(school or School(slug=slug))
    lines = read_lines(data, report)
    if by:
        refuse_unreadable(lines, by, report)
    desk = Desk(ledger, report, by, now or timezone.now())
    given = basics.read_school(lines.pop("School", None), report)
    new_year = basics.open_year(ledger, given, report)
    desk.sheet = "Funding rules"
    rules.load_changed_rules(desk, lines.pop("Funding rules", []))
    desk.sheet = "School"
    if given is not None:
        basics.load_school(desk, given)
    for name, load in LOADERS.items():
        desk.sheet = name
        if name in lines:
            load(desk, lines[name], _groups_named(desk, lines))
    desk.sheet = "School"
    if given is not None or "Half-terms" in lines:
        basics.date_year(desk, given, new_year=new_year)
    basics.check_half_terms(desk, lines.get("Half-terms", []))
    groups.check_sessions(desk, lines.get("Sessions", []), lines.get("Staffing", []))
    places.check_places(desk, lines.get("Places", []))
    _in_order(report)
    return ImportPlan(ledger.school, report, ledger)


def _groups_named(desk: Desk, lines: dict[str, list[SheetLine]]) -> list[InterventionGroup]:
    """The groups of the sheet Groups: named in the file, so their staffing, sessions and other costs are whole sets."""
    codes = [line.get("code") for line in lines.get("Groups", []) if line.get("code")]
    found = [desk.ledger.find(InterventionGroup, fold(code)) for code in codes]
    return [group for group in found if group is not None]


def _in_order(report: Report) -> None:
    """Sort faults, notes and changes by sheet and row, in the workbook's order."""
    places = {spec.name: place for place, spec in enumerate(SHEETS)}
    report.faults.sort(key=lambda fault: (places.get(fault.sheet, 99), fault.row or 0))
    report.sheets = dict(sorted(report.sheets.items(), key=lambda item: places.get(item[0], 99)))
    report.notes.sort(key=lambda note: (places.get(note.sheet, 99), note.row or 0))
