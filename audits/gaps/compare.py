"""Need against places: who is ticked and has no place, who has a place and no tick, and which places are empty.

Plain facts in, plain rows out; nothing here reads a database. Two sums hold for every row, and for any set of rows:
needed = placed + unmet, and places = filled + empty. Each pupil is in one scope and each empty place is counted once,
so rows of year groups add up to the row of the school.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BANDS = ("must", "should", "could")


@dataclass(frozen=True, slots=True)
class Need:
    """A pupil who is ticked for a provision, in the strongest band of any chart. `pupil` is any unique key."""

    pupil: str
    provision: int
    band: str


@dataclass(frozen=True, slots=True)
class Running:
    """A group that takes pupils now or later this year: its size, the scopes it takes pupils from (none named = all),
    and who has an open place."""

    id: int
    provision: int
    size: int
    scopes: tuple[str, ...] = ()
    pupils: tuple[str, ...] = ()

    @property
    def empty(self) -> int:
        """Places nobody has; none in a group that holds more than its size."""
        return max(0, self.size - len(self.pupils))


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One provision in one scope. `unmet` names those ticked without a place, the strongest need first; `unticked`
    those with a place and no tick; `filled` counts open places, so a pupil in two groups fills two."""

    scope: str
    provision: int
    needs: tuple[Need, ...] = ()
    placed: tuple[str, ...] = ()
    unmet: tuple[Need, ...] = ()
    unticked: tuple[str, ...] = ()
    filled: int = 0
    empty: int = 0

    def of_band(self, band: str) -> int:
        """How many are ticked in a band."""
        return sum(need.band == band for need in self.needs)

    @property
    def places(self) -> int:
        """Filled and empty ones."""
        return self.filled + self.empty

    @property
    def gap(self) -> int:
        """Unmet need that no empty place meets; below zero: places to spare."""
        return len(self.unmet) - self.empty

    @property
    def left_out(self) -> tuple[Need, ...]:
        """The pupils without a place once the empty places are given to the strongest need."""
        return self.unmet[self.empty :]


def compare(
    needs: Iterable[Need], groups: Iterable[Running], scope_of: Mapping[str, str], scopes: Sequence[str]
) -> list[NeedRow]:
    """A row for each scope and provision with need or places, in the order of `scopes`, then of first appearance.

    `scope_of` gives each pupil's scope. A pupil without one is left out, though their places stay filled.
    """
    asked: dict[tuple[str, int], list[Need]] = defaultdict(list)
    for need in _strongest(needs):
        if need.pupil in scope_of:
            asked[scope_of[need.pupil], need.provision].append(need)
    by_provision: dict[int, list[Running]] = defaultdict(list)
    for group in groups:
        by_provision[group.provision].append(group)
    found: dict[tuple[str, int], NeedRow] = {}
    for provision in dict.fromkeys([*(provision for _, provision in asked), *by_provision]):
        own = {scope: asked[scope, provision] for scope in scopes if (scope, provision) in asked}
        found |= _of_provision(provision, own, by_provision[provision], scope_of, scopes)
    return [row for scope in scopes for row in found.values() if row.scope == scope]


def _strongest(needs: Iterable[Need]) -> list[Need]:
    """Each pupil and provision once, in the strongest band of any chart, the strongest first."""
    kept: dict[tuple[str, int], Need] = {}
    for need in sorted(needs, key=lambda one: BANDS.index(one.band)):
        kept.setdefault((need.pupil, need.provision), need)
    return list(kept.values())


def _of_provision(
    provision: int, asked: Mapping[str, list[Need]], groups: Sequence[Running], scope_of: Mapping[str, str],
    scopes: Sequence[str],
) -> dict[tuple[str, int], NeedRow]:  # fmt: skip
    holders: dict[str, list[str]] = defaultdict(list)
    for pupil in (pupil for group in groups for pupil in group.pupils):
        if pupil in scope_of:
            holders[scope_of[pupil]].append(pupil)
    ticked = {need.pupil for found in asked.values() for need in found}
    unmet = {scope: [need for need in found if need.pupil not in holders[scope]] for scope, found in asked.items()}
    empty = _empty_places(groups, unmet, scopes)
    return {
        (scope, provision): NeedRow(
            scope,
            provision,
            needs=tuple(asked.get(scope, ())),
            placed=tuple(need.pupil for need in asked.get(scope, ()) if need.pupil in holders[scope]),
            unmet=tuple(unmet.get(scope, ())),
            unticked=tuple(dict.fromkeys(pupil for pupil in holders[scope] if pupil not in ticked)),
            filled=len(holders[scope]),
            empty=empty.get(scope, 0),
        )
        for scope in scopes
        if scope in asked or holders[scope] or empty.get(scope)
    }


def _empty_places(
    groups: Iterable[Running], unmet: Mapping[str, Sequence[Need]], scopes: Sequence[str]
) -> dict[str, int]:
    """Empty places by scope, each counted once: a place in a group for several scopes goes to the scope with the
    strongest need still without a place, else to the first of the group's scopes."""
    found: dict[str, int] = defaultdict(int)
    open_to = {group: [one for one in scopes if one in group.scopes or not group.scopes] for group in groups}
    for group in sorted(open_to, key=lambda one: (len(open_to[one]), one.id)):
        for _ in range(group.empty if open_to[group] else 0):
            found[min(open_to[group], key=lambda scope: _next_band(unmet.get(scope, ()), found[scope]))] += 1
    return found


def _next_band(unmet: Sequence[Need], served: int) -> int:
    return BANDS.index(unmet[served].band) if served < len(unmet) else len(BANDS)
