"""A weekly timetable: of a pupil, with each session's cost for those who see costs; of a group, a person or a room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from costing.engine.groups.components import components_of
from costing.engine.pupils.timetable import Timetable, TimetableDay, TimetabledSession, timetable
from costing.engine.results import GroupCost
from provisions.costs import CostedYear, GroupRow
from provisions.reading import names_of
from provisions.weeks import people_with_weeks
from pupils.reading import PupilRow
from reports.documents.head import (
    Head,
    Json,
    Note,
    NotForThem,
    PaperOptions,
    head_of,
    money_text,
    notes_of,
    number_text,
    read_for,
)
from reports.documents.maps.costed_map import group_ids_of, pupil_row
from reports.documents.maps.individual_map import still_on
from reports.documents.timetable.week import (
    DAYS,
    Clashes,
    Meeting,
    WeekDay,
    days_of,
    meetings_of,
    people_of,
    person_clashes,
    pupil_clashes,
    room_clashes,
    with_session_marks,
)
from schools.access import Access, NotThere
from schools.roles import Permission

DISAGREEMENT = "sessions-disagree"
Kind = Literal["pupil", "group", "person", "room"]


@dataclass(frozen=True)
class WeeklyTimetable:
    """A week of `about`. On a pupil's costed copy `week` has what the counted sessions cost a week and the year's cost
    by the costed map; `cost` is a group's own. `plain` is the family's copy: no code, no findings."""

    head: Head
    kind: Kind
    about: str
    days: tuple[WeekDay, ...]
    notes: tuple[Note, ...]
    pupil: PupilRow | None = None
    group: GroupRow | None = None
    week: Timetable | None = None
    cost: GroupCost | None = None
    plain: bool = False

    @property
    def weeks(self) -> tuple[str, ...]:
        """ "A" and "B", or "" where every week is alike."""
        return tuple(dict.fromkeys(day.week for day in self.days))

    def days_in(self, week: str) -> tuple[WeekDay, ...]:
        """The days of one week."""
        return tuple(day for day in self.days if day.week == week)

    def cost_of(self, week: str) -> Decimal:
        """What the printed days of one week cost together."""
        return sum((day.cost or Decimal(0) for day in self.days_in(week)), Decimal(0))

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """The staff codes in it with what they stand for."""
        codes = {one.role: one.role_name for day in self.days for one in day.meetings if one.role}
        return tuple(sorted(codes.items()))

    def json(self) -> Json:
        """The contract's keys; without money where the reader or the family gets none, so without the threshold too."""
        if self.week is not None and self.pupil is not None:
            return self._costed(self.pupil, self.week)
        head = self.head.json()
        if self.cost is None:
            head |= {"rules": {"key": self.head.rules.key, "weeks": number_text(self.head.rules.weeks)}}
        days = [
            {
                "day": DAYS[day.day],
                "week": day.week or None,
                "sessions": [one.family_json() if self.plain else one.json() for one in day.meetings],
                "hours": number_text(day.hours),
            }
            for day in self.days
        ]
        found = {**head, self.kind: self._about(), "days": days}
        if self.cost is not None:
            found |= {"weekly_cost": money_text(self.cost.weekly_cost), "cost": money_text(self.cost.cost)}
        return found if self.plain else {**found, "findings": [note.json() for note in self.notes]}

    def _about(self) -> Json:
        if self.pupil is None:
            return {"code": self.group.code, "name": self.about} if self.group else {"name": self.about}
        reference = {} if self.plain else {"reference": self.pupil.reference}
        return {**reference, "name": self.about, "year_group": self.pupil.year_group}

    def _costed(self, pupil: PupilRow, week: Timetable) -> Json:
        return {
            **self.head.json(),
            "pupil": {"reference": pupil.reference, "name": pupil.name, "year_group": pupil.year_group},
            "days": [_day(day) for day in week.days],
            "weekly_cost": money_text(week.weekly_cost),
            "annual_cost": money_text(week.annual_cost),
            "findings": [note.json() for note in self.notes],
        }


def _day(day: TimetableDay) -> Json:
    return {
        "day": DAYS[day.day],
        "week": day.week or None,
        "sessions": [_session(session) for session in day.sessions],
        "hours": number_text(day.hours),
        "cost": money_text(day.cost),
    }


