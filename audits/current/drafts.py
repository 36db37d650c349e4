"""Lines of current provision that are not groups yet: the draft group each would become, and possible duplicates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from audits.current.reading import Catalogue, CurrentRow, CurrentScope, catalogue_of, current_scopes
from costing.models import StaffRole
from costing.reading import rules_for
from provisions.costs import calendar_of
from provisions.groups.choices import group_codes, initials
from provisions.groups.spans import weeks_between
from provisions.groups.support.services import DAYS_A_WEEK, pattern
from provisions.models import InterventionGroup, Provision
from schools.access import Access, NotThere
from schools.clock import today
from ui.folding import by_name
from ui.words import minutes, number, plural

STATUS = InterventionGroup.Status
BETWEEN = (re.compile(r"\s*[,;+&]\s*"), re.compile(r"\s*/\s*|\s+and\s+", re.IGNORECASE))
TIMES = re.compile(r"(\d{1,2})\s*[x×]?\s+(.+)|(\d{1,2})\s*[x×]\s*(.+)", re.IGNORECASE)
PENNIES = Decimal("0.01")
LONG = 120  # minutes: longer than this nobody takes a group in one go


@dataclass(frozen=True)
class Twin:
    """A group that may be the same as a line: running, or a draft."""

    id: int
    code: str
    title: str
    draft: bool


@dataclass(frozen=True)
class DraftStaffLine:
    """A staffing line of a draft group."""

    role: int
    code: str
    staff: Decimal
    sessions: Decimal
    minutes: Decimal

    @property
    def words(self) -> str:
        """As pages print it: TA, 3 × 20 min."""
        many = f"{number(self.staff)} × " if self.staff != 1 else ""
        return f"{many}{self.code}, {number(self.sessions)} × {minutes(self.minutes)}"


@dataclass(frozen=True)
class WaitingLine:
    """A line without a group, and the draft it would become; `open` names what is still missing. `twins` are groups of
    the same provision for the same pupils, `same` the other sheets that name it too."""

    row: CurrentRow
    scope: CurrentScope
    code: str
    size: int
    weeks: Decimal
    staffing: tuple[DraftStaffLine, ...]
    open: tuple[str, ...]
    twins: tuple[Twin, ...]
    same: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Whether it can become a group and does not look like an existing one."""
        return bool(self.row.entry and not self.twins and not self.same)

    @property
    def values(self) -> dict[str, Any]:
        """The draft group by the fields of its form; the line must be in the catalogue."""
        entry = self.row.entry
        return {
            "provision": entry.pk if entry else None, "code": self.code, "name": "", "size": self.size,
            "weeks": self.weeks, "starts": None, "ends": None, "status": STATUS.DRAFT, "funding_stream": None,
            "year_groups": list(self.scope.year_groups), "school_class": self.scope.class_id, "setting": "",
        }  # fmt: skip

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its staffing lines by the fields of their form."""
        return [
            {"role": one.role, "staff": one.staff, "sessions": one.sessions, "minutes": one.minutes}
            for one in self.staffing
        ]


def waiting_lines(access: Access) -> list[WaitingLine]:
    """The lines of all classes and year groups that are not groups yet, in the order of their sheets."""
    return _Reading(access).waiting


class _Reading:
    """A school's year, read once, for working out the draft group of each line."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.catalogue: Catalogue = catalogue_of(access)
        self.scopes = current_scopes(access, self.catalogue)
        self.taken = {code.upper() for code in group_codes(access)}

    @property
    def waiting(self) -> list[WaitingLine]:
        """The lines that are not groups yet, each with a code of its own."""
        return [self._waiting(scope, row) for scope in self.scopes for row in scope.rows if row.group_id is None]

    @cached_property
    def roles(self) -> dict[str, tuple[int, str]]:
        """Staff roles by code and by name, small letters."""
        held = list(
            StaffRole.objects.filter(school=self.access.school).order_by("id").values_list("pk", "code", "name")
        )
        by_name = {name.casefold(): (pk, code) for pk, code, name in reversed(held)}
        return by_name | {code.casefold(): (pk, code) for pk, code, _ in reversed(held)}

    @cached_property
    def groups(self) -> list[InterventionGroup]:
        """The running groups and drafts of the year."""
        rows = InterventionGroup.objects.filter(school=self.access.school, year=self.access.year)
        return list(rows.filter(status__in=(STATUS.RUNNING, STATUS.DRAFT)).select_related("provision"))

    @cached_property
    def school_weeks(self) -> int:
        """The school weeks of the year; 0 without half-terms."""
        year = self.access.year
        return weeks_between(calendar_of(year, today()), year.starts, year.ends) if year else 0

    @cached_property
    def usual_weeks(self) -> Decimal:
        """The weeks of a year under the school's rules, capped at those of the calendar."""
        weeks = rules_for(self.access.school).weeks
        counted = Decimal(weeks.numerator) / Decimal(weeks.denominator)
        return min(counted, Decimal(self.school_weeks)) if self.school_weeks else counted

    def _waiting(self, scope: CurrentScope, row: CurrentRow) -> WaitingLine:
        pupils = row.ratio.partition(":")[2]
        usual = row.entry.usual_size if row.entry else None
        staffing, unread = self._staffing(row)
        left = [f"“{words}” is no staff role: add the staffing" for words in unread]
        if not staffing and not unread:
            left.append("the staffing" if row.staff == "" else "how long a week, so that the staffing can be written")
        if not pupils and not usual:
            left.append("how many are taught together; 1 is written for now")
        weeks, cut = self._weeks(row)
        return WaitingLine(
            row=row, scope=scope, code=self._code(scope, row), size=int(pupils or usual or 1), weeks=weeks,
            staffing=staffing, open=tuple([*left, *cut]), twins=self._twins(scope, row), same=self._same(scope, row),
        )  # fmt: skip

    def _weeks(self, row: CurrentRow) -> tuple[Decimal, list[str]]:
        """The weeks on the line, else the provision's usual ones, else the year's; capped at those of the year."""
        asked = row.weeks or (row.entry.usual_weeks if row.entry else None) or self.usual_weeks
        if self.school_weeks and asked > self.school_weeks:
            return Decimal(self.school_weeks), [
                f"{plural(asked, 'week')} are written, and the year has {self.school_weeks}"
            ]
        return asked, []

    def _staffing(self, row: CurrentRow) -> tuple[tuple[DraftStaffLine, ...], list[str]]:
        """A line for each role that the staff words name, and the words that match no role. Where one role is named,
        its number is that of the ratio."""
        known, unread = [], []
        for words in self._parts(row.staff):
            many, name = _counted(words)
            role = self.roles.get(name.casefold())
            known += [(many, role)] if role else []
            unread += [] if role else [words]
        sessions = usual_sessions(row.minutes, row.entry)
        if unread or sessions is None:
            return (), unread
        if len(known) == 1 and known[0][0] is None and row.ratio:
            known = [(int(row.ratio.partition(":")[0]), known[0][1])]
        return tuple(DraftStaffLine(pk, code, Decimal(many or 1), *sessions) for many, (pk, code) in known), []

    def _parts(self, staff: str) -> list[str]:
        """The staff words one by one; a role's name that holds “and” stays whole, such as `Speech and language
        therapist`."""
        found = [staff.strip()]
        for between in BETWEEN:
            split = [[one] if _counted(one)[1].casefold() in self.roles else between.split(one) for one in found]
            found = [words for several in split for words in several if words]
        return found

    def _code(self, scope: CurrentScope, row: CurrentRow) -> str:
        """A code that is free in the year and on this page: the year group and the provision's initials."""
        lead = f"{scope.year_groups[0]}-" if len(scope.year_groups) == 1 else ""
        begin = f"{lead}{initials(row.provision)}"[:36]
        found = begin
        for count in range(2, len(self.taken) + 3):
            if found.upper() not in self.taken:
                break
            found = f"{begin}{count}"
        self.taken.add(found.upper())
        return found

    def _twins(self, scope: CurrentScope, row: CurrentRow) -> tuple[Twin, ...]:
        """Groups of the same provision for the class, for its year groups whatever the class, or, of a year group's
        line, for any of its classes."""
        if row.entry is None:
            return ()
        return tuple(
            Twin(one.pk, one.code, str(one), one.status == STATUS.DRAFT)
            for one in self.groups
            if one.provision_id == row.entry.pk and _for_the_same(scope, one)
        )

    def _same(self, scope: CurrentScope, row: CurrentRow) -> tuple[str, ...]:
        """The other sheets of the same year groups on which the provision is named and is not a group yet."""
        others = [
            other.name
            for other in self.scopes
            if other.key != scope.key and other.touches(scope)
            for one in other.rows
            if one.provision.casefold() == row.provision.casefold() and one.group_id is None
        ]
        return tuple(others)


