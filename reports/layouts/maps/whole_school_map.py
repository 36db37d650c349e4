"""The whole-school map on paper: at a glance on the wall, then each group with its sum, whole-school costs, budgets."""

from __future__ import annotations

from costing.engine.facts import Horizon
from reports.documents.maps.grid import Grid, grid_of, pattern_of, year_groups_in_words
from reports.documents.maps.whole_school_map import MapRow, WholeSchoolMap
from reports.layouts.parts import Glance, Layout, Prose, Table, TableColumn, TableLine, Worked
from reports.wording import horizon_words
from ui.findings import Finding
from ui.marks import area
from ui.parts import Fact
from ui.words import money

WHOLE = "Whole-school costs"
GROUPS = (
    TableColumn("Group", width=12),
    TableColumn("Provision", only="page"),
    TableColumn("Provision", width=32, only="sheet"),
    TableColumn("Area", only="page"),
    TableColumn("Area of need", width=22, only="sheet"),
    TableColumn("Strand", width=14, only="sheet"),
    TableColumn("Tier", width=11),
    TableColumn("For", only="page"),
    TableColumn("For", width=14, only="sheet"),
    TableColumn("Class", width=9, only="sheet"),
    TableColumn("Ratio", width=7),
    TableColumn("Staff", width=10),
    TableColumn("Pattern", width=14, only="sheet"),
    TableColumn("Staff time a week", "hours", width=10),
    TableColumn("Weeks", "number", width=7),
    TableColumn("Places", "number", only="page"),
    TableColumn("Places filled", "number", width=8, only="sheet"),
    TableColumn("Group size", "number", width=8, only="sheet"),
    TableColumn("Cost", "money", width=12),
    TableColumn("For each pupil", "money", width=12, silent=True),
    TableColumn("Empty places", "money", width=12, silent=True),
    TableColumn("Budget", width=22, only="sheet"),
)
COSTS = (
    TableColumn("What", width=50),
    TableColumn("Kind", width=18),
    TableColumn("Budget", width=28),
    TableColumn("Cost", "money", width=14, total=True),
)
BUDGETS = (
    TableColumn("Budget", width=40),
    TableColumn("There is", "money", width=16),
    TableColumn("Committed here", "money", width=18),
    TableColumn("Left", "money", width=16),
    TableColumn("So far", "money", width=16),
)
HOW = (
    "A group costs its staff’s hours a week, times what an hour of them costs, times its weeks, and whatever else is "
    "bought for it. A pupil’s cost is that, divided by the pupils taught together; empty places are shown apart."
)


def layout(made: WholeSchoolMap) -> Layout:
    """The grid on one sheet of A3; the tables behind it."""
    names = {stream.id: stream.name for stream in made.streams}
    grid = grid_of(made)
    return Layout(
        size="a3-landscape",
        line=horizon_words(made.head),
        facts=(
            Fact("Groups", str(len(made.rows))),
            Fact("Pupils on the map", str(len(made.pupils))),
            Fact("Groups cost", money(made.groups_cost)),
            Fact(WHOLE, money(made.whole_school_costs)),
            Fact("All together", money(made.total)),
        ),
        parts=(
            Glance(grid),
            _glance(grid),
            _groups(made, names),
            Table(
                WHOLE,
                COSTS,
                tuple(
                    TableLine(
                        (
                            line.description,
                            line.kind.capitalize(),
                            names.get(line.stream_id or 0, ""),
                            Worked(line.cost, line.working),
                        )
                    )
                    for line in made.whole_school
                ),
                note="What cannot be charged to a pupil.",
                empty="No whole-school cost has been entered for this year.",
                foot=WHOLE,
            ),
            _budgets(made),
            Prose("How the sums are made", (HOW,)),
        ),
        findings=tuple(Finding(note.code, note.message) for note in made.notes),
        rules=True,
    )


