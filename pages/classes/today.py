"""A person's own sessions of a day, and those that colleagues take with the same pupils."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pages.classes.school_days import school_days_after, week_letter, why_no_school
from pages.shared import DAYS, WeekSlot, slots_of
from provisions.checks.facts import runs_on
from provisions.costs import CostedYear, GroupRow
from provisions.reading import helps_in_class, names_of, targets_within
from reports.documents.head import PaperOptions, read_for
from reports.documents.maps.costed_map import outcome_of
from schools.access import Access, NotThere
from schools.clock import today as todays_date
from schools.roles import Permission
from ui.days import EARLIEST, LATEST
from ui.folding import in_order
from ui.parts import Choice
from ui.words import date_uk, time_uk


@dataclass(frozen=True)
class ChildTarget:
    """What a pupil works towards in a group, and what helps them in class; one of the two may be blank."""

    name: str
    outcome: str
    helps: str


Targets = Callable[[GroupRow, int], ChildTarget | None]


@dataclass(frozen=True)
class DaySession:
    """A session of a day. `pupils` are the names within the person's reach, `others` counts the rest; `targets` are
    those of the pupils whom the person teaches in it."""

    slot: WeekSlot
    room: str
    focus: str
    pupils: tuple[str, ...]
    others: int
    targets: tuple[ChildTarget, ...] = ()


@dataclass(frozen=True)
class OwnDay:
    """The person's sessions of a day. `message` says why there are none, `next` leads to the next day that has one."""

    day: str
    week: str
    sessions: tuple[DaySession, ...]
    message: str
    next: Choice | None


@dataclass(frozen=True)
class TodayPage:
    """The page of a day, with the addresses of the day before, the day after and today."""

    today: OwnDay
    colleagues: tuple[DaySession, ...]
    on: date
    earlier: str
    later: str
    now: str


def build(access: Access, asked: Mapping[str, str]) -> TodayPage:
    """The day in the address, by default today. Raises NotThere where it cannot be read or is far from any year."""
    try:
        on = date.fromisoformat(asked["on"]) if asked.get("on") else todays_date()
    except ValueError as error:
        raise NotThere("There is no such day.") from error
    if not EARLIEST <= on <= LATEST:
        raise NotThere("There is no school on such a day.")
    costed = read_for(access, PaperOptions(on=on))
    names = names_within(access)
    page = access.url("today")
    return TodayPage(
        today=own_day(access, costed, on, names),
        colleagues=_colleagues(access, costed, on, names),
        on=on,
        earlier=f"{page}?on={on - timedelta(days=1)}",
        later=f"{page}?on={on + timedelta(days=1)}",
        now="" if on == todays_date() else page,
    )


def names_within(access: Access) -> dict[int, str]:
    """The names of the pupils whose records the person may open, by id."""
    return {pupil.id: pupil.name for pupil in names_of(access).values()}


def own_day(access: Access, costed: CostedYear, on: date, names: Mapping[int, str]) -> OwnDay:
    """The person's sessions of the day, or why there are none and when the next one is."""
    held = own_groups(access, costed)
    sessions = _mine(access, costed, held, on, names, _targets(access, held, on, names))
    closed = why_no_school(costed.calendar, on)
    return OwnDay(
        day=f"{on:%A}, {date_uk(on)}",
        week=_week_words(costed, held, on),
        sessions=sessions,
        message=_message(bool(held), closed, on, sessions),
        next=None if sessions else _next(access, costed, held, on),
    )


def own_groups(access: Access, costed: CostedYear) -> list[GroupRow]:
    """The groups that the person is named to take."""
    if access.staff is None:
        return []
    return [group for group in costed.groups if any(one.person_id == access.staff.pk for one in group.staff)]


def own_slots(access: Access, costed: CostedYear, group: GroupRow, note: str = "") -> list[tuple[int, WeekSlot]]:
    """The group's sessions that the person takes: those of the roles in which they staff it."""
    person = access.staff.pk if access.staff else None
    mine = frozenset(staff.role for staff in group.staff if staff.person_id == person)
    href = access.url("group", group.id)
    return slots_of(group, costed.roles, href, only=mine, note=note) if mine else []


def _mine(
    access: Access, costed: CostedYear, held: Iterable[GroupRow], on: date, names: Mapping[int, str],
    targets: Targets = lambda group, pupil: None,
) -> tuple[DaySession, ...]:  # fmt: skip
    return _sessions(costed, ((group, own_slots(access, costed, group)) for group in held), on, names, targets)


