"""Figures for those who may know no pupil: which of them can be told so that nothing about fewer than five follows.

A figure adds something (pupils, costs) over a set of items; each item tells of some pupils. Whoever reads several
figures can add and subtract them. Before a figure is told, the whole of what could be reckoned from it and from those
told before is looked at: items that always stand together in the figures are one part, and a part is *small* when it
tells of one to four pupils. Nothing that could be reckoned may rest on small parts alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

LEAST = 5  # the fewest pupils of whom a figure may tell (product.md: no count or cost under five pupils)


@dataclass(frozen=True)
class Figure:
    """Something that could be told: its name, and the items that it adds."""

    name: Hashable
    items: frozenset[Hashable]


def disclosable(
    figures: Sequence[Figure], people: Mapping[Hashable, frozenset[int]], least: int = LEAST
) -> frozenset[Hashable]:
    """The names of the figures that can be told together, those that stand first preferred.

    `people` gives the pupils of whom each item tells; an item that tells of none is no secret.
    """
    told: list[Figure] = []
    for figure in figures:
        if _keeps_secret([*told, figure], people, least):
            told.append(figure)
    return frozenset(figure.name for figure in told)


def _keeps_secret(figures: Sequence[Figure], people: Mapping[Hashable, frozenset[int]], least: int) -> bool:
    """Whether no sum or difference of the figures rests on small parts alone.

    Were there one, it would vanish on the large parts: the figures would be less independent there than on all parts.
    """
    parts: dict[tuple[int, ...], set[int]] = {}
    for item, pupils in people.items():
        within = tuple(int(item in figure.items) for figure in figures)
        if pupils and any(within):
            parts.setdefault(within, set()).update(pupils)
    large = [within for within, pupils in parts.items() if len(pupils) >= least]
    return _rank(large) == _rank(list(parts))


def _rank(rows: Sequence[Sequence[int]]) -> int:
    """How many of the rows do not follow from the others, by exact elimination."""
    kept: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        rest = [Fraction(value) for value in row]
        for lead, known in kept:
            if rest[lead]:
                times = rest[lead] / known[lead]
                rest = [mine - times * theirs for mine, theirs in zip(rest, known, strict=True)]
        lead = next((place for place, value in enumerate(rest) if value), -1)
        if lead >= 0:
            kept.append((lead, rest))
    return len(kept)
