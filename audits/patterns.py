"""The usual pattern of a provision, and what one more group of it would take: hours of each role, and money.

The size is the catalogue's. Staff and time are those of the provision's first running group, because they are real;
where none runs, the catalogue's sessions with the first of its usual roles: the catalogue names the roles that can take
it, not roles that must all be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from costing.engine.calendar import school_weeks
from costing.engine.facts import Calendar, Group, StaffingLine
from costing.engine.quantities.expressions import Quantity
from costing.engine.results import CostingError
from provisions.costs import CostedYear, GroupRow
from provisions.models import Provision
from schools.access import Access
from ui.words import plural


@dataclass(frozen=True)
class Pattern:
    """How a group of a provision is usually run: size, staff, sessions a week, minutes, and weeks (None: the whole
    year). `roles` are the codes of all roles that can take it, `borrowed_from` is the group whose staffing it has,
    `missing` names in words what is not entered yet."""

    provision_id: int
    provision: str
    tier: str
    size: int = 0
    staffing: tuple[StaffingLine, ...] = ()
    weeks: Fraction | None = None
    roles: tuple[str, ...] = ()
    borrowed_from: str = ""

    @property
    def missing(self) -> str:
        """A sentence on what must be entered before a cost can be worked out, or ""."""
        lacking = [word for word, there in (("group size", self.size), ("staff and time", self.staffing)) if not there]
        return f"Enter the usual {' and '.join(lacking)} of {self.provision} in the catalogue." if lacking else ""


@dataclass(frozen=True)
class Outlay:
    """What one group would take. `hours` a week by role code; `run` and `full_year` in pounds with their working, None
    where they cannot be worked out (`fault` says why)."""

    weeks: Fraction
    hours: Mapping[str, Fraction] = field(default_factory=dict)
    run: Quantity | None = None
    full_year: Quantity | None = None
    fault: str = ""


FIELDS = ("id", "name", "tier", "usual_size", "usual_roles", "usual_sessions", "usual_minutes", "usual_weeks")
"""What a pattern needs of a catalogue entry."""


def patterns_of(
    access: Access, groups: Iterable[GroupRow], rows: Iterable[Mapping[str, Any]] | None = None
) -> dict[int, Pattern]:
    """The usual pattern of every provision of the school, by its number. `groups` are those that run; `rows` the
    catalogue's FIELDS, where they have been read already."""
    example: dict[int, GroupRow] = {}
    for group in groups:
        example.setdefault(group.provision_id, group)
    if rows is None:
        rows = Provision.objects.filter(school=access.school).values(*FIELDS)
    return {row["id"]: _pattern(row, example.get(row["id"])) for row in rows}


def _pattern(row: Mapping[str, Any], example: GroupRow | None) -> Pattern:
    codes = tuple(code.strip() for code in row["usual_roles"].split(",") if code.strip())
    weeks = Fraction(row["usual_weeks"]) if row["usual_weeks"] else None
    pattern = Pattern(row["id"], row["name"], row["tier"], row["usual_size"] or 0, weeks=weeks, roles=codes)
    if example:
        size = pattern.size or example.facts.size
        return replace(pattern, size=size, staffing=example.facts.staffing, borrowed_from=example.code)
    if codes and row["usual_sessions"] and row["usual_minutes"]:
        line = StaffingLine(codes[0], Fraction(row["usual_sessions"]), Fraction(row["usual_minutes"]))
        return replace(pattern, staffing=(line,))
    return pattern


def next_monday(day: date) -> date:
    """The day itself if it is a Monday, else the next."""
    return day + timedelta(days=-day.weekday() % 7)


def weeks_left(calendar: Calendar, day: date) -> int | None:
    """School weeks that begin on or after the day; None where no half-term is entered."""
    if not calendar.half_terms:
        return None
    return sum(days[0] - timedelta(days=days[0].weekday()) >= day for days in school_weeks(calendar.half_terms))


def weeks_to_run(costed: CostedYear, pattern: Pattern, day: date) -> Fraction:
    """The weeks that a new group would run: the usual ones (else the rules’ weeks), capped at those left in the
    year."""
    usual = pattern.weeks or costed.rules.weeks
    left = weeks_left(costed.calendar, day)
    return usual if left is None else min(usual, Fraction(left))


def outlay(costed: CostedYear, pattern: Pattern, day: date, weeks: Fraction | None = None) -> Outlay:
    """What one group of this pattern would take from the Monday on or after the day; `weeks` overrides the usual
    number.

    The costing engine works out every sum, so that the figures are those of the map.
    """
    run = weeks_to_run(costed, pattern, day) if weeks is None else weeks
    if pattern.missing:
        return Outlay(run, fault=pattern.missing)
    unknown = sorted({line.role for line in pattern.staffing} - set(costed.roles))
    if unknown:
        return Outlay(run, fault=f"{pattern.provision} names {', '.join(unknown)}: no such staff role is entered.")
    hours: dict[str, Fraction] = {}
    for line in pattern.staffing:
        hours[line.role] = hours.get(line.role, Fraction(0)) + line.staff * line.sessions * line.minutes / 60
    if run <= 0:
        return Outlay(run, hours, fault="No school week of the year is left.")
    costing = costed.costing()
    starts = next_monday(day) if costed.calendar.half_terms else None
    try:
        now = costing.group(_group(pattern, run, starts))
        full = costing.group(_group(pattern, costed.rules.weeks, None))
    except CostingError as error:
        return Outlay(run, hours, fault=str(error))
    return Outlay(run, hours, now.working, full.working)


def _group(pattern: Pattern, weeks: Fraction, starts: date | None) -> Group:
    code = f"{pattern.provision}, {plural(weeks, 'week')}"
    return Group(code, pattern.provision, pattern.tier, pattern.size, weeks, starts=starts, staffing=pattern.staffing)
