"""Costs by role on paper: hours against those there are, what they cost, and the sums group by group."""

from __future__ import annotations

from decimal import Decimal

from costing.engine.quantities.expressions import Quantity
from costing.engine.quantities.figures import in_pounds as as_printed
from reports.documents.costs.costs_by_role import CostsByRole, RoleCostRow
from reports.layouts.parts import Layout, Prose, Table, TableColumn, TableLine, Worked
from reports.wording import horizon_words
from ui.findings import Finding
from ui.parts import Fact
from ui.words import money

HOURS = (
    TableColumn("Role", width=34),
    TableColumn("Groups, busiest week", "hours", width=14),
    TableColumn("Groups, average week", "hours", width=14),
    TableColumn("Whole school, a week", "hours", width=14),
    TableColumn("Available a week", "hours", width=14),
    TableColumn("Used, %", "number", width=10),
    TableColumn("Left in the busiest week", "hours", width=14),
    TableColumn("Used by", width=30),
)
COSTS = (
    TableColumn("Role", width=40),
    TableColumn("Hours over the year", "hours", width=16),
    TableColumn("Cost", "money", width=16, total=True),
)
GROUPS = (
    TableColumn("Group", width=36),
    TableColumn("Code", width=12),
    TableColumn("Hours a week", "hours", width=12),
    TableColumn("Hours over the year", "hours", width=14),
    TableColumn("Cost", "money", width=16, total=True),
)
HOW = (
    "The busiest week is the first school week in which the groups between their dates ask most of the role. The "
    "average is the hours over the year, shared among the year’s school weeks, to the minute.",
    "Used and left compare the busiest week, with the role’s whole-school hours, with the hours available a week. "
    "Provision for every pupil is not costed, and its hours are not counted.",
)


def layout(made: CostsByRole) -> Layout:
    """Hours first, then costs, then every sum."""
    over = sum(row.left is not None and row.left < 0 for row in made.roles)
    return Layout(
        line=horizon_words(made.head),
        size="a4-landscape",
        facts=(
            Fact("Groups cost", money(_printed(made.groups))),
            Fact("With whole-school costs", money(_printed(made.total))),
            Fact("Roles asked for too many hours", str(over)),
        ),
        parts=(
            Table("Hours a week", HOURS, tuple(_hours(row) for row in made.roles), empty="No role is used yet."),
            Prose("", HOW),
            _costs(made),
            _groups(made),
        ),
        findings=tuple(Finding(note.code, note.message) for note in made.notes),
    )


def _hours(row: RoleCostRow) -> TableLine:
    left = "" if row.left is None else row.left
    available = "Not entered" if row.available is None else row.available
    codes = ", ".join(one.group.code for one in row.groups)
    values = (row.name, row.busiest, row.average, row.whole_school, available, row.used, left, codes or "No group")
    return TableLine(values, under=row.code)


def _costs(made: CostsByRole) -> Table:
    """Roles, other costs and rounding lead to the groups; the foot is the whole-school map's total."""
    rows = [
        TableLine((f"{row.name} ({row.code})", row.load.hours if row.load else 0, _worked(row.working)))
        for row in made.roles
    ]
    rows.append(TableLine(("Other costs of groups", "", _worked(made.other))))
    if made.rounding is not None and made.rounding.value:
        rows.append(TableLine(("Rounding", "", _worked(made.rounding))))
    rows.append(TableLine(("All groups", "", Worked(_printed(made.groups), made.groups)), look="total"))
    rows.append(TableLine(("Whole-school costs", "", _worked(made.whole_school))))
    foot = "All, as on the whole-school map" if made.groups is not None else ""
    return Table("Costs", COSTS, tuple(rows), foot=foot, workings=False)


def _groups(made: CostsByRole) -> Table:
    rows: list[TableLine] = []
    for row in made.roles:
        if row.groups:
            rows.append(TableLine((f"{row.name} ({row.code})",), look="part"))
        for one in row.groups:
            cost = Worked(one.cost.cost, one.cost.working)
            rows.append(TableLine((one.group.title, one.group.code, one.cost.weekly_hours, one.cost.hours, cost)))
    if made.others:
        rows.append(TableLine(("Other costs of groups",), look="part"))
    rows += [TableLine((one.group.title, one.group.code, "", "", Worked(one.cost, one.working))) for one in made.others]
    return Table("Group by group", GROUPS, tuple(rows), empty="No group is costed yet.", foot="All" if rows else "")


def _worked(quantity: Quantity | None) -> Worked:
    return Worked(_printed(quantity), quantity)


def _printed(quantity: Quantity | None) -> Decimal | None:
    return None if quantity is None else as_printed(quantity.value)
