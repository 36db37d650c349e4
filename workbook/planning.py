"""What importing a workbook would do: every fault, every reading, and every row added, changed, ended or left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from provisions.models import InterventionGroup
from schools.access import Access
from schools.models import School
from workbook.desk import Desk
from workbook.ledger import Ledger, fold
from workbook.loaders import audits, groups, money, people, places, pupils
from workbook.loaders import school as basics
from workbook.reading import Data, Line, read_lines
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
        return not self.report.faults


ROWS: dict[str, Callable[[Desk, Line], None]] = {
    "Half-terms": basics.load_half_term,
    "Staff roles": people.load_role,
    "People": people.load_person,
    "Classes": people.load_class,
    "Pupils": pupils.load_pupil,
    "Funding streams": money.load_stream,
    "Provisions": groups.load_provision,
    "Groups": groups.load_group,
    "Outcomes": pupils.load_outcome,
    "Places": places.load_place,
    "Scores": places.load_score,
    "Reviews": places.load_review,
    "Whole-school provision": money.load_whole_school,
    "Awards": money.load_award,
    "Audit": audits.load_audit,
    "Current provision": audits.load_current,
}
SETS: dict[str, Callable[[Desk, list[Line], list[InterventionGroup]], None]] = {
    "Day bands": lambda desk, lines, _: basics.load_day_bands(desk, lines),
    "Staffing": groups.load_staffing,
    "Sessions": groups.load_sessions,
    "Other costs": money.load_other_costs,
}


def plan(
    data: Data, *, school: School | None, slug: str = "", by: Access | None = None, now: datetime | None = None
) -> ImportPlan:
    """Work out what importing `data` would do, writing nothing.

    `school` is the school it is for; None plans a new one with the short name `slug`. `by` is who imports, and limits
    whose rights the sheet People may change; None limits nothing.
    """
    report = Report()
    ledger = Ledger(school or School(slug=slug))
    lines = read_lines(data, report)
    desk = Desk(ledger, report, by, now or timezone.now())
    given = basics.read_school(lines.pop("School", None), report)
    new_year = basics.open_year(ledger, given, report)
    if given is not None:
        basics.load_school(desk, given)
    for spec in SHEETS:
        if spec.name in lines:
            _load(desk, spec.name, lines)
    if given is not None or "Half-terms" in lines:
        basics.date_year(desk, given, new_year=new_year)
    basics.check_half_terms(desk, lines.get("Half-terms", []))
    groups.check_sessions(desk, lines.get("Sessions", []), lines.get("Staffing", []))
    places.check_places(desk, lines.get("Places", []))
    _in_order(report)
    return ImportPlan(ledger.school, report, ledger)


def _load(desk: Desk, name: str, lines: dict[str, list[Line]]) -> None:
    if name in SETS:
        SETS[name](desk, lines[name], _groups_named(desk, lines))
    else:
        for line in lines[name]:
            ROWS[name](desk, line)


def _groups_named(desk: Desk, lines: dict[str, list[Line]]) -> list[InterventionGroup]:
    """The groups of the sheet Groups: named in the file, so their staffing, sessions and other costs are whole sets."""
    codes = [line.get("code") for line in lines.get("Groups", []) if line.get("code")]
    found = [desk.ledger.find(InterventionGroup, fold(code)) for code in codes]
    return [group for group in found if group is not None]


def _in_order(report: Report) -> None:
    """Faults by sheet and row, as somebody would go through the workbook."""
    places = {spec.name: place for place, spec in enumerate(SHEETS)}
    report.faults.sort(key=lambda fault: (places.get(fault.sheet, 99), fault.row or 0))