def _targets(access: Access, held: Iterable[GroupRow], on: date, names: Mapping[int, str]) -> Targets:
    """What is told of a pupil in a session: None where nothing is, or the person may not read it."""
    pupils = {pupil for group in held for pupil in pupils_at(group, on)} & names.keys()
    within, helps = targets_within(access), helps_in_class(access, pupils)

    def told(group: GroupRow, pupil: int) -> ChildTarget | None:
        if pupil not in names or (within is not None and pupil not in within):
            return None
        outcome, help_ = outcome_of(group, pupil), helps.get(pupil, "")
        return ChildTarget(names[pupil], outcome, help_) if outcome or help_ else None

    return told


def _sessions(
    costed: CostedYear,
    slots: Iterable[tuple[GroupRow, list[tuple[int, WeekSlot]]]],
    on: date,
    names: Mapping[int, str],
    targets: Targets = lambda group, pupil: None,
) -> tuple[DaySession, ...]:
    """Those of the slots that fall on the day, in order of time."""
    if why_no_school(costed.calendar, on):
        return ()
    letter = week_letter(costed.calendar, on)
    found = [
        _session(group, slot, pupils_at(group, on), names, targets)
        for group, pairs in slots
        if runs_on(group, on)
        for day, slot in pairs
        if day == on.weekday() and (not slot.week or not letter or slot.week == letter)
    ]
    return tuple(sorted(found, key=lambda one: (one.slot.start, one.slot.title)))


def pupils_at(group: GroupRow, on: date) -> list[int]:
    """The pupils who have a place on the day and come on that day of the week."""
    pairs = zip(group.places, group.facts.places, strict=True)
    return [
        place.pupil_id for place, facts in pairs if place.open_on(on) and (not facts.days or on.weekday() in facts.days)
    ]


def _session(
    group: GroupRow, slot: WeekSlot, pupils: list[int], names: Mapping[int, str], targets: Targets
) -> DaySession:
    told = [target for pupil in pupils if (target := targets(group, pupil))]
    return DaySession(
        slot=slot,
        room=slot.room or ("In class" if group.setting == "in class" else ""),
        focus=group.focus,
        pupils=tuple(sorted((names[pupil] for pupil in pupils if pupil in names), key=in_order)),
        others=sum(pupil not in names for pupil in pupils),
        targets=tuple(sorted(told, key=lambda target: in_order(target.name))),
    )


def _week_words(costed: CostedYear, held: Iterable[GroupRow], on: date) -> str:
    """ "Week A" or "Week B"; blank where every week is the same."""
    if not any(session.week for group in costed.groups for session in group.facts.sessions):
        return ""
    letter = week_letter(costed.calendar, on)
    return f"Week {letter}" if letter else ""


def _message(named: bool, closed: str, on: date, sessions: tuple[DaySession, ...]) -> str:
    if not named:
        return "You are not named to take a group yet. Ask your SENCO if you expected one here."
    when = "today" if on == todays_date() else "on this day"
    if closed:
        return f"There is no school {when}. {closed}"
    return "" if sessions else f"None of your groups meets {when}."


def _next(access: Access, costed: CostedYear, held: list[GroupRow], on: date) -> Choice | None:
    """The next day of the year with a session of the person's, and the first of them."""
    for day in school_days_after(costed.calendar, on) if held else ():
        coming = _mine(access, costed, held, day, {})
        if coming:
            said = f"{DAYS[day.weekday()]}, {date_uk(day)}, at {time_uk(coming[0].slot.start)}: {coming[0].slot.title}"
            return Choice(said, f"{access.url('today')}?on={day}")
    return None


def _colleagues(access: Access, costed: CostedYear, on: date, names: Mapping[int, str]) -> tuple[DaySession, ...]:
    """Colleagues' sessions of the day with pupils of this person: those within reach or, for a person who sees every
    pupil, those of their own groups."""
    near = set(names)
    if access.may(Permission.VIEW_PUPILS):
        near = {pupil for group in own_groups(access, costed) for pupil in pupils_at(group, on)}
    shared = []
    for group in costed.groups:
        if near.intersection(pupils_at(group, on)):
            mine = {(day, slot.week, slot.start) for day, slot in own_slots(access, costed, group)}
            href = access.url("group", group.id)
            others = slots_of(group, costed.roles, href)
            shared.append((group, [(day, one) for day, one in others if (day, one.week, one.start) not in mine]))
    return _sessions(costed, shared, on, names)
