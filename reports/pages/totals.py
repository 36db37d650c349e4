"""Totals for governors: by area of need, with no pupil named and no figure from which fewer than five can be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from costing.engine.costing import Costing
from costing.engine.errors import CostingError
from provisions.checks.facts import runs_on
from provisions.costs import CostedYear, GroupRow
from reports.documents.head import Asked, read_for
from reports.documents.whole_school_map import stream_lines, whole_school_lines
from schools.roles import Permission
from ui.marks import AREAS
from ui.words import date_uk, money

if TYPE_CHECKING:
    from schools.access import Access

LEAST = 5


@dataclass(frozen=True)
class AreaTotal:
    """An area of need, or several told together because one alone would tell of fewer than five pupils."""

    areas: tuple[str, ...]
    groups: int
    pupils: int
    cost: Decimal | None


@dataclass(frozen=True)
class TotalsPage:
    """The totals of a year. `pupils` is None where it would tell of fewer than five by subtraction."""

    rows: tuple[AreaTotal, ...]
    groups: int
    running: int
    pupils: int | None
    groups_cost: Decimal | None
    whole_school: Decimal
    budgets: tuple[tuple[str, Decimal], ...]
    hidden: bool
    on: str

    @property
    def cost_words(self) -> str:
        """All that the map costs, with the whole-school costs."""
        return "not shown" if self.groups_cost is None else money(self.groups_cost + self.whole_school)


@dataclass(frozen=True)
class _Part:
    areas: tuple[str, ...]
    groups: int
    pupils: frozenset[int]
    cost: Decimal | None

    def __add__(self, other: _Part) -> _Part:
        cost = None if self.cost is None or other.cost is None else self.cost + other.cost
        areas = tuple(dict.fromkeys(self.areas + other.areas))
        return _Part(areas, self.groups + other.groups, self.pupils | other.pupils, cost)


def build(access: Access) -> TotalsPage:
    """The totals. Raises NotAllowed for whoever may see none."""
    access.need(Permission.VIEW_TOTALS)
    asked = Asked()
    costed = read_for(access, asked)
    parts = merged(_parts(costed, asked))
    pupils = frozenset().union(*(part.pupils for part in parts))
    safe = len(pupils) >= LEAST
    whole, _ = whole_school_lines(costed, asked)
    costs = [part.cost for part in parts]
    return TotalsPage(
        rows=tuple(AreaTotal(one.areas, one.groups, len(one.pupils), one.cost) for one in parts) if safe else (),
        groups=len(costed.groups),
        running=sum(runs_on(group, asked.on) for group in costed.groups),
        pupils=len(pupils) if safe and _tells_nobody(pupils, parts) else None,
        groups_cost=sum((cost for cost in costs if cost is not None), Decimal(0))
        if safe and None not in costs
        else None,
        whole_school=sum((line.cost for line in whole), Decimal(0)),
        budgets=tuple((stream.name, stream.amount) for stream in stream_lines(costed, (), ())),
        hidden=not safe,
        on=date_uk(asked.on),
    )


def merged(parts: Sequence[_Part]) -> list[_Part]:
    """Areas of fewer than five pupils joined with the next smallest, until none tells of fewer than five."""
    held = sorted(parts, key=lambda part: len(part.pupils))
    while len(held) > 1 and len(held[0].pupils) < LEAST:
        held = sorted([held[0] + held[1], *held[2:]], key=lambda part: len(part.pupils))
    ordered = [replace(part, areas=tuple(sorted(part.areas, key=_place))) for part in held]
    return sorted(ordered, key=lambda part: _place(part.areas[0]))


def _place(area: str) -> int:
    return next((place for place, known in enumerate(AREAS) if known.code == area), len(AREAS))


def _tells_nobody(pupils: frozenset[int], parts: Sequence[_Part]) -> bool:
    """Whether the whole beside its parts leaves no remainder or overlap of one to four pupils."""
    rests = [len(pupils) - len(part.pupils) for part in parts]
    if len(parts) == 2:
        rests.append(len(parts[0].pupils & parts[1].pupils))
    return all(rest == 0 or rest >= LEAST for rest in rests)


def _parts(costed: CostedYear, asked: Asked) -> list[_Part]:
    costing = Costing(costed.roles, costed.rules, costed.calendar, asked.horizon)
    found: dict[str, _Part] = {}
    for group in costed.groups:
        part = _Part((group.area,), 1, frozenset(group.pupils_on(asked.on)), _cost(costing, group))
        found[group.area] = found[group.area] + part if group.area in found else part
    return list(found.values())


def _cost(costing: Costing, group: GroupRow) -> Decimal | None:
    try:
        return costing.group(group.facts).cost
    except CostingError:
        return None
