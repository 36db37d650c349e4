"""The planned sessions of a week, and those that are at the same time. No costs here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from fractions import Fraction

from costing.engine.groups.components import session_components
from costing.engine.pupils.timetable import TimetabledSession
from provisions.checks.clashes import Slot, led_together, overlapping, times_of
from provisions.checks.facts import group_title
from provisions.costs import CostedYear, GroupRow
from reports.documents.head import Json, Note, number_text
from ui.words import number

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
CLASH, DISAGREE = "Clash", "Hours disagree"
Key = tuple[str, str, int, time]
Run = tuple[date, date]


@dataclass(frozen=True)
class Meeting:
    """A session with one role that takes it. `week` is "A", "B" or "" for both; `marks` are warnings printed with it;
    `cost` is there only on a costed copy."""

    group: GroupRow
    day: int
    week: str
    start: time
    minutes: Fraction
    role: str
    role_name: str
    people: str
    staff: Fraction
    pupils: int
    room: str
    left_out: str
    marks: tuple[str, ...] = ()
    cost: TimetabledSession | None = None

    @property
    def key(self) -> Key:
        """What makes it one session with the other roles that take it."""
        return self.group.code, self.week, self.day, self.start

    @property
    def ratio(self) -> str:
        """Staff to pupils taught together, staff first."""
        return f"{number(self.staff)}:{self.pupils}"

    @property
    def who(self) -> str:
        """The role in words, with the person where one is named."""
        return f"{self.role_name} – {self.people}" if self.people else self.role_name

    def json(self) -> Json:
        """A planned session for programs."""
        return {
            "start": f"{self.start:%H:%M}",
            "minutes": number_text(self.minutes),
            "group": self.group.code,
            "provision": self.group.provision,
            "role": self.role,
            "staff": number_text(self.staff),
            "pupils": number_text(self.pupils),
            "room": self.room or None,
            "marks": list(self.marks),
        }

    def family_json(self) -> Json:
        """The same for a family: no code and no count of staff."""
        return {
            "start": f"{self.start:%H:%M}",
            "minutes": number_text(self.minutes),
            "provision": self.group.title,
            "who": self.who,
            "pupils": number_text(self.pupils),
            "room": self.room or None,
        }


@dataclass(frozen=True)
class WeekDay:
    """A day of week "A", "B" or both (""): `hours` from its first to its last session; `cost` what counts of it."""

    day: int
    week: str
    meetings: tuple[Meeting, ...]
    hours: Fraction
    cost: Decimal | None = None


def meetings_of(
    group: GroupRow, costed: CostedYear, days: Iterable[int] = (), only: Iterable[str] = ()
) -> list[Meeting]:
    """A group's sessions on the day of the year: those of `days` where a pupil comes on certain days, of `only` some
    roles. CostingError where nobody can tell who takes one."""
    wanted, mine, roles = frozenset(days), frozenset(only), costed.roles
    return [
        Meeting(
            group=group,
            day=one.day,
            week=one.week,
            start=one.start,
            minutes=one.minutes,
            role=one.role,
            role_name=roles[one.role].name if one.role in roles else one.role,
            people=people_of(group, one.role),
            staff=one.staff,
            pupils=one.size,
            room=group.rooms_at.get((one.week, one.day, one.start), ""),
            left_out=one.left_out,
        )
        for one in session_components(group.facts, costed.day_in(group))
        if one.day is not None and one.start is not None
        if (not wanted or one.day in wanted) and (not mine or one.role in mine)
    ]


def people_of(group: GroupRow, role: str) -> str:
    """The people named for a role of the group."""
    return " and ".join(dict.fromkeys(one.person for one in group.staff if one.role == role and one.person))


def days_of(meetings: Sequence[Meeting]) -> tuple[WeekDay, ...]:
    """The days that have a session; weeks A and B where some session comes every second week."""
    weeks = ("A", "B") if any(one.week for one in meetings) else ("",)
    return tuple(found for week in weeks for day in range(len(DAYS)) if (found := _day(meetings, week, day)))


def _day(meetings: Sequence[Meeting], week: str, day: int) -> WeekDay | None:
    here = [one for one in meetings if one.day == day and one.week in ("", week)]
    if not here:
        return None
    times = {one.start: one.minutes for one in sorted(here, key=lambda one: one.minutes)}
    ordered = sorted(here, key=lambda one: (one.start, one.group.code, one.role))
    return WeekDay(day, week, tuple(ordered), Fraction(sum(times.values())) / 60)


def with_session_marks(days: Iterable[WeekDay], keys: Iterable[Key], disagreeing: Iterable[str]) -> tuple[WeekDay, ...]:
    """The days with every session marked that is among `keys`, or whose group's hours do not equal its staffing."""
    clashing, groups = frozenset(keys), frozenset(disagreeing)

    def looked_at(one: Meeting) -> Meeting:
        marks = [CLASH] * (one.key in clashing) + [DISAGREE] * (one.group.code in groups)
        return replace(one, marks=tuple(marks))

    return tuple(replace(day, meetings=tuple(map(looked_at, day.meetings))) for day in days)


