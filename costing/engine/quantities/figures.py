"""Exact numbers in and out of print: rounding half up, and figures as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Literal

Unit = Literal["penny", "pound"]
PLACES: dict[str, int] = {"penny": 2, "pound": 0}


def rounded(value: Fraction, unit: Unit = "penny") -> Fraction:
    """`value` in pounds, rounded half up to the penny or the pound (rule 10)."""
    scale = 10 ** PLACES[unit]
    top, bottom = value.numerator * scale * 2, value.denominator
    sign = -1 if top < 0 else 1
    return Fraction(sign * ((abs(top) + bottom) // (2 * bottom)), scale)


def in_pounds(value: Fraction) -> Decimal:
    """An amount already rounded, as a Decimal with two places."""
    return Decimal(value.numerator * 100 // value.denominator).scaleb(-2)


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """The exact sum, brought to one denominator at once: a good deal quicker than one by one."""
    parts = tuple(values)
    bottom = lcm(*(part.denominator for part in parts))
    return Fraction(sum(part.numerator * (bottom // part.denominator) for part in parts), bottom)


def decimals(value: Fraction) -> int | None:
    """How many decimal places write `value` exactly; None where no number of them does."""
    bottom, twos, fives = value.denominator, 0, 0
    while bottom % 2 == 0:
        bottom, twos = bottom // 2, twos + 1
    while bottom % 5 == 0:
        bottom, fives = bottom // 5, fives + 1
    return max(twos, fives) if bottom == 1 else None


LONG = 8
"""From so many decimals on a figure is not written as it was typed where people read it."""
PARTS = 2_000


def meant(value: Fraction) -> Fraction | None:
    """The fraction that a long decimal stands for: 263/15 of 17.5333333333333. None for one that is short or
    stands for none."""
    count = decimals(value) or 0
    near = value.limit_denominator(PARTS)
    return near if count >= LONG and near != value and abs(near - value) < Fraction(2, 10**count) else None


def written_out(value: Fraction, least: int = 0, *, thousands: bool = False) -> str:
    """`value` written out in full, with at least `least` decimals; as `n ÷ d` where no decimal is exact."""
    count = decimals(value)
    if count is None:
        return f"{value.numerator} ÷ {value.denominator}"
    count = max(count, least)
    whole = Decimal(value.numerator * 10**count // value.denominator).scaleb(-count)
    return f"{whole:,f}" if thousands else f"{whole:f}"
