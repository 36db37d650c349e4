"""A layout as a workbook: its tables with their sums as live formulas, the inputs, and what is said beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby

from costing.engine.quantities.expressions import Quantity
from reports.documents.head import Head
from reports.layouts.parts import (
    Against,
    Fields,
    Layout,
    Prose,
    Slip,
    Space,
    Table,
    TableColumn,
    TableLine,
    Terms,
    TickChart,
    Value,
    Worked,
)
from reports.renderings.xlsx import chart
from reports.renderings.xlsx.inputs import Inputs, approximate, money_cell, short
from reports.wording import rules_in_sentences
from ui.sheets import Cell, Formula, Page
from ui.words import date_uk

FORMATS = {"money": "money", "hours": "hours", "number": "number", "date": "date"}
NAMED = re.compile(r"([A-Z][\w ’,-]*)?\[([@#]?)([^\]]*)\]|\{([^}]+)\}")
UPRIGHT = 110  # the characters that A4 upright takes
NOTE, HOW = TableColumn("Note", width=30), TableColumn("How it was worked out", width=60)


def pages(head: Head, layout: Layout) -> list[Page]:
    """The sheets of a laid-out paper."""
    found = [chart.chart_sheet(head, layout, part) for part in layout.parts if isinstance(part, TickChart)]
    found += _Tables(head, layout).pages()
    about = _about(head, layout)
    told = 1 + bool(layout.line)  # the title and the line stand above each table too
    return [*found, about] if len(about.rows) > told or not found else found


@dataclass
class Place:
    """Where a table stands: its sheet, the row of the heads, its first row, and the rows by their first cell."""

    sheet: str
    table: Table
    head: int
    first: int
    labels: dict[object, int] = field(default_factory=dict)

    def letter(self, label: str) -> str:
        """The column with this head."""
        return chr(ord("A") + [column.label for _, column in self.table.on("sheet")].index(label))

    def column(self, letter: str, reader: Place) -> str:
        """The cells of a column that are no headings and no sums, as a formula in the reader's sheet names them."""
        rows = [self.first + n for n, line in enumerate(self.table.lines) if line.look not in ("total", "part")]
        runs = [[row for _, row in run] for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0])]
        sheet = f"'{self.sheet}'!" if self.sheet != reader.sheet else ""
        return ",".join(f"{sheet}${letter}${run[0]}:${letter}${run[-1]}" for run in runs) or "0"


@dataclass(frozen=True)
class Later:
    """A value of a table, to be written when every table has its place, so that a formula can point to any of them."""

    value: Value
    column: TableColumn
    place: Place
    letter: str
    row: int
    style: str


class _Tables:
    """The sheets of the tables and of the inputs."""

    def __init__(self, head: Head, layout: Layout) -> None:
        self.head, self.layout, self.inputs = head, layout, Inputs()
        self.places: dict[str, Place] = {}
        self.sheets: dict[object, list[Table]] = {}
        for part in layout.parts:
            if isinstance(part, Table) and part.only != "page":
                self.sheets.setdefault(part.sheet or id(part), []).append(part)
                _take(part, self.inputs)
        self.inputs.lay_out()

    def pages(self) -> list[Page]:
        """A sheet for each table, or for those of one sheet; then the inputs, where there are any."""
        placed = [self._sheet(tables) for tables in self.sheets.values()]
        found = [
            replace(
                page, rows=[[self._cell(one) if isinstance(one, Later) else one for one in row] for row in page.rows]
            )
            for page in placed
        ]
        entered = self.inputs.page()
        return [*found, entered] if len(entered.rows) > 1 else found

    def _sheet(self, tables: list[Table]) -> Page:
        main = tables[0]
        name = main.sheet or main.title or self.head.title
        under = not main.columns[0].only and any(line.under for table in tables for line in table.lines)
        worked = any(one.said or _sums(one) for table in tables if table.workings for one in table.lines)
        columns = [*(column for _, column in main.on("sheet")), *[NOTE] * under, *[HOW] * worked]
        rows: list[list[object]] = [
            [Cell(_title(self.head, self.layout, main.title if len(tables) == 1 else ""), "title")],
            [Cell(_said(self.head, self.layout, main), "note")],
            *_fields(self.layout),
            [Cell(column.label, "head") for column in columns],
        ]
        head, labels = len(rows), dict[object, int]()
        for table in tables:
            if table is not main:
                rows.append([])
            if table is not main and table.title:
                rows.append([Cell(table.title, "head"), *(Cell("", "head") for _ in columns[1:])])
            place = Place(name, table, head, len(rows) + 1, labels)
            self.places = {name: place, **self.places, table.title: place}
            _fill(rows, table, place, under=under, worked=worked)
        widths = tuple(column.width for column in columns)
        wide = self.layout.size.startswith("a3") and sum(widths) > 2 * UPRIGHT
        return Page(name, rows, widths, head, self.layout.size != "a4" or sum(widths) > UPRIGHT, wide)

    def _cell(self, cell: Later) -> Cell:
        value, style, form = cell.value, cell.style, FORMATS.get(cell.column.kind, "")
        if isinstance(value, Worked):
            if value.value is None:
                return money_cell(None, "", style)
            result = approximate(value.value) if isinstance(value.value, Fraction) else value.value
            formula = self._formula(value, cell)
            return Cell(Formula(formula, result) if formula else result, style, form)
        if isinstance(value, Fraction):
            return Cell(_exact(value, cell.column), style, form)
        plain = isinstance(value, str) or value is None
        return Cell(None if value == "" else value, style, "" if plain else form)

    def _formula(self, value: Worked, cell: Later) -> str:
        """The formula of a figure, its names as addresses; blank where it has none."""
        own = cell.place.table.cells

        def address(quantity: Quantity) -> str:
            stands = next((text for end, text in own.items() if quantity.key.endswith(end)), "")
            return stands or self.inputs.cell(quantity)

        text = value.working.formula(address) if value.working is not None else value.formula
        return NAMED.sub(lambda found: self._address(found, cell), text)

    def _address(self, found: re.Match[str], cell: Later) -> str:
        table, mark, column, label = found.groups()
        if label:
            return f"{cell.letter}{cell.place.labels[label]}"
        place = self.places[table] if table else cell.place
        letter = place.letter(column) if column else cell.letter
        if mark:
            return f"${letter}{cell.row}" if mark == "@" else f"{letter}${place.head}"
        return place.column(letter, cell.place)