def _for_the_same(scope: CurrentScope, group: InterventionGroup) -> bool:
    if scope.class_id is not None and group.school_class_id is not None:
        return group.school_class_id == scope.class_id
    return bool({*group.year_groups} & {*scope.year_groups})


def _counted(words: str) -> tuple[int | None, str]:
    """`2 × TA` as (2, "TA"); a number is None where none is written."""
    match = TIMES.fullmatch(words)
    if match is None:
        return None, words
    return int(match[1] or match[3]) or None, (match[2] or match[4]).strip()


def usual_sessions(weekly: Decimal | None, entry: Provision | None) -> tuple[Decimal, Decimal] | None:
    """Sessions a week and minutes each: the weekly time in the usual sessions, or in sessions of the usual length where
    it divides evenly; else in one session, or one a day where that would be long. None where no time is given."""
    usual = entry.usual_sessions if entry else None
    length = Decimal(entry.usual_minutes) if entry and entry.usual_minutes else None
    if not weekly:
        return (usual, length) if usual and length else None
    if usual and (each := weekly / usual) == each.quantize(PENNIES) and each <= 600:
        return usual, each
    if length and (many := weekly / length) == many.to_integral_value():
        return many, length
    if weekly > LONG and (daily := weekly / DAYS_A_WEEK) == daily.quantize(PENNIES):
        return Decimal(DAYS_A_WEEK), daily
    return pattern({"hours": weekly / 60})


