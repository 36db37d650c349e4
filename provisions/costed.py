"""What a group costs, and what each funding stream pays: the sums that maps and forms share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from costing.engine.costing import Costing
from costing.engine.quantities.expressions import Quantity, given
from costing.engine.quantities.figures import in_pounds, rounded
from costing.engine.rates import hourly_cost
from costing.engine.results import CostingError, GroupCost
from provisions.costs import CostedYear, GroupRow


@dataclass(frozen=True)
class CostedGroup:
    """A group with its cost; None where it is not recorded or cannot be worked out (`fault` says why)."""

    group: GroupRow
    cost: GroupCost | None
    filled: int
    fault: str = ""

    @property
    def full_cost(self) -> Decimal | None:
        """What the run costs, other costs included."""
        return self.cost.cost if self.cost else None

    @property
    def per_pupil(self) -> Quantity | None:
        """The run's cost ÷ pupils taught together (or the places filled, where there are more), to the penny."""
        if self.cost is None or self.cost.working is None:
            return None
        sharing = given(max(self.group.facts.size, self.filled), "pupils", key=f"group:{self.group.code}:sharing")
        return (self.cost.working.parts[0] / sharing).rounded()

    @property
    def cost_per_pupil(self) -> Decimal | None:
        """`per_pupil` as printed."""
        return None if self.per_pupil is None else in_pounds(self.per_pupil.value)

    @property
    def empty_places(self) -> Quantity | None:
        """The part of the run's cost that falls on empty places, as the engine works it out week by week."""
        if self.cost is None or self.cost.working is None or not self.cost.exact or not self.cost.empty:
            return None
        part = given(self.cost.empty / self.cost.exact, "", f"{self.group.code}, part that empty places bear")
        return (self.cost.working.parts[0] * part).rounded(self.cost.working.rounding)


def costed_group(costing: Costing, group: GroupRow, on: date) -> CostedGroup:
    """A group with its cost. A sum that cannot be made gives a fault, never a cost of zero."""
    filled = len(group.pupils_on(on))
    try:
        return CostedGroup(group, costing.group(group.facts), filled)
    except CostingError as error:
        return CostedGroup(group, None, filled, str(error))


@dataclass(frozen=True)
class WholeSchoolLine:
    """A cost of the whole school, with its sum: an amount, or so many hours a week of a role."""

    description: str
    kind: str
    cost: Decimal
    working: Quantity
    stream_id: int | None
    role: str = ""
    hours_a_week: Fraction | None = None
    weeks: Fraction | None = None


def whole_school_line(costed: CostedYear, row: Mapping[str, Any]) -> WholeSchoolLine:
    """A cost of the whole school (a row of `selectors.whole_school`) worked out. Raises CostingError."""
    hours = weeks = None
    if row["amount"] is not None:
        working = given(Fraction(row["amount"]), "£", str(row["description"]), "entered for the whole school")
    else:
        role = costed.roles[str(row["role__code"])]
        weeks = Fraction(row["weeks"]) if row["weeks"] is not None else costed.rules.weeks
        hours = Fraction(row["hours_a_week"])
        a_week = given(hours, "h", "Hours a week", "whole-school provision")
        working = hourly_cost(role, costed.rules) * a_week * given(weeks, "weeks", "Weeks", "whole-school provision")
    return WholeSchoolLine(
        description=str(row["description"]),
        kind=str(row["kind"]),
        cost=in_pounds(rounded(working.value)),
        working=working.rounded(name="Whole-school cost"),
        stream_id=row["funding_stream_id"],
        role="" if hours is None else str(row["role__code"]),
        hours_a_week=hours,
        weeks=weeks,
    )


def committed(rows: Iterable[CostedGroup], whole: Iterable[WholeSchoolLine]) -> dict[int | None, Decimal]:
    """What each funding stream (None: no stream) pays, in pounds, by its number."""
    found: dict[int | None, Decimal] = {}
    for stream, cost in [
        *((row.group.stream_id, row.full_cost or Decimal(0)) for row in rows),
        *((line.stream_id, line.cost) for line in whole),
    ]:
        found[stream] = found.get(stream, Decimal(0)) + cost
    return found
