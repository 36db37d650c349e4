"""The year-group map on paper, in the columns schools know, each cost with its sum below it."""

from __future__ import annotations

from collections.abc import Iterator

from reports.documents.maps.year_group_map import YearGroupMap, YearRow
from reports.layouts.parts import Layout, Table, TableColumn, TableLine, Terms, Value, Worked
from reports.wording import horizon_words
from ui.findings import Finding
from ui.parts import Fact
from ui.words import hours, money

COLUMNS = (
    TableColumn("Provision or resource", width=34),
    TableColumn("Staff : pupils", width=10),
    TableColumn("Staff (codes)", width=12),
    TableColumn("Time a week", width=14),
    TableColumn("Cost of each role", "money", width=14),
    TableColumn("Cost (weekly × weeks)", "money", width=16, total=True),
    TableColumn("Assessment to track progress", width=30),
)


def layout(made: YearGroupMap) -> Layout:
    """A line for each provision; each further role of it has a line of its own below."""
    key = made.key
    return Layout(
        line=horizon_words(made.head),
        size="a4-landscape",
        facts=(
            Fact("Provisions", str(len(made.rows))),
            Fact("Staff time a week", hours(made.weekly_hours)),
            Fact("Cost", money(made.total)),
        ),
        parts=(
            Table(
                "",
                COLUMNS,
                tuple(line for row in made.rows for line in _lines(row)),
                empty="No group of this year group is on the map yet.",
                foot="Total" if made.total is not None else "",
            ),
            *([Terms("Staff codes", key)] if key else []),
        ),
        findings=tuple(Finding(note.code, note.message) for note in made.notes),
        rules=True,
    )


def _lines(row: YearRow) -> Iterator[TableLine]:
    """One line for each role, and one for other costs; the first has the provision, the last the cost of the row."""
    first, last = row.groups[0], Worked(row.cost, row.working)
    universal = first.tier == "universal"
    under = f"{row.pattern}. Universal: listed, never costed" if universal else row.pattern
    begin = (first.provision, row.costs[0].ratio if row.staff else "")
    parts: list[tuple[str, str, Value]] = [(one.role, one.time, Worked(one.cost, one.working)) for one in row.roles]
    parts += [("Other costs", "", row.other)] if row.other else []
    for place, part in enumerate(parts or [(", ".join(row.staff), "", None)]):
        ends = place >= len(parts) - 1
        start, end = (begin, first.measure) if not place else (("", ""), "")
        yield TableLine(
            (*start, *part, last if ends else None, end),
            under="" if place else under,
            look="" if ends else "more",
        )
