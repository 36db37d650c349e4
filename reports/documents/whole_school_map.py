"""The whole-school map: every group on it with its cost, what cannot be tracked to a pupil, and the budgets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from costing.engine.costing import Costing
from costing.engine.expressions import Quantity, given
from costing.engine.figures import money, rounded
from costing.engine.rates import hourly_cost
from costing.engine.results import CostingError, GroupCost
from provisions.costs import CostedYear, GroupRow
from provisions.selectors import streams, whole_school
from pupils.models import YearGroup
from reports.documents.head import (
    Asked,
    Head,
    Json,
    Note,
    NotForThem,
    head_of,
    money_text,
    notes_of,
    number_text,
    read_for,
)
from schools.roles import Permission

if TYPE_CHECKING:
    from schools.access import Access


@dataclass(frozen=True)
class MapRow:
    """A group on the map. Its cost is None where it is not recorded or cannot be worked out (`fault` says why)."""

    group: GroupRow
    cost: GroupCost | None
    filled: int
    fault: str = ""

    @property
    def scope(self) -> str:
        """The class, or the year groups in words."""
        return self.group.class_name or scope_words(self.group.year_groups)

    @property
    def staff(self) -> tuple[str, ...]:
        """Codes of the roles that take the group."""
        return tuple(dict.fromkeys(line.role for line in self.group.staff))

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
        return None if self.per_pupil is None else money(self.per_pupil.value)

    @property
    def empty_places(self) -> Quantity | None:
        """The part of the run's cost that no place bears, as the engine found it week by week."""
        if self.cost is None or self.cost.working is None or not self.cost.exact or not self.cost.empty:
            return None
        part = given(self.cost.empty / self.cost.exact, "", f"{self.group.code}, part that empty places bear")
        return (self.cost.working.parts[0] * part).rounded(self.cost.working.rounding)

    def json(self) -> Json:
        """The contract's keys of a row."""
        return {
            "group": self.group.code,
            "provision": self.group.provision,
            "area": self.group.area,
            "strand": self.group.strand or None,
            "tier": self.group.tier,
            "scope": self.scope,
            "ratio": self.cost.ratio if self.cost else None,
            "staff": list(self.staff),
            "weekly_hours": number_text(self.cost.weekly_hours) if self.cost else None,
            "weeks": number_text(self.group.facts.weeks),
            "cost": money_text(self.full_cost),
            "places": number_text(self.filled),
            "size": number_text(self.group.facts.size),
            "cost_per_pupil": money_text(self.cost_per_pupil),
            "empty_places_cost": money_text(self.cost.empty_cost) if self.cost else None,
        }


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


@dataclass(frozen=True)
class StreamLine:
    """A funding stream: what there is, what is committed, what is left."""

    name: str
    amount: Decimal
    committed: Decimal
    id: int = 0

    @property
    def left(self) -> Decimal:
        """Below nought when more is committed than there is."""
        return self.amount - self.committed

    def json(self) -> Json:
        """The contract's keys."""
        return {
            "name": self.name,
            "amount": money_text(self.amount),
            "committed": money_text(self.committed),
            "left": money_text(self.left),
        }


@dataclass(frozen=True)
class WholeSchoolMap:
    """The map of a school's year."""

    head: Head
    rows: tuple[MapRow, ...]
    whole_school: tuple[WholeSchoolLine, ...]
    streams: tuple[StreamLine, ...]
    notes: tuple[Note, ...]
    costed: CostedYear

    @property
    def groups_cost(self) -> Decimal | None:
        """The rows' printed costs, added; None where nothing is recorded."""
        costs = [row.full_cost for row in self.rows if row.full_cost is not None]
        return sum(costs, Decimal(0)) if costs or not self.rows else None

    @property
    def whole_school_costs(self) -> Decimal:
        """What cannot be tracked to a pupil, added."""
        return sum((line.cost for line in self.whole_school), Decimal(0))

    @property
    def total(self) -> Decimal | None:
        """Groups and whole-school costs together."""
        return None if self.groups_cost is None else self.groups_cost + self.whole_school_costs

    @property
    def pupils(self) -> set[int]:
        """Pupils with a place now, or on the nearest day of the group's run."""
        return {pupil for row in self.rows for pupil in row.group.pupils_on(self.head.on)}

    def json(self) -> Json:
        """The contract's keys."""
        return {
            **self.head.json(),
            "rows": [row.json() for row in self.rows],
            "whole_school_costs": money_text(self.whole_school_costs),
            "total": money_text(self.total),
            "streams": [stream.json() for stream in self.streams],
            "findings": [note.json() for note in self.notes],
        }


