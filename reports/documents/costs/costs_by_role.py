"""Costs by role: the hours that the map asks of each staff role, what they cost, and whether there are enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from costing.engine.costing import Costing
from costing.engine.facts import Horizon
from costing.engine.quantities.expressions import Quantity, given, total
from costing.engine.quantities.figures import in_pounds, rounded
from costing.engine.results import RoleCost
from costing.engine.year.load import RoleLoad, role_loads
from costing.roles import rates_of
from provisions.costed import WholeSchoolLine
from provisions.costs import CostedYear, GroupRow
from reports.documents.head import (
    Head,
    Json,
    Note,
    NotForThem,
    PaperOptions,
    head_of,
    money_text,
    number_text,
    read_for,
)
from reports.documents.maps.whole_school_map import MapRow, map_row, whole_school_lines
from schools.access import Access
from schools.roles import Permission
from ui.words import date_uk, hours


@dataclass(frozen=True)
class GroupRoleCost:
    """A group with what one role costs in it."""

    group: GroupRow
    cost: RoleCost


@dataclass(frozen=True)
class GroupOtherCosts:
    """The other costs of a group that the school pays, added and rounded once."""

    group: GroupRow
    working: Quantity

    @property
    def cost(self) -> Decimal:
        """In pounds, as printed."""
        return in_pounds(self.working.value)


@dataclass(frozen=True)
class RoleCostRow:
    """A role. `load` are the hours that groups need of it (None: no group); `whole_school` its hours a week outside
    groups; `available` the hours a week there are, None where not entered."""

    code: str
    name: str
    load: RoleLoad | None
    whole_school: Fraction
    available: Fraction | None
    groups: tuple[GroupRoleCost, ...]

    @property
    def busiest(self) -> Fraction:
        """Hours that groups need in the busiest week."""
        return self.load.busiest if self.load else Fraction(0)

    @property
    def average(self) -> Fraction:
        """Hours of groups a week over the year, to the minute."""
        return rounded(self.load.average * 60, "pound") / 60 if self.load else Fraction(0)

    @property
    def hours_asked(self) -> Fraction:
        """All hours needed of the role in its busiest week."""
        return self.busiest + self.whole_school

    @property
    def left(self) -> Fraction | None:
        """Hours left in the busiest week; negative where more are needed than there are."""
        return None if self.available is None else self.available - self.hours_asked

    @property
    def used(self) -> Fraction | None:
        """Per cent of the hours available, to one place."""
        return rounded(self.hours_asked / self.available * 1000, "pound") / 10 if self.available else None

    @property
    def working(self) -> Quantity:
        """The printed cost of the role in each group, added."""
        return total(
            [one.cost.working.named(f"{one.group.code}, {self.code}", "£") for one in self.groups] or [NOTHING]
        )

    @property
    def cost(self) -> Decimal:
        """`working` in pounds, as printed."""
        return in_pounds(self.working.value)

    def json(self) -> Json:
        """The role for a program."""
        load = self.load
        return {
            "role": self.code,
            "name": self.name,
            "busiest_week": load.week.isoformat() if load else None,
            "busiest_hours": number_text(self.busiest),
            "average_hours": number_text(self.average),
            "whole_school_hours": number_text(self.whole_school),
            "hours_available": number_text(self.available),
            "used_percent": number_text(self.used),
            "hours_left": number_text(self.left),
            "hours": number_text(load.hours if load else 0),
            "cost": money_text(self.cost),
            "groups": [
                {"group": one.group.code, "hours": number_text(one.cost.hours), "cost": money_text(one.cost.cost)}
                for one in self.groups
            ],
        }


NOTHING = given(0, "£", "Nothing")


@dataclass(frozen=True)
class CostsByRole:
    """The paper. Roles + other costs + rounding = the groups of the whole-school map; with the whole-school costs, its
    total. All None where nothing is recorded."""

    head: Head
    roles: tuple[RoleCostRow, ...]
    others: tuple[GroupOtherCosts, ...]
    groups: Quantity | None
    whole_school: Quantity | None
    notes: tuple[Note, ...]

    @property
    def other(self) -> Quantity:
        """The groups' other costs."""
        return total([one.working.named(f"{one.group.code}, other costs", "£") for one in self.others] or [NOTHING])

    @property
    def rounding(self) -> Quantity | None:
        """Pennies between the printed costs by role and the printed costs of the groups."""
        if self.groups is None:
            return None
        parts = total([*(row.working for row in self.roles), self.other])
        return self.groups - parts

    @property
    def total(self) -> Quantity | None:
        """As on the whole-school map."""
        if self.head.horizon is Horizon.DELIVERED or self.groups is None:
            return self.groups
        return None if self.whole_school is None else self.groups + self.whole_school

    def json(self) -> Json:
        """The common head, the roles, and what leads from them to the map's total."""
        return {
            **self.head.json(),
            "roles": [row.json() for row in self.roles],
            "other_costs": _text(self.other),
            "rounding": _text(self.rounding),
            "groups_cost": _text(self.groups),
            "whole_school_costs": _text(self.whole_school),
            "total": _text(self.total),
            "findings": [note.json() for note in self.notes],
        }


