"""The page of a class: each pupil's groups, and the week of those who leave the class for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from pages.shared import Week, WeekSlot, slots_of, weeks_of, when_words, who_words
from provisions.checks.facts import runs_on
from provisions.costs import CostedYear, GroupRow
from provisions.reading import pupils_in_year
from pupils.models import YearGroup
from pupils.reading import ClassRow, PupilRow, class_of, ids_in_order
from reports.documents.head import PaperOptions, read_for, year_of
from schools.access import Access
from schools.roles import Permission
from ui.words import date_uk, plural


@dataclass(frozen=True)
class ClassChildGroup:
    """A group that a pupil of the class goes to now. `until` is the last day, where one is set."""

    title: str
    href: str
    area: str
    when: str
    where: str
    who: str
    until: str


@dataclass(frozen=True)
class ClassChild:
    """A pupil of the class with their groups. `status` is blank for readers who may not see it."""

    pupil: PupilRow
    href: str
    status: str
    gets: tuple[ClassChildGroup, ...]


@dataclass(frozen=True)
class ClassPage:
    """The page of a class. `provision` is False for the office, which sees staff and the number of pupils alone."""

    title: str
    line: str
    staff: ClassRow
    provision: bool
    several_years: bool
    history: str
    supported: tuple[ClassChild, ...] = ()
    noted: tuple[ClassChild, ...] = ()
    others: tuple[ClassChild, ...] = ()
    weeks: tuple[Week, ...] = ()


def build(access: Access, pk: int) -> ClassPage:
    """The class as it is today, as far as the person may see it. Raises NotThere for a class out of their reach."""
    staff, year, within = class_of(access, pk), year_of(access), Q(school_class_id=pk)
    if not access.may(Permission.VIEW_OWN_PUPILS):
        return _page(access, staff, len(ids_in_order(access, year, ids=None, within=within)), provision=False)
    asked = PaperOptions()
    rows, costed = pupils_in_year(access, year, within=within), read_for(access, asked)
    children = [_child(access, costed, row, asked.on) for row in rows]
    bare = [child for child in children if not child.gets]
    return replace(
        _page(access, staff, len(rows), provision=True),
        supported=tuple(child for child in children if child.gets),
        noted=tuple(child for child in bare if child.status),
        others=tuple(child for child in bare if not child.status),
        weeks=_weeks(access, costed, rows, asked.on),
    )


def _page(access: Access, staff: ClassRow, pupils: int, *, provision: bool) -> ClassPage:
    """The page without pupils: who works in the class, and how many pupils it has."""
    return ClassPage(
        title=f"Class {staff.name}",
        line=_line(staff, pupils),
        staff=staff,
        provision=provision,
        several_years=len(staff.year_groups) > 1,
        history=access.url("class_history", staff.id),
    )


def _line(staff: ClassRow, pupils: int) -> str:
    years = [str(YearGroup(code).label) for code in staff.year_groups if code in YearGroup.values]
    people = [", ".join(names) for names in (staff.teachers, staff.assistants) if names]
    return " · ".join([" and ".join(years), *people, plural(pupils, "pupil")])


def _child(access: Access, costed: CostedYear, row: PupilRow, on: date) -> ClassChild:
    sees_status = access.permissions & {Permission.VIEW_NEEDS, Permission.VIEW_PUPILS}
    return ClassChild(
        pupil=row,
        href=access.url("pupil", row.id),
        status=row.status if sees_status and row.status != "N" else "",
        gets=tuple(
            _gets(access, costed, group, row.id, on)
            for group in costed.by_pupil.get(row.id, ())
            if has_now(group, row.id, on)
        ),
    )


def has_now(group: GroupRow, pupil: int, on: date) -> bool:
    """Whether the group runs on the day and the pupil has a place in it."""
    return runs_on(group, on) and any(place.pupil_id == pupil and place.open_on(on) for place in group.places)


def _gets(access: Access, costed: CostedYear, group: GroupRow, pupil: int, on: date) -> ClassChildGroup:
    left = next((one.left for one in group.places if one.pupil_id == pupil and one.open_on(on) and one.left), None)
    ends = [day for day in (left, group.facts.ends) if day]
    return ClassChildGroup(
        title=group.title,
        href=access.url("group", group.id),
        area=group.area,
        when=when_words(group),
        where=", ".join(group.rooms) or group.setting.capitalize(),
        who=who_words(group, costed.roles),
        until=f"until {date_uk(min(ends))}" if ends else "",
    )


def _weeks(access: Access, costed: CostedYear, rows: list[PupilRow], on: date) -> tuple[Week, ...]:
    """The week of the class: each session with the first names of the pupils of the class who go to it."""
    names = _short_names(rows)
    slots: list[tuple[int, WeekSlot]] = []
    for group in costed.groups:
        mine = [row.id for row in rows if has_now(group, row.id, on)]
        if mine:
            href = access.url("group", group.id)
            for day, slot in slots_of(group, costed.roles, href):
                who = _named(names, _coming(group, mine, day, on))
                place = slot.room or group.setting.capitalize()
                slots += [(day, replace(slot, note=who, room=place))] if who else []
    return weeks_of(slots)


def _coming(group: GroupRow, pupils: Iterable[int], day: int, on: date) -> list[int]:
    """The pupils among `pupils` who come on this day of the week (0 = Monday)."""
    pairs = zip(group.places, group.facts.places, strict=True)
    days = {place.pupil_id: facts.days for place, facts in pairs if place.open_on(on)}
    return [pupil for pupil in pupils if not days[pupil] or day in days[pupil]]


def _named(names: Mapping[int, str], pupils: Iterable[int]) -> str:
    return ", ".join(names[pupil] for pupil in pupils)


def _short_names(rows: list[PupilRow]) -> dict[int, str]:
    """First names, with the surname's first letter where two children share one."""
    shared = Counter(row.known_as for row in rows)
    return {row.id: row.known_as if shared[row.known_as] == 1 else f"{row.known_as} {row.surname[:1]}." for row in rows}
