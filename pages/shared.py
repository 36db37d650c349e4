"""What several pages share: options from the address, sums as lines, groups in words, weeks as a grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction

from costing.engine.errors import CostingError
from costing.engine.facts import Horizon, Role, Session
from costing.engine.groups.components import components_of, ratio_of
from costing.engine.quantities.expressions import Quantity
from costing.reading import rules_for
from costing.rules_files import at_rates
from provisions.costs import CostedYear, GroupRow
from reports.documents.head import PaperOptions
from reports.documents.maps.grid import pattern_of
from schools.access import Access, NotThere
from schools.clock import today
from schools.roles import Permission
from ui.parts import SumLine
from ui.words import time_uk

LA_RATES = "la-rates"
"""In `?with=`: the same rules at the LA's rates, beside the school's own."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def options_of(access: Access, asked: Mapping[str, str]) -> PaperOptions:
    """The options in the address: rules (and those to compare with), horizon and day. Raises NotThere for rules
    that do not exist and for values that cannot be read."""
    try:
        horizon = Horizon(asked.get("horizon") or Horizon.PLANNED)
        on = date.fromisoformat(asked["on"]) if asked.get("on") else today()
        recorded = date.fromisoformat(asked["recorded"]) if asked.get("recorded") else None
    except ValueError as error:
        raise NotThere("There is no such stretch of time.") from error
    recorded = recorded if access.may(Permission.VIEW_PUPILS) else None
    key, second = asked.get("rules"), asked.get("with")
    rules = rules_for(access.school, key) if key else None
    if second == LA_RATES:
        own = rules or rules_for(access.school)
        return PaperOptions(at_rates(own, "school"), horizon, on, recorded, against=at_rates(own, "la"))
    return PaperOptions(rules, horizon, on, recorded, against=rules_for(access.school, second) if second else None)


def sum_lines(
    working: Quantity | None, access: Access, groups: Mapping[str, int], rules: str = ""
) -> tuple[SumLine, ...]:
    """The steps of a sum, each input linked to where it is set (`groups` is code → id, `rules` the key of the rules
    it was made under, blank for the school's own)."""
    if working is None:
        return ()
    steps = working.steps()
    lines = [
        SumLine(step.label, step.value, step.source, _link(step.key, access, groups, rules)) for step in steps[:-1]
    ]
    return (*lines, SumLine(steps[-1].label, steps[-1].value, total=True))


def _link(key: str, access: Access, groups: Mapping[str, int], rules: str = "") -> str:
    """The page that an input is explained on: `group:CODE:…`, `role:CODE:…` or `rules:FIELD…`."""
    kind, _, rest = key.partition(":")
    if kind == "group":
        code = max((code for code in groups if rest.startswith(f"{code}:")), key=len, default="")
        return access.url("group", groups[code]) if code else ""
    if kind == "role" and ":" in rest:
        return role_href(access, rest.rpartition(":")[0])
    if kind == "rules":
        page = access.url("rules_profile", rules) if rules else access.url("rules")
        return f"{page}#{rest.partition(':')[0]}"
    return ""


def role_href(access: Access, code: str) -> str:
    """The page of a staff role."""
    return access.url("costs_role", code)


def ratio_words(group: GroupRow, costed: CostedYear) -> str:
    """Staff to pupils, also for those who see no cost; blank where nobody takes it or it cannot be worked out."""
    if not group.staff:
        return ""
    try:
        return ratio_of(group.facts, components_of(group.facts, costed.rules, costed.day_in(group)).components)
    except CostingError:
        return ""


def when_words(group: GroupRow) -> str:
    """Days and times as a class team reads them: Mon, Wed 9.15 am; how often where there is no timetable."""
    slots = sorted({(one.start, one.week, one.day) for one in group.facts.sessions if not one.left_out})
    by_start: dict[tuple[time, str], list[str]] = {}
    for start, week, day in slots:
        by_start.setdefault((start, week), []).append(DAYS[day][:3])
    told = [
        f"{', '.join(days)} {time_uk(start)}{f' (week {week})' if week else ''}"
        for (start, week), days in by_start.items()
    ]
    return "; ".join(told) or pattern_of(group)


def who_words(group: GroupRow, roles: Mapping[str, Role], only: Iterable[str] = ()) -> str:
    """Who takes the group: role, and the person where one is named."""
    wanted = set(only)
    told = []
    for staff in group.staff:
        if not wanted or staff.role in wanted:
            role = roles[staff.role].name if staff.role in roles else staff.role
            told.append(f"{role} – {staff.person}" if staff.person else role)
    return ", ".join(dict.fromkeys(told))


@dataclass(frozen=True)
class WeekSlot:
    """A session in a week: all roles that take it at that time together."""

    start: time
    minutes: Fraction
    title: str
    href: str
    area: str
    who: str
    room: str
    week: str
    left_out: str
    note: str = ""


@dataclass(frozen=True)
class DaySlots:
    """A day of a week with its sessions in order."""

    name: str
    slots: tuple[WeekSlot, ...]


@dataclass(frozen=True)
class Week:
    """One week of the timetable; two of them where it has weeks A and B."""

    label: str
    days: tuple[DaySlots, ...]


def weeks_of(slots: Iterable[tuple[int, WeekSlot]]) -> tuple[Week, ...]:
    """The grid of `(day, slot)` pairs: one week, or weeks A and B where some session comes every second week."""
    held = list(slots)
    if not held:
        return ()
    two = any(slot.week for _, slot in held)
    return tuple(_week(held, week) for week in (("A", "B") if two else ("",)))


def _week(held: list[tuple[int, WeekSlot]], week: str) -> Week:
    days = []
    for number, name in enumerate(DAYS):
        slots = [slot for day, slot in held if day == number and slot.week in ("", week)]
        days.append(DaySlots(name, tuple(sorted(slots, key=lambda slot: (slot.start, slot.title)))))
    return Week(f"Week {week}" if week else "Every week", tuple(days))


def slots_of(
    group: GroupRow,
    roles: Mapping[str, Role],
    href: str = "",
    *,
    days: frozenset[int] = frozenset(),
    only: frozenset[str] = frozenset(),
    note: str = "",
) -> list[tuple[int, WeekSlot]]:
    """A group's sessions as (day, slot); `days` keeps only the days a pupil comes, `only` those of some roles."""
    times: dict[tuple[str, int, time], list[Session]] = {}
    for session in group.facts.sessions:
        mine = not only or not session.role or session.role in only
        if mine and (not days or session.day in days):
            times.setdefault((session.week, session.day, session.start), []).append(session)
    found = []
    for (week, day, start), sessions in times.items():
        codes = {one.role for one in sessions if one.role}
        slot = WeekSlot(
            start=start,
            minutes=max(one.minutes for one in sessions),
            title=group.title,
            href=href,
            area=group.area,
            who=who_words(group, roles, codes),
            room=group.rooms_at.get((week, day, start), ""),
            week=week,
            left_out=sessions[0].left_out,
            note=note,
        )
        found.append((day, slot))
    return found
