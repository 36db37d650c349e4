"""A pupil's weekly timetable map: each session with who takes it, how many share it, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from costing.engine.timetable import Slot, timetable
from provisions.costs import CostedYear, GroupRow
from pupils.selectors import PupilRow
from reports.documents import costed_map
from reports.documents.head import Asked, Head, Json, NotForThem, Note, head_of, money_text, number_text, read_for
from schools.roles import Permission

if TYPE_CHECKING:
    from schools.access import Access

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


@dataclass(frozen=True)
class TimetableDay:
    """A day of the week (of week A or B, where they differ)."""

    day: int
    week: str
    slots: tuple[tuple[Slot, GroupRow], ...]

    @property
    def cost(self) -> Decimal:
        """The printed counted sessions of the day, added."""
        return sum((slot.cost for slot, _ in self.slots if slot.counted), Decimal(0))

    def json(self) -> Json:
        """The contract's keys of a day."""
        return {
            "day": DAYS[self.day],
            "week": self.week or None,
            "sessions": [_session(slot, group) for slot, group in self.slots],
            "hours": number_text(sum((slot.hours for slot, _ in self.slots), start=0)),
            "cost": money_text(self.cost),
        }


def _session(slot: Slot, group: GroupRow) -> Json:
    return {
        "start": f"{slot.start:%H:%M}",
        "minutes": number_text(slot.minutes),
        "group": group.code,
        "provision": group.provision,
        "role": slot.role,
        "staff": number_text(slot.staff),
        "pupils": number_text(slot.pupils),
        "hours": number_text(slot.hours),
        "rate": number_text(slot.rate),
        "cost": money_text(slot.cost),
        "counted": slot.counted,
        "reason": slot.reason,
    }


@dataclass(frozen=True)
class WeeklyTimetable:
    """A pupil's week, with what the counted sessions cost a week and the year's cost by the costed map."""

    head: Head
    pupil: PupilRow
    days: tuple[TimetableDay, ...]
    weekly_cost: Decimal
    annual_cost: Decimal | None
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
            "days": [day.json() for day in self.days],
            "weekly_cost": money_text(self.weekly_cost),
            "annual_cost": money_text(self.annual_cost),
            "findings": [note.json() for note in self.notes],
        }


def build(access: Access, asked: Asked, pupil_id: int, costed: CostedYear | None = None) -> WeeklyTimetable:
    """A pupil's timetable. Raises as the costed map does."""
    if not access.may(Permission.VIEW_COSTS):
        raise NotForThem("Costs are for the SENCO, the head and the business manager.")
    costed = costed or read_for(access, asked, groups=costed_map.group_ids_of(pupil_id))
    paper = costed_map.build(access, asked, pupil_id, costed)
    groups = [group.facts for group in costed.by_pupil.get(pupil_id, ())]
    slots = timetable(str(pupil_id), groups, costed.roles, costed.rules, costed.calendar)
    days = _days(costed, slots)
    timetabled = {slot.group for slot in slots}
    lines = [line.line for line in paper.counted if line.line.group in timetabled and line.line.kind == "group"]
    return WeeklyTimetable(
        head=head_of(access, asked, costed, "weekly-timetable", "Weekly timetable map"),
        pupil=paper.pupil,
        days=days,
        weekly_cost=sum((day.cost / (2 if day.week else 1) for day in days), Decimal(0)),
        annual_cost=None if any(line.cost is None for line in lines) else _added(lines),
        notes=paper.notes,
    )


def _added(lines: list[costed_map.Line]) -> Decimal:
    return sum((line.cost for line in lines if line.cost is not None), Decimal(0))


def _days(costed: CostedYear, slots: tuple[Slot, ...]) -> tuple[TimetableDay, ...]:
    found: dict[tuple[str, int], list[tuple[Slot, GroupRow]]] = {}
    for slot in sorted(slots, key=lambda slot: (slot.week, slot.day, slot.start, slot.group)):
        found.setdefault((slot.week, slot.day), []).append((slot, costed.by_code[slot.group]))
    return tuple(TimetableDay(day, week, tuple(pairs)) for (week, day), pairs in sorted(found.items()))
