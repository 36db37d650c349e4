"""The layout of a paper of tables, as plain data that page, PDF and workbook are drawn from.

A layout computes nothing: its figures come from the document, each with the sum that gave it where there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Literal

from costing.engine.quantities.expressions import Quantity
from reports.documents.maps.grid import Grid
from ui.findings import Finding
from ui.parts import Fact, PictureRow
from ui.words import NOT_RECORDED, date_uk, hours, money, number

Kind = Literal["text", "money", "hours", "number", "date"]
Only = Literal["", "page", "sheet"]


@dataclass(frozen=True)
class Worked:
    """A figure with the sum that gave it; None = not recorded.

    `formula` gives it in the workbook where it comes of other cells: `[@Weeks]` is that column's cell in the same row,
    `[Cost]` all of a column, `[]` of its own, `Groups[Cost]` of another table, `[#]` the head of its own column, and
    `{Threshold}` the cell of its own column in the row that begins so.
    """

    value: Decimal | Fraction | str | None
    working: Quantity | None = None
    formula: str = ""


Value = str | Decimal | Fraction | int | date | Worked | None


@dataclass(frozen=True)
class TableColumn:
    """A column: how its values print, how wide it is in the workbook (characters), and whether the foot adds it.

    `only` keeps it to the printed page or to the workbook's sheet; the sums of a `silent` one are not printed.
    """

    label: str
    kind: Kind = "text"
    width: int = 14
    total: bool = False
    only: Only = ""
    silent: bool = False

    @property
    def right(self) -> bool:
        """Whether its values stand at the right."""
        return self.kind not in ("text", "date")


@dataclass(frozen=True)
class TableLine:
    """A row. `under` is printed small below the first cell; `area` marks it with the area's short code; `said` is
    printed in place of its sums.

    `look`: "not" for what does not count, "part" for a heading between rows, "total" for a sum of those above, "blank"
    for a row to write in whose beginning is printed, "more" for one that goes on in the row below it, whose first value
    is then "".
    """

    values: tuple[Value, ...]
    under: str = ""
    area: str = ""
    href: str = ""
    look: Literal["", "not", "part", "total", "blank", "more"] = ""
    said: str = ""


@dataclass(frozen=True)
class PrintedLine:
    """A row as page and PDF print it: texts with their class, and the sums below it. In the foot the first cell spans
    the empty ones beside it."""

    line: TableLine
    first: str
    cells: tuple[tuple[str, bool, str], ...]
    workings: tuple[str, ...]
    span: int = 1


@dataclass(frozen=True)
class Table:
    """A table with a heading. `foot` names the row of totals, `feet` are further rows of it with their own figures;
    `workings` prints each row's sums below it.

    `blank` adds that many empty rows to write in; `empty` is printed where there is no row. `only` keeps it to page or
    workbook; `sheet` names its sheet where that is not the heading, and tables of one sheet stand below one another
    under the first one's heads. `cells` are formulas for figures that stand in the row itself, by the end of their key;
    `named_by` is the place of the value by which the workbook's inputs say what they are used for.
    """

    title: str
    columns: tuple[TableColumn, ...]
    lines: tuple[TableLine, ...] = ()
    note: str = ""
    empty: str = ""
    foot: str = ""
    workings: bool = True
    blank: int = 0
    page_break: bool = False
    feet: tuple[TableLine, ...] = ()
    only: Only = ""
    sheet: str = ""
    look: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    named_by: int = 0

    @property
    def heads(self) -> tuple[TableColumn, ...]:
        """The columns that are printed."""
        return tuple(column for _, column in self.on("page"))

    @property
    def shown(self) -> Iterator[PrintedLine]:
        """The rows as they are printed."""
        for line in self.lines:
            yield self._shown(line)

    @property
    def shown_feet(self) -> Iterator[PrintedLine]:
        """The rows of totals as they are printed."""
        for line in self.totals:
            shown = self._shown(line)
            gap = next((place for place, (text, _, _) in enumerate(shown.cells) if text), 0)
            yield PrintedLine(line, shown.first, shown.cells[gap:], (), gap + 1)

    @property
    def totals(self) -> tuple[TableLine, ...]:
        """The row that adds the columns, and the further rows of the foot."""
        sums = (Worked(self.sum_of(n), None, "=SUM([])") if one.total else "" for n, one in enumerate(self.columns))
        added = (TableLine((self.foot, *list(sums)[1:])),) if self.foot else ()
        return (*added, *self.feet)

    @property
    def ruled(self) -> bool:
        """Whether it is a form, with a box for each thing to write."""
        return bool(self.blank) or any(line.look == "blank" for line in self.lines)

    @property
    def blanks(self) -> range:
        """The empty rows to write in."""
        return range(self.blank)

    def on(self, where: Only) -> list[tuple[int, TableColumn]]:
        """The columns of the page or of the sheet, each with its place among all."""
        return [(place, column) for place, column in enumerate(self.columns) if column.only in ("", where)]

    def sum_of(self, place: int) -> Fraction:
        """The printed figures of a column, added; rows that are sums themselves are not added again."""
        values = [_plain(line.values[place]) for line in self.lines if line.look not in ("total", "part")]
        figures = [Fraction(value) for value in values if isinstance(value, Decimal | Fraction | int)]
        return sum(figures, Fraction(0))

    def workings_of(self, line: TableLine) -> tuple[str, ...]:
        """The sums of a row, each once, or what is said in their place."""
        if line.said or not self.workings:
            return (line.said,) if line.said else ()
        texts = (
            value.working.text()
            for value, column in zip(line.values, self.columns, strict=False)
            if isinstance(value, Worked) and value.working is not None and not column.silent
        )
        return tuple(dict.fromkeys(texts))

    def _shown(self, line: TableLine) -> PrintedLine:
        pairs = [(line.values[place], column) for place, column in self.on("page") if place < len(line.values)]
        first, *cells = ((printed(value, column.kind), column.right, column.label) for value, column in pairs)
        return PrintedLine(line, first[0], tuple(cells), self.workings_of(line))


@dataclass(frozen=True)
class Blocks(Table):
    """A table whose rows are printed as blocks: the first value is the heading, the second a paragraph, the others
    stand beside their names."""


@dataclass(frozen=True)
class Prose:
    """Paragraphs under a heading, after a small `note`; the words of `strong` stand out where they come."""

    title: str
    paragraphs: tuple[str, ...]
    note: str = ""
    strong: str = ""

    @property
    def parted(self) -> Iterator[tuple[str, str, str]]:
        """Each paragraph as what comes before the words that stand out, these, and what comes after."""
        for text in self.paragraphs:
            yield text.partition(self.strong) if self.strong else (text, "", "")


@dataclass(frozen=True)
class Against:
    """A total against a threshold: the figures, drawn to scale, and what they mean in sentences."""

    title: str
    facts: tuple[Fact, ...]
    total: Decimal | None
    threshold: Fraction
    paragraphs: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Glance:
    """The map at a glance: year groups down, areas of need across. A table of the sheet has the same figures."""

    grid: Grid


@dataclass(frozen=True)
class Slip:
    """A slip to send back: questions, each with lines to write on, and what is written at its foot."""

    title: str
    hint: str
    questions: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """Terms with what they mean: a key to codes, what is known of a pupil."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Space:
    """Room to write in by hand, under a heading and a hint; `lines` of about 8 mm."""

    title: str
    hint: str = ""
    lines: int = 4