def _take(table: Table, inputs: Inputs) -> None:
    for line in table.lines:
        for sum_ in _sums(line):
            inputs.take(sum_, str(line.values[table.named_by]))
    for foot in table.totals:
        for sum_ in _sums(foot):
            inputs.take(sum_, str(foot.values[0]))


def _sums(line: TableLine) -> list[Quantity]:
    return [value.working for value in line.values if isinstance(value, Worked) and value.working is not None]


def _fill(rows: list[list[object]], table: Table, place: Place, *, under: bool, worked: bool) -> None:
    """Add a table's lines, the rows to write in and those of its foot."""
    for line in table.lines:
        notes = [*[line.under] * under, *["\n".join(table.workings_of(line))] * worked]
        rows.append([*_values(line, place, len(rows) + 1), *notes])
    if not table.lines and table.empty:
        rows.append([table.empty])
    rows += [[None] for _ in table.blanks]
    for line in table.totals:
        rows.append(_values(line, place, len(rows) + 1, foot=True))


def _values(line: TableLine, place: Place, row: int, *, foot: bool = False) -> list[object]:
    """The values of a row under the sheet's columns; a row of the foot begins with its name whatever is first."""
    style = "total" if foot or line.look in ("total", "part") else ""
    found: list[object] = []
    for letter, (n, column) in enumerate(place.table.on("sheet"), ord("A")):
        value = line.values[n if found or not foot else 0] if n < len(line.values) else None
        place.labels.setdefault(value, row) if not found else None
        found.append(Later(value, column, place, chr(letter), row, style))
    return found


def _fields(layout: Layout) -> list[list[object]]:
    """A row for each thing to be written at the head."""
    labels = [label for part in layout.parts[:1] if isinstance(part, Fields) for label in part.labels]
    return [[Cell(label, "total"), None] for label in labels]


def _title(head: Head, layout: Layout, table: str) -> str:
    about = f": {layout.about}" if layout.about else ""
    return f"{layout.title or head.title}{about}{f' – {table}' if table else ''}"


def _said(head: Head, layout: Layout, table: Table) -> str:
    parts = (head.school, head.year, f"made {date_uk(head.made_on)}", layout.line, table.note)
    return " · ".join(part for part in parts if part)


def _exact(value: Fraction, column: TableColumn) -> object:
    """Hours and counts to four decimals; an amount as it is."""
    return approximate(value) if column.kind == "money" else short(value)


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
    rows += [[layout.look_at if not place else None, one.sentence] for place, one in enumerate(layout.findings)]
    return Page("About", rows, widths=(32, 110), head=0, landscape=False)


def _beside(part: object) -> list[list[object]]:
    """A part that is no table, below its heading."""
    if isinstance(part, Prose):
        rows: list[list[object]] = [[None, text] for text in (part.note, *part.paragraphs) if text]
    elif isinstance(part, Against):
        rows = [[fact.label, fact.value] for fact in part.facts]
        rows += [[None, text] for text in (*part.paragraphs, part.note) if text]
    elif isinstance(part, Slip):
        rows = [[None, part.hint]]
        rows += [[question] for question in part.questions]
    elif isinstance(part, Terms):
        rows = [[term, text] for term, text in part.rows]
    elif isinstance(part, Space):
        rows = [[None, part.hint], *([] for _ in range(part.lines))]
    else:
        return []
    return [[], [Cell(part.title, "head"), Cell("", "head")], *rows]
