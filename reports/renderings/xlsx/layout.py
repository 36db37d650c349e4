"""A layout as a workbook: a sheet for each table, its sums as live formulas, the inputs, and what is said beside it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from reports.layouts.parts import Fields, Layout, Prose, Space, Table, TableColumn, Terms, TickChart, Value, Worked
from reports.renderings.xlsx import chart
from reports.renderings.xlsx.inputs import Inputs, approximate, money_cell, short
from reports.wording import rules_in_sentences
from ui.sheets import Cell, Formula, Page
from ui.words import date_uk

if TYPE_CHECKING:
    from reports.documents.head import Head

FORMATS = {"money": "money", "hours": "hours", "number": "number", "date": "date"}


def pages(head: Head, layout: Layout) -> list[Page]:
    """The sheets of a laid-out paper."""
    tables = [part for part in layout.parts if isinstance(part, Table)]
    inputs = Inputs()
    for table in tables:
        _take(table, inputs)
    inputs.lay_out()
    found = [chart.chart_sheet(head, layout, part) for part in layout.parts if isinstance(part, TickChart)]
    found += [_table(head, layout, table, inputs) for table in tables]
    entered = inputs.page()
    if len(entered.rows) > 1:
        found.append(entered)
    about = _about(head, layout)
    return [*found, about] if len(about.rows) > 1 or not found else found


def _take(table: Table, inputs: Inputs) -> None:
    for line in table.lines:
        for value in line.values:
            if isinstance(value, Worked):
                inputs.take(value.working, str(line.values[0]))


def _table(head: Head, layout: Layout, table: Table, inputs: Inputs) -> Page:
    under = any(line.under for line in table.lines)
    worked = table.workings and any(isinstance(value, Worked) for line in table.lines for value in line.values)
    more = [
        *([TableColumn("Note", width=30)] if under else []),
        *([TableColumn("How it was worked out", width=60)] * worked),
    ]
    columns = [*table.columns, *more]
    rows: list[list[object]] = [
        [Cell(_title(head, layout, table), "title")],
        [Cell(_said(head, table), "note")],
        *_fields(layout),
        [Cell(column.label, "head") for column in columns],
    ]
    first = len(rows) + 1
    for line, shown in zip(table.lines, table.shown, strict=True):
        style = "total" if line.look in ("total", "part") else ""
        cells = [_cell(value, column, inputs, style) for value, column in zip(line.values, table.columns, strict=False)]
        padding = [Cell(None, style)] * (len(table.columns) - len(cells))
        notes = [*([line.under] if under else []), *(["\n".join(shown.workings)] if worked else [])]
        rows.append([*cells, *padding, *notes])
    if not table.lines and table.empty:
        rows.append([table.empty])
    rows += [[None] * len(columns) for _ in table.blanks]
    if table.foot:
        rows.append(_foot(table, first, len(rows)))
    return Page(
        table.title or head.title,
        rows,
        widths=tuple(column.width for column in columns),
        head=first - 1,
        landscape=layout.size != "a4",
        wide=layout.size.startswith("a3"),
    )


def _fields(layout: Layout) -> list[list[object]]:
    """A row for each thing to be written at the head."""
    labels = [label for part in layout.parts[:1] if isinstance(part, Fields) for label in part.labels]
    return [[Cell(label, "total"), None] for label in labels]


def _title(head: Head, layout: Layout, table: Table) -> str:
    about = f": {layout.about}" if layout.about else ""
    return f"{layout.title or head.title}{about}{f' – {table.title}' if table.title else ''}"


def _said(head: Head, table: Table) -> str:
    parts = (head.school, head.year, f"made {date_uk(head.made_on)}", table.note)
    return " · ".join(part for part in parts if part)


def _cell(value: Value, column: TableColumn, inputs: Inputs, style: str) -> Cell:
    form = FORMATS.get(column.kind, "")
    if isinstance(value, Worked):
        if value.working is None or value.value is None:
            return money_cell(None, "") if value.value is None else Cell(value.value, style, form)
        return money_cell(value.value, value.working.formula(inputs.cell), style)
    if isinstance(value, Fraction):
        return Cell(_exact(value, column), style, form)
    plain = isinstance(value, str) or value is None
    return Cell(value, style, "" if plain else form)


def _exact(value: Fraction, column: TableColumn) -> object:
    """Hours and counts to four decimals; an amount as it is."""
    return approximate(value) if column.kind == "money" else short(value)


def _foot(table: Table, first: int, last: int) -> list[object]:
    """The label and, below each column that is added, the formula that adds it."""
    cells: list[object] = [Cell(table.foot, "total")]
    added = [first + place for place, line in enumerate(table.lines) if line.look not in ("total", "part")]
    for place, column in enumerate(table.columns[1:], 1):
        if not column.total:
            cells.append(Cell(None, "total"))
            continue
        letter = chr(ord("A") + place)
        formula = Formula(_adding(letter, added, first, last), approximate(table.sum_of(place)))
        cells.append(Cell(formula, "total", FORMATS.get(column.kind, "")))
    return cells


def _adding(letter: str, rows: list[int], start: int, last: int) -> str:
    """The formula that adds the rows: one range where they are adjacent, else the sum of several."""
    if not rows:
        return "=0"
    if len(rows) == last - start + 1:
        return f"=SUM({letter}{start}:{letter}{last})"
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return "=" + "+".join(f"SUM({letter}{first}:{letter}{end})" for first, end in runs)


def _about(head: Head, layout: Layout) -> Page:
    """The sheet About: facts, paragraphs, keys, the rules and the findings."""
    rows: list[list[object]] = [[Cell(f"About: {layout.title or head.title}", "title")]]
    rows += [[layout.line]] if layout.line else []
    rows += [[fact.label, fact.value] for fact in layout.facts]
    for part in layout.parts:
        rows += _beside(part)
    if layout.rules:
        rows += [[], [Cell("The rules", "head"), Cell(head.rules.name, "head")], ["Source", head.rules.source]]
        rows += [[rule.name, rule.sentence] for rule in rules_in_sentences(head.rules)]
    rows += [["To look at" if not place else None, one.sentence] for place, one in enumerate(layout.findings)]
    return Page("About", rows, widths=(32, 110), head=0, landscape=False)


def _beside(part: object) -> list[list[object]]:
    """A part that is no table, below its heading."""
    if isinstance(part, Prose):
        rows: list[list[object]] = [[None, text] for text in part.paragraphs]
    elif isinstance(part, Terms):
        rows = [[term, text] for term, text in part.rows]
    elif isinstance(part, Space):
        rows = [[None, part.hint], *([] for _ in range(part.lines))]
    else:
        return []
    return [[], [Cell(part.title, "head"), Cell("", "head")], *rows]
