"""Rules that a group must keep, each with its own sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any

from provisions.checks.clashes import at_one_time, minute_of_day
from provisions.costs import calendar_of
from provisions.groups.choices import free_code
from provisions.groups.spans import weeks_between
from provisions.models import InterventionGroup, Place, Session, Staffing
from pupils.models import YearGroup
from schools.clock import today
from schools.edits import Refused
from schools.reading import school_day
from ui.words import date_uk, number, plural, time_uk

if TYPE_CHECKING:
    from schools.access import Access
    from schools.models import AcademicYear


def asked_of(groups: Sequence[InterventionGroup], rule: Callable[[InterventionGroup], None]) -> None:
    """Ask a rule of each group. Raises Refused with what stands against it in any of them."""
    refused: dict[str, list[str]] = defaultdict(list)
    field = ""
    for group in groups:
        try:
            rule(group)
        except Refused as fault:
            refused[fault.sentence].append(group.code)
            field = fault.field
    if refused:
        told = [f"{', '.join(codes)}: {fault}" if len(groups) > 1 else fault for fault, codes in refused.items()]
        raise Refused(" ".join(told), field)


def code_free(by: Access, code: str, but: int | None = None) -> None:
    """Raise Refused for a code of another group of the year, drafts and archived ones included."""
    rows = InterventionGroup.objects.filter(school=by.school, year=by.year, code__iexact=code)
    rows = rows if but is None else rows.exclude(pk=but)
    if other := rows.select_related("provision").first():
        stands = {"draft": ", a draft", "archived": ", in the archive"}.get(other.status, "")
        free = free_code(by, code)
        raise Refused(f"{other.code} is the code of {other}{stands}. {free} is still free.", "code")


def run_stands(year: AcademicYear, starts: date | None, ends: date | None, weeks: Decimal) -> None:
    """Raise Refused unless a group ends after it starts, within its year, and has no more weeks than there are school
    weeks."""
    if starts and ends and ends < starts:
        raise Refused(
            f"The group would end on {date_uk(ends)}, before it starts on {date_uk(starts)}. Put one of them right.",
            "ends",
        )
    for name, day in (("starts", starts), ("ends", ends)):
        if day and not year.starts <= day <= year.ends:
            within = f"{date_uk(year.starts)} to {date_uk(year.ends)}"
            raise Refused(f"{date_uk(day)} is not in {year}, which is {within}. Choose a day in it.", name)
    calendar = calendar_of(year, today())
    most = weeks_between(calendar, starts or year.starts, ends or year.ends)
    if calendar.half_terms and weeks > most:
        when = f"between {date_uk(starts or year.starts)} and {date_uk(ends or year.ends)}"
        raise Refused(
            f"There are {plural(most, 'school week')} {when}, and {plural(weeks, 'week')} are written. "
            "Write fewer weeks, or move the days.",
            "weeks",
        )


def class_fits(name: str, of_class: Sequence[str], year_groups: Sequence[str]) -> None:
    """Raise Refused unless the class has pupils of the group's year groups."""
    if year_groups and of_class and not set(of_class) & set(year_groups):
        wanted = ", ".join(YearGroup(code).label for code in year_groups)
        has = ", ".join(YearGroup(code).label for code in of_class)
        raise Refused(
            f"{name} is a class of {has}, and the group is for {wanted}. Change the class or the year groups.",
            "school_class",
        )


def size_holds(size: int, held: int) -> None:
    """Raise Refused for a size below the number of pupils with a place."""
    if held > size:
        raise Refused(
            f"{plural(held, 'pupil')} would have a place, and the group size is {number(size)}. "
            f"Write {held} as the group size, or leave fewer pupils in it.",
            "size",
        )


def open_place_counts(groups: Sequence[InterventionGroup]) -> Mapping[int, int]:
    """How many pupils have a place in each group today, or on the nearest day of its run."""
    present: dict[int, set[int]] = defaultdict(set)
    for place in Place.objects.filter(group__in=groups).select_related("group"):
        day = max(today(), place.group.starts or today())
        day = min(day, place.group.ends or day)
        if (place.joined or day) <= day <= (place.left or day):
            present[place.group_id].add(place.pupil_id)
    return defaultdict(int, {group: len(pupils) for group, pupils in present.items()})


def cost_fault(cost: Mapping[str, Any]) -> str:
    """What is wrong with an other cost, in a sentence; blank where nothing is."""
    if cost.get("amount") is not None and cost.get("hours") is not None:
        return "This has an amount and hours, and only one of them can be its cost. Clear the amount, or the hours."
    if cost.get("amount") is None and not (cost.get("role") and cost.get("hours")):
        return "Write an amount in pounds, or choose a role and write its hours a year."
    return ""


def can_end(year: AcademicYear, group: InterventionGroup, on: date) -> None:
    """Raise Refused for a last day before the group's first, or after its year."""
    begins = group.starts or year.starts
    if on < begins:
        raise Refused(
            f"{group} starts on {date_uk(begins)}, so it cannot end on {date_uk(on)}. Choose a later day; if it "
            "never ran, put it in the archive instead.",
            "on",
        )
    if on > year.ends:
        raise Refused(f"{date_uk(on)} lies after the end of {year}. Choose a day in it.", "on")


def sessions_in_day(by: Access, groups: Sequence[InterventionGroup], sessions: Sequence[Session]) -> None:
    """Raise Refused for a session of a group outside the school's day, as its day bands have it."""
    day = school_day(by.school)
    if day is None:
        return
    first, last = day

    def within(group: InterventionGroup) -> None:
        for one in sessions:
            if one.group_id == group.pk and (
                one.start < first or minute_of_day(one.start) + one.minutes > minute_of_day(last)
            ):
                raise Refused(
                    f"{_when(one)} for {number(one.minutes)} minutes lies outside the school day, which is "
                    f"{time_uk(first)} to {time_uk(last)}. Move the session, or make it shorter."
                )

    asked_of(groups, within)


def sessions_staffed(groups: Sequence[InterventionGroup]) -> None:
    """Raise Refused where more staff are in a group's sessions at one time than its staffing has."""
    lines: dict[tuple[type[Any], int], list[Any]] = defaultdict(list)
    for model in (Session, Staffing):
        for line in model.objects.filter(group__in=groups, ended_at=None).select_related("role"):
            lines[model, line.group_id].append(line)
    asked_of(groups, lambda group: _staffed(lines[Session, group.pk], lines[Staffing, group.pk]))


def _staffed(sessions: Sequence[Session], staffing: Sequence[Staffing]) -> None:
    there: dict[int, Decimal] = {}
    for line in staffing:
        there[line.role_id] = there.get(line.role_id, Decimal(0)) + line.staff
    only = next(iter(there)) if len(there) == 1 else None
    for one, other in combinations(sorted(sessions, key=lambda each: (each.day, each.start)), 2):
        role = one.role_id or only
        if role not in there or role != (other.role_id or only) or not at_one_time(one, other):
            continue
        if (one.staff or there[role]) + (other.staff or there[role]) > there[role]:
            name = next(line.role.name for line in staffing if line.role_id == role)
            raise Refused(
                f"{_when(one)} and {_when(other)} are at the same time, and the staffing has {number(there[role])} × "
                f"{name} for both. Move one of them, or add to the staffing."
            )


def _when(session: Session) -> str:
    week = f" (week {session.week})" if session.week else ""
    return f"{Session.Day(session.day).label} {time_uk(session.start)}{week}"
