"""Quantities that remember how they were reached, and are written as words, as print and as a spreadsheet formula.

A quantity is a named input or an operation over quantities. There is one expression for a figure and three renderings
of it; the value is exact throughout, and rounds only where a rounding is part of the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from costing.engine.quantities.figures import LONG, PLACES, Unit, decimals, exact_sum, meant, rounded, written_out

ADD, SUBTRACT, TIMES, OVER, ROUND = "+", "−", "×", "÷", "round"
SPREADSHEET_SIGNS = {ADD: "+", SUBTRACT: "-", TIMES: "*", OVER: "/"}
RATES = {"£/h": " an hour", "£/min": " a minute"}
SEEN = 4  # decimals of a longer figure that the words show
SHORT = 2  # more decimals than this, and hours are printed in minutes
COUNTED = ("weeks", "days", "hours", "minutes", "pupils")
Cell = Callable[["Quantity"], str]


class Step(NamedTuple):
    """A row of "How was this worked out?": what it is, the figure, where it comes from, and a key to link it by."""

    label: str
    value: str
    source: str
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """An exact figure with its unit and how it was reached.

    `unit` is "£" (a sum), "£/h" (for an hour), "h", "weeks", "days", "hours", "pupils" … or "" for a bare number.
    `key` names the place it was entered, so that a page can link to it and a workbook can point to its cell.
    """

    value: Fraction
    unit: str = ""
    name: str = ""
    source: str = ""
    key: str = ""
    op: str = ""
    parts: tuple[Quantity, ...] = ()
    rounding: Unit = "penny"

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.value + other.value, self.unit, op=ADD, parts=(self, other))

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.value - other.value, self.unit, op=SUBTRACT, parts=(self, other))

    def __mul__(self, other: Quantity) -> Quantity:
        unit = "£" if (self.unit, other.unit) == ("£/h", "h") else self.unit
        return Quantity(self.value * other.value, unit, op=TIMES, parts=(self, other))

    def __truediv__(self, other: Quantity) -> Quantity:
        return Quantity(self.value / other.value, self.unit, op=OVER, parts=(self, other))

    def named(self, name: str, unit: str, key: str = "") -> Quantity:
        """The same sum under a name of its own, such as an hourly cost."""
        return Quantity(self.value, unit, name, self.source, key, self.op, self.parts, self.rounding)

    def rounded(self, unit: Unit = "penny", name: str = "", source: str = "") -> Quantity:
        """The sum rounded half up to the penny or the pound: from here on, only what is printed is used."""
        return Quantity(rounded(self.value, unit), "£", name, source, op=ROUND, parts=(self,), rounding=unit)

    def text(self) -> str:
        """The printed working. Keyed into a calculator as printed it gives the printed figure (rule 11)."""
        return _Writer(_printed).write(self)

    def words(self) -> str:
        """The sum in words, its hourly costs spelt out first."""
        return _Writer(_spoken, names=True).write(self)

    def steps(self) -> list[Step]:
        """Every figure that went in, then every figure worked out on the way, then the result."""
        inputs = [Step(q.name or "Figure", _spoken(q), q.source, q.key) for q in _unique(_walk(self)) if not q.op]
        named = [q for q in _unique(_walk(self)) if q.op and q is not self and (q.name or q.op == ROUND)]
        worked = [Step(q.name or "Rounded", result(q), _Writer(_printed).sum_of(q), q.key) for q in named]
        return [*inputs, *worked, Step(self.name or "Result", result(self), self.text(), self.key)]

    def formula(self, cell: Cell | None = None) -> str:
        """A spreadsheet formula. `cell` gives the address that holds a quantity, or "" to write it out."""
        return "=" + _formula(self, cell, outer=True)


def given(value: Fraction | int, unit: str = "", name: str = "", source: str = "", key: str = "") -> Quantity:
    """A figure that was entered."""
    return Quantity(Fraction(value), unit, name, source, key)


def total(quantities: Iterable[Quantity]) -> Quantity:
    """The sum of one or more quantities."""
    parts = tuple(quantities)
    if len(parts) == 1:
        return parts[0]
    return Quantity(exact_sum(part.value for part in parts), parts[0].unit, op=ADD, parts=parts)


def result(quantity: Quantity) -> str:
    """A worked-out figure as people read it: money to the penny (or the pound), the rest in full."""
    if not quantity.unit.startswith("£"):
        return _spoken(quantity) if decimals(quantity.value) is not None else written_out(rounded(quantity.value))
    shown = quantity.value if quantity.op == ROUND else rounded(quantity.value)
    return f"£{written_out(shown, PLACES[quantity.rounding], thousands=True)}{RATES.get(quantity.unit, '')}"


class _Writer:
    """One writing of a sum: statements parted by "; ", each with what was rounded on the way before its use."""

    def __init__(self, leaf: Callable[[Quantity], str], *, names: bool = False) -> None:
        self.leaf, self.names = leaf, names
        self.known: dict[int, str] = {}

    def write(self, quantity: Quantity) -> str:
        """`a = £1.09; b = £2.18; (£1.09 + £2.18) × 39 = £127.53`."""
        said = []
        for q in _unique(_walk(quantity)):
            if q.op == ROUND and q is not quantity:
                said += self.statements(q)
        return "; ".join(dict.fromkeys([*said, *self.statements(quantity)]))

    def statements(self, quantity: Quantity) -> list[str]:
        """A rounded sum or the whole, after the hourly costs in it where these have names of their own."""
        said, lead = [], None
        if self.names:
            named = [q for q in _unique(_walk(quantity, ROUND)) if q.name and q.op and q is not quantity]
            lead = _leading(quantity, named)
            for q in named:
                self.known.pop(id(q), None)
                title = "" if q is lead else f"{q.name}: "
                said.append(f"{title}{self.sum_of(q)} = {result(q)}")
                self.known[id(q)] = "" if q is lead else q.name
        said.append(self.equation(quantity))
        if quantity.op == ROUND:
            self.known[id(quantity)] = result(quantity).split(" ")[0]
        return said

    def equation(self, quantity: Quantity) -> str:
        """A sum and what it comes to; to the pound where the rules round to the pound."""
        body, end = self.sum_of(quantity), result(quantity)
        if quantity.rounding == "pound":
            pennies = "£" + written_out(rounded(quantity.parts[0].value), 2, thousands=True)
            end = f"{pennies}, to the nearest pound {end}"
        if quantity.op == ROUND and quantity.source:
            end = f"{end} ({quantity.source})"
        return end if not quantity.op or body == end else f"{body} = {end}"

    def sum_of(self, quantity: Quantity) -> str:
        """A sum without its result."""
        return self.body(quantity.parts[0] if quantity.op == ROUND else quantity).strip()

    def body(self, quantity: Quantity) -> str:
        """A sum inside another: by its name or printed figure where these stand already."""
        if id(quantity) in self.known:
            return self.known[id(quantity)]
        if not quantity.op:
            return self.leaf(quantity)
        if quantity.op == ROUND:
            return result(quantity).split(" ")[0]
        sides = []
        for number, part in enumerate(quantity.parts):
            side = self.body(part)
            sides.append(side if id(part) in self.known else _fenced(side, part.op, quantity.op, right=number > 0))
        return f" {quantity.op} ".join(sides)


def _walk(quantity: Quantity, stop: str = "") -> Iterator[Quantity]:
    """The quantity after its parts, in the order they are written; not into rounded parts where these are given as
    `stop`."""
    for part in quantity.parts:
        if not stop or part.op != stop:
            yield from _walk(part, stop)
    yield quantity


def _unique(quantities: Iterable[Quantity]) -> Iterator[Quantity]:
    seen: set[object] = set()
    for q in quantities:
        mark = id(q) if q.op else (q.name, q.value, q.unit, q.source)
        if mark not in seen:
            seen.add(mark)
            yield q


def _leading(quantity: Quantity, named: list[Quantity]) -> Quantity | None:
    """The one named sum that a chain of × and ÷ starts with: its figure is simply carried on."""
    at = quantity.parts[0] if quantity.op == ROUND else quantity
    while at.op in (TIMES, OVER) and at not in named:
        at = at.parts[0]
    return at if len(named) == 1 and at is named[0] else None


def _fenced(text: str, inner: str, op: str, *, right: bool) -> str:
    """`text` in brackets where a calculator (or a spreadsheet) would otherwise read another sum."""
    if inner in (ADD, SUBTRACT):
        fence = op in (TIMES, OVER) or (op == SUBTRACT and right)
    else:
        fence = op == OVER and right and (inner in (TIMES, OVER) or "÷" in text or "/" in text)
    return f"({text})" if fence else text


def _hours(value: Fraction, hour: str, minute: str) -> str:
    count = decimals(value)
    if count is not None and count <= SHORT:
        return f"{written_out(value)} {hour}"
    return f"{_fraction_first(value * 60, minute)} ÷ 60"


def _fraction_first(value: Fraction, word: str) -> str:
    whole = decimals(value) is not None
    return f"{written_out(value)} {word}" if whole else f"{value.numerator} {word} ÷ {value.denominator}"


def _printed(quantity: Quantity) -> str:
    """An input as a calculator takes it, with nothing hidden."""
    value, unit = quantity.value, quantity.unit
    if unit == "h":
        return _hours(value, "h", "min")
    if not unit.startswith("£"):
        return written_out(value, thousands=True)
    part = meant(value)
    if part is not None:
        return f"£{part.numerator:,} ÷ {part.denominator}"
    pounds = unit == "£" and value.denominator == 1 and not quantity.key.startswith("line:")
    return "£" + written_out(value, 0 if pounds else 2, thousands=True)


def _spoken(quantity: Quantity) -> str:
    """An input with its unit in words: 38 weeks, 1 hour, £20,006."""
    value, unit = quantity.value, quantity.unit
    if unit == "h":
        return _hours(value, _plural("hours", value), _plural("minutes", value * 60))
    if unit in COUNTED:
        return _fraction_first(value, _plural(unit, value)) if decimals(value) is None else _counted(value, unit)
    if unit.startswith("£") and (decimals(value) or 0) >= LONG:
        begun = Fraction(value.numerator * 10**SEEN // value.denominator, 10**SEEN)
        return f"£{written_out(begun, SEEN, thousands=True)}…{RATES.get(unit, '')}"
    return _printed(quantity) + RATES.get(unit, "")


def _counted(value: Fraction, unit: str) -> str:
    return f"{written_out(value, thousands=True)} {_plural(unit, value)}"


def _plural(word: str, count: Fraction) -> str:
    return word[:-1] if count == 1 else word


def _formula(quantity: Quantity, cell: Cell | None, *, outer: bool = False) -> str:
    address = cell(quantity) if cell is not None and not outer else ""
    if address:
        return address
    if not quantity.op:
        return _literal(quantity)
    if quantity.op == ROUND:
        return f"ROUND({_formula(quantity.parts[0], cell)},{PLACES[quantity.rounding]})"
    sides = []
    for number, part in enumerate(quantity.parts):
        side, pointed = _formula(part, cell), cell is not None and cell(part)
        inner = "" if part.op == ROUND else part.op
        sides.append(side if pointed else _fenced(side, inner, quantity.op, right=number > 0))
    return SPREADSHEET_SIGNS[quantity.op].join(sides)


def _literal(quantity: Quantity) -> str:
    written = _hours(quantity.value, "", "") if quantity.unit == "h" else written_out(quantity.value)
    return written.replace(" ", "").replace("÷", "/")
