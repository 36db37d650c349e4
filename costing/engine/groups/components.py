"""The costed parts of a group: its sessions where they agree with its staffing, else its staffing lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from fractions import Fraction

from costing.engine.calendar import in_force
from costing.engine.errors import CostingError
from costing.engine.facts import Group, Rules, Session, StaffingLine
from costing.engine.quantities.figures import exact_sum, written_out
from costing.engine.results import Remark

UNIVERSAL = "universal"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Component:
    """The smallest costed part: one session of one role, or one staffing line.

    `hours` are staff hours a week, `once` those of one occurrence, which comes every second week where `fortnightly`;
    of staff who lead several groups at once, this group's part. `whole` are the hours a week without that. `contact`
    is the pupil's time in hours a week; `size` is the number taught together; `number` that of its line or session.
    """

    role: str
    staff: Fraction
    hours: Fraction
    once: Fraction
    whole: Fraction
    contact: Fraction
    size: int
    source: str
    number: int
    fortnightly: bool = False
    week: str = ""
    day: int | None = None
    start: time | None = None
    minutes: Fraction = Fraction(0)
    band: str = "lesson"
    structured: bool = False
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A group's components on a day, whether they are its sessions, the staffing lines in force by number, and the
    remarks about them."""

    components: tuple[Component, ...]
    by_session: bool
    lines: frozenset[int]
    remarks: tuple[Remark, ...]


def components_of(group: Group, rules: Rules, day: date) -> Work:
    """The costed parts of `group` on a day of its run. Raises CostingError for a group without size, or a session
    whose staff is not known."""
    if group.size < 1:
        raise CostingError(f"Group {group.code} has no group size: enter how many pupils are taught together.")
    lines = _lines_on(group, day)
    sessions = session_components(group, day)
    differences = _differences(lines, sessions) if group.sessions and (sessions or lines) else []
    remarks = () if group.tier == UNIVERSAL else tuple(_remarks(group, rules, differences))
    by_session = bool(sessions) and not differences
    costed = sessions if by_session else tuple(_from_staffing(group, n, line) for n, line in lines.items())
    return Work(costed, by_session, frozenset(lines), remarks)


def _lines_on(group: Group, day: date) -> dict[int, StaffingLine]:
    """The staffing lines in force on a day, by number."""
    return {n: line for n, line in enumerate(group.staffing) if in_force(line.starts, line.ends, day)}


def turns_of(group: Group) -> set[date]:
    """The days on which a staffing line or a session of the group begins, or is no more."""
    dated: list[StaffingLine | Session] = [*group.staffing, *group.sessions]
    began = {line.starts for line in dated if line.starts}
    return began | {line.ends + timedelta(days=1) for line in dated if line.ends}


def _remarks(group: Group, rules: Rules, differences: list[str]) -> Iterator[Remark]:
    if rules.timetable_required and not group.sessions:
        yield _remark("no-timetable", group, f"{rules.name} asks for a timetable, and it has no sessions")
    if not group.staffing and not group.sessions:
        yield _remark("no-staffing", group, "it has no staffing, so no staff time is costed")
    if differences:
        yield _remark("sessions-disagree", group, f"{'; '.join(differences)}. The staffing is costed")


def session_components(group: Group, day: date) -> tuple[Component, ...]:
    """The group's sessions in force on a day, with blank role, staff and pupils taken from the group; none where only
    its dated staffing has a gap."""
    lines = list(_lines_on(group, day).values())
    if group.staffing and not lines:
        return ()
    return tuple(
        _from_session(group, number if session.number is None else session.number, session, lines)
        for number, session in enumerate(group.sessions)
        if in_force(session.starts, session.ends, day)
    )


def most_staff(components: Iterable[Component]) -> Fraction:
    """Most staff in the room at once."""
    parts = tuple(components)
    staff: dict[object, Fraction] = defaultdict(Fraction)
    weeks = ("A", "B") if any(c.week for c in parts) else ("",)
    for c in parts:
        for week in (c.week,) if c.week else weeks:
            staff[(week, c.day, c.start)] += c.staff
    return max(staff.values(), default=Fraction(0))


