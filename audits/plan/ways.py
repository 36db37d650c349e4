"""How a proposal's groups would be run, and the other ways they could be: larger groups, fewer weeks, another role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Literal

from audits.patterns import Pattern
from costing.engine.facts import StaffingLine
from ui.words import number, plural

Kind = Literal["usual", "bigger", "shorter", "role"]


@dataclass(frozen=True, slots=True)
class RunningWay:
    """A number of groups of a size, their staff and weeks. `roles` hold a code for each member of staff; where empty,
    the staffing is that of the provision's usual pattern."""

    groups: int
    size: int
    weeks: Fraction
    roles: tuple[str, ...] = ()
    sessions: Fraction | None = None
    minutes: Fraction | None = None

    @property
    def words(self) -> str:
        """Groups, size and weeks in words."""
        return f"{plural(self.groups, 'group')} of {self.size} for {plural(self.weeks, 'week')}"

    def pattern(self, usual: Pattern) -> Pattern:
        """The pattern of one of its groups."""
        size = self.size if usual.size else 0
        if not self.roles or self.sessions is None or self.minutes is None:
            return replace(usual, size=size)
        counted = {role: self.roles.count(role) for role in self.roles}
        lines = tuple(StaffingLine(role, self.sessions, self.minutes, Fraction(many)) for role, many in counted.items())
        return replace(usual, size=size, staffing=lines)


@dataclass(frozen=True, slots=True)
class OtherWay:
    """Another way to run a proposal: `key` names it in a form, `words` say how it differs."""

    key: str
    kind: Kind
    words: str
    way: RunningWay


def way_of(usual: Pattern, groups: int, size: int, weeks: Fraction) -> RunningWay:
    """The usual way. Staff who are all there for the same sessions are listed one by one; any other staffing stays that
    of the pattern."""
    lines = usual.staffing
    alike = len({(line.sessions, line.minutes) for line in lines}) == 1
    if not alike or any(line.staff.denominator != 1 for line in lines):
        return RunningWay(groups, size, weeks)
    roles = tuple(role for line in lines for role in [line.role] * int(line.staff))
    if len(",".join(roles)) > 150:
        return RunningWay(groups, size, weeks)
    return RunningWay(groups, size, weeks, roles, lines[0].sessions, lines[0].minutes)


@dataclass(frozen=True, slots=True)
class RoleName:
    """A staff role by its number, code and name."""

    id: int
    code: str
    name: str


def other_ways(
    way: RunningWay, usual: Pattern, pupils: int, weeks: Fraction, roles: Sequence[RoleName]
) -> list[OtherWay]:
    """The ways that differ from this one in one thing. `weeks` is the usual number for a new group, `roles` those that
    can take the provision."""
    size = usual.size or way.size
    first = way_of(usual, max(1, ceil(Fraction(pupils, size))), size, weeks)
    back = [OtherWay("usual", "usual", f"As usual: {first.words}", first)] if first != way else []
    return [*back, *_bigger(way, usual, pupils), *_shorter(way), *_by_others(way, roles)]


def _bigger(way: RunningWay, usual: Pattern, pupils: int) -> Iterable[OtherWay]:
    """Ways with fewer groups: for each number of groups, the smallest size that takes all pupils, up to one and a half
    times the usual."""
    for groups in range(way.groups - 1, 0, -1):
        size = ceil(Fraction(pupils, groups))
        if usual.size and way.size < size <= usual.size + usual.size // 2:
            words = f"Groups of {size} instead of {way.size}: {plural(groups, 'group')} instead of {way.groups}"
            yield OtherWay(f"size-{size}", "bigger", words, replace(way, groups=groups, size=size))


def _shorter(way: RunningWay) -> Iterable[OtherWay]:
    half = Fraction(int(way.weeks / 2))
    if half >= 1:
        words = f"{plural(half, 'week')} instead of {number(way.weeks)}"
        yield OtherWay("weeks", "shorter", words, replace(way, weeks=half))


def _by_others(way: RunningWay, roles: Sequence[RoleName]) -> Iterable[OtherWay]:
    """Ways with the first of the staff replaced by another role."""
    first = way.roles[0] if way.roles else ""
    name = next((role.name for role in roles if role.code == first), first)
    for role in roles:
        if first and role.code not in way.roles:
            instead = tuple(role.code if code == first else code for code in way.roles)
            yield OtherWay(f"role-{role.id}", "role", f"{role.name} instead of {name}", replace(way, roles=instead))
