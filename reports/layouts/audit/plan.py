"""The plan within the money on paper: budgets and hours, then the proposals of each band with what was decided."""

from __future__ import annotations

from collections.abc import Iterable

from audits.plan.reading import ProposalLine
from reports.documents.audit.plan import PlanPaper
from reports.layouts.parts import Layout, Prose, Table, TableColumn, TableLine, Worked
from reports.wording import horizon_words
from ui.findings import Finding
from ui.parts import Fact
from ui.words import date_uk, hours, money, plural

MONEY = (
    TableColumn("Budget", width=34),
    TableColumn("There is", "money", width=14, total=True),
    TableColumn("On the map", "money", width=14, total=True),
    TableColumn("Planned already", "money", width=14, total=True),
    TableColumn("Funded here", "money", width=14, total=True),
    TableColumn("Left", "money", width=14, total=True),
)
HOURS = (
    TableColumn("Role", width=34),
    TableColumn("Available a week", "hours", width=14),
    TableColumn("Busiest week from now on", "hours", width=14),
    TableColumn("Planned already", "hours", width=14),
    TableColumn("Funded here", "hours", width=14),
    TableColumn("Left", "hours", width=14),
)
PROPOSALS = (
    TableColumn("Provision", width=40),
    TableColumn("Pupils", "number", width=9, total=True),
    TableColumn("Groups", width=10),
    TableColumn("Staff a week", width=22),
    TableColumn("Weeks", "number", width=9),
    TableColumn("Rest of the year", "money", width=14, total=True),
    TableColumn("A full year", "money", width=14, total=True),
    TableColumn("Decision", width=40),
)
BANDS = {"must": "Must", "should": "Should", "could": "Could"}
ORDER = (
    "A proposal is for pupils whom a chart names for a provision and for whom no empty place is there, in groups of "
    "the usual size, the strongest need first. The order is must, should, could; within each, what serves most pupils "
    "for the money.",
    "A proposal is funded where one budget bears all of its cost and every role has the hours. Planned already is what "
    "draft groups will take. Hours left are those there are a week, less the busiest week from now on, with the "
    "whole-school hours, less drafts, less what is funded here; a role whose hours nobody has entered sets no limit.",
)


def layout(made: PlanPaper) -> Layout:
    """What is left, then the proposals."""
    return Layout(
        line=_line(made),
        size="a4-landscape",
        facts=(
            Fact("Proposals", str(len(made.lines))),
            Fact("All of them", money(made.cost), "for the rest of the year"),
            Fact("Funded", money(made.funded)),
            Fact("Whole-school provision, inside the same budgets", money(made.means.whole_school)),
        ),
        parts=(
            _money(made),
            _hours(made),
            *(_band(band, lines) for band, lines in (made.sheet.bands if made.sheet else ())),
            Prose("How the plan is made", ORDER),
        ),
        findings=tuple(Finding(note.code, note.message) for note in made.notes),
    )


def _line(made: PlanPaper) -> str:
    if made.sheet is None:
        return horizon_words(made.head)
    accepted = f", accepted on {date_uk(made.sheet.day)}" if made.sheet.accepted else ", not accepted yet"
    return f"Plan {made.sheet.plan.number}{accepted}"


def _money(made: PlanPaper) -> Table:
    rows = [
        TableLine((one.name, one.amount, one.committed, one.planned, one.funded, one.left))
        for one in made.means.budgets
    ]
    return Table("Money", MONEY, tuple(rows), empty="No budget is entered.", foot="All" if rows else "")


def _hours(made: PlanPaper) -> Table:
    """The roles that a proposal asks for."""
    asked = {one.code for line in made.lines for one in line.priced.hours}
    rows = []
    for role in made.means.roles:
        if role.code in asked:
            there, left = ("Not entered", "") if role.left is None else (role.available, role.left)
            rows.append(TableLine((role.name, there, role.busiest, role.planned, role.funded, left), under=role.code))
    return Table("Hours a week of the roles asked for", HOURS, tuple(rows), empty="No role is asked for.")


def _band(band: str, lines: Iterable[ProposalLine]) -> Table:
    return Table(BANDS[band], PROPOSALS, tuple(_proposal(line) for line in lines), foot="All", workings=False)


def _proposal(line: ProposalLine) -> TableLine:
    priced = line.priced
    staff = ", ".join(f"{hours(asked.hours)} {asked.code}" for asked in priced.hours)
    names = ", ".join(
        child.name if child.band == line.row.band else f"{child.name} ({child.band})" for child in line.children
    )
    values = (
        f"{line.usual.provision}, {line.scope}", line.count, f"{priced.way.groups} of {priced.way.size}", staff,
        line.weeks, Worked(priced.cost, priced.cost_sum), Worked(priced.full_year_cost, priced.full_year_sum),
        _decision(line),
    )  # fmt: skip
    return TableLine(values, under=names or plural(line.count, "pupil"))


def _decision(line: ProposalLine) -> str:
    row = line.row
    where = {
        "funded": f"Funded from {row.funding_stream.name}" if row.funding_stream and not row.by_cut else "Funded",
        "deferred": f"Deferred to {row.deferred_to}",
        "declined": "Declined",
    }.get(row.decision, "Not decided")
    return f"{where}. {row.reason}".strip() if row.reason else f"{where}."
