"""The sheets School, Half-terms and Day bands: the school, its year, its funding rules and its day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from costing.models import SchoolFundingRules
from costing.reading import DEFAULT_RULES
from costing.rules_files import available, load_rules, to_mapping
from schools.models import AcademicYear, DayBand, HalfTerm, School
from schools.reading import current_year
from ui.sheets.cells import cell_text
from workbook.desk import Desk, RowImport
from workbook.ledger import Ledger, fold, stored
from workbook.reading import SheetLine, fill
from workbook.results import Report, WorkbookNote
from workbook.spec import SCHOOL_KEYS


@dataclass(slots=True)
class SchoolLine(SheetLine):
    """The sheet School as one row; each of its keys has a row number of its own."""

    rows: dict[str, int] = field(default_factory=dict)

    def wrong(self, name: str, what: str, value: str | None = None) -> None:
        """Record a fault in the row of this key, or in the header where there is none."""
        self.number = self.rows.get(name, 1)
        SheetLine.wrong(self, name, what, value)


def read_school(lines: list[SheetLine] | None, report: Report) -> SheetLine | None:
    """The rows of Key and Value as one row, each key a column. None where the sheet is missing."""
    if lines is None:
        return None
    values: dict[str, Any] = {}
    rows: dict[str, int] = {}
    for line in lines:
        column = SCHOOL_KEYS.find(cell_text(line.get("key")))
        if column is None:
            text = f"The key {line.get('key')} is not one of this sheet's and was ignored."
            report.notes.append(WorkbookNote("School", line.number, text))
        elif column.field in rows:
            line.wrong("key", f"Row {rows[column.field]} gives the same. Keep one of the two.")
        else:
            values[column.field], rows[column.field] = line.cells.get("value"), line.number
    school = SchoolLine(SCHOOL_KEYS, 1, values, {}, report, rows=rows)
    for column in SCHOOL_KEYS:
        if column.field in values:
            fill(school, column)
        elif column.required:
            school.wrong(column.field, f"Add a row with the key {column.name} and its value.")
    return school


def open_year(ledger: Ledger, given: SheetLine | None, report: Report) -> bool:
    """Find the year that the workbook is about, or plan it. Returns whether it is a new one."""
    name = given.get("year") if given else None
    if given is None:
        current = current_year(ledger.school) if stored(ledger.school) else None
        if current:
            ledger.year = ledger.find(AcademicYear, current.name)
            return False
        what = "The school has no year yet. Add the sheet School with its name and its academic year."
        SheetLine(SCHOOL_KEYS, 1, {}, {}, report).wrong("year", what)
    found = ledger.find(AcademicYear, name) if name else None
    if found:
        ledger.year = found
        return False
    first = int(name[:4]) if name else 2000
    year = AcademicYear(school=ledger.school, name=name or "", starts=date(first, 9, 1), ends=date(first + 1, 8, 31))
    ledger.year = ledger.add(year)
    return True


def load_school(desk: Desk, given: SheetLine) -> None:
    """The school itself and its rules."""
    entry = RowImport(desk, given)
    values = {key: given.get(key) for key in OF_SCHOOL if given.has(key)}
    if not stored(desk.school):
        entry.kind = "added"
        for name, value in values.items():
            setattr(desk.school, name, value)
        desk.ledger.add(desk.school)
    else:
        entry.put(School, desk.school, values)
    if stored(desk.school) and not stored(desk.year):
        entry.show_fields({"year": (None, desk.year.name)})
    _load_rules(desk, given, entry)
    given.number = 0  # the change is the sheet's as a whole, not one row's
    entry.close(str(given.get("name") or desk.school.name))


OF_SCHOOL = ("name", "urn", "local_authority", "phase", "timetable_weeks", "telephone", "email", "website")


def _load_rules(desk: Desk, given: SheetLine, entry: RowImport) -> None:
    """Put the school's copy of the rules in force; `Pupil cost divides by` overwrites the copy."""
    key, divide_by = given.get("rules"), given.get("divide_by")
    own = desk.ledger.rows(SchoolFundingRules)
    before = next((rules for rules in own if rules.in_force), None)
    if key and key not in available() and not desk.ledger.find(SchoolFundingRules, key):
        given.wrong("rules", f"No funding rules have this key. Choose one of: {', '.join(sorted(available()))}.")
        return
    if not key and not divide_by:
        return
    key = key or (before.key if before else DEFAULT_RULES)
    chosen = desk.ledger.find(SchoolFundingRules, key)
    if chosen is None:
        rules = load_rules(key)
        content = to_mapping(rules)
        chosen = SchoolFundingRules(school=desk.school, key=key, name=rules.name, content=content)
        desk.ledger.add(chosen)
    if before and before is not chosen:
        desk.ledger.change(before, {"in_force": False})
    desk.ledger.change(chosen, {"in_force": True})
    entry.show_fields({"rules": (before.key if before else "", key)})
    if divide_by:
        changed = desk.ledger.change(chosen, {"content": {**chosen.content, "divide_by": divide_by}})
        if changed:
            entry.show_fields({"divide_by": (changed["content"][0].get("divide_by"), divide_by)})


