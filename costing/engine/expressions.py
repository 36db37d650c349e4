"""Quantities that remember how they were reached, and are written as words, as print and as a spreadsheet formula.

A quantity is a named input or an operation over quantities. There is one expression for a figure and three renderings
of it; the value is exact throughout, and rounds only where a rounding is part of the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from costing.engine.figures import PLACES, Unit, decimals, plain, rounded

ADD, SUBTRACT, TIMES, OVER, ROUND = "+", "−", "×", "÷", "round"
SPREADSHEET_SIGNS = {ADD: "+", SUBTRACT: "-", TIMES: "*", OVER: "/"}
WORDS = {"h": "hour", "min": "minute"}
COUNTED = ("weeks", "days", "hours", "pupils", "sessions", "times")
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

    def rounded(self, unit: Unit = "penny", name: str = "", per: str = "£") -> Quantity:
        """The sum rounded half up to the penny or the pound: from here on, only what is printed is used."""
        return Quantity(rounded(self.value, unit), per, name, op=ROUND, parts=(self,), rounding=unit)

    def text(self) -> str:
        """The printed working. Keyed into a calculator as printed it gives the printed figure (rule 11)."""
        return _statements(self, _printed)

    def words(self) -> str:
        """The sum in words, its hourly costs spelt out first."""
        return _statements(self, _spoken, names=True)

    def steps(self) -> list[Step]:
        """Every figure that went in, then every figure worked out on the way, then the result."""
        inputs = [Step(q.name or "Figure", _spoken(q), q.source, q.key) for q in _unique(_walk(self)) if not q.op]
        named = [q for q in _unique(_walk(self)) if q.op and q is not self and (q.name or q.op == ROUND)]
        worked = [Step(q.name or "Rounded", result(q), _body(_bare(q), _printed, {}), q.key) for q in named]
        return [*inputs, *worked, Step(self.name or "Result", result(self), self.text(), self.key)]

    def formula(self, cell: Cell | None = None) -> str:
        """A spreadsheet formula. `cell` gives the address that holds a quantity, or "" to write it out."""
        return "=" + _formula(self, cell, outer=True)


def given(value: Fraction | int, unit: str = "", name: str = "", source: str = "", key: str = "") -> Quantity:
    """A figure that was entered."""
    return Quantity(Fraction(value), unit, name, source, key)


def total(quantities: Iterable[Quantity]) -> Quantity:
    """The sum of one or more quantities."""
    first, *rest = quantities
    for quantity in rest:
        first = first + quantity
    return first


def result(quantity: Quantity) -> str:
    """A worked-out figure as people read it: money to the penny (or the pound), the rest in full."""
    if not quantity.unit.startswith("£"):
        return _spoken(quantity) if decimals(quantity.value) is not None else plain(rounded(quantity.value))
    places = PLACES[quantity.rounding]
    shown = quantity.value if quantity.op == ROUND else rounded(quantity.value)
    return f"£{plain(shown, places, thousands=True)}{_ending(quantity.unit)}"


def _ending(unit: str) -> str:
    return {"£/h": " an hour", "£/week": " a week"}.get(unit, "")


def _walk(quantity: Quantity) -> Iterator[Quantity]:
    for part in quantity.parts:
        yield from _walk(part)
    yield quantity


def _unique(quantities: Iterable[Quantity]) -> Iterator[Quantity]:
    seen: set[object] = set()
    for q in quantities:
        mark = id(q) if q.op else (q.name, q.value, q.unit, q.source)
        if mark not in seen:
            seen.add(mark)
            yield q


def _bare(quantity: Quantity) -> Quantity:
    return quantity.parts[0] if quantity.op == ROUND else quantity


def _hours(value: Fraction, hour: str, minute: str) -> str:
    count = decimals(value)
    if count is not None and count <= 2:
        return f"{plain(value)} {hour}"
    return f"{plain(value * 60)} {minute} ÷ 60"


def _printed(quantity: Quantity) -> str:
    """An input as a calculator takes it, with nothing hidden."""
    value, unit = quantity.value, quantity.unit
    if unit == "h":
        return _hours(value, "h", "min")
    if not unit.startswith("£"):
        return plain(value)
    pounds = unit == "£" and value.denominator == 1 and not quantity.key.startswith("line:")
    return "£" + plain(value, 0 if pounds else 2, thousands=True)


def _spoken(quantity: Quantity) -> str:
    """An input with its unit in words: 38 weeks, 1 hour, £20,006."""
    value, unit = quantity.value, quantity.unit
    if unit == "h":
        return _hours(value, _plural("hours", value), _plural("minutes", value * 60))
    if unit in COUNTED:
        return f"{plain(value)} {_plural(unit, value)}"
    return _printed(quantity) + (" an hour" if unit == "£/h" else "")


def _plural(word: str, count: Fraction) -> str:
    return word[:-1] if count == 1 else word


def _statements(quantity: Quantity, leaf: Callable[[Quantity], str], *, names: bool = False) -> str:
    """`a = £1.09; b = £2.18; (£1.09 + £2.18) × 39 = £127.53`: what was rounded on the way stands before its use."""
    known: dict[int, str] = {}
    said = []
    lead = _leading(quantity) if names else None
    for q in _unique(_walk(quantity)):
        if q is quantity or q is lead or not (q.op == ROUND or (names and q.op and q.name)):
            continue
        shown = result(q)
        said.append(f"{_body(_bare(q), leaf, known)} = {shown}")
        if q.op == ROUND:
            known[id(q)] = shown.split(" ")[0]
        else:
            said[-1] = f"{q.name}: {said[-1]}"
            known[id(q)] = q.name
    if lead is not None:
        said.append(f"{_body(lead, leaf, known)} = {result(lead)}")
        known[id(lead)] = ""
    said.append(f"{_body(_bare(quantity), leaf, known).strip()} = {result(quantity)}")
    return "; ".join(dict.fromkeys(said))


def _leading(quantity: Quantity) -> Quantity | None:
    """The one named sum that a chain of × and ÷ starts with: its figure is simply carried on."""
    named = [q for q in _unique(_walk(quantity)) if q.op and q is not quantity and (q.name or q.op == ROUND)]
    at = _bare(quantity)
    while at.op in (TIMES, OVER) and at not in named:
        at = at.parts[0]
    return at if len(named) == 1 and at is named[0] and at.op != ROUND else None


def _body(quantity: Quantity, leaf: Callable[[Quantity], str], known: dict[int, str]) -> str:
    if id(quantity) in known:
        return known[id(quantity)]
    if not quantity.op:
        return leaf(quantity)
    if quantity.op == ROUND:
        return result(quantity).split(" ")[0]
    left, right = quantity.parts
    return " ".join((
        _fenced(left, _body(left, leaf, known), quantity.op, known, right=False),
        quantity.op,
        _fenced(right, _body(right, leaf, known), quantity.op, known, right=True),
    ))


def _fenced(part: Quantity, text: str, op: str, known: dict[int, str], *, right: bool) -> str:
    """`text` in brackets where a calculator would otherwise read another sum."""
    if id(part) in known:
        return text
    inner = part.op or (OVER if "÷" in text else "")
    if inner in (ADD, SUBTRACT):
        fence = op in (TIMES, OVER) or (op == SUBTRACT and right)
    else:
        fence = inner in (TIMES, OVER) and op == OVER and right
    return f"({text})" if fence else text


def _formula(quantity: Quantity, cell: Cell | None, *, outer: bool = False) -> str:
    address = cell(quantity) if cell is not None and not outer else ""
    if address:
        return address
    if not quantity.op:
        return _literal(quantity)
    if quantity.op == ROUND:
        return f"ROUND({_formula(quantity.parts[0], cell)},{PLACES[quantity.rounding]})"
    left, right = (_formula(part, cell) for part in quantity.parts)
    before, after = quantity.parts
    if quantity.op in (TIMES, OVER):
        left = f"({left})" if before.op in (ADD, SUBTRACT) else left
        right = f"({right})" if after.op in SPREADSHEET_SIGNS or "/" in right else right
    elif quantity.op == SUBTRACT:
        right = f"({right})"
    return left + SPREADSHEET_SIGNS[quantity.op] + right


def _literal(quantity: Quantity) -> str:
    written = _hours(quantity.value, "", "") if quantity.unit == "h" else plain(quantity.value)
    return written.replace(" ", "").replace("÷", "/")
