"""From a gap to places: pupils are added to a group with empty places, or a draft group is started for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from audits.gaps.comparison import GapAnalysis, GapLine
from audits.gaps.reading import NO_CLASS, Who
from audits.patterns import Pattern, next_monday, weeks_to_run
from provisions.groups.choices import Offers, free_code, group_codes, initials
from provisions.groups.fields import blank_values
from provisions.groups.services import NewLines, Parts, make_group
from provisions.models import InterventionGroup
from provisions.places import services as place_services
from pupils.reading import YEAR_GROUP_ORDER
from schools.access import Access
from schools.edits import Edit, Refused
from schools.roles import Permission
from ui.words import and_words, plural


@dataclass(frozen=True)
class Placing:
    """The result of adding pupils to a group: the edit, who has a place now and who is still without, by number."""

    change: Edit
    placed: tuple[int, ...]
    unplaced: tuple[int, ...]


def unplaced(analysis: GapAnalysis, line: GapLine) -> list[Who]:
    """The pupils on roll of a line who are ticked and have no place, the strongest need first."""
    return [who for need in line.row.unmet if (who := analysis.people[need.pupil]).id]


def not_on_roll(analysis: GapAnalysis, line: GapLine) -> list[Who]:
    """The children of a line who are ticked, but cannot be given a place until they are on roll."""
    return [who for need in line.row.unmet if not (who := analysis.people[need.pupil]).id]


def put_into(
    *, by: Access, group: InterventionGroup, pupils: Sequence[int], joined: date | None, ticket: UUID | None = None
) -> Placing:
    """Give pupils, the strongest need first, the empty places of a group on the day they join. Those beyond the empty
    places get none. Raises Refused where the group is full."""
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
    return Placing(change, placed, stays)


def code_for(by: Access, line: GapLine, years: Sequence[str]) -> str:
    """A free code: the year group, if there is one, and the provision's initials."""
    lead = f"{years[0]}-" if len(years) == 1 else ""
    return free_code(by, f"{lead}{initials(line.kind.name)}")


def year_groups_for(analysis: GapAnalysis, line: GapLine) -> list[str]:
    """The year groups of a new group for a line: the line's own, those of its class, or those of the pupils without a
    place."""
    if analysis.by == "year":
        return [line.scope.key]
    if room := class_number(line):
        return list(analysis.facts.classes[room][1])
    held = {analysis.people[need.pupil].year_group for need in line.row.unmet}
    return sorted(held, key=YEAR_GROUP_ORDER.__getitem__)


def class_number(line: GapLine) -> int | None:
    """The number of a line's class; None where the line is not of a class."""
    number = line.scope.key.removeprefix(NO_CLASS)
    return int(number) if line.scope.key.startswith(NO_CLASS) and number else None


def start_draft(
    *, by: Access, analysis: GapAnalysis, line: GapLine, code: str, size: int, pupils: Sequence[int],
    ticket: UUID | None = None,
) -> Edit:  # fmt: skip
    """Make a draft group of the provision's usual pattern, from the next Monday on, with these pupils.

    Raises Refused for a code that is taken, more pupils than places, or no school week left.
    """
    by.need(Permission.EDIT_PROVISION)
    if len(pupils) > size:
        raise Refused(
            f"{plural(len(pupils), 'pupil is,pupils are')} ticked for {plural(size, 'place')}. Tick {size} of them, "
            "or make the group larger.",
            "pupils",
        )
    if code.upper() in {taken.upper() for taken in group_codes(by)}:
        free = free_code(by, code)
        raise Refused(f"Another group of the year has the code {code}. {free} is free.", "code")
    pattern = analysis.patterns[line.kind.id]
    values = blank_values() | {
        "code": code, "provision": line.kind.id, "year_groups": year_groups_for(analysis, line),
        "school_class": class_number(line), "size": size, "status": InterventionGroup.Status.DRAFT,
        **_run(by, analysis, pattern),
    }  # fmt: skip
    parts = Parts(staffing=NewLines(_staffing(by, pattern)))
    return make_group(by=by, values=values, pupils=pupils, parts=parts, ticket=ticket)


def _run(by: Access, analysis: GapAnalysis, pattern: Pattern) -> dict[str, Any]:
    weeks = weeks_to_run(analysis.costed, pattern, analysis.day)
    if weeks <= 0:
        raise Refused(f"No school week of {by.year} is left for a new group. Start it in the next year.")
    starts = next_monday(analysis.day) if analysis.costed.calendar.half_terms else None
    if starts and by.year:
        starts = max(starts, by.year.starts)
    return {"weeks": Decimal(weeks.numerator) / Decimal(weeks.denominator), "starts": starts, "ends": None}


def _staffing(by: Access, pattern: Pattern) -> list[dict[str, Any]]:
    """The usual staff and their time, by the school's own roles; a role the school does not have is left out, to be
    chosen on the group's page."""
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


def names_in_words(people: Sequence[Who]) -> str:
    """The names joined for a sentence."""
    return and_words([who.name for who in people])