def _glance(grid: Grid) -> Table:
    """What the groups of each cell cost, added from the sheet of groups."""
    heads = [area(code).name for code in grid.areas]
    columns = [TableColumn(head, "money", width=20) for head in (*heads, "Together")]
    found = "=SUMPRODUCT(--(Groups[For]=[@Year group]),--(Groups[Area of need]=[#]),Groups[Cost])"
    across = f"=SUM([@{heads[0]}]:[@{heads[-1]}])"
    return Table(
        "At a glance",
        (TableColumn("Year group", width=24), *columns),
        tuple(
            TableLine(
                (
                    row.scope,
                    *(
                        Worked(cost, None, found) if chips else ""
                        for chips, cost in zip(row.cells, row.costs, strict=True)
                    ),
                    Worked(row.cost, None, across),
                )
            )
            for row in grid.rows
        ),
        feet=(TableLine(("All years", *(Worked(cost, None, "=SUM([])") for cost in (*grid.costs, grid.total)))),),
        only="sheet",
    )


def _groups(made: WholeSchoolMap, names: dict[int, str]) -> Table:
    both = Worked(made.total, None, f"=SUM([],{WHOLE}[Cost])")
    feet = [("All groups", Worked(made.groups_cost, None, "=SUM([])"))]
    # What was delivered is of the groups alone.
    feet += [("With whole-school costs", both)] if made.whole_school and made.head.horizon != Horizon.DELIVERED else []
    blank = [""] * ([column.label for column in GROUPS].index("Cost") - 1)
    return Table(
        "Groups and what they cost",
        GROUPS,
        tuple(_group(row, names) for row in made.rows),
        empty="No group is on the map yet.",
        page_break=bool(made.rows),
        feet=tuple(TableLine((label, *blank, value, "", "")) for label, value in feet),
        sheet="Groups",
        look="groups",
        named_by=1,
        cells={":sharing": "MAX([@Places filled],[@Group size])"},
    )


def _group(row: MapRow, names: dict[int, str]) -> TableLine:
    """A group; what costs nothing has no sums."""
    group, cost, size = row.group, row.cost, row.group.facts.size
    costed = cost is not None and bool(cost.exact)
    whole, each, empty = (cost.working, row.per_pupil, row.empty_places) if cost and costed else (None, None, None)
    return TableLine(
        (
            group.code,
            group.title,
            group.title if group.title == group.provision else f"{group.title} ({group.provision})",
            group.area,
            area(group.area).name,
            group.strand,
            group.tier.capitalize(),
            row.scope,
            year_groups_in_words(group.year_groups),
            group.class_name,
            cost.ratio if cost and row.staff else "",
            ", ".join(row.staff),
            pattern_of(group),
            cost.weekly_hours if cost else None,
            group.facts.weeks,
            f"{row.filled}/{size}",
            row.filled,
            size,
            Worked(row.full_cost, whole),
            Worked(row.cost_per_pupil, each),
            Worked(cost.empty_cost if cost else None, empty),
            names.get(group.stream_id or 0, ""),
        ),
        said=row.fault,
    )


def _budgets(made: WholeSchoolMap) -> Table:
    """What there is, what the planned map commits of it, what is left, and what the weeks begun come to."""
    taken = "+".join(f"SUMPRODUCT(--({table}[Budget]=[@Budget]),{table}[Cost])" for table in ("Groups", WHOLE))
    planned = made.head.horizon is Horizon.PLANNED
    return Table(
        "Budgets",
        BUDGETS,
        tuple(
            TableLine(
                (
                    stream.name,
                    stream.amount,
                    # The sheets hold the costs asked for: of a part of the year they are not what is committed.
                    Worked(stream.committed, None, f"={taken}") if planned else stream.committed,
                    Worked(stream.left, None, "=[@There is]-[@Committed here]"),
                    "" if stream.so_far is None else stream.so_far,
                )
            )
            for stream in made.streams_so_far
        ),
        empty="No budget has been entered for this year.",
    )
