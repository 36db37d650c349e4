"""The blank forms on paper: what to write on at the head, then the form's own columns with room in each row."""

from __future__ import annotations

from reports.documents.lists.proformas import BANDS, PLUS, BlankForm, FormTable
from reports.layouts.parts import ChartBand, Fields, Layout, Table, TableColumn, TableLine, TickChart, Ticked

WIDE, NARROW = 34, 14


def layout(made: BlankForm) -> Layout:
    """The form; one with tables is in landscape."""
    form = made.proforma
    if form.forms and form.forms[0].bands:
        return Layout(line=form.purpose, size="a4-landscape", parts=(_chart(form.fields, form.forms[0]),))
    tables = tuple(_table(one, number) for number, one in enumerate(form.forms))
    entries = _entries(form.entries) if form.entries else ()
    key = (Fields("", ("Staff codes used here, and what each stands for",)),) if form.key else ()
    return Layout(
        line=form.purpose,
        size="a4-landscape" if form.forms else "a4",
        parts=(Fields("", form.fields), *tables, *entries, *key),
    )


def _chart(fields: tuple[str, ...], form: FormTable) -> TickChart:
    """The audit chart as it is filled in, with nothing in it yet."""
    return TickChart(
        form.columns[0],
        tuple((label, "") for label in fields),
        tuple((label, "") for label in form.columns[1:-1]),
        tuple(ChartBand(word, who, (Ticked(),) * rows) for word, who, rows in BANDS.values()),
        PLUS,
    )


def _table(form: FormTable, number: int) -> Table:
    columns = tuple(TableColumn(label, width=_width(label, place)) for place, label in enumerate(form.columns))
    return Table(
        form.title if number else "",
        columns,
        blank=form.rows,
        foot="Total" if form.total else "",
        page_break=number > 0,
    )


def _width(label: str, place: int) -> int:
    return WIDE if place == 0 or label.startswith(("Name", "Provision", "Assessment")) else NARROW


def _entries(entries: tuple[tuple[str, int], ...]) -> tuple[Table, ...]:
    """A row for each thing to write, as deep as it needs."""
    lines = [TableLine((label if not row else "", ""), look="blank") for label, rows in entries for row in range(rows)]
    return (Table("", (TableColumn("About", width=WIDE), TableColumn("Notes", width=70)), tuple(lines)),)
