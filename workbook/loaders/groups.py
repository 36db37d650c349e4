"""The sheets Provisions, Groups, Staffing and Sessions."""

from __future__ import annotations

from datetime import date

from costing.engine.calendar import in_force
from provisions.models import InterventionGroup, Provision, Session, Staffing
from workbook.desk import Desk, RowImport, preview_text
from workbook.ledger import fold
from workbook.loaders.people import youngest_first
from workbook.loaders.whole import WholeSet, load_whole_set
from workbook.reading import SheetLine


def load_provision(desk: Desk, line: SheetLine) -> None:
    """An entry of the catalogue."""
    desk.resolve(line)
    name = line.get("name")
    if not name or not desk.first(line, fold(name), "name"):
        return
    entry = RowImport(desk, line)
    entry.put(Provision, desk.ledger.find(Provision, fold(name)), line.part(), school=desk.school)
    entry.close(name)


def load_group(desk: Desk, line: SheetLine) -> None:
    """A group that runs in the year."""
    desk.resolve(line)
    code = line.get("code")
    if not code or not desk.first(line, fold(code), "code"):
        return
    values = line.part()
    if "year_groups" in values:
        values["year_groups"] = youngest_first(values["year_groups"])
    entry = RowImport(desk, line)
    existing = desk.ledger.find(InterventionGroup, fold(code))
    group = entry.put(InterventionGroup, existing, values, school=desk.school, year=desk.year)
    if group.starts and group.ends and group.ends < group.starts:
        line.wrong("ends", "This group ends before it starts. Correct one of the two days.")
    entry.close(f"{code}, {group.name}" if group.name else code)


STAFFING = WholeSet(
    Staffing,
    "group",
    (("role", "starts", "ends"), ("role", "starts"), ("role", "sessions", "minutes"), ("role",)),
    lambda row: f"{row.role.code}",
)
SESSIONS = WholeSet(
    Session,
    "group",
    (("week", "day", "start", "role", "starts"), ("week", "day", "start", "role"), ("week", "day", "role")),
    lambda row: f"{row.get_day_display()} {row.week}".strip() + f" {row.start:%H:%M}",
)


def load_staffing(desk: Desk, lines: list[SheetLine], groups: list[InterventionGroup]) -> None:
    """All staffing of the groups named in the file."""
    for line in lines:
        desk.resolve(line)
        _check_days(line)
    load_whole_set(desk, STAFFING, lines, groups)


def load_sessions(desk: Desk, lines: list[SheetLine], groups: list[InterventionGroup]) -> None:
    """All sessions of the groups named in the file."""
    for line in lines:
        desk.resolve(line)
        _check_days(line)
    load_whole_set(desk, SESSIONS, lines, groups)


def _check_days(line: SheetLine) -> None:
    starts, ends = line.get("starts"), line.get("ends")
    if starts and ends and ends < starts:
        line.wrong("ends", "This line ends before it starts. Correct one of the two days.")


def check_sessions(desk: Desk, session_lines: list[SheetLine], staffing_lines: list[SheetLine]) -> None:
    """Who takes a session must be clear: its own role, or the group's only line of staffing."""
    unsure = {id(line.get("group")) for line in staffing_lines if line.broken}
    if any(fault.sheet == "Staffing" and fault.row == 1 for fault in desk.report.faults):
        return  # the sheet could not be read: what it lacks is told there
    for line in session_lines:
        group = line.get("group")
        if group is None or line.broken or id(group) in unsure:
            continue
        staffing = desk.ledger.all(Staffing, id(group))
        beside = _most_at_once(staffing, line.get("starts"), line.get("ends"))
        if line.get("role") is None and len(beside) != 1:
            found = f"{len(beside)} lines of staffing at once" if beside else "no staffing"
            line.wrong("role", f"Group {group.code} has {found}, so give the role that takes this session.")
        elif line.get("role") is not None and line.get("staff") is None:
            mine = [row for row in staffing if row.role is line.get("role")]
            if len({row.staff for row in _most_at_once(mine, line.get("starts"), line.get("ends"))}) > 1:
                line.wrong("staff", f"Group {group.code} has several lines of this role: give the number of staff.")
    _check_stored_sessions(desk, session_lines, staffing_lines)


def _most_at_once(lines: list[Staffing], starts: date | None, ends: date | None) -> list[Staffing]:
    """Of the lines in force on some day from `starts` to `ends` the largest set in force on one day."""
    first = starts or date.min
    begun = {line.starts for line in lines if line.starts and line.starts > first}
    days = [day for day in (first, *begun) if not ends or day <= ends]
    return max(([line for line in lines if in_force(line.starts, line.ends, day)] for day in days), key=len, default=[])


def _check_stored_sessions(desk: Desk, session_lines: list[SheetLine], staffing_lines: list[SheetLine]) -> None:
    """Record a fault where stored sessions without a role would no longer have the group's only line of staffing to
    take it from."""
    given = {id(line.get("group")) for line in session_lines}
    told: set[int] = set()
    for line in staffing_lines:
        group = line.get("group")
        if group is None or id(group) in given | told:
            continue
        told.add(id(group))
        leaning = [row for row in desk.ledger.all(Session, id(group)) if row.role is None]
        if leaning and len(_most_at_once(desk.ledger.all(Staffing, id(group)), None, None)) != 1:
            code = preview_text(group)
            what = f"Sessions of group {code} name no role. Give them one in the sheet Sessions of this file."
            line.wrong("group", what)
