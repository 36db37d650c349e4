"""From a gap to places: pupils come into a group that has room, or a draft group is started for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from audits.gaps.comparison import GapAnalysis, Line
from audits.gaps.reading import NO_CLASS, Who
from audits.patterns import Pattern, next_monday, weeks_to_run
from provisions.groups.choices import Offers, codes_of, free_code, initials
from provisions.groups.reading import GROUP
from provisions.groups.services import Parts, make_group
from provisions.models import InterventionGroup
from provisions.places import services as place_services
from pupils.reading import YEAR_GROUP_ORDER
from schools.edits import Edit, Refused
from schools.roles import Permission
from ui.words import and_words, plural

if TYPE_CHECKING:
    from schools.access import Access


@dataclass(frozen=True)
class NewLines:
    """Lines that are all new, as a group's service takes them."""

    added: Sequence[Mapping[str, Any]]
    changed: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    removed: Sequence[int] = ()


@dataclass(frozen=True)
class Put:
    """What came of putting pupils into a group: the edit, who has a place now and who stays without, by number."""

    change: Edit
    placed: tuple[int, ...]
    stays: tuple[int, ...]


def unplaced(found: GapAnalysis, line: Line) -> list[Who]:
    """The pupils on roll of a line who are ticked and have no place, the strongest need first."""
    return [who for need in line.row.unmet if (who := found.people[need.pupil]).id]


def not_on_roll(found: GapAnalysis, line: Line) -> list[Who]:
    """The children of a line who are ticked, but cannot be given a place until they are on roll."""
    return [who for need in line.row.unmet if not (who := found.people[need.pupil]).id]


def put_into(
    *, by: Access, group: InterventionGroup, pupils: Sequence[int], joined: date | None, ticket: UUID | None = None
) -> Put:
    """Give pupils, the strongest need first, the places of a group that are empty on the day they join.

    Those for whom none is left stay without. Refused where the group is full by now.
    """
    by.need(Permission.EDIT_PROVISION)
    crowd = place_services.crowd_of(group, joined)
    room = max(0, crowd.size - crowd.filled)
    if not room:
        raise Refused(
            f"{group} is full by now: {crowd.filled} of {plural(crowd.size, 'place')} are filled. Nobody was put in. "
            "Choose another group, or start a draft group for them.",
            "pupils",
        )
    placed, stays = tuple(pupils[:room]), tuple(pupils[room:])
    change = place_services.add_places(by=by, group=group.pk, pupils=placed, joined=joined, ticket=ticket)
    return Put(change, placed, stays)


def code_for(by: Access, line: Line, years: Sequence[str]) -> str:
    """A code that is free: the year group, if there is one, and the provision's initials."""
    lead = f"{years[0]}-" if len(years) == 1 else ""
    return free_code(by, f"{lead}{initials(line.kind.name)}")


def years_of(found: GapAnalysis, line: Line) -> list[str]:
    """The year groups that a new group for a line takes: its own, those of its class, or those of who has no place."""
    if found.by == "year":
        return [line.scope.key]
    if room := class_of(line):
        return list(found.facts.classes[room][1])
    held = {found.people[need.pupil].year_group for need in line.row.unmet}
    return sorted(held, key=YEAR_GROUP_ORDER.__getitem__)


def class_of(line: Line) -> int | None:
    """The class that a line is about, by number."""
    number = line.scope.key.removeprefix(NO_CLASS)
    return int(number) if line.scope.key.startswith(NO_CLASS) and number else None


def start_draft(
    *, by: Access, found: GapAnalysis, line: Line, code: str, size: int, pupils: Sequence[int],
    ticket: UUID | None = None,
) -> Edit:  # fmt: skip
    """A draft group of the provision's usual pattern, from the next Monday on, with these pupils.

    Raises Refused for what cannot stand: a code that is taken, more pupils than places, no school week left.
    """
    by.need(Permission.EDIT_PROVISION)
    if len(pupils) > size:
        raise Refused(
            f"{plural(len(pupils), 'pupil is,pupils are')} ticked for {plural(size, 'place')}. Tick {size} of them, "
            "or make the group larger.",
            "pupils",
        )
    if code.upper() in {taken.upper() for taken in codes_of(by)}:
        free = free_code(by, code)
        raise Refused(f"Another group of the year has the code {code}. {free} is free.", "code")
    pattern = found.patterns[line.kind.id]
    values = dict.fromkeys(GROUP) | {
        "code": code, "name": "", "provision": line.kind.id, "year_groups": years_of(found, line),
        "school_class": class_of(line), "setting": "", "size": size, "status": InterventionGroup.Status.DRAFT,
        "focus": "", "expected_outcomes": "", "monitoring": "", **_run(by, found, pattern),
    }  # fmt: skip
    parts = Parts(staffing=NewLines(_staffing(by, pattern)))
    return make_group(by=by, values=values, pupils=pupils, parts=parts, ticket=ticket)


def _run(by: Access, found: GapAnalysis, pattern: Pattern) -> dict[str, Any]:
    weeks = weeks_to_run(found.costed, pattern, found.day)
    if weeks <= 0:
        raise Refused(f"No school week of {by.year} is left for a new group. Start it in the next year.")
    starts = next_monday(found.day) if found.costed.calendar.half_terms else None
    if starts and by.year:
        starts = max(starts, by.year.starts)
    return {"weeks": Decimal(weeks.numerator) / Decimal(weeks.denominator), "starts": starts, "ends": None}


def _staffing(by: Access, pattern: Pattern) -> list[dict[str, Any]]:
    """The usual staff and their time, by the school's own roles; a role the school has not is left to be chosen."""
    roles = Offers(by).role_ids
    return [
        {
            "role": roles[line.role.upper()], "staff": _decimal(line.staff), "sessions": _decimal(line.sessions),
            "minutes": _decimal(line.minutes), "person": None, "trained": None,
        }
        for line in pattern.staffing
        if line.role.upper() in roles
    ]  # fmt: skip


def _decimal(value: Any) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def names(people: Sequence[Who]) -> str:
    """People as one says them in a sentence."""
    return and_words([who.name for who in people])
