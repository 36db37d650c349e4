"""A pupil's costed map under two sets of rules, line by line, with the reason for each difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from costing.engine.costing import Costing
from costing.engine.errors import CostingError
from costing.engine.facts import Group, Horizon, OtherCost, Rules
from costing.engine.quantities.expressions import Quantity
from costing.engine.quantities.expressions import total as total_of
from costing.engine.quantities.figures import exact_sum
from costing.engine.results import PupilCost
from costing.rules_files import at_rates, available, load_rules, to_mapping
from provisions.costs import CostedYear, GroupRow
from pupils.reading import PupilRow
from reports.documents.head import Head, Json, Note, PaperOptions, head_of, money_text, notes_of, read_for
from reports.documents.maps.costed_map import CostedLine, costed_line, group_ids_of, passes_threshold, pupil_row
from reports.documents.rules.reasons import ComparedCost, Reason, RulesPair, reasons_between, total_reasons
from schools.access import Access
from schools.roles import Permission

Key = tuple[str, str, str, int]


@dataclass(frozen=True)
class LineSide:
    """A line under one set of rules: what counts, what is left out. `fault` says why it cannot be costed."""

    lines: tuple[CostedLine, ...]
    fault: str = ""

    @property
    def counted(self) -> Decimal | None:
        """What counts, as printed; None where it is not recorded or cannot be costed."""
        costs = [line.line.cost for line in self.lines if line.line.counted]
        known = [cost for cost in costs if cost is not None]
        return None if self.fault or len(known) < len(costs) else sum(known, Decimal(0))

    @property
    def left_out(self) -> Decimal:
        """What does not count, as printed."""
        return sum((line.line.cost or Decimal(0) for line in self.lines if not line.line.counted), Decimal(0))

    @property
    def working(self) -> Quantity | None:
        """The sum of what counts."""
        workings = [line.line.working for line in self.lines if line.line.counted and line.line.working is not None]
        return total_of(workings) if workings else None

    def costed(self) -> ComparedCost:
        """The side of the comparison that reasons are worked out from."""
        counted = [line.line for line in self.lines if line.line.counted]
        return ComparedCost(
            printed=self.counted,
            exact=exact_sum(line.exact for line in counted if line.exact is not None),
            workings=tuple(line.working for line in counted if line.working is not None),
            left=tuple(line.line for line in self.lines if not line.line.counted),
            fault=self.fault,
        )

    def json(self) -> Json:
        """The contract's keys of a side."""
        return {
            "counted": money_text(self.counted),
            "left_out": money_text(self.left_out),
            "working": self.working.text() if self.working else None,
        }


@dataclass(frozen=True)
class ComparedLine:
    """A line under both sets of rules."""

    first: CostedLine | None
    title: str
    group: str
    group_id: int | None
    a: LineSide
    b: LineSide
    reasons: tuple[Reason, ...]

    @property
    def difference(self) -> Decimal | None:
        """What the second rules count more, in pounds; negative where they count less."""
        return None if self.a.counted is None or self.b.counted is None else self.b.counted - self.a.counted

    def json(self) -> Json:
        """The contract's keys of a line."""
        return {
            "group": self.group or None,
            "description": self.title,
            "a": self.a.json(),
            "b": self.b.json(),
            "difference": money_text(self.difference),
            "reasons": [reason.json() for reason in self.reasons],
        }


@dataclass(frozen=True)
class PupilTotal:
    """What counts in all under one set of rules, and whether that is over its threshold. `faulty`: something cannot be
    costed, so there is no total."""

    rules: Rules
    counted: Decimal | None
    working: Quantity | None
    over: bool | None
    faulty: bool = False

    def json(self) -> Json:
        """The contract's keys of a total."""
        return {
            "rules": self.rules.key,
            "name": self.rules.name,
            "total_counted": money_text(self.counted),
            "threshold": money_text(self.rules.threshold),
            "over_threshold": self.over,
        }


@dataclass(frozen=True)
class RulesComparison:
    """A pupil's lines under rules `a` (those of the head) and `b`."""

    head: Head
    pupil: PupilRow
    lines: tuple[ComparedLine, ...]
    a: PupilTotal
    b: PupilTotal
    reasons: tuple[Reason, ...]
    notes: tuple[Note, ...]

    @property
    def difference(self) -> Decimal | None:
        """What the second rules count more in all, in pounds; negative where they count less."""
        return None if self.a.counted is None or self.b.counted is None else self.b.counted - self.a.counted

    def json(self) -> Json:
        """The contract's keys."""
        return {
            **self.head.json(),
            "pupil": {"reference": self.pupil.reference, "name": self.pupil.name, "year_group": self.pupil.year_group},
            "lines": [line.json() for line in self.lines],
            "a": self.a.json(),
            "b": self.b.json(),
            "difference": money_text(self.difference),
            "reasons": [reason.json() for reason in self.reasons],
            "findings": [note.json() for note in self.notes],
        }


@dataclass(frozen=True)
class PupilUnderRules:
    """A pupil's lines under one set of rules, with the groups that cannot be costed under them."""

    cost: PupilCost
    lines: dict[Key, list[CostedLine]]
    faults: dict[Key, str]

    def side(self, key: Key) -> LineSide:
        """One line's side."""
        fault = self.faults.get(_of_group(key[1])) if key[1] else self.faults.get(key)
        return LineSide(tuple(self.lines.get(key, ())), fault or "")


