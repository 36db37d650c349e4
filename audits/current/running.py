"""Running groups of a class or year group, as first lines of its sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from audits.current.reading import CurrentScope
from costing.engine.groups.components import components_of, contact_hours, ratio_of
from costing.engine.results import CostingError
from provisions.costs import CostedYear, GroupRow, read_year
from provisions.models import InterventionGroup
from schools.access import Access
from schools.clock import today
from ui.words import to_places

Line = dict[str, Any]


def running_for(access: Access, scope: CurrentScope, written: Iterable[str] = ()) -> list[Line]:
    """A line for each provision that runs for the class, or for its year groups as a whole, and is not `written` down
    yet (names in any letter case). Several groups of one provision give one line: the first one's."""
    if access.year is None:
        return []
    rows = InterventionGroup.objects.filter(year=access.year, status=InterventionGroup.Status.RUNNING)
    ids = [
        pk
        for pk, room, codes in rows.values_list("pk", "school_class_id", "year_groups")
        if _is_for(scope, room, codes)
    ]
    if not ids:
        return []
    costed = read_year(access.year, on=today(), groups=ids, statuses=(InterventionGroup.Status.RUNNING,))
    left = {name.casefold() for name in written}
    found: dict[str, Line] = {}
    for group in sorted(costed.groups, key=lambda one: (one.provision, one.code)):
        if group.provision.casefold() in left or (group.facts.ends and group.facts.ends < today()):
            continue
        line = found.setdefault(group.provision, _line(group, costed))
        roles = dict.fromkeys([*line["staff"].split(", "), *(one.role for one in group.staff)])
        line["staff"] = ", ".join(role for role in roles if role)[:150]
    return list(found.values())


def _is_for(scope: CurrentScope, class_id: int | None, year_groups: list[str]) -> bool:
    if class_id is not None:
        return class_id == scope.class_id
    return bool({*year_groups} & {*scope.year_groups})


def _line(group: GroupRow, costed: CostedYear) -> Line:
    """The line's values from the group's own sessions and staffing; blank where these are not entered."""
    try:
        work = components_of(group.facts, costed.rules, costed.day_in(group))
    except CostingError:
        ratio, contact = "", Fraction(0)
    else:
        ratio, contact = ratio_of(group.facts, work.components), contact_hours(work.components)
    return {
        "provision": group.provision,
        "ratio": ratio if _is_ratio(ratio) else "",
        "staff": "",
        "weekly_minutes": to_places(contact * 60, 2) if contact else None,
        "weeks": Decimal(group.facts.weeks.numerator) / Decimal(group.facts.weeks.denominator),
        "group": group.id,
    }


def _is_ratio(text: str) -> bool:
    """Whether a sheet can hold it: whole numbers, no more staff than pupils."""
    sides = re.fullmatch(r"([1-9]\d{0,2}):([1-9]\d{0,2})", text)
    return bool(sides) and int(sides[1]) <= int(sides[2])  # type: ignore[index]
