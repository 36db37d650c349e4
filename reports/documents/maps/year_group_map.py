"""The year-group map, in the columns schools know: provision and pattern, ratio, staff, weekly time, cost, measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from costing.engine.quantities.expressions import Quantity, given, total
from costing.engine.quantities.figures import in_pounds, rounded
from costing.engine.results import GroupCost, RoleCost
from provisions.costs import CostedYear, GroupRow
from pupils.models import YearGroup
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
from schools.access import Access
from schools.roles import Permission
from ui.words import hours, minutes, number, plural


@dataclass(frozen=True)
class RoleShare:
    """What one role costs in a row: `each` is its weekly hours in one group, `working` the sum behind `cost`."""

    role: str
    name: str
    each: Fraction
    groups: int
    cost: Decimal
    working: Quantity

    @property
    def time(self) -> str:
        """The role's time a week: `30 min`; `4 × 1 h` where several groups stand in one row."""
        length = hours(self.each)
        return f"{self.groups} × {length}" if self.groups > 1 else length


@dataclass(frozen=True)
class YearRow:
    """One provision on the map: groups with the same staffing, size and weeks are printed as one row (rule 12)."""

    groups: tuple[GroupRow, ...]
    costs: tuple[GroupCost, ...]
    roles: tuple[RoleShare, ...]
    pattern: str

    @property
    def staff(self) -> tuple[str, ...]:
        """The codes of the roles that take it, costed or not."""
        return tuple(dict.fromkeys([share.role for share in self.roles] or [one.role for one in self.groups[0].staff]))

    @property
    def weekly_hours(self) -> Fraction:
        """Staff hours a week."""
        return sum((cost.weekly_hours for cost in self.costs), Fraction(0))

    @property
    def cost(self) -> Decimal | None:
        """What the groups of the row cost together, other costs included; None where not recorded."""
        costs = [cost.cost for cost in self.costs]
        return None if None in costs else sum((cost for cost in costs if cost is not None), Decimal(0))

    @property
    def other(self) -> Decimal:
        """What the groups cost besides staff time, in pounds: books, licences, training."""
        return in_pounds(rounded(sum((cost.other for cost in self.costs), Fraction(0))))

    @property
    def working(self) -> Quantity | None:
        """The sum behind `cost`; None where nothing is costed or recorded."""
        sums = [cost.working for cost in self.costs if cost.working is not None]
        return _together(sums) if (self.roles or self.other) and len(sums) == len(self.costs) else None

    def json(self) -> Json:
        """The contract's keys of a row."""
        first = self.groups[0]
        return {
            "provision": first.provision,
            "pattern": self.pattern,
            "ratio": self.costs[0].ratio,
            "staff": list(self.staff),
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
        return (
            None if None in costs else in_pounds(rounded(Fraction(sum((cost for cost in costs if cost), Decimal(0)))))
        )

    @property
    def weekly_hours(self) -> Fraction:
        """Staff hours a week over the whole map."""
        return sum((row.weekly_hours for row in self.rows), Fraction(0))

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """The staff codes of the map with what they stand for."""
        return tuple(sorted({share.role: share.name for row in self.rows for share in row.roles}.items()))

    def json(self) -> Json:
        """The contract's keys."""
        return {
            **self.head.json(),
            "year_group": self.year_group,
            "rows": [row.json() for row in self.rows],
            "total": money_text(self.total),
            "findings": [note.json() for note in self.notes],
        }


def build(access: Access, asked: PaperOptions, year_group: str, costed: CostedYear | None = None) -> YearGroupMap:
    """A year group's map. Raises NotForThem for whoever may not see costs, CostingError where a sum cannot be made."""
    if not access.may(Permission.VIEW_COSTS):
        raise NotForThem("Costs are for the SENCO, the head and the business manager.")
    costed = costed or read_for(access, asked)
    costing = costed.costing(asked.horizon)
    alike: dict[object, list[tuple[GroupRow, GroupCost]]] = {}
    for group in costed.groups:
        if year_group in group.year_groups:
            alike.setdefault(_likeness(group), []).append((group, costing.group(group.facts)))
    rows = tuple(_row(pairs, costed) for pairs in alike.values())
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


def _row(pairs: Sequence[tuple[GroupRow, GroupCost]], costed: CostedYear) -> YearRow:
    groups, costs = tuple(group for group, _ in pairs), tuple(cost for _, cost in pairs)
    by_role: dict[str, list[RoleCost]] = {}
    for cost in costs:
        for role in cost.roles:
            by_role.setdefault(role.role, []).append(role)
    shares = tuple(
        RoleShare(
            role=code,
            name=costed.roles[code].name,
            each=found[0].weekly_hours,
            groups=len(found),
            cost=sum((one.cost for one in found), Decimal(0)),
            working=_together([one.working for one in found]),
        )
        for code, found in by_role.items()
    )
    return YearRow(groups, costs, shares, _pattern(groups))


def _together(sums: Sequence[Quantity]) -> Quantity:
    """Printed sums added; several sums that read the same become one sum times their number."""
    if len(sums) > 1 and len({one.text() for one in sums}) == 1:
        return sums[0] * given(len(sums), "", "Groups alike", "Groups with the same staffing, size and weeks")
    return total(sums)


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
