"""The year-group map, in the columns schools know: provision and pattern, ratio, staff, weekly time, cost, measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from costing.engine.costing import Costing
from costing.engine.figures import money, rounded
from costing.engine.results import GroupCost
from provisions.costs import GroupRow
from pupils.models import YearGroup
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
from ui.words import minutes, number, plural

if TYPE_CHECKING:
    from schools.access import Access


@dataclass(frozen=True)
class RoleShare:
    """What one role costs in a row."""

    role: str
    weekly_hours: Fraction
    cost: Decimal


@dataclass(frozen=True)
class YearRow:
    """One provision on the map: groups with the same staffing, size and weeks are printed as one row (rule 12)."""

    groups: tuple[GroupRow, ...]
    costs: tuple[GroupCost, ...]
    pattern: str

    @property
    def roles(self) -> tuple[RoleShare, ...]:
        """Each role's weekly hours and cost over the merged groups; groups of one row are alike to the penny."""
        found: dict[str, RoleShare] = {}
        for cost in self.costs:
            for role in cost.roles:
                before = found.get(role.role, RoleShare(role.role, Fraction(0), Decimal(0)))
                found[role.role] = RoleShare(
                    role.role, before.weekly_hours + role.weekly_hours, before.cost + role.cost
                )
        return tuple(found.values())

    @property
    def weekly_hours(self) -> Fraction:
        """Staff hours a week."""
        return sum((cost.weekly_hours for cost in self.costs), Fraction(0))

    @property
    def cost(self) -> Decimal | None:
        """What the groups of the row cost together, other costs included; None where not recorded."""
        costs = [cost.cost for cost in self.costs]
        return None if None in costs else sum((cost for cost in costs if cost is not None), Decimal(0))

    def json(self) -> Json:
        """The contract's keys of a row."""
        first = self.groups[0]
        return {
            "provision": first.provision,
            "pattern": self.pattern,
            "ratio": self.costs[0].ratio,
            "staff": [share.role for share in self.roles],
            "weekly_time": number_text(self.weekly_hours),
            "cost_by_role": [{"role": share.role, "cost": money_text(share.cost)} for share in self.roles],
            "cost": money_text(self.cost),
            "weeks": number_text(first.facts.weeks),
            "measure": first.measure or None,
        }


@dataclass(frozen=True)
class YearGroupMap:
    """The map of one year group."""

    head: Head
    year_group: str
    rows: tuple[YearRow, ...]
    notes: tuple[Note, ...]

    @property
    def total(self) -> Decimal | None:
        """The rows' printed costs, added."""
        costs = [row.cost for row in self.rows]
        return None if None in costs else money(rounded(Fraction(sum((cost for cost in costs if cost), Decimal(0)))))

    def json(self) -> Json:
        """The contract's keys."""
        return {
            **self.head.json(),
            "year_group": self.year_group,
            "rows": [row.json() for row in self.rows],
            "total": money_text(self.total),
            "findings": [note.json() for note in self.notes],
        }


def build(access: Access, asked: Asked, year_group: str) -> YearGroupMap:
    """A year group's map. Raises NotForThem for whoever may not see costs, CostingError where a sum cannot be made."""
    if not access.may(Permission.VIEW_COSTS):
        raise NotForThem("Costs are for the SENCO, the head and the business manager.")
    costed = read_for(access, asked)
    costing = Costing(costed.roles, costed.rules, costed.calendar, asked.horizon)
    alike: dict[object, list[tuple[GroupRow, GroupCost]]] = {}
    for group in costed.groups:
        if year_group in group.year_groups:
            alike.setdefault(_likeness(group), []).append((group, costing.group(group.facts)))
    rows = tuple(_row([group for group, _ in pairs], [cost for _, cost in pairs]) for pairs in alike.values())
    title = f"{YearGroup(year_group).label} provision map"
    return YearGroupMap(
        head=head_of(access, asked, costed, "year-group-map", title),
        year_group=year_group,
        rows=rows,
        notes=notes_of(remark for row in rows for cost in row.costs for remark in cost.remarks),
    )


def _likeness(group: GroupRow) -> object:
    """What groups must share to be printed as one row."""
    facts = group.facts
    return group.provision_id, facts.size, facts.weeks, tuple(sorted(map(repr, facts.staffing)))


def _row(groups: Sequence[GroupRow], costs: Sequence[GroupCost]) -> YearRow:
    return YearRow(tuple(groups), tuple(costs), _pattern(groups))


def _pattern(groups: Sequence[GroupRow]) -> str:
    """`4 × 15 min for 12 weeks`; `4 pupils × 38 weeks`; `2 groups × 10 weeks`."""
    facts = groups[0].facts
    weeks = plural(facts.weeks, "week")
    if len(groups) > 1:
        return f"{plural(len(groups), 'pupil' if facts.size == 1 else 'group')} × {weeks}"
    slots = {(one.week, one.day, one.start): one.minutes for one in facts.sessions}
    if slots and len(set(slots.values())) == 1 and not any(week for week, _, _ in slots):
        return f"{len(slots)} × {minutes(next(iter(slots.values())))} for {weeks}"
    lines = dict.fromkeys(f"{number(line.sessions)} × {minutes(line.minutes)}" for line in facts.staffing)
    return f"{', '.join(lines)} for {weeks}" if lines else weeks
