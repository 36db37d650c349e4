"""The year's costs: groups, whole-school provision, budgets, areas, empty places and pupils near the threshold.

Every figure is one of the whole-school map's or the costed maps'; nothing is worked out here a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from costing.engine.costing import Costing
from costing.engine.errors import CostingError
from costing.engine.facts import Horizon, Rules
from provisions.costs import CostedYear
from provisions.money.awards import AwardLine, awards_of
from provisions.reading import names_of
from reports.documents.head import PaperOptions
from reports.documents.maps import whole_school_map
from reports.documents.maps.costed_map import passes_threshold
from reports.documents.maps.whole_school_map import MapRow, StreamLine, WholeSchoolMap
from reports.documents.registry import PAPERS
from reports.findings import gathered, map_findings
from reports.wording import horizon_words, whole_pounds
from schools.access import Access
from schools.roles import Permission
from ui.findings import Finding
from ui.marks import AREAS
from ui.parts import Choice, Fact, SumLine
from ui.words import money, plural

NEAR = Fraction(9, 10)
"""From nine tenths of the threshold on, a pupil is near it."""

MONEY_FINDINGS = frozenset(
    {
        "no-rate",
        "over-budget",
        "left-the-school",
        "no-staffing",
        "over-capacity",
        "sessions-disagree",
        "weeks-beyond-calendar",
        "universal-costed",
        "no-timetable",
        "charge-in-full-not-allowed",
        "charged-in-full-with-others",
        "days-without-sessions",
    }
)
"""The codes of findings that concern whoever manages the money."""


@dataclass(frozen=True)
class AreaLine:
    """An area of need: its groups, their cost and the cost of their empty places, in pounds. None: not recorded."""

    area: str
    groups: int
    cost: Decimal | None
    empty: Decimal | None


@dataclass(frozen=True)
class NearPupil:
    """A pupil over the threshold or near it, with the top-up granted."""

    name: str
    href: str
    class_name: str
    counted: Decimal
    over: bool
    status: str
    top_up: Decimal | None


@dataclass(frozen=True)
class Threshold:
    """The pupils over and near the threshold. `fault` says how many pupils could not be costed."""

    rules: Rules
    over: tuple[NearPupil, ...]
    near: tuple[NearPupil, ...]
    fault: str = ""

    @property
    def words(self) -> str:
        """The threshold as people write it."""
        return whole_pounds(self.rules.threshold)

    @property
    def without_award(self) -> tuple[NearPupil, ...]:
        """The pupils over or near the threshold who have no granted top-up."""
        return tuple(one for one in (*self.over, *self.near) if one.top_up is None)


@dataclass(frozen=True)
class YearCostsPage:
    """The first page of the section Costs."""

    facts: tuple[Fact, ...]
    line: str
    steps: tuple[SumLine, ...]
    areas: tuple[AreaLine, ...]
    empty_steps: tuple[SumLine, ...]
    streams: tuple[StreamLine, ...]
    unpaid: Decimal
    threshold: Threshold
    findings: tuple[Finding, ...]
    papers: tuple[Choice, ...]


def build(access: Access, asked: PaperOptions) -> YearCostsPage:
    """The costs of the year under the rules and over the stretch of time asked for."""
    made = whole_school_map.build(access, asked)
    threshold = threshold_of(access, made.costed, asked)
    attention = access.url("findings")
    empty = [row for row in made.rows if row.cost and row.cost.empty_cost]
    return YearCostsPage(
        facts=_facts(access, made, threshold),
        line=horizon_words(made.head),
        steps=_steps(access, made),
        areas=tuple(_areas(made.rows)),
        empty_steps=tuple(_empty_step(access, row) for row in empty),
        streams=made.streams,
        unpaid=unpaid(made),
        threshold=threshold,
        findings=gathered(about_money(map_findings(access, made, asked.on)), attention),
        papers=papers_of(access),
    )


def threshold_of(access: Access, costed: CostedYear, asked: PaperOptions) -> Threshold:
    """The pupils over and near the rules' threshold, highest first. Pupils who cannot be costed are only counted."""
    # A year's threshold is compared with the planned year, whatever stretch of it the page shows.
    costing = costed.costing(Horizon.PLANNED)
    names = names_of(access, costed.pupil_ids)
    held = awards_of(access)
    awards = {award.pupil_id: award for award in sorted(held, key=lambda award: award.granted)}
    granted = _granted(held)
    near, lost = costed.rules.threshold * NEAR, 0
    found: list[NearPupil] = []
    for pupil, name in names.items():
        counted = counted_for(costing, costed, pupil)
        if counted is None:
            lost += 1
        elif Fraction(counted) >= near:
            award = awards.get(pupil)
            href = access.url("pupil_costs", pupil)
            over, said = bool(passes_threshold(costed, Horizon.PLANNED, counted)), award.status_words if award else ""
            found.append(NearPupil(name.name, href, name.class_name, counted, over, said, granted.get(pupil)))
    found.sort(key=lambda one: -one.counted)
    return Threshold(
        costed.rules,
        tuple(one for one in found if one.over),
        tuple(one for one in found if not one.over),
        f"{plural(lost, 'pupil')} cannot be counted here, because something for the sum is missing." if lost else "",
    )