@dataclass(frozen=True)
class Clashes:
    """The keys of sessions at the same time, and a finding for each pair of their groups."""

    keys: frozenset[Key] = frozenset()
    notes: tuple[Note, ...] = ()

    def __add__(self, other: Clashes) -> Clashes:
        return Clashes(self.keys | other.keys, tuple(dict.fromkeys((*self.notes, *other.notes))))


def pupil_clashes(groups: Iterable[GroupRow], pupil_id: int, name: str, about: str = "") -> Clashes:
    """The pupil's sessions that are at the same time; `about` (a group's code) keeps only those of that group."""
    slots = [
        (group, one)
        for group in groups
        for one in group.facts.sessions
        if any(not place.days or one.day in place.days for place in group.facts.places if place.pupil == str(pupil_id))
    ]
    found = [pair for pair in overlapping(slots) if _meet(_runs(pair[0][0], pupil_id), _runs(pair[1][0], pupil_id))]
    return _clashes(found, about, "pupil-in-two-places", f"{name} has {{}} and {{}} at the same time: {{}}.")


def person_clashes(groups: Iterable[GroupRow], person_id: int, name: str, about: str = "") -> Clashes:
    """The sessions that a member of staff takes at the same time; `about` as for pupils."""
    slots = [
        (group, one)
        for group in groups
        for one in group.facts.sessions
        if any(staff.person_id == person_id and one.role in ("", staff.role) for staff in group.staff)
    ]
    return _clashes(
        (pair for pair in _at_once(slots) if not led_together(*pair)),
        about,
        "person-in-two-places",
        f"{name} is to take {{}} and {{}} at the same time: {{}}.",
    )


def room_clashes(groups: Iterable[GroupRow], room: str, about: str = "") -> Clashes:
    """The sessions in a room at the same time; `about` as for pupils. Several groups supported in class share the
    classroom, so they never clash with each other."""
    slots = [
        (group, one)
        for group in groups
        for one in group.facts.sessions
        if group.rooms_at.get((one.week, one.day, one.start)) == room
    ]
    found = [pair for pair in _at_once(slots) if {pair[0][0].setting, pair[1][0].setting} != {"in class"}]
    return _clashes(found, about, "room-used-twice", f"{room} is to hold {{}} and {{}} at the same time: {{}}.")


def _at_once(slots: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
    return (pair for pair in overlapping(slots) if _meet([_run(pair[0][0])], [_run(pair[1][0])]))


def _clashes(pairs: Iterable[tuple[Slot, Slot]], about: str, code: str, sentence: str) -> Clashes:
    held = [pair for pair in pairs if not about or about in (pair[0][0].code, pair[1][0].code)]
    keys = frozenset((group.code, one.week, one.day, one.start) for pair in held for group, one in pair)
    notes = [
        Note(code, sentence.format(group_title(first), group_title(second), when), first.code)
        for first, second, when in times_of(held)
    ]
    return Clashes(keys, tuple(notes))


def _run(group: GroupRow) -> Run:
    return group.facts.starts or date.min, group.facts.ends or date.max


def _runs(group: GroupRow, pupil_id: int) -> list[Run]:
    """The stretches of the year in which the pupil is in the group."""
    starts, ends = _run(group)
    return [
        (max(starts, place.joined or starts), min(ends, place.left or ends))
        for place in group.places
        if place.pupil_id == pupil_id
    ]


def _meet(first: Iterable[Run], second: Sequence[Run]) -> bool:
    return any(max(a, c) <= min(b, d) for a, b in first for c, d in second)
