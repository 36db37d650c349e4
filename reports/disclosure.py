"""Statistical disclosure control: which figures can be shown so that nothing about fewer than five pupils follows.

A figure adds something (pupils, costs) over a set of items, and each item is about some pupils. Whoever reads several
figures can add and subtract them. So before a figure is shown, everything that follows from it and from the figures
shown before is checked: items that are in exactly the same figures form one part, and a part is *small* when it is
about one to four pupils. No sum or difference of the figures may rest on small parts alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

LEAST = 5  # the fewest pupils that a figure may be about (product.md: no count or cost under five pupils)


@dataclass(frozen=True)
class Figure:
    """A figure that could be shown: its name, and the items that it adds."""

    name: Hashable
    items: frozenset[Hashable]


def disclosable(
    figures: Sequence[Figure], people: Mapping[Hashable, frozenset[int]], least: int = LEAST
) -> frozenset[Hashable]:
    """The names of the figures that can be shown together, earlier ones preferred.

    `people` holds the pupils that each item is about; an item about none is no secret.
    """
    shown: list[Figure] = []
    for figure in figures:
        if _keeps_secret([*shown, figure], people, least):
            shown.append(figure)
    return frozenset(figure.name for figure in shown)


def _keeps_secret(figures: Sequence[Figure], people: Mapping[Hashable, frozenset[int]], least: int) -> bool:
    """Whether no sum or difference of the figures rests on small parts alone.

    Such a sum would be zero on every large part. So the figures, as vectors over the parts, would have a lower rank
    over the large parts than over all of them.
    """
    parts: dict[tuple[int, ...], set[int]] = {}
    for item, pupils in people.items():
        within = tuple(int(item in figure.items) for figure in figures)
        if pupils and any(within):
            parts.setdefault(within, set()).update(pupils)
    large = [within for within, pupils in parts.items() if len(pupils) >= least]
    return _rank(large) == _rank(list(parts))


def _rank(rows: Sequence[Sequence[int]]) -> int:
    """The rank of the matrix, by Gaussian elimination in exact fractions: a float could hide a small difference."""
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
