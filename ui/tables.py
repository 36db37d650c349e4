"""Lists: declared once as columns over plain rows, then sorted, paged, totalled, and exported just as shown.

Rows are dataclasses (or dicts) whose attributes the columns name. `Lazy` stands in for rows too many to read for one
page. Nothing here queries: the caller passes only rows that the reader may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any, Literal

import django_tables2 as tables
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2.data import TableData

from ui import marks, words
from ui.csv_files import write_csv
from ui.folding import in_order
from ui.searches import without_words
from ui.sheets import Cell, Page, write_paper

Kind = Literal["text", "short", "area", "tier", "status", "money", "hours", "number", "date"]
PAGE = 50
FIGURES = frozenset({"money", "hours", "number"})
SHORT = frozenset({"short", "area", "tier", "status", "date"})
FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
PRINTED: dict[str, Callable[[Any], str]] = {
    "area": marks.area_tag,
    "tier": marks.tier_tag,
    "status": marks.status_tag,
    "money": words.money,
    "hours": words.hours,
    "number": words.number,
    "date": words.date_uk,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """The text of a cell with a tone: "warn" for what needs attention, "muted" for what does not count. Sorted by
    `value`."""

    text: str
    tone: Literal["", "warn", "muted"] = ""
    value: object = None


@dataclass(frozen=True, slots=True)
class Col:
    """A column: the row's attribute, the words at its head, and how its values are shown.

    `path` leads to the value where that is not the attribute of its name: `group.title`, of the row's `group`. `href`
    and `why` name attributes (or paths) with the address it leads to and a small line under it, which goes out as a
    column of its own headed `why_head`. `sort` names another attribute to sort by, "" forbids it. `total` adds the
    values below; `shown` False offers it without showing it at first; `missing` is printed for an empty value. `panel`:
    the address is that of a form, which opens in the side panel. `out` are the columns that go out to a file instead,
    where the cell of the page holds more than one figure.
    """

    name: str
    head: str
    kind: Kind = "text"
    path: str = ""
    href: str = ""
    why: str = ""
    why_head: str = ""
    sort: str | None = None
    total: bool = False
    shown: bool = True
    missing: str = ""
    panel: bool = False
    out: tuple[Col, ...] = ()

    @property
    def at(self) -> str:
        """The path to its value."""
        return self.path or self.name


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as declared. `noun` counts its rows ("group", "class,classes"); its first column is always shown. `ticks`
    names the boxes before the rows, each with the row's `id`, for a form around the list."""

    title: str
    noun: str
    columns: tuple[Col, ...]
    foot: str = "All shown"
    note: str = ""
    ticks: str = ""

    def without(self, *kinds: Kind) -> Listing:
        """The list without columns of these kinds: `without("money")` for whoever may not see costs."""
        return replace(self, columns=tuple(col for col in self.columns if col.kind not in kinds))


@dataclass(frozen=True, slots=True)
class Choosable:
    """A column in the chooser."""

    name: str
    label: str
    shown: bool


class Rows(TableData):
    """Rows that are all loaded, sorted naturally (3B before 10A); rows without a value come last in either
    direction."""

    data: list[Any]

    def __init__(self, rows: Iterable[Any], columns: Sequence[Col]) -> None:
        super().__init__(list(rows))
        self.sorts = {col.name: col.sort or col.at for col in columns}

    def __len__(self) -> int:
        return len(self.data)

    def order_by(self, aliases: Iterable[str]) -> None:
        """Sort by these columns, the first the most significant; equal rows keep their order."""
        for alias in reversed(list(aliases)):
            name = self.sorts[alias.removeprefix("-")]
            keyed = [(sort_key(row_value(row, name)), row) for row in self.data]
            known = [pair for pair in keyed if pair[0] is not None]
            known.sort(key=lambda pair: pair[0], reverse=alias.startswith("-"))
            self.data = [row for _, row in known] + [row for key, row in keyed if key is None]


class Lazy(TableData):
    """Rows read a page at a time: `order` gives their ids for a column's alias ("" or "name" or "-name"),
    `fetch` reads the rows of some ids in that order."""

    def __init__(self, order: Callable[[str], Sequence[int]], fetch: Callable[[Sequence[int]], Sequence[Any]]) -> None:
        super().__init__([])
        self.order, self.fetch, self.ids = order, fetch, list[int]()

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetch(self.ids))

    def __getitem__(self, part: slice) -> Sequence[Any]:
        return self.fetch(self.ids[part])

    def order_by(self, aliases: Iterable[str]) -> None:
        """Ask for the ids in this order."""
        self.ids = list(self.order(next(iter(aliases), "")))