def _session(session: TimetabledSession) -> Json:
    return {
        "start": f"{session.start:%H:%M}",
        "minutes": number_text(session.minutes),
        "group": session.group,
        "provision": session.provision,
        "role": session.role,
        "staff": number_text(session.staff),
        "pupils": number_text(session.pupils),
        "hours": number_text(session.hours),
        "rate": money_text(session.rate),
        "cost": money_text(session.cost),
        "counted": session.counted,
        "reason": session.reason,
    }


def build(access: Access, asked: PaperOptions, pupil_id: int, costed: CostedYear | None = None) -> WeeklyTimetable:
    """A pupil's timetable; with costs for staff who may see them. Raises as the costed map does."""
    pupil = pupil_row(access, asked, pupil_id)
    costed = costed or read_for(access, asked, groups=group_ids_of(pupil_id))
    groups = costed.by_pupil.get(pupil_id, ())
    clashes = pupil_clashes([one for one in groups if pupil_id in one.pupils_on(asked.on)], pupil_id, pupil.name)
    if asked.audience == "staff" and access.may(Permission.VIEW_COSTS):
        return _costed(access, asked, pupil, costed, clashes)
    plain = asked.audience == "family"
    mine = [one for one in groups if pupil_id in one.pupils_on(asked.on)]
    mine = [one for one in mine if still_on(one, pupil_id, asked.on)] if plain else mine
    meetings = [found for group in mine for found in meetings_of(group, costed, _days(group, pupil_id, asked))]
    title = f"{pupil.known_as}’s week" if plain else "Weekly timetable"
    head = head_of(access, asked, costed, "weekly-timetable", title)
    if plain:
        return WeeklyTimetable(head, "pupil", pupil.name, days_of(meetings), (), pupil, plain=True)
    return _planned(costed, head, "pupil", pupil.name, mine, meetings, clashes, pupil=pupil)


def _costed(
    access: Access, asked: PaperOptions, pupil: PupilRow, costed: CostedYear, clashes: Clashes
) -> WeeklyTimetable:
    groups = [group.facts for group in costed.by_pupil.get(pupil.id, ())]
    week = timetable(str(pupil.id), groups, costed.roles, costed.rules, costed.calendar)
    days = tuple(
        WeekDay(
            day.day,
            day.week,
            tuple(_meeting(costed, day, session) for session in day.sessions),
            day.hours,
            day.cost,
        )
        for day in week.days
    )
    disagreeing = [remark.group for remark in week.remarks if remark.code == DISAGREEMENT]
    return WeeklyTimetable(
        head=head_of(access, asked, costed, "weekly-timetable", "Weekly timetable map"),
        kind="pupil",
        about=pupil.name,
        days=with_session_marks(days, clashes.keys, disagreeing),
        notes=(*notes_of(week.remarks), *clashes.notes),
        pupil=pupil,
        week=week,
    )


def _meeting(costed: CostedYear, day: TimetableDay, session: TimetabledSession) -> Meeting:
    """A costed session with its room, people and week. The engine's weeks A and B both hold a session of every week,
    so its own week is taken from the group."""
    group = costed.by_code[session.group]
    held = [one for one in group.facts.sessions if (one.day, one.start) == (day.day, session.start)]
    own = next(one for one in held if one.week in ("", day.week) and one.role in ("", session.role))
    return Meeting(
        group=group,
        day=day.day,
        week=own.week,
        start=session.start,
        minutes=session.minutes,
        role=session.role,
        role_name=costed.roles[session.role].name if session.role in costed.roles else session.role,
        people=people_of(group, session.role),
        staff=session.staff,
        pupils=session.pupils,
        room=group.rooms_at.get((own.week, day.day, session.start), ""),
        left_out=own.left_out,
        cost=session,
    )


def _days(group: GroupRow, pupil_id: int, asked: PaperOptions) -> frozenset[int]:
    """The days on which the pupil comes; none named = all."""
    day = group.day_within(asked.on)
    open_now = {place.key for place in group.places if place.pupil_id == pupil_id and place.open_on(day)}
    held = [place.days for place in group.facts.places if place.key in open_now]
    return frozenset().union(*held) if held and all(held) else frozenset()


