"""What a group costs, and what each funding stream pays: the sums that maps and forms share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from costing.engine.costing import Costing
from costing.engine.facts import Horizon, WholeSchoolItem
from costing.engine.quantities.expressions import Quantity, given
from costing.engine.quantities.figures import in_pounds
from costing.engine.results import CostingError, GroupCost, Remark
from costing.engine.year.whole_school import WholeSchool
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
        return (self.cost.working.parts[0] / sharing).rounded(self.cost.working.rounding)

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
    """A cost of the whole school, with its sum: an amount, or so many hours a week of a role. `cost` and `working` are
    None where the cost of a part of the year cannot be told without half-terms."""

    description: str
    kind: str
    cost: Decimal | None
    working: Quantity | None
    stream_id: int | None
    item: WholeSchoolItem
    weeks: Fraction | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def role(self) -> str:
        """The code of the role; "" of an amount."""
        return self.item.role if self.item.amount is None else ""

    @property
    def hours_a_week(self) -> Fraction | None:
        """Hours a week of the role; None of an amount."""
        return self.item.hours if self.item.amount is None else None


def whole_school_sums(costed: CostedYear, horizon: Horizon = Horizon.PLANNED) -> WholeSchool:
    """The sums of the whole school's costs over a horizon."""
    return WholeSchool(costed.roles, costed.rules, costed.calendar, horizon)


def whole_school_line(
    costed: CostedYear, row: Mapping[str, Any], horizon: Horizon = Horizon.PLANNED
) -> WholeSchoolLine:
    """A cost of the whole school (a row of `selectors.whole_school`) worked out over a horizon. Raises CostingError."""
    sums, item = whole_school_sums(costed, horizon), whole_school_item(row)
    unknown = sums.in_part and not costed.calendar.half_terms
    working = None if unknown else sums.cost(item).rounded(costed.rules.line_unit, "Whole-school cost")
    return WholeSchoolLine(
        description=item.description,
        kind=str(row["kind"]),
        cost=None if working is None else in_pounds(working.value),
        working=working,
        stream_id=row["funding_stream_id"],
        item=item,
        weeks=None if item.amount is not None else costed.rules.weeks if item.weeks is None else item.weeks,
        remarks=(*sums.remarks(item), *([_unknown(item)] if unknown else [])),
    )


def whole_school_item(row: Mapping[str, Any]) -> WholeSchoolItem:
    """A row of whole-school costs as the engine takes it."""
    return WholeSchoolItem(
        description=str(row["description"]),
        amount=None if row["amount"] is None else Fraction(row["amount"]),
        role=str(row["role__code"] or ""),
        hours=Fraction(row["hours_a_week"] or 0),
        weeks=None if row["weeks"] is None else Fraction(row["weeks"]),
    )


def _unknown(item: WholeSchoolItem) -> Remark:
    told = "what it costs so far is counted in school weeks; enter the half-terms in Settings › School year"
    return Remark("so-far-unknown", f"{item.description}: {told}.")


def committed(rows: Iterable[CostedGroup], whole: Iterable[WholeSchoolLine]) -> dict[int | None, Decimal]:
    """What each funding stream (None: no stream) pays, in pounds, by its number."""
    found: dict[int | None, Decimal] = {}
    for stream, cost in [
        *((row.group.stream_id, row.full_cost) for row in rows),
        *((line.stream_id, line.cost) for line in whole),
    ]:
        found[stream] = found.get(stream, Decimal(0)) + (cost or Decimal(0))
    return found


def added(costs: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None where one of them is not known."""
    found = list(costs)
    return None if None in found else sum((cost for cost in found if cost is not None), Decimal(0))
