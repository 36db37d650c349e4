"""The whole-school map under two sets of rules: each group and whole-school cost, and what counts for each pupil."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from costing.engine.costing import Costing
from costing.engine.errors import CostingError
from costing.engine.facts import Rules
from costing.engine.quantities.expressions import Quantity
from provisions.costed import WholeSchoolLine
from provisions.costs import CostedYear
from provisions.reading import names_of
from pupils.reading import PupilName
from reports.documents.head import Head, Json, Note, PaperOptions, head_of, money_text, read_for
from reports.documents.maps.costed_map import passes_threshold
from reports.documents.maps.whole_school_map import MapRow, map_row, whole_school_lines
from reports.documents.rules.reasons import ComparedCost, Reason, RulesPair, reasons_between
from reports.documents.rules.rules_comparison import second_rules
from schools.access import Access
from schools.roles import Permission


@dataclass(frozen=True)
class RowSum:
    """What a row costs under one set of rules; None where it is not recorded or cannot be costed (`fault`)."""

    cost: Decimal | None
    working: Quantity | None = None
    fault: str = ""

    def costed(self) -> ComparedCost:
        """The side of the comparison that reasons are worked out from."""
        working = self.working
        exact = working.parts[0].value if working and working.parts else Fraction(0)
        return ComparedCost(self.cost, exact, (working,) if working else (), fault=self.fault)


@dataclass(frozen=True)
class ComparedRow:
    """A group, or a whole-school cost (`group_id` None), under both."""

    title: str
    code: str
    group_id: int | None
    a: RowSum
    b: RowSum
    reasons: tuple[Reason, ...]

    @property
    def difference(self) -> Decimal | None:
        """What it costs more under the second rules, in pounds; negative where it costs less."""
        return _apart(self.a.cost, self.b.cost)

    def json(self) -> Json:
        """The contract's keys of a row."""
        return {
            "group": self.code or None,
            "description": self.title,
            "a": money_text(self.a.cost),
            "b": money_text(self.b.cost),
            "difference": money_text(self.difference),
            "reasons": [reason.json() for reason in self.reasons],
        }


@dataclass(frozen=True)
class ComparedPupil:
    """What counts for a pupil under both, and whether it is over the threshold."""

    pupil: PupilName
    a: Decimal | None
    b: Decimal | None
    over_a: bool | None
    over_b: bool | None

    @property
    def difference(self) -> Decimal | None:
        """What counts more under the second rules, in pounds; negative where it is less."""
        return _apart(self.a, self.b)

    def json(self) -> Json:
        """The contract's keys of a pupil."""
        return {
            "name": self.pupil.name,
            "a": money_text(self.a),
            "b": money_text(self.b),
            "difference": money_text(self.difference),
            "over_a": self.over_a,
            "over_b": self.over_b,
        }


@dataclass(frozen=True)
class MapComparison:
    """The map under rules `a` (those of the head) and `b`."""

    head: Head
    a: Rules
    b: Rules
    rows: tuple[ComparedRow, ...]
    pupils: tuple[ComparedPupil, ...]
    notes: tuple[Note, ...] = ()

    @property
    def totals(self) -> tuple[Decimal | None, Decimal | None]:
        """The printed costs that there are, added, under each; None where there is none."""
        first, second = ([row.a.cost for row in self.rows], [row.b.cost for row in self.rows])
        return _added(first), _added(second)

    def json(self) -> Json:
        """The contract's keys."""
        first, second = self.totals
        return {
            **self.head.json(),
            "with": {"key": self.b.key, "name": self.b.name},
            "rows": [row.json() for row in self.rows],
            "total": {"a": money_text(first), "b": money_text(second), "difference": money_text(_apart(first, second))},
            "pupils": [row.json() for row in self.pupils],
            "findings": [note.json() for note in self.notes],
        }