def ratio_of(group: Group, components: Iterable[Component]) -> str:
    """Most staff in the room at once to pupils taught together, staff first (rule 12)."""
    return f"{written_out(most_staff(components))}:{group.size}"


def contact_hours(components: Iterable[Component]) -> Fraction:
    """A pupil's own hours a week: sessions at the same time count once; without sessions, the longest line."""
    times: dict[object, Fraction] = {}
    for c in components:
        key = (c.week, c.day, c.start)
        times[key] = max(times.get(key, Fraction(0)), c.contact)
    return exact_sum(times.values())


def _remark(code: str, group: Group, told: str) -> Remark:
    return Remark(code, f"{group.code}: {told}.", group.code)


def _from_staffing(group: Group, number: int, line: StaffingLine) -> Component:
    contact = line.sessions * line.minutes / 60
    hours = contact * line.staff
    staff = f"{written_out(line.staff)} staff × " if line.staff != 1 else ""
    source = f"{staff}{_many(line.sessions, 'session')} a week × {_many(line.minutes, 'minute')}"
    return Component(line.role, line.staff, hours, hours, hours, contact, group.size, source, number)


def _many(count: Fraction, word: str) -> str:
    return f"{written_out(count)} {word}{'' if count == 1 else 's'}"


def _from_session(group: Group, number: int, session: Session, lines: Sequence[StaffingLine]) -> Component:
    role = session.role or _only_role(group, session, lines)
    staff = _staff(group, role, lines) if session.staff is None else session.staff
    length = session.minutes / 60
    whole = length if staff == 1 else length * staff
    once = whole if session.part == 1 else whole * session.part
    week = f" {session.week}" if session.week else ""
    led = "" if session.part == 1 else f", {written_out(session.part)} of the time of who leads several groups"
    return Component(
        role=role,
        staff=staff,
        hours=once / 2 if session.week else once,
        once=once,
        whole=whole / 2 if session.week else whole,
        contact=length / 2 if session.week else length,
        size=session.pupils or group.size,
        source=f"{DAYS[session.day]}{week} {_clock(session.start)}, {_many(session.minutes, 'minute')}{led}",
        number=number,
        fortnightly=bool(session.week),
        week=session.week,
        day=session.day,
        start=session.start,
        minutes=session.minutes,
        band=session.band,
        structured=session.structured,
        left_out=session.left_out,
    )


def _when(session: Session) -> str:
    return f"{DAYS[session.day]} {_clock(session.start)}"


def _clock(start: time) -> str:
    """A time in words: 9.15 am."""
    return f"{start.hour % 12 or 12}.{start:%M} {'am' if start.hour < 12 else 'pm'}"


def _only_role(group: Group, session: Session, lines: Sequence[StaffingLine]) -> str:
    if len(lines) == 1:
        return lines[0].role
    if group.tier == UNIVERSAL:
        return ""
    held = "several staffing lines" if lines else "no staffing line"
    raise CostingError(
        f"Group {group.code}: the session on {_when(session)} names no staff role, and the group has {held}. "
        "Enter the session's staff role."
    )


def _staff(group: Group, role: str, lines: Sequence[StaffingLine]) -> Fraction:
    held = {line.staff for line in lines if line.role == role}
    if len(held) > 1:
        raise CostingError(
            f"Group {group.code}: a session of {role} names no number of staff, and the group's staffing lines for "
            f"{role} differ. Enter the session's staff."
        )
    return held.pop() if held else Fraction(1)


def _differences(lines: Mapping[int, StaffingLine], sessions: tuple[Component, ...]) -> list[str]:
    """For each role whose sessions do not come to its staffing, both figures in minutes a week."""
    timetabled: dict[str, Fraction] = defaultdict(Fraction)
    staffed: dict[str, Fraction] = defaultdict(Fraction)
    for c in sessions:
        timetabled[c.role] += c.whole * 60
    for line in lines.values():
        staffed[line.role] += line.staff * line.sessions * line.minutes
    return [
        f"its sessions come to {written_out(timetabled[role])} minutes a week of {role}, "
        f"its staffing to {written_out(staffed[role])}"
        for role in dict.fromkeys([*staffed, *timetabled])
        if timetabled[role] != staffed[role]
    ]
