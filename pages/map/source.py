"""The data of every shape of the map: the year read once, costed for those who may see costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from costing.engine.errors import CostingError
from costing.engine.groups.components import components_of
from pages.shared import ratio_words
from provisions.checks.facts import runs_on
from provisions.costs import CostedYear, GroupRow
from reports.documents.head import PaperOptions, read_for
from reports.documents.maps import whole_school_map
from reports.documents.maps.whole_school_map import MapRow, WholeSchoolMap
from schools.access import Access
from schools.clock import today
from schools.roles import Permission
from ui.marks import AREAS
from ui.words import date_uk


@dataclass(frozen=True)
class MapSource:
    """The year's groups with their costs, where the person may see them; without, only the groups."""

    costed: CostedYear
    rows: tuple[MapRow, ...]
    whole_map: WholeSchoolMap | None


def source_of(access: Access, on: date) -> MapSource:
    """Read the year once, costed for those who may see costs."""
    asked = PaperOptions(on=on)
    if access.may(Permission.VIEW_COSTS):
        made = whole_school_map.build(access, asked)
        return MapSource(made.costed, made.rows, made)
    return bare_source(access, on)


def bare_source(access: Access, on: date) -> MapSource:
    """The year's groups alone, for a shape that shows no group's cost."""
    costed = read_for(access, PaperOptions(on=on))
    return MapSource(costed, tuple(MapRow(group, None, len(group.pupils_on(on))) for group in costed.groups), None)


def day_of(params: Mapping[str, str], name: str = "on") -> date:
    """The day the address asks for under this name; today where it asks for none."""
    return asked_day(params, name) or today()


def asked_day(params: Mapping[str, str], name: str) -> date | None:
    """The day the address asks for under this name; None where there is none or it cannot be read."""
    try:
        return date.fromisoformat(params[name]) if params.get(name) else None
    except ValueError:
        return None


def areas_of(groups: Iterable[GroupRow]) -> tuple[str, ...]:
    """The four areas, and "Other" where a group has it."""
    other = any(group.area == "Other" for group in groups)
    return tuple(area.code for area in AREAS if area.code != "Other" or other)


def ratio_of_row(row: MapRow, costed: CostedYear) -> str:
    """Staff to pupils; blank where nobody is set to take the group."""
    if not row.group.facts.staffing and not row.group.facts.sessions:
        return ""
    return row.cost.ratio if row.cost else ratio_words(row.group, costed)


def hours_a_week(row: MapRow, costed: CostedYear) -> Fraction:
    """Staff hours a week; 0 where they cannot be worked out."""
    if row.cost:
        return row.cost.weekly_hours
    try:
        work = components_of(row.group.facts, costed.rules, costed.day_in(row.group))
        return sum((one.hours for one in work.components), Fraction(0))
    except CostingError:
        return Fraction(0)


def not_now(group: GroupRow, on: date) -> str:
    """When the group begins or ended, where it does not run on the day; else blank."""
    if runs_on(group, on):
        return ""
    starts, ends = group.facts.starts, group.facts.ends
    if starts and on < starts:
        return f"from {date_uk(starts)}"
    return f"ended {date_uk(ends)}" if ends and ends < on else "ended"