def date_year(desk: Desk, given: SheetLine | None, *, new_year: bool) -> None:
    """First and last day as given; else as the half-terms have them, else 1 September to 31 August."""
    year, terms = desk.year, desk.ledger.rows(HalfTerm)
    starts, ends = (given.get(key) if given else None for key in ("starts", "ends"))
    from_terms = {"starts": min((term.starts for term in terms), default=year.starts),
                  "ends": max((term.ends for term in terms), default=year.ends)}  # fmt: skip
    if not new_year:  # a stored year only grows by itself
        from_terms = {"starts": min(year.starts, from_terms["starts"]), "ends": max(year.ends, from_terms["ends"])}
    desk.ledger.change(year, {"starts": starts or from_terms["starts"], "ends": ends or from_terms["ends"]})
    if year.ends <= year.starts:
        desk.fault("School", "Year ends", "The year ends before it starts. Correct one of the two days.")
    outside = [term.name for term in terms if term.starts < year.starts or term.ends > year.ends]
    if outside and not desk.report.faults:
        desk.fault(
            "Half-terms", "", f"{', '.join(outside)}: outside the year given in the sheet School. Correct either."
        )


def load_half_term(desk: Desk, line: SheetLine) -> None:
    """One half-term of the year."""
    if not line.has("name") or not desk.first(line, fold(line.get("name")), "name"):
        return
    starts, ends = line.get("starts"), line.get("ends")
    if starts and ends and ends < starts:
        line.wrong("ends", "This half-term ends before it starts. Correct one of the two days.")
    if line.broken:
        return
    entry = RowImport(desk, line)
    existing = desk.ledger.find(HalfTerm, fold(line.get("name")))
    entry.put(HalfTerm, existing, line.part(), school=desk.school, year=desk.year)
    entry.close(line.get("name"))


def check_half_terms(desk: Desk, lines: list[SheetLine]) -> None:
    """Record a fault for half-terms that overlap, whether from the file or stored already."""
    numbers = {fold(line.get("name")): line.number for line in lines if line.has("name")}
    for before, after in pairwise(sorted(desk.ledger.rows(HalfTerm), key=lambda term: term.starts)):
        if after.starts <= before.ends:
            row = numbers.get(fold(after.name)) or numbers.get(fold(before.name))
            what = f"{after.name} starts before {before.name} ends. Correct the days of one of them."
            desk.fault("Half-terms", "Starts", what, row=row, value=after.starts.isoformat())


def load_day_bands(desk: Desk, lines: list[SheetLine], _groups: object = None) -> None:
    """The parts of the day. A band whose times moved is known by its name where the file gives all of that name."""
    whole = [line for line in lines if not line.broken and _goes_forward(line)]
    unmatched = [line for line in whole if desk.first(line, (line.get("band"), line.get("starts")), "starts")]
    stored = list(desk.ledger.rows(DayBand))
    pairs: list[tuple[SheetLine, DayBand | None]] = []
    for line in list(unmatched):
        exact = next((b for b in stored if (b.band, b.starts) == (line.get("band"), line.get("starts"))), None)
        if exact:
            pairs.append((line, exact))
            stored.remove(exact)
            unmatched.remove(line)
    for line in unmatched:
        rest = [band for band in stored if band.band == line.get("band")]
        alike = [other for other in unmatched if other.get("band") == line.get("band")]
        pairs.append((line, rest[alike.index(line)] if len(rest) == len(alike) else None))
    for line, band in pairs:
        entry = RowImport(desk, line)
        entry.put(DayBand, band, line.part(), school=desk.school)
        entry.close(f"{line.get('band')}, {line.get('starts'):%H:%M}")
    _check_bands(desk, lines)


def _goes_forward(line: SheetLine) -> bool:
    if line.get("ends") > line.get("starts"):
        return True
    line.wrong("ends", "This part of the day ends before it starts. Correct one of the two times.")
    return False


def _check_bands(desk: Desk, lines: list[SheetLine]) -> None:
    numbers = {(line.get("band"), line.get("starts")): line.number for line in lines}
    for before, after in pairwise(sorted(desk.ledger.rows(DayBand), key=lambda band: band.starts)):
        if after.starts < before.ends:
            row = numbers.get((after.band, after.starts)) or numbers.get((before.band, before.starts))
            what = (
                f"{after.get_band_display()} starts before {before.get_band_display().lower()} ends. Correct the times."
            )
            desk.fault("Day bands", "Starts", what, row=row, value=f"{after.starts:%H:%M}")
