"""Proposals from unmet need: who is left without a place, cut into groups. Plain facts in, plain proposals out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from audits.gaps.compare import Need, Row


@dataclass(frozen=True, slots=True)
class Wanted:
    """Groups of one provision that would meet need left in one year group; `band` is the strongest need in each group.
    `pupils` are those to take, the strongest need first; `size` how many are taught together."""

    provision: int
    year_group: str
    band: str
    pupils: tuple[Need, ...]
    groups: int
    size: int

    @property
    def key(self) -> tuple[int, str, str]:
        """What there is one proposal for."""
        return self.provision, self.year_group, self.band


def wanted(
    rows: Iterable[Row], size_of: Callable[[int], int], planned: Collection[tuple[str, int]] = ()
) -> list[Wanted]:
    """What is wanted, in the order of the rows.

    `size_of` says how many of a provision are usually taught together: 0 where nobody has entered it, so that all would
    be one group; below 0 for what is there for everybody, and proposes nothing. Who stands in `planned` (pupil,
    provision) has a place in a group that is drafted. The strongest need takes the empty places that there are.
    """
    found: list[Wanted] = []
    for row in rows:
        size = size_of(row.provision)
        open_need = [need for need in row.unmet if (need.pupil, row.provision) not in planned]
        if size >= 0:
            found += _of_row(row, open_need[row.empty :], size)
    return found


def _of_row(row: Row, needs: Sequence[Need], size: int) -> Iterable[Wanted]:
    """Those left out, cut into groups of the usual size; groups led by the same band are one proposal, so that a group
    led by a must takes shoulds and coulds into its empty seats."""
    size = size or max(1, len(needs))
    groups = [needs[start : start + size] for start in range(0, len(needs), size)]
    for band, led in groupby(groups, key=lambda group: group[0].band):
        held = list(led)
        pupils = tuple(need for group in held for need in group)
        yield Wanted(row.provision, row.scope, band, pupils, len(held), size)
