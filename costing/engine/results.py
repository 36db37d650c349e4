"""The engine's results: exact figures, the figures printed from them, and their working."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from costing.engine.errors import CostingError
from costing.engine.quantities.expressions import Quantity

__all__ = ["CostingError", "Division", "GroupCost", "MapLine", "PupilCost", "Remark", "RoleCost"]


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding of the sums: a code, a sentence, and the group (and pupil) it is about."""

    code: str
    message: str
    group: str = ""
    pupil: str = ""


@dataclass(frozen=True, slots=True)
class MapLine:
    """One printed line of a pupil's costed map.

    `weekly_hours` are staff hours before sharing, `contact_hours` the pupil's own. `cost` and `weekly_cost` are as
    printed (None for what has not been recorded); `working` is the expression whose printed text gives `cost`.
    `reason` (payer, tier, date, role, kind, band, left-out, cap) says why a line is not counted.
    """

    kind: str
    group: str
    description: str
    ratio: str
    staff: tuple[str, ...]
    weekly_hours: Fraction | None
    contact_hours: Fraction | None
    weekly_cost: Decimal | None
    weeks: Fraction | None
    cost: Decimal | None
    exact: Fraction | None
    counted: bool
    reason: str | None
    working: Quantity | None
    weekly_working: Quantity | None
    since: str = ""


@dataclass(frozen=True, slots=True)
class PupilCost:
    """A pupil's lines with their totals: `total` is all that the school pays above universal.

    `counted_exact` is what counts, not rounded.

    In the two workings each printed line is a quantity with the key "line:N", N its number in `lines` from 0.
    """

    pupil: str
    lines: tuple[MapLine, ...]
    total: Decimal | None
    total_counted: Decimal | None
    total_working: Quantity | None
    remarks: tuple[Remark, ...]
    counted_working: Quantity | None = None
    counted_exact: Fraction | None = None


@dataclass(frozen=True, slots=True)
class RoleCost:
    """What one role costs in a group over the costed run, unshared. `weekly_hours` and `weekly_cost` are those of the
    weeks in which it counts, on average."""

    role: str
    hours: Fraction
    weekly_hours: Fraction
    weekly_cost: Decimal
    exact: Fraction
    cost: Decimal
    working: Quantity


@dataclass(frozen=True, slots=True)
class Division:
    """How a group's cost divides: `places` maps a place's key to its exact share; shares + `empty` = the whole, always.
    `rounding` is the pennies between the printed parts and the printed whole."""

    places: dict[str, Fraction]
    empty: Fraction
    empty_cost: Decimal | None
    rounding: Decimal


@dataclass(frozen=True)
class GroupCost:
    """The cost of a whole group over the costed run, and its division between places and empty places.

    The division takes most of the work and many pages do not show it, so it is worked out when first asked for.
    """

    group: str
    ratio: str
    weekly_hours: Fraction
    contact_hours: Fraction
    weekly_cost: Decimal
    roles: tuple[RoleCost, ...]
    other: Fraction
    exact: Fraction | None
    cost: Decimal | None
    working: Quantity | None
    remarks: tuple[Remark, ...]
    divide: Callable[[], Division] = field(compare=False, repr=False)

    @cached_property
    def division(self) -> Division:
        """How the cost divides between places and empty places."""
        return self.divide()

    @property
    def places(self) -> dict[str, Fraction]:
        """Each place's exact share by its key."""
        return self.division.places

    @property
    def empty(self) -> Fraction:
        """The exact cost of empty places."""
        return self.division.empty

    @property
    def empty_cost(self) -> Decimal | None:
        """The printed cost of empty places."""
        return self.division.empty_cost

    @property
    def rounding(self) -> Decimal:
        """The pennies between the printed parts and the printed whole."""
        return self.division.rounding