def build(access: Access, asked: PaperOptions, costed: CostedYear | None = None) -> CostsByRole:
    """The paper. Raises NotForThem for whoever may not see costs."""
    if not access.may(Permission.VIEW_COSTS):
        raise NotForThem("Costs are for the SENCO, the head and the business manager.")
    costed = costed or read_for(access, asked)
    costing = costed.costing(asked.horizon)
    rows = [map_row(costing, group, asked) for group in costed.groups]
    whole, faults = whole_school_lines(costed, asked)
    roles = tuple(_roles(access, costed, rows, whole))
    broken = [Note("no-rate", row.fault, row.group.code) for row in rows if row.fault]
    printed = [row.cost.working for row in rows if row.cost and row.cost.working is not None]
    return CostsByRole(
        head=head_of(access, asked, costed, "costs-by-role", "Costs by role"),
        roles=roles,
        others=tuple(_others(costing, rows)),
        groups=total(printed) if printed else None if rows else NOTHING,
        whole_school=_whole_school(whole),
        notes=(*_over(roles), *broken, *faults),
    )


def _roles(
    access: Access, costed: CostedYear, rows: Iterable[MapRow], whole: Iterable[WholeSchoolLine]
) -> Iterable[RoleCostRow]:
    """Every role that a group or the whole school uses, or that has hours to give."""
    found = [(row.group, row.cost) for row in rows if row.cost]
    costing = costed.costing()
    loads = role_loads([(costing.prepared(group.facts), cost) for group, cost in found], costed.rules, costed.calendar)
    for code, line in rates_of(access).roles.items():
        asked = sum((one.hours_a_week or Fraction(0) for one in whole if one.role == code), Fraction(0))
        if code in loads or asked or line.hours_available:
            groups = [GroupRoleCost(group, one) for group, cost in found for one in cost.roles if one.role == code]
            available = None if line.hours_available is None else Fraction(line.hours_available)
            yield RoleCostRow(code, line.role.name, loads.get(code), asked, available, tuple(groups))


def _whole_school(lines: Iterable[WholeSchoolLine]) -> Quantity | None:
    known = [line.working and line.working.named(line.description, "£") for line in lines]
    return None if None in known else total([one for one in known if one] or [NOTHING])


def _others(costing: Costing, rows: Iterable[MapRow]) -> Iterable[GroupOtherCosts]:
    for row in rows:
        prepared = costing.prepared(row.group.facts) if row.cost else None
        amounts = [prepared.amount_of(cost) for cost in prepared.paid_costs()] if prepared else []
        if amounts and costing.horizon != "delivered":
            named = f"{row.group.code}, other costs"
            yield GroupOtherCosts(row.group, total(amounts).rounded(costing.rules.rounding_unit, named))


def _over(roles: Iterable[RoleCostRow]) -> Iterable[Note]:
    for row in roles:
        if row.left is not None and row.left < 0:
            week = f"in the week of {date_uk(row.load.week)}" if row.load else "a week"
            asked, available = hours(row.hours_asked), hours(row.available)
            yield Note(
                "role-over-hours",
                f"{row.name} ({row.code}): {asked} are asked {week} and {available} a week are available, "
                f"{hours(-row.left)} too many.",
            )


def _text(quantity: Quantity | None) -> str | None:
    return None if quantity is None else money_text(quantity.value)