def build(access: Access, asked: Asked, costed: CostedYear | None = None) -> WholeSchoolMap:
    """The whole-school map with costs. Raises NotForThem for whoever may not see costs."""
    if not access.may(Permission.VIEW_COSTS):
        raise NotForThem("Costs are for the SENCO, the head and the business manager.")
    costed = costed or read_for(access, asked)
    costing = Costing(costed.roles, costed.rules, costed.calendar, asked.horizon)
    rows = tuple(map_row(costing, group, asked) for group in costed.groups)
    whole, faults = whole_school_lines(costed, asked)
    remarks = [remark for row in rows if row.cost for remark in row.cost.remarks]
    broken = [Note("no-rate", row.fault, row.group.code) for row in rows if row.fault]
    return WholeSchoolMap(
        head=head_of(access, asked, costed, "whole-school-map", "Whole-school provision map"),
        rows=rows,
        whole_school=whole,
        streams=stream_lines(costed, rows, whole),
        notes=(*notes_of(remarks), *broken, *faults),
        costed=costed,
    )


def map_row(costing: Costing, group: GroupRow, asked: Asked) -> MapRow:
    """A group with its cost; a sum that cannot be made is said, never shown as nought."""
    filled = len(group.pupils_on(asked.on))
    try:
        cost = costing.group(group.facts)
    except CostingError as error:
        return MapRow(group, None, filled, str(error))
    return MapRow(group, cost, filled)


def whole_school_lines(costed: CostedYear, asked: Asked) -> tuple[tuple[WholeSchoolLine, ...], tuple[Note, ...]]:
    """Each whole-school cost with its sum, and what could not be costed."""
    lines, faults = [], []
    for row in whole_school(costed.year, asked.as_recorded):
        try:
            lines.append(_whole_school_line(costed, row))
        except CostingError as error:
            faults.append(Note("no-rate", f"{row['description']}: {error}"))
    return tuple(lines), tuple(faults)


def _whole_school_line(costed: CostedYear, row: Mapping[str, Any]) -> WholeSchoolLine:
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
        cost=money(rounded(working.value)),
        working=working.rounded(name="Whole-school cost"),
        stream_id=row["funding_stream_id"],
        role="" if hours is None else str(row["role__code"]),
        hours_a_week=hours,
        weeks=weeks,
    )


def stream_lines(
    costed: CostedYear, rows: Iterable[MapRow], whole: Iterable[WholeSchoolLine]
) -> tuple[StreamLine, ...]:
    """The funding streams with what the map commits of each."""
    committed: dict[int | None, Decimal] = {}
    for stream, cost in [
        *((row.group.stream_id, row.full_cost or Decimal(0)) for row in rows),
        *((line.stream_id, line.cost) for line in whole),
    ]:
        committed[stream] = committed.get(stream, Decimal(0)) + cost
    return tuple(
        StreamLine(stream.name, stream.amount, committed.get(stream.pk, Decimal(0)), stream.pk)
        for stream in streams(costed.year)
    )


def scope_words(year_groups: tuple[str, ...]) -> str:
    """Year groups as people say them: Year 3; Years 3 and 4; All years."""
    if not year_groups:
        return "All years"
    return ", ".join(YearGroup(code).label for code in year_groups)