@dataclass(frozen=True)
class Fields:
    """Lines to write on, each with its label."""

    title: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Slot:
    """A session in a week's grid: its title, and lines with length, people and room. `marks` are warnings."""

    title: str
    lines: tuple[str, ...] = ()
    area: str = ""
    counted: bool = True
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class WeekGrid:
    """A week: days across, times down, in each cell the sessions that begin then; `below` is the line under each
    day."""

    title: str
    days: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Slot, ...], ...]], ...]
    below: tuple[str, ...] = ()
    page_break: bool = False


@dataclass(frozen=True)
class Ticked:
    """A row of a chart: a name with its marks and a small line under it, a text for each column, and what else.
    An empty one is there to write in."""

    name: str = ""
    marks: str = ""
    under: str = ""
    cells: tuple[str, ...] = ()
    other: str = ""


@dataclass(frozen=True)
class ChartBand:
    """The rows of a chart that belong together, named down its side."""

    name: str
    who: str
    rows: tuple[Ticked, ...]

    @property
    def blocks(self) -> Iterator[tuple[Ticked, ...]]:
        """The rows in blocks of about equal size; each block stays on one page with the band's name beside it."""
        count = len(self.rows)
        parts = 1 if count <= WHOLE else ceil(count / BLOCK)
        cuts = [part * count // parts for part in range(parts + 1)]
        for first, last in pairwise(cuts):
            yield self.rows[first:last]


@dataclass(frozen=True)
class TickChart:
    """A chart to tick: bands of rows down, provisions with their area across, and room for what else.

    `fields` are printed above it, each with its value ("" = to be written); a column without a name is also to be
    written.
    """

    name: str
    fields: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    bands: tuple[ChartBand, ...]
    foot: str = ""

    @property
    def crowded(self) -> bool:
        """Whether the other columns must be narrow to leave room for so many."""
        return len(self.columns) > 12

    @property
    def depth(self) -> str:
        """The class for the height of the head, so that its longest name, set upright, fits the width of a column."""
        lines = max(1, int(ROOM[self.crowded] / max(1, len(self.columns)) / LINE))
        longest = max((len(name) for name, _ in self.columns), default=0)
        word = max((len(word) for name, _ in self.columns for word in name.split()), default=0)
        need = LETTER * max(word, longest / lines + (6 if lines > 1 else 0))
        return next((name for name, most in DEPTHS.items() if need <= most), "deepest")

    @property
    def empty(self) -> range:
        """The cells of a row to write in."""
        return range(len(self.columns))


BLOCK, WHOLE = 4, 6
# In millimetres on A4 across: what is left for the columns, a head's line and its letters, and how deep heads are.
ROOM = {False: 144, True: 163}
LINE, LETTER = 3.35, 1.45
DEPTHS = {"shallow": 32, "middling": 44, "deep": 56}


@dataclass(frozen=True)
class Picture:
    """Rows drawn to one scale, each with its meaning in words; the tables of the paper have the same figures."""

    title: str
    rows: tuple[PictureRow, ...]
    note: str = ""


Part = Table | Prose | Terms | Space | Fields | WeekGrid | TickChart | Picture | Against | Glance | Slip
TEMPLATES: dict[type[Part], str] = {
    Table: "table",
    Blocks: "blocks",
    Against: "against",
    Glance: "glance",
    Slip: "slip",
    Prose: "prose",
    Terms: "terms",
    Space: "space",
    Fields: "fields",
    WeekGrid: "weekgrid",
    TickChart: "chart",
    Picture: "picture",
}


@dataclass(frozen=True)
class Layout:
    """The layout of a paper. `size` is "a4", "a4-landscape" or "a3-landscape"; `rules` prints the LA's rules at the
    end.

    `about` names whom or what it is about where that is not the whole school; `note` runs in the foot of each page;
    `letter` sets it larger, to be read as one; `look_at` heads the findings.
    """

    line: str = ""
    about: str = ""
    note: str = ""
    size: str = "a4"
    facts: tuple[Fact, ...] = ()
    parts: tuple[Part, ...] = ()
    findings: tuple[Finding, ...] = ()
    rules: bool = False
    signed: bool = False
    title: str = ""
    letter: bool = field(default=False, kw_only=True)
    look_at: str = field(default="To look at", kw_only=True)

    @property
    def kinds(self) -> Iterator[tuple[str, Part]]:
        """The parts, each with the name of the template that draws it."""
        for part in self.parts:
            if isinstance(part, Table) and part.only == "sheet":
                continue
            yield f"documents/layout_{TEMPLATES[type(part)]}.html", part


def printed(value: Value, kind: Kind) -> str:
    """A value as people read it. A sum or an amount that is not recorded says so; other gaps stay empty."""
    plain = _plain(value)
    if plain is None:
        return NOT_RECORDED if isinstance(value, Worked) else ""
    if isinstance(plain, str):
        return plain
    if isinstance(plain, date):
        return date_uk(plain).replace(" ", "\N{NO-BREAK SPACE}")
    written = {"money": money, "hours": hours}.get(kind, number)
    return written(plain)


def _plain(value: Value) -> str | Decimal | Fraction | int | date | None:
    return value.value if isinstance(value, Worked) else value
