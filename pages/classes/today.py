"""The sessions of a day for the person who takes them, and those that colleagues take with the same children."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from django.urls import reverse

from pages.classes.school_days import school_days_after, week_letter, why_no_school
from pages.shared import DAYS, Slot, slots_of
from provisions.checks.facts import runs_on
from provisions.costs import CostedYear, GroupRow
from provisions.reading import reach
from pupils.reading import names_of
from reports.documents.head import Asked, read_for
from schools.clock import today as todays_date
from schools.roles import Permission
from ui.edit_fields import EARLIEST, LATEST
from ui.parts import Choice
from ui.words import date_uk, time_uk

if TYPE_CHECKING:
    from schools.access import Access


@dataclass(frozen=True)
class Sitting:
    """A session of a day: `pupils` are named within the person's reach, `others` counts the rest."""

    start: time
    minutes: Fraction
    title: str
    href: str
    area: str
    who: str
    room: str
    focus: str
    pupils: tuple[str, ...]
    others: int
    week: str
    left_out: str


@dataclass(frozen=True)
class Today:
    """A day's own sessions. `said` stands where something needs saying, `next` leads on where there are none."""

    day: str
    week: str
    sittings: tuple[Sitting, ...]
    said: str
    next: Choice | None


@dataclass(frozen=True)
class TodayPage:
    """The page of a day with the way to the days around it."""

    today: Today
    colleagues: tuple[Sitting, ...]
    on: date
    earlier: str
    later: str
    now: str


def build(access: Access, asked: Mapping[str, str]) -> TodayPage:
    """The day the address asks for, today by default. Raises LookupError for a day that is none."""
    try:
        on = date.fromisoformat(asked["on"]) if asked.get("on") else todays_date()
    except ValueError as error:
        raise LookupError("There is no such day.") from error
    if not EARLIEST <= on <= LATEST:
        raise LookupError("There is no school on such a day.")
    costed = read_for(access, Asked(on=on))
    names = names_within(access)
    page = reverse("today", args=[access.school.slug])
    return TodayPage(
        today=day_of(access, costed, on, names),
        colleagues=_colleagues(access, costed, on, names),
        on=on,
        earlier=f"{page}?on={on - timedelta(days=1)}",
        later=f"{page}?on={on + timedelta(days=1)}",
        now="" if on == todays_date() else page,
    )


def names_within(access: Access) -> dict[int, str]:
    """The names of the pupils whose records the person may open, by id."""
    return {pupil.id: pupil.name for pupil in names_of(access, reach(access)).values()}


def day_of(access: Access, costed: CostedYear, on: date, names: Mapping[int, str]) -> Today:
    """The person's sessions of the day, or why there are none and when the next one is."""
    held = own_groups(access, costed)
    sittings = _mine(access, costed, held, on, names)
    closed = why_no_school(costed.calendar, on)
    return Today(
        day=f"{on:%A}, {date_uk(on)}",
        week=_week_words(costed, held, on),
        sittings=sittings,
        said=_said(bool(held), closed, on, sittings),
        next=None if sittings else _next(access, costed, held, on),
    )


def own_groups(access: Access, costed: CostedYear) -> list[GroupRow]:
    """The groups that the person is named to take."""
    if access.staff is None:
        return []
    return [group for group in costed.groups if any(one.person_id == access.staff.pk for one in group.staff)]


def own_slots(access: Access, costed: CostedYear, group: GroupRow, note: str = "") -> list[tuple[int, Slot]]:
    """The sessions of the group that fall to the person: those of the roles they take it in."""
    person = access.staff.pk if access.staff else None
    mine = frozenset(staff.role for staff in group.staff if staff.person_id == person)
    href = reverse("group", args=[access.school.slug, group.id])
    return slots_of(group, costed.roles, href, only=mine, note=note) if mine else []


def _mine(
    access: Access, costed: CostedYear, held: Iterable[GroupRow], on: date, names: Mapping[int, str]
) -> tuple[Sitting, ...]:
    return _sittings(costed, ((group, own_slots(access, costed, group)) for group in held), on, names)


def _sittings(
    costed: CostedYear,
    slots: Iterable[tuple[GroupRow, list[tuple[int, Slot]]]],
    on: date,
    names: Mapping[int, str],
) -> tuple[Sitting, ...]:
    """Those of the slots that fall on the day, in order of time."""
    if why_no_school(costed.calendar, on):
        return ()
    letter = week_letter(costed.calendar, on)
    found = [
        _sitting(group, slot, pupils_at(group, on), names)
        for group, pairs in slots
        if runs_on(group, on)
        for day, slot in pairs
        if day == on.weekday() and (not slot.week or not letter or slot.week == letter)
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.title)))


def pupils_at(group: GroupRow, on: date) -> list[int]:
    """The pupils who have a place on the day and come on that day of the week."""
    pairs = zip(group.places, group.facts.places, strict=True)
    return [
        place.pupil_id for place, facts in pairs if place.open_on(on) and (not facts.days or on.weekday() in facts.days)
    ]


def _sitting(group: GroupRow, slot: Slot, pupils: list[int], names: Mapping[int, str]) -> Sitting:
    return Sitting(
        start=slot.start,
        minutes=slot.minutes,
        title=slot.title,
        href=slot.href,
        area=slot.area,
        who=slot.who,
        room=slot.room or ("In class" if group.setting == "in class" else ""),
        focus=group.focus,
        pupils=tuple(sorted(names[pupil] for pupil in pupils if pupil in names)),
        others=sum(pupil not in names for pupil in pupils),
        week=slot.week,
        left_out=slot.left_out,
    )


def _week_words(costed: CostedYear, held: Iterable[GroupRow], on: date) -> str:
    """Which week of a two-week timetable the day lies in; blank where every week is the same."""
    if not any(session.week for group in costed.groups for session in group.facts.sessions):
        return ""
    letter = week_letter(costed.calendar, on)
    return f"Week {letter}" if letter else ""


def _said(named: bool, closed: str, on: date, sittings: tuple[Sitting, ...]) -> str:
    if not named:
        return "You are not named to take a group yet. Ask your SENCO if you expected one here."
    when = "today" if on == todays_date() else "on this day"
    if closed:
        return f"There is no school {when}. {closed}"
    return "" if sittings else f"None of your groups meets {when}."


def _next(access: Access, costed: CostedYear, held: list[GroupRow], on: date) -> Choice | None:
    """The next day of the year with a session of the person's, and the first of them."""
    for day in school_days_after(costed.calendar, on) if held else ():
        coming = _mine(access, costed, held, day, {})
        if coming:
            said = f"{DAYS[day.weekday()]}, {date_uk(day)}, at {time_uk(coming[0].start)}: {coming[0].title}"
            return Choice(said, f"{reverse('today', args=[access.school.slug])}?on={day}")
    return None


def _colleagues(access: Access, costed: CostedYear, on: date, names: Mapping[int, str]) -> tuple[Sitting, ...]:
    """What others take on the day with the children the person works with: those within reach, or of the own groups
    where that is the whole school."""
    near = set(names)
    if access.may(Permission.VIEW_PUPILS):
        near = {pupil for group in own_groups(access, costed) for pupil in pupils_at(group, on)}
    shared = []
    for group in costed.groups:
        if near.intersection(pupils_at(group, on)):
            mine = {(day, slot.week, slot.start) for day, slot in own_slots(access, costed, group)}
            href = reverse("group", args=[access.school.slug, group.id])
            others = slots_of(group, costed.roles, href)
            shared.append((group, [(day, one) for day, one in others if (day, one.week, one.start) not in mine]))
    return _sittings(costed, shared, on, names)