def build(access: Access, asked: PaperOptions, costed: CostedYear | None = None) -> MapComparison:
    """The comparison. Raises NotAllowed for whoever sees no costs."""
    access.need(Permission.VIEW_COSTS)
    costed = costed or read_for(access, asked)
    second = replace(costed, rules=second_rules(asked, costed.rules))
    sides = tuple(one.costing(asked.horizon) for one in (costed, second))
    whole, notes = _whole(costed, second, asked)
    return MapComparison(
        head=head_of(access, asked, costed, "map-comparison", "Whole-school map under two sets of rules"),
        a=costed.rules,
        b=second.rules,
        rows=(*_groups(costed, second, sides[0], sides[1], asked), *whole),
        pupils=tuple(_pupils(access, (costed, second), sides)),
        notes=notes,
    )


def _groups(
    costed: CostedYear, second: CostedYear, a: Costing, b: Costing, asked: PaperOptions
) -> Iterator[ComparedRow]:
    for group in costed.groups:
        sums = _of_row(map_row(a, group, asked)), _of_row(map_row(b, group, asked))
        pair = RulesPair(costed.rules, second.rules, costed.roles, group.facts, shared=False)
        yield ComparedRow(group.title, group.code, group.id, *sums, _reasons(sums, pair))


def _of_row(row: MapRow) -> RowSum:
    return RowSum(row.full_cost, row.cost.working if row.cost else None, row.fault)


def _whole(
    costed: CostedYear, second: CostedYear, asked: PaperOptions
) -> tuple[tuple[ComparedRow, ...], tuple[Note, ...]]:
    """The whole-school costs that can be worked out under either set of rules, and what cannot under both."""
    (ours, faults), (theirs, other) = whole_school_lines(costed, asked), whole_school_lines(second, asked)
    a, b = _by_name(ours), _by_name(theirs)
    said = [note.message for note in (*faults, *other)]
    pair = RulesPair(costed.rules, second.rules, costed.roles, shared=False)
    rows = []
    for name in sorted({**a, **b}):
        sums = _of_line(a.get(name), name, said), _of_line(b.get(name), name, said)
        rows.append(ComparedRow(name, "", None, *sums, _reasons(sums, pair)))
    lost = tuple(note for note in faults if not any(note.message.startswith(f"{row.title}: ") for row in rows))
    return tuple(rows), lost


def _by_name(lines: tuple[WholeSchoolLine, ...]) -> dict[str, WholeSchoolLine]:
    return {line.description: line for line in lines}


def _of_line(line: WholeSchoolLine | None, name: str, said: list[str]) -> RowSum:
    if line is None:
        fault = next((one.removeprefix(f"{name}: ") for one in said if one.startswith(f"{name}: ")), "")
        return RowSum(None, None, fault)
    return RowSum(line.cost, line.working)


def _reasons(sums: tuple[RowSum, RowSum], pair: RulesPair) -> tuple[Reason, ...]:
    return reasons_between(sums[0].costed(), sums[1].costed(), pair)


def _pupils(
    access: Access, years: tuple[CostedYear, CostedYear], sides: tuple[Costing, ...]
) -> Iterator[ComparedPupil]:
    """Every pupil on the map that this person may name, the highest first."""
    counted = [
        {pupil: _counted(year, costing, pupil) for pupil in year.pupil_ids}
        for year, costing in zip(years, sides, strict=True)
    ]
    names = names_of(access, years[0].pupil_ids)
    for pupil in sorted(names, key=lambda pupil: -max(counted[0][pupil] or 0, counted[1][pupil] or 0)):
        a, b = counted[0][pupil], counted[1][pupil]
        over = (passes_threshold(year, sides[0].horizon, total) for year, total in zip(years, (a, b), strict=True))
        yield ComparedPupil(names[pupil], a, b, *over)


def _counted(year: CostedYear, costing: Costing, pupil: int) -> Decimal | None:
    try:
        groups = [group.facts for group in year.by_pupil.get(pupil, ())]
        return costing.pupil(str(pupil), groups, year.own_costs.get(pupil, ())).total_counted
    except CostingError:
        return None


def _added(costs: list[Decimal | None]) -> Decimal | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if known else None


def _apart(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else b - a