def build_group(
    access: Access, asked: PaperOptions, group_id: int, costed: CostedYear | None = None
) -> WeeklyTimetable:
    """A group's planned week, with its cost for those who see costs, and what clashes with it for its pupils, staff and
    rooms. NotThere where it is not on the year's map."""
    costed = _for_staff(access, asked, costed)
    group = next((one for one in costed.groups if one.id == group_id), None)
    if group is None:
        raise NotThere("There is no such group on this year's map.")
    head = head_of(access, asked, costed, "weekly-timetable", "Weekly timetable")
    meetings = meetings_of(group, costed)
    clashes = sum(_group_clashes(access, costed, group, asked), Clashes())
    costing = costed.costing(asked.horizon)
    cost = costing.group(group.facts) if access.may(Permission.VIEW_COSTS) else None
    about = f"{group.title} ({group.code})"
    return _planned(costed, head, "group", about, [group], meetings, clashes, group=group, cost=cost)


def _group_clashes(access: Access, costed: CostedYear, group: GroupRow, asked: PaperOptions) -> list[Clashes]:
    """Pupils are named within the reader's reach."""
    ids = group.pupils_on(asked.on)
    names = names_of(access, ids)
    held = [one for one in costed.groups if one.status == "running"]
    found = [pupil_clashes(held, pk, names[pk].name if pk in names else "A pupil", group.code) for pk in sorted(ids)]
    people = {one.person_id: one.person for one in group.staff if one.person_id}
    found += [person_clashes(held, pk, name, group.code) for pk, name in people.items()]
    return found + [room_clashes(held, room, group.code) for room in group.rooms]


def build_person(
    access: Access, asked: PaperOptions, person_id: int, costed: CostedYear | None = None
) -> WeeklyTimetable:
    """What a member of staff takes in a week: anybody's own, and everybody's for those who see the people of the
    school. NotThere for who takes no group this year, or is not theirs to see."""
    people = people_with_weeks(access)
    if person_id not in people:
        raise NotThere("This member of staff takes no group this year.")
    costed = _for_staff(access, asked, costed)
    groups = _still_running(costed, asked)
    meetings = []
    for group in groups:
        mine = {staff.role for staff in group.staff if staff.person_id == person_id}
        meetings += meetings_of(group, costed, only=mine) if mine else []
    head = head_of(access, asked, costed, "weekly-timetable", "Weekly timetable")
    clashes = person_clashes(groups, person_id, people[person_id])
    return _planned(costed, head, "person", people[person_id], groups, meetings, clashes)


def build_room(access: Access, asked: PaperOptions, room: str, costed: CostedYear | None = None) -> WeeklyTimetable:
    """What meets in a room in a week. NotThere where no group does."""
    costed = _for_staff(access, asked, costed)
    groups = _still_running(costed, asked)
    meetings = [one for group in groups for one in meetings_of(group, costed) if one.room == room]
    if not meetings:
        raise NotThere(f"No group meets in {room} this year.")
    head = head_of(access, asked, costed, "weekly-timetable", "Weekly timetable")
    return _planned(costed, head, "room", room, groups, meetings, room_clashes(groups, room))


def _for_staff(access: Access, asked: PaperOptions, costed: CostedYear | None) -> CostedYear:
    """The year read; only a pupil's timetable is made for a family."""
    if asked.audience != "staff":
        raise NotForThem("Only a pupil's weekly timetable is made for a family.")
    return costed or read_for(access, asked)


def _still_running(costed: CostedYear, asked: PaperOptions) -> list[GroupRow]:
    """The groups that run on the day, or will."""
    return [one for one in costed.groups if one.status == "running" and (one.facts.ends or asked.on) >= asked.on]


def _planned(
    costed: CostedYear,
    head: Head,
    kind: Kind,
    about: str,
    groups: Sequence[GroupRow],
    meetings: Sequence[Meeting],
    clashes: Clashes,
    *,
    pupil: PupilRow | None = None,
    group: GroupRow | None = None,
    cost: GroupCost | None = None,
) -> WeeklyTimetable:
    """The planned week, marked where it clashes or its hours do not equal the staffing."""
    here = {one.group.code for one in meetings}
    work = [components_of(one.facts, costed.rules, costed.day_in(one)) for one in groups if one.code in here]
    remarks = [remark for one in work for remark in one.remarks]
    told = cost.remarks if cost else [remark for remark in remarks if remark.code == DISAGREEMENT]
    disagreeing = [remark.group for remark in remarks if remark.code == DISAGREEMENT]
    return WeeklyTimetable(
        head=head,
        kind=kind,
        about=about,
        days=with_session_marks(days_of(meetings), clashes.keys, disagreeing),
        notes=(*notes_of(told), *clashes.notes),
        pupil=pupil,
        group=group,
        cost=cost,
    )
