"""The sheet of inputs: every figure that was entered, once, with its source, and what was worked out on the way.

The other sheets' formulas point to its cells, so that changing one figure there changes the whole paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from costing.engine.quantities.expressions import Quantity
from costing.engine.quantities.figures import decimals
from ui.sheets import Cell, Formula, Page
from ui.words import NOT_RECORDED, plural

SHEET = "Inputs"
HEAD = ("Figure", "Value", "Unit", "Where it comes from", "Used for")
UNITS = {"£/h": "£ an hour", "£/min": "£ a minute", "h": "hours"}
FORMATS = {"£": "money", "£/h": "rate", "£/min": "rate"}
FEW = 4


@dataclass
class Input:
    """A row of the sheet: the quantity, what it is used for and the number of its row."""

    quantity: Quantity
    used: dict[str, None] = field(default_factory=dict)
    row: int = 0


class Inputs:
    """Collect the quantities first (`take`, `add`), then `lay_out`, then point to them by `cell`."""

    def __init__(self) -> None:
        self._rows: dict[object, Input] = {}

    def take(self, quantity: Quantity | None, used: str) -> None:
        """Every named figure within a sum."""
        for part in parts_of(quantity) if quantity is not None else ():
            self.add(part, used)

    def add(self, quantity: Quantity, used: str) -> None:
        """One figure."""
        if quantity.name and not quantity.key.startswith("line:"):
            self._rows.setdefault(_mark(quantity), Input(quantity)).used[used] = None

    def lay_out(self) -> None:
        """Give every figure its row: the rules, the staff, the groups; below them what comes of them."""
        entered = sorted((row for row in self._rows.values() if not row.quantity.op), key=_block)
        for number, row in enumerate(entered, 2):
            row.row = number
        for number, row in enumerate(self._worked, len(entered) + 4):
            row.row = number

    def cell(self, quantity: Quantity) -> str:
        """The address of a figure, or "" where it has none and is written into the formula."""
        found = self._rows.get(_mark(quantity)) if quantity.name else None
        return f"{SHEET}!$B${found.row}" if found else ""

    def page(self) -> Page:
        """The sheet."""
        entered = sorted((row for row in self._rows.values() if not row.quantity.op), key=_block)
        rows: list[list[object]] = [[Cell(name, "head") for name in HEAD]]
        rows += [self._line(row, input_value(row.quantity)) for row in entered]
        if self._worked:
            rows += [[], [Cell("Worked out from them", "head"), *(Cell("", "head") for _ in HEAD[1:])]]
        rows += [
            self._line(row, Formula(row.quantity.formula(self.cell), approximate(row.quantity.value)))
            for row in self._worked
        ]
        return Page(SHEET, rows, widths=(36, 14, 12, 40, 40))

    @property
    def _worked(self) -> list[Input]:
        return [row for row in self._rows.values() if row.quantity.op]

    def _line(self, row: Input, value: object) -> list[object]:
        quantity = row.quantity
        used = list(row.used)
        style = "" if quantity.op else "input"
        return [
            quantity.name,
            Cell(value, style, FORMATS.get(quantity.unit, "")),
            UNITS.get(quantity.unit, quantity.unit),
            quantity.source,
            ", ".join(used) if len(used) <= FEW else plural(len(used), "line"),
        ]


def parts_of(quantity: Quantity) -> Iterator[Quantity]:
    """Every quantity that a sum is made of, at any depth."""
    for part in quantity.parts:
        yield part
        yield from parts_of(part)


def approximate(value: Fraction) -> Decimal:
    """The figure as a decimal, as exact as Python's default precision."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def short(value: Fraction) -> Decimal | int:
    """A count or hours to show: at most four decimals."""
    return int(value) if value.denominator == 1 else round(approximate(value), 4).normalize()


def input_value(quantity: Quantity) -> object:
    """An entered figure as it is; as a division where a spreadsheet cannot hold it exactly."""
    value = quantity.value
    exact = approximate(value)
    if decimals(value) is not None and Decimal(f"{float(value):.15g}") == exact:
        return int(value) if value.denominator == 1 else exact
    over, under = (value * 60, 60) if quantity.unit == "h" else (value, 1)
    return Formula(f"={over.numerator}/{over.denominator * under}", exact)


def money_cell(value: Decimal | None, formula: str, style: str = "") -> Cell:
    """An amount with the formula that gives it; what is not recorded says so."""
    return Cell(NOT_RECORDED, style) if value is None else Cell(Formula(formula, value), style, "money")


def _mark(quantity: Quantity) -> object:
    """The identity of a figure: figures with the same value, name and source share one row."""
    if not quantity.op:
        return quantity.name, quantity.value, quantity.unit, quantity.source, quantity.key
    return quantity.op, quantity.name, quantity.rounding, *(_mark(part) for part in quantity.parts)


def _block(row: Input) -> int:
    """The sort key of an input: rules, staff, groups, the rest; the sort is stable, so within each the order of use."""
    starts = ("rules:", "role:", "group:")
    return next((place for place, start in enumerate(starts) if row.quantity.key.startswith(start)), len(starts))