def build(access: Access, asked: PaperOptions, pupil_id: int, costed: CostedYear | None = None) -> RulesComparison:
    """The comparison. Raises NotAllowed for whoever sees no costs, NotThere where the pupil is not in the year."""
    access.need(Permission.VIEW_COSTS)
    pupil = pupil_row(access, asked, pupil_id)
    costed = costed or read_for(access, asked, groups=group_ids_of(pupil_id))
    second = replace(costed, rules=second_rules(asked, costed.rules))
    a, b = _worked(costed, pupil_id, asked), _worked(second, pupil_id, asked)
    lines = tuple(_compared(costed, second.rules, key, a, b, pupil_id) for key in {**a.lines, **b.lines})
    totals = _total(costed, a, asked.horizon), _total(second, b, asked.horizon)
    apart = sum((line.difference or Decimal(0) for line in lines), Decimal(0))
    both = [total.counted for total in totals if total.counted is not None]
    return RulesComparison(
        head=head_of(access, asked, costed, "rules-comparison", "Costed map under two sets of rules"),
        pupil=pupil,
        lines=lines,
        a=totals[0],
        b=totals[1],
        reasons=total_reasons(costed.rules, second.rules, apart, both[1] - both[0]) if len(both) == 2 else (),
        notes=notes_of(dict.fromkeys([*a.cost.remarks, *b.cost.remarks])),
    )


def second_rules(asked: PaperOptions, rules: Rules) -> Rules:
    """The rules to compare with: those asked for, else the first that ship and differ, else the LA's rates."""
    if asked.against:
        return asked.against
    shipped = (load_rules(key) for key in available())
    other = next((found for found in shipped if to_mapping(found) != to_mapping(rules)), None)
    return other or at_rates(rules, "la")


def _worked(costed: CostedYear, pupil_id: int, asked: PaperOptions) -> PupilUnderRules:
    """The pupil's cost without what cannot be costed. Raises CostingError where rules cap hours and something cannot be
    costed: the cap spans all groups, so none can be left out."""
    costing = costed.costing(asked.horizon)
    groups, group_faults = _costable(costing, str(pupil_id), costed.by_pupil.get(pupil_id, ()))
    own, own_faults = _own_costable(costing, str(pupil_id), costed.own_costs.get(pupil_id, ()))
    faults = group_faults | own_faults
    if faults and costed.rules.caps:
        raise CostingError(next(iter(faults.values())))
    worked = costing.pupil(str(pupil_id), groups, own)
    lines: dict[Key, list[CostedLine]] = {key: [] for key in faults}
    seen: Counter[tuple[str, str]] = Counter()
    for line in worked.lines:
        key = _of_group(line.group)
        if line.kind != "group":
            key = ("other", line.group, line.description, seen[line.group, line.description])
            seen[line.group, line.description] += 1
        lines.setdefault(key, []).append(costed_line(costed, line, pupil_id))
    return PupilUnderRules(worked, lines, faults)


def _of_group(code: str) -> Key:
    return ("group", code, "", 0)


def _costable(costing: Costing, pupil: str, held: Iterable[GroupRow]) -> tuple[list[Group], dict[Key, str]]:
    """The groups that can be costed, and why the others cannot."""
    found, faults = [], {}
    for group in held:
        try:
            costing.pupil(pupil, [group.facts])
            found.append(group.facts)
        except CostingError as fault:
            faults[_of_group(group.code)] = str(fault)
    return found, faults


def _own_costable(costing: Costing, pupil: str, costs: Iterable[OtherCost]) -> tuple[list[OtherCost], dict[Key, str]]:
    """The pupil's own costs that can be costed, and why the others cannot."""
    found, faults = [], {}
    for cost in costs:
        try:
            costing.pupil(pupil, (), [cost])
            found.append(cost)
        except CostingError as fault:
            faults["other", "", cost.description, 0] = str(fault)
    return found, faults


def _compared(
    costed: CostedYear, second: Rules, key: Key, a: PupilUnderRules, b: PupilUnderRules, pupil_id: int
) -> ComparedLine:
    sides = a.side(key), b.side(key)
    group = costed.by_code.get(key[1])
    first = next((line for side in sides for line in side.lines), None)
    pair = RulesPair(costed.rules, second, costed.roles, group.facts if group else None, str(pupil_id))
    return ComparedLine(
        first=first,
        title=first.title if first else group.title if group else key[2],
        group=key[1],
        group_id=group.id if group else None,
        a=sides[0],
        b=sides[1],
        reasons=reasons_between(sides[0].costed(), sides[1].costed(), pair),
    )


def _total(costed: CostedYear, worked: PupilUnderRules, horizon: Horizon) -> PupilTotal:
    """The printed total; None where something cannot be costed."""
    if worked.faults:
        return PupilTotal(costed.rules, None, None, None, faulty=True)
    counted = worked.cost.total_counted
    over = passes_threshold(costed, horizon, counted)
    return PupilTotal(costed.rules, counted, worked.cost.counted_working, over)
