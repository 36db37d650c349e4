"""A weekly timetable as a workbook: a sheet for each week, its costs as live formulas, and what they come to."""

from __future__ import annotations

from costing.engine.pupils.timetable import Timetable
from reports.documents.timetable.week import Meeting
from reports.documents.timetable.weekly_timetable import WeeklyTimetable
from reports.layouts.timetable.weekly_timetable import DAYS, week_name, why_not_counted
from reports.renderings.xlsx.inputs import Inputs, money_cell, short
from reports.wording import rules_in_sentences
from ui.sheets import Cell, Formula, Page
from ui.words import date_uk, time_uk

PLAIN = ("Day", "Start", "Minutes", "What", "Who", "Children together", "Where")
STAFF = ("Day", "Start", "Minutes", "Session", "Staff", "Who", "Staff : pupils", "Room", "Group", "To look at")
COSTED = (*STAFF, "Staff hours", "Cost an hour", "Cost", "Counts", "Why it does not count", "How it was worked out")
WIDTHS = (12, 10, 9, 30, 9, 30, 9, 16, 12, 16, 9, 11, 11, 8, 34, 48)
COST, COUNTS = "M", "N"
FIRST = 4


def pages(made: WeeklyTimetable) -> list[Page]:
    """A sheet for each week; on a costed copy the sheet of the cost, the inputs, and the rules."""
    inputs = Inputs()
    for day in made.days:
        for one in day.meetings:
            inputs.take(one.cost.working if one.cost else None, one.group.title)
    sums = [made.week.annual_working] if made.week else [made.cost.working] if made.cost else []
    for one_sum in sums:
        inputs.take(one_sum, "The year")
    inputs.lay_out()
    totals: list[str] = []
    found = [_week(made, week, inputs, totals) for week in made.weeks or ("",)]
    if sums:
        found += [_cost(made, inputs, totals), inputs.page()]
    return [*found, *([] if made.plain else [_about(made)])]


def _week(made: WeeklyTimetable, week: str, inputs: Inputs, totals: list[str]) -> Page:
    """A row for each session, a sum below each day; the cell of the week's sum is added to `totals`."""
    heads = PLAIN if made.plain else COSTED if made.week else STAFF
    name = week_name(week)
    rows: list[list[object]] = [
        [Cell(f"{made.head.title}: {made.about}", "title")],
        [Cell(f"{made.head.school} · {made.head.year} · made {date_uk(made.head.made_on)} · {name}", "note")],
        [Cell(head, "head") for head in heads],
    ]
    days: list[str] = []
    for day in made.days_in(week):
        first = len(rows) + 1
        rows += [_row(made, one, inputs) for one in day.meetings]
        if made.week is not None and day.cost is not None:
            among = f'=SUMIF({COUNTS}{first}:{COUNTS}{len(rows)},"Yes",{COST}{first}:{COST}{len(rows)})'
            rows.append(_sum(f"{DAYS[day.day]}, what counts", money_cell(day.cost, among, "total")))
            days.append(f"{COST}{len(rows)}")
    if made.week is not None:
        text = f"={'+'.join(days)}" if days else "=0"
        rows.append(_sum(f"{name}, what counts", money_cell(made.cost_of(week), text, "total")))
        totals.append(f"'{name}'!{COST}{len(rows)}")
    return Page(name, rows, widths=WIDTHS[: len(heads)], head=FIRST - 1)


def _row(made: WeeklyTimetable, one: Meeting, inputs: Inputs) -> list[object]:
    when: list[object] = [DAYS[one.day], time_uk(one.start), short(one.minutes), one.group.title]
    if made.plain:
        return [*when, one.who, one.pupils, one.room]
    planned = [*when, one.role, one.who, one.ratio, one.room, one.group.code, ", ".join(one.marks)]
    cost = one.cost
    if cost is None:
        return planned
    figure = money_cell(cost.cost, cost.working.formula(inputs.cell) if cost.working else "=0")
    hours = Cell(short(cost.hours), "", "number")
    rate = Cell(cost.rate, "", "money") if cost.rate is not None else None
    counts = "Yes" if cost.counted else "No"
    return [*planned, hours, rate, figure, counts, why_not_counted(one), cost.working.text() if cost.working else ""]


def _sum(label: str, cell: Cell) -> list[object]:
    return [Cell(label, "total"), *(Cell(None, "total") for _ in COSTED[1 : COSTED.index("Cost")]), cell]


def _cost(made: WeeklyTimetable, inputs: Inputs, totals: list[str]) -> Page:
    """What a week and the year cost, for a pupil; a week and the run, for a group."""
    rows: list[list[object]] = [
        [Cell(f"Cost: {made.about}", "title")],
        [Cell("", "head"), Cell("Cost", "head"), Cell("How it was worked out", "head")],
    ]
    if made.week is not None:
        rows += _pupil_rows(made.week, inputs, totals)
    elif made.cost is not None:
        working = made.cost.working
        rows.append(["A week", Cell(made.cost.weekly_cost, "", "money")])
        formula = working.formula(inputs.cell) if working else "=0"
        rows.append(["The whole run", money_cell(made.cost.cost, formula), working.text() if working else ""])
    return Page("Cost", rows, widths=(24, 14, 100), head=2)


def _pupil_rows(week: Timetable, inputs: Inputs, totals: list[str]) -> list[list[object]]:
    mean = f"=ROUND(({'+'.join(totals)})/{len(totals)},2)"
    working = week.annual_working
    yearly = money_cell(week.annual_cost, working.formula(inputs.cell) if working else "=0")
    said = "The mean of weeks A and B" if len(totals) > 1 else ""
    return [
        ["A week", Cell(Formula(mean, week.weekly_cost), "", "money"), said],
        ["A year", yearly, working.text() if working else ""],
    ]


def _about(made: WeeklyTimetable) -> Page:
    """The staff codes, what is to be looked at and, on a costed copy, the rules."""
    rows: list[list[object]] = [[Cell(f"About: {made.about}", "title")]]
    rows += [["Staff code" if not place else None, code, name] for place, (code, name) in enumerate(made.key)]
    rows += [["To look at" if not place else None, note.message] for place, note in enumerate(made.notes)]
    if made.week is not None:
        rows += [
            [],
            [Cell("The rules", "head"), Cell(made.head.rules.name, "head")],
            ["Source", made.head.rules.source],
        ]
        rows += [[rule.name, rule.sentence] for rule in rules_in_sentences(made.head.rules)]
    return Page("About", rows, widths=(24, 60, 40), head=0, landscape=False)