class ListTable(tables.Table):
    """A list as one address asks for it: its columns, order and page."""

    listing: Listing
    chooser: tuple[Choosable, ...]
    keep: tuple[tuple[str, str], ...]

    class Meta:
        attrs = {"class": "list stack"}

    @property
    def label(self) -> str:
        """What the list is, for screen readers."""
        return self.listing.title

    @property
    def count_words(self) -> str:
        """How many rows fit the filters, on all pages."""
        return words.plural(len(self.rows), self.listing.noun)

    def lines(self, ticks: bool = False) -> list[ListLine]:
        """The rows of this page; `ticks`: their boxes belong to the form of that id."""
        columns = [(column.column, column.attrs["td"].get("class", ""), column.header) for column in self.columns]
        signs = tuple((column.col, kind, str(head)) for column, kind, head in columns)
        form = "ticks" if ticks else ""
        drawers = tuple(column for column, _, _ in columns)
        return [ListLine(row.record, signs, self.listing.ticks, form, drawers) for row in self.paginated_rows]

    @property
    def none_words(self) -> str:
        """The sentence shown where no row fits the filters."""
        return f"No {self.listing.noun.partition(',')[0]} fits these filters"


class ListColumn(tables.Column):
    """Draws a declared column."""

    def __init__(self, col: Col, foot: str | None) -> None:
        kind = "num" if col.kind in FIGURES else "text-nowrap" if col.kind in SHORT else ""
        super().__init__(
            verbose_name=col.head,
            accessor=col.at.replace(".", "__"),
            orderable=col.sort != "",
            empty_values=(),
            attrs={part: {"class": kind} for part in ("th", "td", "tf") if kind},
            footer=self.total if col.total else foot,
        )
        self.col = col

    def render(self, value: Any, record: Any) -> str:
        """The cell of a row."""
        text, col = page_value(self.col, value), self.col
        href, why = (row_value(record, name) if name else "" for name in (col.href, col.why))
        if href:
            form = " data-edit" if col.panel else ""
            text = mark_safe(f'<a class="row-link" href="{escape(href)}"{form}>{conditional_escape(text)}</a>')  # noqa: S308
        return format_html('{}<span class="why">{}</span>', text, why) if why else text

    def total(self, table: ListTable) -> str:
        """The printed sum over every row that fits the filters, not only this page's."""
        found = total_of(self.col, table.data)
        return "" if found is None else page_value(self.col, found)


@dataclass(frozen=True, slots=True)
class ListLine:
    """A row of a list with all that it is drawn from. Drawn without a template, which takes many times as long."""

    record: Any
    columns: tuple[tuple[Col, str, str], ...]
    ticks: str
    form: str
    drawers: tuple[ListColumn, ...] = field(compare=False)

    @property
    def html(self) -> SafeString:
        """The row of the table."""
        cells: list[str] = [self._box()] if self.ticks else []
        for place, (column, (col, kind, head)) in enumerate(zip(self.drawers, self.columns, strict=True)):
            cell = conditional_escape(column.render(row_value(self.record, col.at), self.record))
            shown = f' class="{escape(kind)}"' if kind else ""
            named = f'<td{shown} data-label="{escape(head)}">{cell}</td>'
            cells.append(named if place else f'<th scope="row">{cell}</th>')
        return mark_safe(f"<tr>{''.join(cells)}</tr>")  # noqa: S308

    def _box(self) -> SafeString:
        name = getattr(self.record, "name", "") or self.record.title
        return format_html(
            '<td class="tick"><input class="form-check-input" type="checkbox" name="{}" value="{}" aria-label="{}"{}>'
            "</td>",
            self.ticks, self.record.id, name, format_html(' form="{}"', self.form) if self.form else "",
        )  # fmt: skip


def list_table(listing: Listing, rows: Iterable[Any] | Lazy, query: QueryDict) -> ListTable:
    """The list as the address asks: `columns` (repeated, or with commas), `sort`, `page`. Unknown columns and pages are
    ignored."""
    names = {name for given in query.getlist("columns") for name in given.split(",")}
    wanted = [col.name for col in listing.columns[1:] if col.name in names]
    first = listing.columns[0].name
    seen = {first, *(wanted or [col.name for col in listing.columns if col.shown])}
    foot = listing.foot if any(col.total and col.name in seen for col in listing.columns) else None
    table = ListTable(
        rows if isinstance(rows, Lazy) else Rows(rows, listing.columns),
        extra_columns=[(col.name, ListColumn(col, foot if col.name == first else None)) for col in listing.columns],
        exclude=[col.name for col in listing.columns if col.name not in seen],
    )
    table.listing = listing
    table.chooser = tuple(Choosable(col.name, col.head, col.name in seen) for col in listing.columns[1:])
    kept = without_words(query)
    table.keep = tuple((name, value) for name, values in kept.lists() for value in values if name not in NOT_KEPT)
    table.order_by = query.getlist("sort")
    table.paginator = Paginator(table.rows, PAGE)
    table.page = table.paginator.get_page(query.get("page"))
    return table


