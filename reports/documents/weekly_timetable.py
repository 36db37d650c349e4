"""A pupil's weekly timetable map: each session with who takes it, how many share it, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costing.engine.timetable import Timetable, TimetableDay, TimetabledSession, timetable
from provisions.costs import CostedYear
from pupils.selectors import PupilRow
from reports.documents.costed_map import group_ids_of, pupil_row
from reports.documents.head import (
    Asked,
    Head,
    Json,
    Note,
    NotForThem,
    head_of,
    money_text,
    notes_of,
    number_text,
    read_for,
)
from schools.roles import Permission

if TYPE_CHECKING:
    from schools.access import Access

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


@dataclass(frozen=True)
class WeeklyTimetable:
    """A pupil's week, with what the counted sessions cost a week and the year's cost by the costed map."""

    head: Head
    pupil: PupilRow
    week: Timetable
    notes: tuple[Note, ...]

    def json(self) -> Json:
        """The contract's keys."""
        return {
            **self.head.json(),
            "pupil": {
                "reference": self.pupil.reference,
                "name": self.pupil.name,
                "year_group": self.pupil.year_group,
            },
            "days": [_day(day) for day in self.week.days],
            "weekly_cost": money_text(self.week.weekly_cost),
            "annual_cost": money_text(self.week.annual_cost),
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


def build(access: Access, asked: Asked, pupil_id: int, costed: CostedYear | None = None) -> WeeklyTimetable:
    """A pupil's timetable. Raises as the costed map does."""
    if not access.may(Permission.VIEW_COSTS):
        raise NotForThem("Costs are for the SENCO, the head and the business manager.")
    pupil = pupil_row(access, asked, pupil_id)
    costed = costed or read_for(access, asked, groups=group_ids_of(pupil_id))
    groups = [group.facts for group in costed.by_pupil.get(pupil_id, ())]
    week = timetable(str(pupil_id), groups, costed.roles, costed.rules, costed.calendar)
    return WeeklyTimetable(
        head=head_of(access, asked, costed, "weekly-timetable", "Weekly timetable map"),
        pupil=pupil,
        week=week,
        notes=notes_of(week.remarks),
    )
