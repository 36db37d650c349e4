"""Several groups led by one person at the same time: the part of that time that each of them bears (rule 15)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple


class Led(NamedTuple):
    """How long a group meets, and how many pupils it is planned for."""

    minutes: Fraction
    pupils: int


def part_led(own: Led, others: Sequence[Led]) -> Fraction:
    """The part of `own.minutes` that the group bears: each minute is shared by pupils planned among the groups that
    still meet, all from the same start."""
    borne, begun = Fraction(0), Fraction(0)
    for end in sorted({own.minutes, *(one.minutes for one in others if one.minutes < own.minutes)}):
        there = own.pupils + sum(one.pupils for one in others if one.minutes >= end)
        borne += (end - begun) * Fraction(own.pupils, there)
        begun = end
    return borne / own.minutes
