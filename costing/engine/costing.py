"""The entry points of the engine: what groups and pupils cost.

Money is pounds, exact until the rules round it. Every figure carries the expression that gave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from costing.engine.calendar import is_outside
from costing.engine.facts import Calendar, Group, Horizon, OtherCost, Role, Rules
from costing.engine.groups.caps import cut, over_cap
from costing.engine.groups.eligibility import other_reason
from costing.engine.groups.group import Prepared, amount_of, is_due, outside_remark, prepare
from costing.engine.groups.whole import whole_group
from costing.engine.pupils.lines import group_lines, other_line, other_lines
from costing.engine.quantities.expressions import Quantity, given
from costing.engine.quantities.expressions import total as total_of
from costing.engine.quantities.figures import exact_sum, in_pounds
from costing.engine.results import GroupCost, MapLine, PupilCost, Remark
from costing.engine.year.parting import Parted, parted_group


@dataclass(frozen=True, slots=True)
class SchoolCost:
    """Every group by its code, and every pupil by their key."""

    groups: dict[str, GroupCost]
    pupils: dict[str, PupilCost]


_Borne = tuple[tuple[int, ...], tuple[OtherCost, ...]]  # the groups that a pupil shares, and the pupil's own costs


@dataclass(slots=True)
class _Worked:
    """What has been worked out of a group."""

    group: Group
    prepared: Prepared
    cost: GroupCost | None = None
    remarks: tuple[Remark, ...] | None = None


class Costing:
    """Costs a school's groups and pupils under one set of rules, roles, calendar and horizon; each group is prepared
    once.

    `cost_group` and `cost_pupil` are for a single one.
    """

    def __init__(
        self,
        roles: Mapping[str, Role],
        rules: Rules,
        calendar: Calendar,
        horizon: Horizon = Horizon.PLANNED,
    ) -> None:
        self.roles, self.rules, self.calendar, self.horizon = roles, rules, calendar, horizon
        self._rates: dict[tuple[str, int], Quantity] = {}
        self._worked: dict[int, _Worked] = {}
        self._pupils: dict[str, tuple[_Borne, PupilCost]] = {}
        self._places: dict[int, tuple[Group, dict[str, tuple[int, ...]]]] = {}

    def of(self, groups: Iterable[Group]) -> Costing:
        """The same run over these groups alone, with what has been worked out of them."""
        costing = Costing(self.roles, self.rules, self.calendar, self.horizon)
        costing._rates = self._rates
        found = [(id(group), self._worked.get(id(group))) for group in groups]
        costing._worked = {number: worked for number, worked in found if worked}
        costing._places = {number: self._places[number] for number, _ in found if number in self._places}
        costing._pupils = {
            pupil: (borne, cost)
            for pupil, (borne, cost) in list(self._pupils.items())
            if costing._worked.keys() >= set(borne[0])
        }
        return costing

    def prepared(self, group: Group) -> Prepared:
        """The prepared group. Raises CostingError that names the group and what to set."""
        return self._work(group).prepared

    def group(self, group: Group) -> GroupCost:
        """The cost of a whole group over the horizon, and its division between places and empty places."""
        worked = self._work(group)
        if worked.cost is None:
            worked.cost = whole_group(worked.prepared, self._group_remarks(group))
        return worked.cost

    def _work(self, group: Group) -> _Worked:
        # Known by the very object, not by equal facts: hashing those of 900 places would cost more than it saves. The
        # entry holds the group, so that its number is not given to another one.
        worked = self._worked.get(id(group))
        if worked is None:
            prepared = prepare(group, self.roles, self.rules, self.calendar, self.horizon, self._rates)
            worked = self._worked[id(group)] = _Worked(group, prepared)
        return worked

    def parted(self, group: Group, day: date) -> Parted | None:
        """The group's printed cost split at a day inside the year; None where it is not recorded."""
        working = self.group(group).working
        return None if working is None else parted_group(self.prepared(group), working, day)

    def pupil(self, pupil: str, groups: Iterable[Group], own_costs: Sequence[OtherCost] = ()) -> PupilCost:
        """A pupil's costed map: lines of the groups they have a place in, then other costs, with totals."""
        held = [(group, mine) for group in groups if (mine := self._places_of(group).get(pupil))]
        return self._pupil(pupil, held, own_costs)

    def school(self, groups: Sequence[Group], own_costs: Mapping[str, Sequence[OtherCost]]) -> SchoolCost:
        """Every group, and every pupil who has a place or a cost of their own."""
        held: dict[str, list[tuple[Group, tuple[int, ...]]]] = {pupil: [] for pupil in own_costs}
        for group in groups:
            for pupil, mine in self._places_of(group).items():
                held.setdefault(pupil, []).append((group, mine))
        return SchoolCost(
            {group.code: self.group(group) for group in groups},
            {pupil: self._pupil(pupil, places, own_costs.get(pupil, ())) for pupil, places in held.items()},
        )

    def _group_remarks(self, group: Group) -> tuple[Remark, ...]:
        worked = self._work(group)
        if worked.remarks is None:
            worked.remarks = worked.prepared.remarks()
        return worked.remarks

    def _places_of(self, group: Group) -> dict[str, tuple[int, ...]]:
        """Each pupil's places in the group, by their position."""
        known = self._places.get(id(group))
        if known is None:
            found: dict[str, tuple[int, ...]] = {}
            for i, place in enumerate(group.places):
                found[place.pupil] = (*found.get(place.pupil, ()), i)
            known = self._places[id(group)] = group, found
        return known[1]

    def _pupil(
        self, pupil: str, held: Sequence[tuple[Group, tuple[int, ...]]], own_costs: Sequence[OtherCost]
    ) -> PupilCost:
        borne = tuple(id(group) for group, _ in held), tuple(own_costs)
        before, cost = self._pupils.get(pupil, (None, None))
        if cost is None or before != borne:
            cost = self._worked_out(pupil, held, own_costs)
            self._pupils[pupil] = borne, cost
        return cost

    def _worked_out(
        self, pupil: str, held: Sequence[tuple[Group, tuple[int, ...]]], own_costs: Sequence[OtherCost]
    ) -> PupilCost:
        lines: list[MapLine] = []
        ready = [(self.prepared(group), mine) for group, mine in held]
        worked = [(prepared, prepared.stretches(mine)) for prepared, mine in ready]
        over = over_cap(worked) if self.rules.caps and worked else {}
        for (prepared, mine), (_, stretches) in zip(ready, worked, strict=True):
            lines += group_lines(prepared, mine, cut(prepared, stretches, over) if over else stretches)
        for prepared, mine in ready:
            lines += other_lines(prepared, mine)
        lines += self._own_lines(own_costs)
        remarks = [r for group, _ in held for r in self._group_remarks(group) if r.pupil in ("", pupil)]
        remarks += [outside_remark(cost) for cost in own_costs if is_outside(cost, self.calendar)]
        whole = self._total(lines, "Total", counted=False)
        every = all(line.counted for line in lines)
        counted = whole if every else self._total(lines, "Total that counts", counted=True)
        return PupilCost(
            pupil=pupil,
            lines=tuple(lines),
            total=_printed(whole),
            total_counted=_printed(counted),
            total_working=whole,
            remarks=tuple(remarks),
            counted_working=counted,
            counted_exact=None
            if counted is None
            else exact_sum(line.exact for line in lines if line.counted and line.exact is not None),
        )

    def _own_lines(self, costs: Sequence[OtherCost]) -> Iterator[MapLine]:
        """The pupil's own other costs, charged in full."""
        for cost in costs:
            if not is_due(cost, self.calendar, self.horizon):
                continue
            reason, working = other_reason(cost, self.roles, self.rules, self.calendar), None
            if reason != "payer":
                amount = amount_of(cost, self.roles, self.rules, self.calendar)
                working = (amount * given(1, "", "Borne whole")).rounded(self.rules.line_unit, cost.description)
            yield other_line(cost, reason, working)

    def _total(self, lines: Sequence[MapLine], name: str, *, counted: bool) -> Quantity | None:
        """The lines (those that count, or all) added as printed; or rounded once from their exact sum where the rules
        require it. None: not recorded."""
        if self.horizon is Horizon.DELIVERED:
            return None
        kept = [(n, line) for n, line in enumerate(lines) if line.counted or not (counted or line.reason == "date")]
        sums = [(n, line.working) for n, line in kept if line.working is not None]
        if self.rules.rounding_stage == "total":
            exact = total_of([work.parts[0] for _, work in sums] or [given(0, "£", "Nothing")])
            return exact.rounded(self.rules.rounding_unit, name, "only the total is rounded, once, from the exact sum")
        printed = [Quantity(work.value, "£", work.name, "Line", f"line:{n}") for n, work in sums]
        return total_of(printed or [given(0, "£", "Nothing")]).named(name, "£")


