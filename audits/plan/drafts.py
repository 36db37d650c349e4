"""The draft groups that an accepted plan makes: one for each group of a funded proposal, with its pupils."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from audits.patterns import Pattern, next_monday
from audits.plan.making import two_places
from audits.plan.reading import ProposalLine
from costing.models import StaffRole
from provisions.groups.choices import free_code, initials
from provisions.groups.fields import blank_values
from provisions.groups.reading import STATUS
from provisions.groups.services import NewLines, Parts, add_group
from provisions.models import InterventionGroup
from schools.edits import Edit


def make_plan_groups(change: Edit, lines: Iterable[ProposalLine], day: date, *, dated: bool) -> list[InterventionGroup]:
    """Draft groups from the Monday on or after the day (`dated` False: without dates, as the year has no half-terms).
    Children who are not on roll yet get no place."""
    roles = dict(StaffRole.objects.filter(school=change.by.school).values_list("code", "id"))
    starts = next_monday(day) if dated else None
    made: list[InterventionGroup] = []
    for line in lines:
        way = line.priced.way
        staffing = _staffing(way.pattern(line.usual), roles)
        for number in range(way.groups):
            held = line.all_children[number * way.size : (number + 1) * way.size]
            pupils = [child.id for child in held if child.id is not None]
            values = _values(change, line, number, {"starts": starts, "weeks": two_places(line.weeks)})
            made.append(add_group(change, values, pupils, Parts(staffing=NewLines(staffing))))
    return made


def _values(change: Edit, line: ProposalLine, number: int, run: Mapping[str, Any]) -> dict[str, Any]:
    row, way = line.row, line.priced.way
    several = f" {number + 1}" if way.groups > 1 else ""
    return {
        **blank_values(),
        "code": free_code(change.by, f"{row.year_group}-{initials(line.usual.provision)}"),
        "name": f"{line.usual.provision[:130]}, {line.scope}{several}",
        "provision": row.provision_id,
        "year_groups": [row.year_group],
        "size": way.size,
        "status": STATUS.DRAFT,
        "funding_stream": row.funding_stream_id,
        **run,
    }


def _staffing(pattern: Pattern, roles: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "role": roles[line.role], "staff": two_places(line.staff), "sessions": two_places(line.sessions),
            "minutes": two_places(line.minutes), "person": None, "trained": None,
        }
        for line in pattern.staffing
    ]  # fmt: skip
