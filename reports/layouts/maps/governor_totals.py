"""The map for governors on paper: totals by area, tier and budget, and what changed since the term before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from reports.documents.maps.governor_totals import BudgetRow, DisclosedFigure, GovernorTotals, TotalRow
from reports.layouts.parts import Layout, Prose, Table, TableColumn, TableLine
from ui.marks import area
from ui.parts import Fact
from ui.words import date_uk, money

KEPT_BACK = "kept back"
WHY = (
    "No pupil is named, and nothing is told from which fewer than five pupils could be known, not even by taking one "
    "figure from another. A figure that would tell of so few is kept back, or stays as it was on the last day on which "
    "it could be told.",
    "Figures are taken on the first school day of each half-term. A pupil with groups in several areas stands in each "
    "of them and once in the whole. The cost is what the groups that have begun cost for the whole of their planned "
    "run.",
)


def layout(made: GovernorTotals) -> Layout:
    """One page: the whole in a few figures, then the tables."""
    day = date_uk(made.on)
    return Layout(
        size="a4-landscape",
        line=f"As on {day}{f', with what changed since {date_uk(made.since)}' if made.since else ''}",
        facts=(
            Fact("Groups running", str(made.whole.groups)),
            Fact("Pupils on the map", _count(made.whole.pupils)),
            Fact("Groups cost this year", _amount(made.whole.cost)),
            Fact("Whole-school costs", money(made.whole_school_costs)),
            Fact("All together", KEPT_BACK if made.total is None else money(made.total)),
        ),
        parts=(
            Table(
                "By area of need",
                _columns(made.since, pupils=True),
                tuple(_line(row, made.on, pupils=True) for row in (*made.areas, made.whole)),
            ),
            Table(
                "By tier",
                _columns(made.since, pupils=False),
                tuple(_line(row, made.on, pupils=False) for row in made.tiers),
                empty="Nothing on the map is costed yet.",
            ),
            Table(
                "By budget",
                (
                    TableColumn("Budget", width=36),
                    TableColumn("There is", "money"),
                    TableColumn("Groups", "money"),
                    TableColumn("Whole school", "money"),
                    TableColumn("Committed", "money"),
                    TableColumn("Left", "money"),
                ),
                tuple(_budget(row) for row in made.budgets),
                empty="No budget has been entered for this year.",
            ),
            Prose("How to read this", WHY),
        ),
    )


def _columns(since: date | None, *, pupils: bool) -> tuple[TableColumn, ...]:
    about = "Area of need" if pupils else "Tier"
    change = f"Change since {date_uk(since)}" if since else "Change"
    counted = (TableColumn("Pupils", "number"), TableColumn(change, "text", width=20)) if pupils else ()
    return (
        TableColumn(about, width=38),
        TableColumn("Groups running", "number"),
        *counted,
        TableColumn("Cost this year", "money"),
        TableColumn(change, "text", width=20),
    )


def _line(row: TotalRow, on: date, *, pupils: bool) -> TableLine:
    """A row; the day of a figure that is older is printed below the name."""
    told = (("Pupils", row.pupils), ("Cost", row.cost)) if pupils else (("Cost", row.cost),)
    older = [f"{words} as on {date_uk(one.on)}" for words, one in told if one.on and one.on != on]
    name = "All of the map" if not row.name else area(row.name).name if pupils else row.name.capitalize()
    counted = (_shown(row.pupils), _change(row.pupils, _signed_count)) if pupils else ()
    return TableLine(
        (name, row.groups, *counted, _shown(row.cost), _change(row.cost, _signed_amount)),
        under="; ".join(older).replace("; Cost", "; cost"),
        area=row.name if pupils else "",
        look="" if row.name else "total",
    )


def _budget(row: BudgetRow) -> TableLine:
    committed, left = (KEPT_BACK if value is None else value for value in (row.committed, row.left))
    return TableLine((row.name, row.amount, _shown(row.groups), row.whole_school, committed, left))


def _shown(told: DisclosedFigure) -> Decimal | int | str:
    return KEPT_BACK if told.value is None else told.value


def _change(told: DisclosedFigure, words: Callable[[Decimal | int], str]) -> str:
    if told.value is None:
        return ""
    return words(told.change) if told.change else "none that can be told"


def _signed_count(change: Decimal | int) -> str:
    return f"{'−' if change < 0 else '+'}{abs(change)}"


def _signed_amount(change: Decimal | int) -> str:
    return f"{'−' if change < 0 else '+'}{money(abs(Decimal(change)))}"


def _count(told: DisclosedFigure) -> str:
    return KEPT_BACK if told.value is None else str(told.value)


def _amount(told: DisclosedFigure) -> str:
    return KEPT_BACK if told.value is None else money(Decimal(told.value))
