"""Proposals from unmet need: the pupils without a place, split into groups. Plain facts in, plain proposals out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from audits.gaps.compare import Need, NeedRow


@dataclass(frozen=True, slots=True)
class WantedGroups:
    """Groups of one provision that would meet unmet need in one year group; `band` is the strongest need in each group.
    `pupils` are listed by need, the strongest first; `size` is the number taught together."""

    provision: int
    year_group: str
    band: str
    pupils: tuple[Need, ...]
    groups: int
    size: int

    @property
    def key(self) -> tuple[int, str, str]:
        """A plan has one proposal for each of these."""
        return self.provision, self.year_group, self.band


def wanted_groups(
    rows: Iterable[NeedRow], size_of: Callable[[int], int], planned: Collection[tuple[str, int]] = ()
) -> list[WantedGroups]:
    """The groups wanted, in the order of the rows.

    `size_of` is the usual size of a provision's groups: 0 where it is not entered, so that all pupils make one group;
    below 0 for universal provision, which needs no proposal. A pupil and provision in `planned` has a place in a draft
    already. The strongest need takes the empty places.
    """
    found: list[WantedGroups] = []
    for row in rows:
        size = size_of(row.provision)
        open_need = [need for need in row.unmet if (need.pupil, row.provision) not in planned]
        if size >= 0:
            found += _of_row(row, open_need[row.empty :], size)
    return found


def _of_row(row: NeedRow, needs: Sequence[Need], size: int) -> Iterable[WantedGroups]:
    """The pupils left out, split into groups of the usual size. Groups led by the same band are one proposal, so that a
    group led by a must takes shoulds and coulds into its empty seats."""
    size = size or max(1, len(needs))
    groups = [needs[start : start + size] for start in range(0, len(needs), size)]
    for band, led in groupby(groups, key=lambda group: group[0].band):
        held = list(led)
        pupils = tuple(need for group in held for need in group)
        yield WantedGroups(row.provision, row.scope, band, pupils, len(held), size)