def about_money(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those findings that concern money."""
    return tuple(one for one in findings if one.code in MONEY_FINDINGS)


def unpaid(made: WholeSchoolMap) -> Decimal:
    """Pounds on the map that no budget pays."""
    costs = [row.full_cost for row in made.rows if row.group.stream_id is None]
    costs += [line.cost for line in made.whole_school if line.stream_id is None]
    return sum((cost for cost in costs if cost is not None), Decimal(0))


def papers_of(access: Access) -> tuple[Choice, ...]:
    """The papers about the money of the whole school."""
    if not access.may(Permission.EXPORT):
        return ()
    held = [PAPERS[name] for name in MONEY_PAPERS if name in PAPERS and "html" in PAPERS[name].formats]
    return tuple(Choice(paper.title, access.url("paper", paper.name)) for paper in held)


MONEY_PAPERS = (
    "whole-school-map",
    "threshold-list",
    "whole-school-costs",
    "costs-by-role",
    "costs-by-stream",
    "map-comparison",
)


def counted_for(costing: Costing, costed: CostedYear, pupil: int) -> Decimal | None:
    """What counts towards the threshold for a pupil, in pounds; None where it cannot be worked out."""
    try:
        groups = [group.facts for group in costed.by_pupil.get(pupil, ())]
        return costing.pupil(str(pupil), groups, costed.own_costs.get(pupil, ())).total_counted
    except CostingError:
        return None


def _granted(awards: Iterable[AwardLine]) -> Mapping[int, Decimal]:
    """Pounds of top-up granted for each pupil."""
    found: dict[int, Decimal] = {}
    for award in awards:
        if award.granted:
            found[award.pupil_id] = found.get(award.pupil_id, Decimal(0)) + (award.share_cost or Decimal(0))
    return found


def _facts(access: Access, made: WholeSchoolMap, threshold: Threshold) -> tuple[Fact, ...]:
    over, near = len(threshold.over), len(threshold.near)
    return (
        Fact("Cost this year", money(made.total)),
        Fact("Groups", money(made.groups_cost), plural(len(made.rows), "group"), access.url("groups")),
        Fact("Whole school", money(made.whole_school_costs), "", access.url("costs_whole_school")),
        Fact("Empty places", money(_added(row.cost.empty_cost for row in made.rows if row.cost)), "", "#empty"),
        Fact(f"Over {threshold.words}", plural(over, "pupil"), f"{near} more near it" if near else "", "#threshold"),
    )


def _steps(access: Access, made: WholeSchoolMap) -> tuple[SumLine, ...]:
    """How the year's cost adds up; each part leads to what it is made of."""
    told = plural(len([row for row in made.rows if row.full_cost is not None]), "group")
    whole = plural(len(made.whole_school), "whole-school cost")
    return (
        SumLine("Groups", money(made.groups_cost), f"{told}, each with its own sum", access.url("groups")),
        SumLine("Whole school", money(made.whole_school_costs), whole, access.url("costs_whole_school")),
        SumLine("Cost this year", money(made.total), total=True),
    )


def _empty_step(access: Access, row: MapRow) -> SumLine:
    href = access.url("group", row.group.id)
    said = f"{row.filled} of {plural(row.group.facts.size, 'place')} filled today"
    return SumLine(row.group.title, money(row.cost.empty_cost if row.cost else None), said, href)


def _areas(rows: Iterable[MapRow]) -> Iterable[AreaLine]:
    held: dict[str, list[MapRow]] = {}
    for row in rows:
        held.setdefault(row.group.area, []).append(row)
    for area in [known.code for known in AREAS if known.code in held]:
        found = held[area]
        empty = _added(row.cost.empty_cost for row in found if row.cost)
        yield AreaLine(area, len(found), _added(row.full_cost for row in found), empty)


def _added(costs: Iterable[Decimal | None]) -> Decimal | None:
    """The printed costs, added; None where there is none."""
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if known else None
