"""The whole-school map as a workbook: at a glance, the groups, whole-school costs, budgets, and the inputs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from costing.engine.quantities.expressions import Quantity
from reports.documents.maps.grid import grid_of, pattern_of, year_groups_in_words
from reports.renderings.xlsx.inputs import Inputs, money_cell, short
from reports.wording import horizon_words, rules_in_sentences
from ui.marks import area
from ui.sheets import Cell, Page
from ui.words import date_uk

if TYPE_CHECKING:
    from reports.documents.maps.whole_school_map import MapRow, WholeSchoolMap

GROUPS, WHOLE = "Groups", "Whole-school costs"
HEAD = (
    "Group",
    "Provision",
    "Area of need",
    "Strand",
    "Tier",
    "For",
    "Class",
    "Ratio",
    "Staff",
    "Pattern",
    "Staff hours a week",
    "Weeks",
    "Places filled",
    "Group size",
    "Cost",
    "For each pupil",
    "Empty places",
    "Budget",
    "How it was worked out",
)
WIDTHS = (12, 32, 22, 14, 11, 14, 9, 7, 10, 14, 10, 7, 8, 8, 12, 12, 12, 22, 48)
AREA, SCOPE, FILLED, SIZE, COST, BUDGET = "C", "F", "M", "N", "O", "R"
FIRST = 4


def pages(made: WholeSchoolMap) -> list[Page]:
    """The sheets of a school's map."""
    inputs = Inputs()
    for row in made.rows:
        for sum_ in _sums(row):
            inputs.take(sum_, row.group.title)
    for line in made.whole_school:
        inputs.take(line.working, line.description)
    inputs.lay_out()
    return [_glance(made), _groups(made, inputs), _whole(made, inputs), _budgets(made), inputs.page(), _about(made)]


def _sums(row: MapRow) -> tuple[Quantity | None, ...]:
    """A row's three sums; none where nothing is costed."""
    costed = row.cost is not None and bool(row.cost.exact)
    return (row.cost.working, row.per_pupil, row.empty_places) if row.cost and costed else (None, None, None)


def _title(made: WholeSchoolMap, text: str) -> list[list[object]]:
    told = f"{made.head.school} · {made.head.year} · made {date_uk(made.head.made_on)} · {horizon_words(made.head)}"
    return [[Cell(text, "title")], [Cell(told, "note")]]


def _heads(names: tuple[str, ...]) -> list[object]:
    return [Cell(name, "head") for name in names]


def _column(sheet: str, column: str, count: int) -> str:
    return f"'{sheet}'!${column}${FIRST}:${column}${FIRST + max(count, 1) - 1}"


def _glance(made: WholeSchoolMap) -> Page:
    """Year groups down, areas across: what the groups of each cell cost, added from the sheet of groups."""
    grid, count = grid_of(made), len(made.rows)
    areas, scopes, costs = (_column(GROUPS, column, count) for column in (AREA, SCOPE, COST))
    rows = _title(made, "At a glance: what each area of need costs in each year group")
    rows.append(_heads(("Year group", *(area(code).name for code in grid.areas), "Together")))
    last = chr(ord("A") + len(grid.areas))
    for row in grid.rows:
        here = len(rows) + 1
        cells: list[object] = [row.scope]
        for place, cost in enumerate(row.costs):
            letter = chr(ord("B") + place)
            found = f"=SUMPRODUCT(--({scopes}=$A{here}),--({areas}={letter}$3),{costs})"
            cells.append(money_cell(cost, found) if row.cells[place] else None)
        rows.append([*cells, money_cell(row.cost, f"=SUM(B{here}:{last}{here})", "total")])
    end = len(rows)
    foot: list[object] = [Cell("All years", "total")]
    for place, cost in enumerate((*grid.costs, grid.total)):
        letter = chr(ord("B") + place)
        foot.append(money_cell(cost, f"=SUM({letter}{FIRST}:{letter}{end})" if grid.rows else "=0", "total"))
    return Page("At a glance", [*rows, foot], widths=(24, *([20] * (len(grid.areas) + 1))), head=3)


def _groups(made: WholeSchoolMap, inputs: Inputs) -> Page:
    """Every group with its cost."""
    rows = [*_title(made, "Groups and what they cost"), _heads(HEAD)]
    names = {stream.id: stream.name for stream in made.streams}
    rows += [_group(row, number, inputs, names) for number, row in enumerate(made.rows, FIRST)]
    end = len(rows)
    total = f"=SUM({COST}{FIRST}:{COST}{end})" if made.rows else "=0"
    rows.append(_foot("All groups", money_cell(made.groups_cost, total, "total")))
    if made.whole_school:
        both = f"={COST}{end + 1}+'{WHOLE}'!D{FIRST + len(made.whole_school)}"
        rows.append(_foot("With whole-school costs", money_cell(made.total, both, "total")))
    return Page(GROUPS, rows, widths=WIDTHS, head=3, wide=True)


