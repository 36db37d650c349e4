"""Costs by funding stream on paper: the academic year, both financial years it lies in, every line, and top-up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from costing.engine.quantities.expressions import Quantity
from costing.engine.quantities.figures import in_pounds as as_printed
from costing.engine.year.parting import Parted
from reports.documents.costs.costs_by_stream import (
    CostsByStream,
    GrantedTopUp,
    StreamItem,
    StreamRow,
    StreamSums,
    YearPortion,
)
from reports.layouts.parts import Layout, Part, Prose, Table, TableColumn, TableLine, Value, Worked
from reports.wording import horizon_words
from ui.findings import Finding
from ui.parts import Fact
from ui.words import dates_uk, money

FIGURES = (
    TableColumn("Budget", "money", width=16, total=True),
    TableColumn("Groups", "money", width=16, total=True),
    TableColumn("Whole school", "money", width=16, total=True),
    TableColumn("Committed", "money", width=16, total=True),
    TableColumn("Left", "money", width=16, total=True),
)
HOW = (
    "A group’s cost is parted by its school weeks: a week belongs to the side of 1 April on which its first school day "
    "lies, and weeks at another rate of pay keep that rate. Other costs go by their date; without a date they belong "
    "to the start of the year. Whole-school hours go by the school weeks of the year.",
    "Budgets and whole-school amounts are entered for the academic year and are parted by twelfths, a month each. "
    "Top-up goes by its days.",
    "Each part is rounded by itself. Where the pennies of both parts differ from the academic year’s, a row or column "
    "Rounding shows them.",
)
NOT_RECORDED = "Nothing is recorded for this stretch of time, so that no cost can be told."


def layout(made: CostsByStream) -> Layout:
    """The academic year, the financial years, or both, as asked."""
    financial = made.by != "academic" and bool(made.stretches and made.rows)
    return Layout(
        line=horizon_words(made.head),
        size="a4-landscape",
        facts=tuple(_facts(made)) if made.recorded else (),
        parts=tuple(_parts(made, financial=financial)) if made.recorded else (Prose("", (NOT_RECORDED,)),),
        findings=tuple(Finding(note.code, note.message) for note in made.notes),
    )


def _facts(made: CostsByStream) -> Iterator[Fact]:
    year = made.all.year
    for label, one in (("Budgets", year.budget), ("Committed", year.committed), ("Left", year.left)):
        yield Fact(label, money(_printed(one)))


def _parts(made: CostsByStream, *, financial: bool) -> Iterator[Part]:
    if made.by != "financial" or not financial:
        yield _academic(made)
    if financial:
        yield _financial(made)
        yield Prose("How the year is parted", HOW)
    yield _items(made, financial=financial)
    yield _granted(made, financial=financial)


def _academic(made: CostsByStream) -> Table:
    rows = tuple(TableLine((row.name, *_figures(row.year))) for row in made.rows)
    return Table(
        f"Academic year {made.head.year}",
        (TableColumn("Stream", width=34), *FIGURES),
        rows,
        empty="No funding stream is entered yet. Add one under Costs › Budgets.",
        foot="All" if rows else "",
        workings=False,
    )


def _financial(made: CostsByStream) -> Table:
    rows = [line for row in (*made.rows, made.all) for line in _stretched(made, row)]
    columns = (TableColumn("Stream and stretch", width=46), *FIGURES)
    return Table("Financial years, April to March", columns, tuple(rows), workings=False)


def _stretched(made: CostsByStream, row: StreamRow) -> Iterator[TableLine]:
    """A stream on both sides of 1 April, and together."""
    yield TableLine((row.name,), look="part")
    for stretch, sums in zip(made.stretches, row.parts, strict=True):
        yield TableLine((_said(stretch), *_figures(sums)), under=f"in the financial year {stretch.financial_year}")
    if row.rounding:
        yield TableLine(("Rounding", *_figures(row.rounding)))
    yield TableLine((f"Academic year {made.head.year}", *_figures(row.year)), look="total")


def _items(made: CostsByStream, *, financial: bool) -> Table:
    """Every group and whole-school line under its stream, with its sums."""
    rounding = financial and any(one.parted and one.parted.rounding for row in made.rows for one in row.items)
    columns = [TableColumn("Group or whole-school cost", width=40), TableColumn("Code", width=12)]
    columns += _stretch_columns(made, rounding=rounding) if financial else []
    columns.append(TableColumn("Academic year", "money", width=16, total=True))
    rows: list[TableLine] = []
    for row in made.rows:
        rows.append(TableLine((row.name,), look="part"))
        rows += [_item(one, financial=financial, rounding=rounding) for one in row.items]
    return Table("Line by line", tuple(columns), tuple(rows), foot="All")


def _item(item: StreamItem, *, financial: bool, rounding: bool) -> TableLine:
    parts = _parted(item.parted, rounding=rounding) if financial else ()
    return TableLine((item.name, item.code or "whole school", *parts, _worked(item.cost)))


def _granted(made: CostsByStream, *, financial: bool) -> Table:
    rounding = financial and any(one.parted and one.parted.rounding for one in made.granted)
    columns = [TableColumn("Pupil", width=30), TableColumn("Dates", width=30)]
    columns += _stretch_columns(made, rounding=rounding) if financial else []
    columns.append(TableColumn("Granted for the year", "money", width=16, total=True))
    rows = tuple(_award(one, financial=financial, rounding=rounding) for one in made.granted)
    return Table(
        "Top-up granted",
        tuple(columns),
        rows,
        note="Income beside the streams. It is not taken off any cost above.",
        empty="No top-up is granted this year.",
        foot="All" if rows else "",
        workings=False,
    )


def _award(one: GrantedTopUp, *, financial: bool, rounding: bool) -> TableLine:
    parts = _parted(one.parted, rounding=rounding) if financial else ()
    dates = dates_uk(one.award.starts, one.award.ends) or "the whole year"
    return TableLine((one.pupil.name, dates, *parts, _worked(one.amount)))


def _stretch_columns(made: CostsByStream, *, rounding: bool) -> list[TableColumn]:
    found = [TableColumn(_said(stretch), "money", width=20, total=True) for stretch in made.stretches]
    return [*found, *([TableColumn("Rounding", "money", width=12, total=True)] if rounding else [])]


def _parted(parted: Parted | None, *, rounding: bool) -> tuple[Value, ...]:
    """Both parts, and the pennies between them and the year."""
    parts = (_worked(parted.before), _worked(parted.after)) if parted else ("", "")
    return (*parts, as_printed(parted.rounding) if parted else "") if rounding else parts


def _said(stretch: YearPortion) -> str:
    return dates_uk(stretch.first, stretch.last)


def _figures(sums: StreamSums) -> tuple[Value, ...]:
    return tuple(_worked(one) for one in sums.figures)


def _worked(quantity: Quantity | None) -> Worked:
    return Worked(_printed(quantity), quantity)


def _printed(quantity: Quantity | None) -> Decimal | None:
    return None if quantity is None else as_printed(quantity.value)