def groups_to_join(access: Access, row: CurrentRow) -> list[tuple[int, str]]:
    """The groups that a line can be joined to: those of its provision; every running group and draft for a line in the
    team's own words."""
    rows = InterventionGroup.objects.filter(school=access.school, year=access.year)
    rows = rows.filter(status__in=(STATUS.RUNNING, STATUS.DRAFT)).select_related("provision", "school_class")
    found = [
        one for one in by_name(rows.order_by("id"), "code") if row.entry is None or one.provision_id == row.entry.pk
    ]
    return [(one.pk, _told(one)) for one in found]


def _told(group: InterventionGroup) -> str:
    room = group.school_class.name if group.school_class else ""
    years = ", ".join(f"Year {code}" if code.isdecimal() else code for code in group.year_groups)
    draft = "draft" if group.status == STATUS.DRAFT else ""
    return f"{group.code}: {', '.join(part for part in (str(group), room or years, draft) if part)}"


def waiting_line(access: Access, pk: int) -> tuple[CurrentScope, CurrentRow]:
    """A line that is not a group yet, with its sheet. Raises NotThere where there is none of this number."""
    found: Mapping[int, tuple[CurrentScope, CurrentRow]] = {
        row.id: (scope, row) for scope in current_scopes(access) for row in scope.rows if row.group_id is None
    }
    if pk not in found:
        raise NotThere("There is no such line of current provision that is no group yet.")
    return found[pk]