def _foot(label: str, cell: Cell) -> list[object]:
    return [Cell(label, "total"), *(Cell(None, "total") for _ in HEAD[1 : HEAD.index("Cost")]), cell]


def _group(row: MapRow, number: int, inputs: Inputs, budgets: dict[int, str]) -> list[object]:
    group, cost = row.group, row.cost
    whole, each, empty = _sums(row)
    sharing = f"MAX({FILLED}{number},{SIZE}{number})"

    def cell(quantity: Quantity) -> str:
        return sharing if quantity.key == f"group:{group.code}:sharing" else inputs.cell(quantity)

    return [
        group.code,
        group.title if group.title == group.provision else f"{group.title} ({group.provision})",
        area(group.area).name,
        group.strand,
        group.tier.capitalize(),
        year_groups_in_words(group.year_groups),
        group.class_name,
        cost.ratio if cost else None,
        ", ".join(row.staff),
        pattern_of(group),
        short(cost.weekly_hours) if cost else None,
        short(group.facts.weeks),
        row.filled,
        group.facts.size,
        _sum(row.full_cost, whole, cell),
        _sum(row.cost_per_pupil, each, cell),
        _sum(cost.empty_cost if cost else None, empty, cell),
        budgets.get(group.stream_id or 0, ""),
        row.fault or (cost.working.text() if cost and cost.working and whole else ""),
    ]


def _sum(value: Decimal | None, working: Quantity | None, cell: Callable[[Quantity], str]) -> Cell:
    if working is None:
        return money_cell(None, "") if value is None else Cell(value, format="money")
    return money_cell(value, working.formula(cell))


def _whole(made: WholeSchoolMap, inputs: Inputs) -> Page:
    """What cannot be charged to a pupil."""
    names = {stream.id: stream.name for stream in made.streams}
    rows = _title(made, "Whole-school costs: what cannot be charged to a pupil")
    rows.append(_heads(("What", "Kind", "Budget", "Cost", "How it was worked out")))
    for line in made.whole_school:
        budget, cost = names.get(line.stream_id or 0, ""), money_cell(line.cost, line.working.formula(inputs.cell))
        rows.append([line.description, line.kind.capitalize(), budget, cost, line.working.text()])
    total = f"=SUM(D{FIRST}:D{len(rows)})" if made.whole_school else "=0"
    rows.append(
        [
            Cell("Whole-school costs", "total"),
            Cell(None, "total"),
            Cell(None, "total"),
            money_cell(made.whole_school_costs, total, "total"),
        ]
    )
    return Page(WHOLE, rows, widths=(50, 18, 28, 14, 60), head=3)


def _budgets(made: WholeSchoolMap) -> Page:
    """What there is, what the map commits of it, and what is left."""
    rows = [*_title(made, "Budgets"), _heads(("Budget", "There is", "Committed here", "Left"))]
    groups, whole = len(made.rows), len(made.whole_school)
    for stream in made.streams:
        here = len(rows) + 1
        found = "+".join(
            f"SUMPRODUCT(--({_column(sheet, names, count)}=$A{here}),{_column(sheet, costs, count)})"
            for sheet, names, costs, count in ((GROUPS, BUDGET, COST, groups), (WHOLE, "C", "D", whole))
        )
        rows.append(
            [
                stream.name,
                Cell(stream.amount, "input", "money"),
                money_cell(stream.committed, f"={found}"),
                money_cell(stream.left, f"=B{here}-C{here}"),
            ]
        )
    return Page("Budgets", rows, widths=(40, 16, 18, 16), head=3, landscape=False)


def _about(made: WholeSchoolMap) -> Page:
    """The rules that the map was costed under, and what is to be looked at."""
    rules = made.head.rules
    rows: list[list[object]] = [[Cell("About this map", "title")]]
    rows += [[Cell("The rules", "head"), Cell(rules.name, "head")], ["Source", rules.source]]
    rows += [[rule.name, rule.sentence] for rule in rules_in_sentences(rules)]
    rows.append([])
    rows += [["To look at" if not place else None, note.message] for place, note in enumerate(made.notes)]
    return Page("About", rows, widths=(32, 110), head=0, landscape=False)
