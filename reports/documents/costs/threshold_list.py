"""The threshold list: every pupil on the map with what counts, below or over the rules' threshold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from costing.engine.quantities.expressions import Quantity
from costing.engine.results import PupilCost
from provisions.costs import CostedYear
from provisions.reading import pupils_in_year
from pupils.reading import PupilRow
from reports.documents.head import (
    Head,
    Json,
    Note,
    NotForThem,
    PaperOptions,
    head_of,
    money_text,
    notes_of,
    read_for,
    year_of,
)
from reports.documents.maps.costed_map import passes_threshold
from schools.access import Access
from schools.roles import Permission

STATUS = {True: "over", False: "below", None: "not compared"}


@dataclass(frozen=True)
class ThresholdRow:
    """A pupil with the printed total that counts; `over` None: not compared."""

    pupil: PupilRow
    total_counted: Decimal | None
    over: bool | None
    working: Quantity | None = None

    def json(self) -> Json:
        """The contract's keys of a pupil."""
        return {
            "reference": self.pupil.reference,
            "name": self.pupil.name,
            "total_counted": money_text(self.total_counted),
            "status": STATUS[self.over],
        }


@dataclass(frozen=True)
class ThresholdList:
    """Pupils in order of what counts, highest first."""

    head: Head
    rows: tuple[ThresholdRow, ...]
    notes: tuple[Note, ...]

    def json(self) -> Json:
        """The contract's keys."""
        return {
            **self.head.json(),
            "pupils": [row.json() for row in self.rows],
            "findings": [note.json() for note in self.notes],
        }


def costs_of_pupils(costed: CostedYear, asked: PaperOptions) -> dict[int, PupilCost]:
    """What every pupil on the map costs, worked out in one pass over the groups."""
    found = costed.costing(asked.horizon).school(
        [group.facts for group in costed.groups], {str(pupil): costs for pupil, costs in costed.own_costs.items()}
    )
    return {int(pupil): cost for pupil, cost in found.pupils.items()}


def build(access: Access, asked: PaperOptions, costed: CostedYear | None = None) -> ThresholdList:
    """The list. Raises NotForThem for whoever may not see costs, CostingError where a sum cannot be made."""
    if not access.may(Permission.VIEW_COSTS):
        raise NotForThem("Costs are for the SENCO, the head and the business manager.")
    costed = costed or read_for(access, asked)
    costs = costs_of_pupils(costed, asked)
    pupils = pupils_in_year(access, year_of(access), ids=costs)
    rows = [
        ThresholdRow(
            pupil,
            costs[pupil.id].total_counted,
            passes_threshold(costed, asked.horizon, costs[pupil.id].total_counted),
            costs[pupil.id].counted_working,
        )
        for pupil in pupils
    ]
    return ThresholdList(
        head=head_of(access, asked, costed, "threshold-list", "Cost against the threshold"),
        rows=tuple(sorted(rows, key=lambda row: -(row.total_counted or Decimal(0)))),
        notes=notes_of(remark for cost in costs.values() for remark in cost.remarks),
    )