NOT_KEPT = frozenset({"columns", "page", "export"})


def export(table: ListTable, form: str) -> bytes:
    """All pages of the list as a file, with the rows, order and columns shown. A workbook has the totals at its foot, a
    CSV file only rows, for other programs. Raises LookupError for another format."""
    if form not in FORMS:
        raise LookupError(f"A list does not come as {form}.")
    cols = [col for column in table.columns for col in (column.column.col.out or (column.column.col,))]
    head = [name for col in cols for name in ([col.head, col.why_head] if col.why else [col.head])]
    rows = [[cell for col in cols for cell in _cells(col, record)] for record in table.data]
    target = BytesIO()
    if form == "csv":
        write_csv(target, [head, *([_plain(cell) for cell in row] for row in rows)])
        return target.getvalue()
    page = Page(table.listing.title, [[Cell(name, "head") for name in head], *rows, *_foot(table, cols)])
    write_paper(target, [page], title=table.listing.title)
    return target.getvalue()


def _cells(col: Col, record: Any) -> list[Cell]:
    found = [Cell(file_value(col, row_value(record, col.at)), "", col.kind if col.kind in FIGURES else "")]
    return [*found, Cell(file_value(TEXT, row_value(record, col.why)))] if col.why else found


def _plain(cell: Cell) -> Any:
    """A cell's value for other programs, which add up a column of figures: it holds no words."""
    if cell.format in FIGURES and isinstance(cell.value, str):
        return None
    whole = cell.format == "number" and isinstance(cell.value, Decimal) and cell.value % 1 == 0
    return int(cell.value) if whole else cell.value  # type: ignore[call-overload]


def _foot(table: ListTable, cols: Sequence[Col]) -> list[list[Cell]]:
    if not table.has_footer():
        return []
    cells: list[Cell] = []
    for place, col in enumerate(cols):
        value = file_value(col, total_of(col, table.data)) if col.total else None
        cells.append(Cell(value if place else table.listing.foot, "total", col.kind if value is not None else ""))
        cells.extend([Cell(None)] if col.why else [])
    return [cells]


def row_value(row: Any, name: str) -> Any:
    """A row's value by name or path, be it a dataclass or a dict; None where the path ends early."""
    for part in name.split("."):
        row = row.get(part) if isinstance(row, dict) else None if row is None else getattr(row, part)
    return row


def page_value(col: Col, value: Any) -> str:
    """A value as HTML for the page."""
    if isinstance(value, Mark):
        kind = {"warn": "tag warn", "muted": "muted"}.get(value.tone)
        return format_html('<span class="{}">{}</span>', kind, value.text) if kind else value.text
    if value is None or value == "" or value == ():
        return format_html('<span class="muted">{}</span>', col.missing) if col.missing else ""
    if col.kind in ("text", "short"):
        return str(file_value(col, value))
    return PRINTED[col.kind](value)


def file_value(col: Col, value: Any) -> str | Decimal | date | None:
    """A value for a spreadsheet: figures as numbers, dates as dates, anything else as the text shown."""
    if isinstance(value, Mark):
        return value.text
    if value is None or value == "" or value == ():
        return col.missing or None
    if col.kind in FIGURES:
        return words.to_places(value, 2)
    if isinstance(value, date):
        return value
    if isinstance(value, (tuple, list)):
        return ", ".join(str(part) for part in value)
    return {"tier": str(value).capitalize(), "status": marks.STATUSES.get(str(value), (value,))[0]}.get(
        col.kind, str(value)
    )


TEXT = Col("", "")


def total_of(col: Col, rows: Iterable[Any]) -> Fraction | None:
    """The values of a column added exactly, those in words left out; None where there is none."""
    found = [value for row in rows if isinstance(value := row_value(row, col.at), (int, Decimal, Fraction))]
    return sum((Fraction(value) for value in found), Fraction(0)) if found else None


def sort_key(value: Any) -> Any:
    """What a value is sorted by: 3B before 10A, names folded; None for nothing."""
    if isinstance(value, Mark):
        value = value.value
    if value is None or value == "" or value == ():
        return None
    if isinstance(value, (tuple, list)):
        return [sort_key(part) for part in value]
    if isinstance(value, str):
        return in_order(value)[0]
    return value