def _printed(total: Quantity | None) -> Decimal | None:
    return None if total is None else in_pounds(total.value)


def cost_group(
    group: Group,
    roles: Mapping[str, Role],
    rules: Rules,
    calendar: Calendar,
    horizon: Horizon = Horizon.PLANNED,
) -> GroupCost:
    """The cost of one group. Raises CostingError that says what is missing and where to set it: a missing fact never
    gives a cost of £0."""
    return Costing(roles, rules, calendar, horizon).group(group)


def cost_pupil(
    pupil: str,
    groups: Sequence[Group],
    own_costs: Sequence[OtherCost],
    roles: Mapping[str, Role],
    rules: Rules,
    calendar: Calendar,
    horizon: Horizon = Horizon.PLANNED,
) -> PupilCost:
    """The cost of one pupil: a line for each group, and each other cost, with totals rounded as the rules require."""
    return Costing(roles, rules, calendar, horizon).pupil(pupil, groups, own_costs)


def cost_school(
    groups: Sequence[Group],
    own_costs: Mapping[str, Sequence[OtherCost]],
    roles: Mapping[str, Role],
    rules: Rules,
    calendar: Calendar,
    horizon: Horizon = Horizon.PLANNED,
) -> SchoolCost:
    """Every group and every pupil of a school, each group worked out once."""
    return Costing(roles, rules, calendar, horizon).school(groups, own_costs)
