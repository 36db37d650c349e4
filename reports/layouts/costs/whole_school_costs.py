"""The whole-school costs sheet on paper: the totals of each kind, then line by line with every sum."""

from __future__ import annotations

from reports.documents.costs.whole_school_costs import WholeSchoolCosts
from reports.layouts.parts import Layout, Table, TableColumn, TableLine, Worked
from reports.wording import horizon_words
from ui.findings import Finding
from ui.parts import Fact
from ui.words import money, plural

KINDS = (TableColumn("Kind", width=30), TableColumn("Cost", "money", width=16, total=True))
LINES = (
    TableColumn("What", width=44),
    TableColumn("Role", width=26),
    TableColumn("Hours a week", "hours", width=12),
    TableColumn("Weeks", "number", width=10),
    TableColumn("Paid from", width=26),
    TableColumn("Cost", "money", width=16, total=True),
)
EMPTY = "No whole-school cost is entered yet. Add one under Costs › Whole school."
TOLD_IN_TOTALS = "Told in totals, so that nobody can work out what one person is paid."


def layout(made: WholeSchoolCosts) -> Layout:
    """Kinds first; the lines under them for those who see costs."""
    lines = sum(len(kind.lines) for kind in made.kinds)
    facts = [Fact("All whole-school costs", money(made.total))]
    if made.detailed:
        facts.append(Fact("Made up of", plural(lines, "line")))
    return Layout(
        line="What is provided for pupils with special needs and cannot be tracked to any one of them.",
        size="a4-landscape" if made.detailed else "a4",
        facts=tuple(facts),
        parts=(_kinds(made), _lines(made)) if made.detailed else (_kinds(made),),
        findings=tuple(Finding(note.code, note.message) for note in made.notes),
    )


def _kinds(made: WholeSchoolCosts) -> Table:
    rows = tuple(TableLine((_title(kind.kind), Worked(kind.cost, kind.working))) for kind in made.kinds)
    return Table(
        "By kind",
        KINDS,
        rows,
        note="" if made.detailed else TOLD_IN_TOTALS,
        empty=EMPTY,
        foot="All" if rows else "",
        workings=False,
    )


def _lines(made: WholeSchoolCosts) -> Table:
    rows: list[TableLine] = []
    for kind in made.kinds:
        rows.append(TableLine((_title(kind.kind),), look="part"))
        for one in kind.lines:
            line = one.line
            cost = Worked(line.cost, line.working)
            hours, weeks = line.hours_a_week, line.weeks
            rows.append(
                TableLine(
                    (line.description, one.role, "" if hours is None else hours, weeks, one.stream or "Not said", cost)
                )
            )
    return Table(
        "Line by line", LINES, tuple(rows), note=horizon_words(made.head), empty=EMPTY, foot="All" if rows else ""
    )


def _title(kind: str) -> str:
    return kind[:1].upper() + kind[1:]
