"""Gap analysis: for each provision, need against places in each class, year group or key stage, or in the school.

The figures are those of `audits.gaps.compare`; the cost to meet the need, empty places in other scopes and drafts are
added here. The page, the paper and the plan read the same analysis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from audits.gaps.compare import NeedRow, compare
from audits.gaps.overlaps import Overlap, Training, overlaps_of, training_of
from audits.gaps.reading import By, Facts, GapProvision, GapScope, Who, read_facts, running
from audits.patterns import Outlay, Pattern, outlay, patterns_of
from costing.engine.quantities.expressions import Quantity, given
from costing.engine.quantities.figures import in_pounds
from provisions.costs import CostedYear, GroupRow
from provisions.models import Tier
from schools.access import Access, NotThere
from schools.clock import today
from schools.kept import kept
from schools.roles import Permission
from ui.words import money, plural

NOTHING = given(Fraction(0), "£", "Cost to close")
UNIVERSAL = "Universal provision is for every pupil, so it is not costed."


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """A group with empty places, or a draft: the pupils it is for, and the number of empty places."""

    id: int
    code: str
    title: str
    scope: str
    empty: int


@dataclass(frozen=True)
class GapLine:
    """A provision in a scope: need, places, and what it would take to meet the need.

    `groups` is the number of new groups of the usual size (None: no usual size is known), `cost` their cost for the
    rest of the year (None where it cannot be worked out: `fault` says why, or is "" for those who see no costs). `open`
    are groups for this scope with an empty place, `next_door` those of the same provision for other scopes with places
    to spare, `drafts` groups that are not on the map yet.
    """

    scope: GapScope
    kind: GapProvision
    row: NeedRow
    groups: int | None = 0
    cost: Quantity | None = None
    fault: str = ""
    open: tuple[OpenGroup, ...] = ()
    next_door: tuple[OpenGroup, ...] = ()
    drafts: tuple[OpenGroup, ...] = ()

    @property
    def cost_to_close(self) -> Decimal | None:
        """The cost as printed, in pounds."""
        return None if self.cost is None else in_pounds(self.cost.value)

    @property
    def must(self) -> int:
        """Pupils ticked as must."""
        return self.row.of_band("must")

    @property
    def should(self) -> int:
        """Pupils ticked as should."""
        return self.row.of_band("should")

    @property
    def could(self) -> int:
        """Pupils ticked as could."""
        return self.row.of_band("could")


@dataclass(frozen=True)
class GapSums:
    """The sums of several lines. Each is added up from the lines, so that lines and sums cannot differ."""

    lines: tuple[GapLine, ...]

    def of_band(self, band: str) -> int:
        """Ticks in a band."""
        return sum(line.row.of_band(band) for line in self.lines)

    @property
    def must(self) -> int:
        """Ticks as must."""
        return self.of_band("must")

    @property
    def should(self) -> int:
        """Ticks as should."""
        return self.of_band("should")

    @property
    def could(self) -> int:
        """Ticks as could."""
        return self.of_band("could")

    @property
    def needed(self) -> int:
        """Ticks of every band."""
        return sum(len(line.row.needs) for line in self.lines)

    @property
    def placed(self) -> int:
        """Ticks of pupils who have a place."""
        return sum(len(line.row.placed) for line in self.lines)

    @property
    def unmet(self) -> int:
        """Ticks of pupils who have no place."""
        return self.needed - self.placed

    @property
    def filled(self) -> int:
        """Filled places."""
        return sum(line.row.filled for line in self.lines)

    @property
    def empty(self) -> int:
        """Empty places."""
        return sum(line.row.empty for line in self.lines)

    @property
    def places(self) -> int:
        """Filled and empty places."""
        return self.filled + self.empty

    @property
    def gap(self) -> int:
        """Unmet need less empty places; gaps and surpluses of the lines cancel out."""
        return self.unmet - self.empty

    @property
    def left_out(self) -> int:
        """Pupils without a place once the empty places are filled."""
        return sum(len(line.row.left_out) for line in self.lines)

    @property
    def gaps(self) -> int:
        """The number of lines with a gap."""
        return sum(line.row.gap > 0 for line in self.lines)

    @property
    def cost(self) -> Decimal:
        """The cost of closing those gaps that can be costed, in pounds."""
        return sum((line.cost_to_close for line in self.lines if line.cost_to_close is not None), Decimal(0))

    @property
    def uncosted(self) -> int:
        """The number of gaps whose cost cannot be worked out."""
        return sum(line.row.gap > 0 and line.cost is None for line in self.lines)

    @property
    def costed(self) -> int:
        """The number of gaps that the cost stands for."""
        return self.gaps - self.uncosted

    @property
    def cost_words(self) -> str:
        """What closing the gaps costs, in words that never pass off what is not costed as nothing."""
        if not self.costed:
            return "no gap can be costed yet" if self.gaps else "no gap to close"
        rest = f"; {self.uncosted} more not costed" if self.uncosted else ""
        return f"{money(self.cost)} to close {plural(self.costed, 'gap')}{rest}"


@dataclass(frozen=True)
class GapAnalysis:
    """Need against places on a day, for one reader. `charts` is as in `Facts`; `money` is whether costs are shown.
    Lines are in order of scope, then of area and provision."""

    by: By
    day: date
    lines: tuple[GapLine, ...]
    facts: Facts
    charts: int
    money: bool
    patterns: Mapping[int, Pattern] = field(default_factory=dict)
    overlaps: tuple[Overlap, ...] = ()
    training: tuple[Training, ...] = ()

    @property
    def people(self) -> Mapping[str, Who]:
        """Pupils and children not on roll yet, by the key that lines have for them."""
        return self.facts.people

    @property
    def costed(self) -> CostedYear:
        """The year as the costing engine takes it, drafts included."""
        return self.facts.costed

    @property
    def groups(self) -> tuple[GroupRow, ...]:
        """The groups that run now or later in the year."""
        return self.facts.running

    @property
    def sums(self) -> GapSums:
        """All lines together."""
        return GapSums(self.lines)

    def line(self, scope: str, provision: int) -> GapLine:
        """The line of a scope and provision. Raises NotThere where there is none for this reader."""
        for line in self.lines:
            if (line.scope.key, line.kind.id) == (scope, provision):
                return line
        raise NotThere("There is no such line in the comparison of need with provision.")


def gap_analysis(access: Access, on: date | None = None, by: By = "year", facts: Facts | None = None) -> GapAnalysis:
    """Need against places on a day (today, moved into the year), within the person's reach.

    `facts` are passed where they have been read already. Raises NotAllowed for those who may not read needs, and
    NotThere where there is no year.
    """
    access.need(Permission.VIEW_NEEDS)
    if facts:
        return _analysis(access, facts, by)
    read = read_facts(access, on or today())
    key = ("gap analysis", access.reader(), access.year and access.year.pk, read.day, by)
    return kept(key, lambda: _analysis(access, read, by), weight=lambda made: 5_000 * len(made.lines), records=True)


def _analysis(access: Access, facts: Facts, by: By) -> GapAnalysis:
    patterns = patterns_of(access, facts.running, facts.catalogue)
    found = _Analysis(access, facts, by, patterns)
    lines = found.lines()
    return GapAnalysis(
        by=by,
        day=facts.day,
        lines=lines,
        facts=facts,
        charts=facts.charts,
        money=access.may(Permission.VIEW_COSTS),
        patterns=patterns,
        overlaps=overlaps_of(facts),
        training=training_of(access, facts, {line.kind.id for line in lines if line.row.gap > 0}),
    )


class _Analysis:
    """Builds the lines of an analysis."""

    def __init__(self, access: Access, facts: Facts, by: By, patterns: Mapping[int, Pattern]) -> None:
        self.facts, self.by, self.patterns = facts, by, patterns
        self.money = access.may(Permission.VIEW_COSTS)
        self.scopes = {scope.key: scope for scope in facts.scopes(by)}
        self.outlays: dict[int, Outlay] = {}
        self.years = facts.scopes("year")
        self.running, self.drafts = self._with_room(facts.running), self._with_room(facts.drafts)

    def lines(self) -> tuple[GapLine, ...]:
        """The lines for the reader: those of the whole comparison, without pupils outside their reach."""
        facts = self.facts
        groups = [running(group, facts, self.by) for group in facts.running]
        scope_of = {key: facts.place_of(who, self.by) for key, who in facts.people.items()}
        rows = compare(facts.needs, groups, scope_of, list(self.scopes))
        spare = {(row.scope, row.provision): max(0, -row.gap) for row in rows}
        shown = facts.shown(self.by)
        kept = [self._narrowed(row) for row in rows if shown is None or row.scope in shown]
        kept = [row for row in kept if row.needs or self.facts.kinds[row.provision].tier != Tier.UNIVERSAL]
        order = {key: place for place, key in enumerate(self.scopes)}
        kept.sort(key=lambda row: (order[row.scope], *self._kind(row)))
        return tuple(self._line(row, spare) for row in kept)

    def _kind(self, row: NeedRow) -> tuple[str, str, int]:
        kind = self.facts.kinds[row.provision]
        return kind.area, kind.name.casefold(), kind.id

    def _narrowed(self, row: NeedRow) -> NeedRow:
        """The row without the pupils outside the reader's reach; their places stay filled."""
        within = self.facts.within
        if within is None:
            return row
        return replace(
            row,
            needs=tuple(need for need in row.needs if need.pupil in within),
            placed=tuple(pupil for pupil in row.placed if pupil in within),
            unmet=tuple(need for need in row.unmet if need.pupil in within),
            unticked=tuple(pupil for pupil in row.unticked if pupil in within),
        )

    def _line(self, row: NeedRow, spare: Mapping[tuple[str, int], int]) -> GapLine:
        line = GapLine(
            self.scopes[row.scope],
            self.facts.kinds[row.provision],
            row,
            open=tuple(room for scopes, room in self.running.get(row.provision, ()) if row.scope in scopes),
            drafts=tuple(room for scopes, room in self.drafts.get(row.provision, ()) if row.scope in scopes),
        )
        if row.gap <= 0:
            return self._closed(line)
        return self._closing(replace(line, next_door=self._next_door(row, spare)))

    def _closed(self, line: GapLine) -> GapLine:
        nothing = NOTHING if self.money and line.kind.tier != Tier.UNIVERSAL else None
        return replace(line, cost=nothing, fault=self._universal(line))

    def _universal(self, line: GapLine) -> str:
        return UNIVERSAL if self.money and line.kind.tier == Tier.UNIVERSAL else ""

    def _closing(self, line: GapLine) -> GapLine:
        """The line with the new groups that its gap needs, and their cost."""
        pattern = self.patterns[line.kind.id]
        groups = -(-line.row.gap // pattern.size) if pattern.size else None
        line = replace(line, groups=groups, fault=self._universal(line))
        if not self.money or line.fault:
            return line
        one = self.outlays.setdefault(line.kind.id, outlay(self.facts.costed, pattern, self.facts.day))
        if one.run is None or groups is None:
            return replace(line, fault=one.fault)
        count = given(groups, "", "New groups", f"{line.row.gap} without a place ÷ {pattern.size} taught together")
        return replace(line, cost=(one.run * count).named("Cost to close", "£"))

    def _next_door(self, row: NeedRow, spare: Mapping[tuple[str, int], int]) -> tuple[OpenGroup, ...]:
        """Spare places of the same provision in other scopes, the nearest scope first."""
        place = {key: number for number, key in enumerate(self.scopes)}
        here = place[row.scope]
        found: list[tuple[int, OpenGroup]] = []
        for scopes, room in self.running.get(row.provision, ()):
            left = 0 if row.scope in scopes else sum(spare.get((key, row.provision), 0) for key in scopes)
            if left:
                far = min(abs(place[key] - here) for key in scopes)
                found.append((far, replace(room, empty=min(room.empty, left))))
        return tuple(room for _, room in sorted(found, key=lambda pair: (pair[0], pair[1].title)))

    def _with_room(self, groups: Sequence[GroupRow]) -> dict[int, list[tuple[tuple[str, ...], OpenGroup]]]:
        """The groups with an empty place, by provision, each with the scopes it is open to."""
        found: dict[int, list[tuple[tuple[str, ...], OpenGroup]]] = {}
        for group in groups:
            empty = group.facts.size - len(group.pupils_on(self.facts.day))
            if empty > 0:
                scopes = tuple(key for key in self.facts.open_to(group, self.by) or self.scopes if key in self.scopes)
                room = OpenGroup(group.id, group.code, f"{group.title} ({group.code})", self._words(group), empty)
                found.setdefault(group.provision_id, []).append((scopes, room))
        return found

    def _words(self, group: GroupRow) -> str:
        if group.class_name:
            return f"class {group.class_name}"
        years = [scope.label for scope in self.years if scope.key in group.year_groups]
        return ", ".join(years) or "the whole school"
