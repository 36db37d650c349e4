"""Reading plans: each proposal with its pupils, hours and costs, in order, and the money and hours left.

The page, the services and the paper read the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from audits.gaps.compare import BANDS
from audits.models import AuditChart, AuditRow, AuditTick, Plan, Proposal, ProposalPupil
from audits.patterns import Outlay, Pattern, outlay, patterns_of, weeks_left
from audits.plan.cut import PlanLine, Purse, by_priority
from audits.plan.money import Means, means_of, read_for_plan
from audits.plan.ways import OtherWay, RoleName, RunningWay, other_ways
from costing.engine.quantities.expressions import Quantity, given
from costing.engine.quantities.figures import in_pounds
from provisions.costs import CostedYear
from provisions.models import InterventionGroup, Place
from pupils.models import Pupil, YearGroup
from pupils.reading import YEAR_GROUP_ORDER
from schools.access import Access, NotThere
from schools.kept import kept
from schools.roles import Permission
from ui.words import hours, number, plural

RUNNING = InterventionGroup.Status.RUNNING
STANDING = {"funded": "funded", "deferred": "deferred", "declined": "declined", "": "not decided"}


@dataclass(frozen=True, slots=True)
class PlanPupil:
    """A pupil of a proposal. `id` is None for a child not on roll yet."""

    key: str
    id: int | None
    name: str
    reference: str
    band: str


@dataclass(frozen=True, slots=True)
class ProposalHours:
    """The hours a week that a proposal asks of one role, for all its groups."""

    code: str
    name: str
    hours: Fraction


@dataclass(frozen=True)
class Priced:
    """A way to run a proposal with its cost: pounds for the rest of the year and for a full year with their working
    (None: not known, `fault` says why), and the hours a week of each role."""

    way: RunningWay
    cost_sum: Quantity | None
    full_year_sum: Quantity | None
    hours: tuple[ProposalHours, ...]
    fault: str = ""

    @property
    def cost(self) -> Decimal | None:
        """For the rest of the year, in printed pounds."""
        return None if self.cost_sum is None else in_pounds(self.cost_sum.value)

    @property
    def full_year_cost(self) -> Decimal | None:
        """For a full year, in printed pounds."""
        return None if self.full_year_sum is None else in_pounds(self.full_year_sum.value)


@dataclass(frozen=True)
class PricedOther:
    """Another way to run a proposal, and how many pounds more it costs for the rest of the year (below zero: less)."""

    other: OtherWay
    priced: Priced
    more: Decimal | None

    @property
    def less(self) -> Decimal:
        """How many pounds less it costs."""
        return -(self.more or Decimal(0))


@dataclass(frozen=True)
class ProposalLine:
    """A proposal on a day. `children` are named only to those who may read needs; `short` says why it no longer fits,
    "" where it does or is decided."""

    row: Proposal
    count: int
    children: tuple[PlanPupil, ...]
    usual: Pattern
    priced: Priced
    weeks: Fraction
    others: tuple[PricedOther, ...] = ()
    short: str = ""
    all_children: tuple[PlanPupil, ...] = field(default=(), repr=False)

    @property
    def scope(self) -> str:
        """The year group in words."""
        return str(YearGroup(self.row.year_group).label)

    @property
    def plain(self) -> PlanLine:
        """The proposal for `fund_in_order`."""
        row = self.row
        return PlanLine(
            key=row.pk, band=row.band, pupils=self.count, cost=self.priced.cost,
            hours={asked.code: asked.hours for asked in self.priced.hours}, provision=self.usual.provision,
            place=YEAR_GROUP_ORDER[row.year_group], stream=None if row.by_cut else row.funding_stream_id,
            decision=row.decision, by_hand=not row.by_cut, reason=row.reason, missing=self.priced.fault,
        )  # fmt: skip

    @property
    def sums(self) -> tuple[str, ...]:
        """How the groups and hours were worked out, in words."""
        way = self.priced.way
        told = [f"{plural(self.count, 'pupil')} in groups of {way.size}: {plural(way.groups, 'group')}"]
        names = {asked.code: asked.name for asked in self.priced.hours}
        for line in way.pattern(self.usual).staffing:
            week = line.staff * line.sessions * line.minutes / 60 * way.groups
            each = f"{plural(line.sessions, 'session')} × {number(line.minutes)} minutes"
            staff = "" if line.staff == 1 else f"{number(line.staff)} × "
            groups = plural(way.groups, "group")
            told.append(f"{names.get(line.role, line.role)}: {groups} × {staff}{each}, {hours(week)} a week")
        return tuple(told)

    @property
    def open(self) -> bool:
        """Whether it is undecided."""
        return not self.row.decision

    @property
    def not_on_roll(self) -> int:
        """The number of its children who are not on roll yet."""
        return sum(child.id is None for child in self.all_children)


@dataclass(frozen=True)
class PlanSheet:
    """A plan on a day: its proposals in order, and the money and hours with those it has funded taken off."""

    plan: Plan
    year: str
    day: date
    lines: tuple[ProposalLine, ...]
    means: Means
    named: bool
    dated: bool = True

    @property
    def accepted(self) -> datetime | None:
        """When it was accepted, which made its draft groups; None before."""
        return self.plan.accepted_at

    def of(self, decision: str) -> tuple[ProposalLine, ...]:
        """The proposals with this decision; "" for undecided ones."""
        return tuple(line for line in self.lines if line.row.decision == decision)

    @cached_property
    def funded_cost(self) -> Decimal:
        """What the funded proposals cost for the rest of the year."""
        return sum((line.priced.cost or Decimal(0) for line in self.of("funded")), Decimal(0))

    @property
    def bands(self) -> tuple[tuple[str, tuple[ProposalLine, ...]], ...]:
        """The proposals by band, the strongest need first."""
        found = ((band, tuple(line for line in self.lines if line.row.band == band)) for band in BANDS)
        return tuple((band, lines) for band, lines in found if lines)

    def line(self, pk: int) -> ProposalLine:
        """The proposal with this number. Raises NotThere where the plan has none."""
        for line in self.lines:
            if line.row.pk == pk:
                return line
        raise NotThere("There is no such proposal in this plan.")


def open_plan(access: Access) -> Plan | None:
    """The year's plan that is not accepted yet; None without one."""
    return Plan.objects.filter(school=access.school, year=access.year, accepted_at=None).first()


def plan_words(access: Access) -> str:
    """The year's newest plan in a sentence; "" where there is none, or for those who see no costs."""
    if not access.may(Permission.VIEW_COSTS):
        return ""
    key = ("plan words", access.year and access.year.pk)
    return kept(key, lambda: _plan_words(access), weight=len, groups=False, records=True)


def _plan_words(access: Access) -> str:
    rows = Proposal.objects.filter(plan__school=access.school, plan__year=access.year).order_by("-plan__number")
    found = list(rows.values_list("plan__number", "plan__accepted_at", "decision"))
    decided = [decision for number, _, decision in found if number == found[0][0]]
    if not decided:
        return ""
    stands = "accepted" if found[0][1] else "open"
    counts = [f"{count} {word}" for key, word in STANDING.items() if (count := decided.count(key))]
    return f"Plan {found[0][0]} is {stands}: {', '.join(counts)}."


def plans_of(access: Access) -> list[Plan]:
    """The year's plans, the newest first."""
    return list(Plan.objects.filter(school=access.school, year=access.year).order_by("-number"))


def plan_sheet(access: Access, plan: Plan, on: date, costed: CostedYear | None = None) -> PlanSheet:
    """A plan with its lines, money and hours. An accepted plan's costs are those of the day it was accepted.

    `costed` is the year with its drafts, where it has been read already. The number of queries does not grow with the
    proposals.
    """
    costed = costed or read_for_plan(plan.year, on)
    day = timezone.localtime(plan.accepted_at).date() if plan.accepted_at else on
    day = min(max(day, plan.year.starts), plan.year.ends)
    means = means_of(access, costed, min(max(on, plan.year.starts), plan.year.ends))
    reader = _Reader(access, costed, day, means)
    lines = {line.row.pk: line for line in reader.lines(plan)}
    ordered = [lines[line.key] for line in by_priority(line.plain for line in lines.values())]
    if not plan.accepted_at:
        means = means.with_funded(*_funded(ordered))
        purse = Purse(means.money, means.hours)
        ordered = [reader.complete(line, purse) for line in ordered]
    return PlanSheet(plan, plan.year.name, day, tuple(ordered), means, reader.named, bool(costed.calendar.half_terms))


def _funded(lines: Iterable[ProposalLine]) -> tuple[dict[int, Decimal], dict[str, Fraction]]:
    spent: dict[int, Decimal] = defaultdict(Decimal)
    asked: dict[str, Fraction] = defaultdict(Fraction)
    for line in lines:
        if line.row.decision == Proposal.Decision.FUNDED:
            if line.row.funding_stream_id:
                spent[line.row.funding_stream_id] += line.priced.cost or Decimal(0)
            for one in line.priced.hours:
                asked[one.code] += one.hours
    return spent, asked


class _Reader:
    """Builds a plan's lines from facts read once; the cost of a pattern is worked out once."""

    def __init__(self, access: Access, costed: CostedYear, day: date, means: Means) -> None:
        running = [group for group in costed.groups if group.status == RUNNING]
        self.access, self.costed, self.day = access, costed, day
        self.named = access.may(Permission.VIEW_NEEDS)
        self.patterns = patterns_of(access, running)
        self.roles = [RoleName(role.id, role.code, role.name) for role in means.roles]
        self.left = weeks_left(costed.calendar, day)
        self.elsewhere: dict[int, set[str]] = defaultdict(set)
        for group in running:
            self.elsewhere[group.provision_id] |= {line.role for line in group.facts.staffing}
        self._known: dict[tuple[Pattern, Fraction], Outlay] = {}

    def lines(self, plan: Plan) -> Iterable[ProposalLine]:
        """The plan's proposals, each with its pupils and its cost."""
        held: dict[int, list[ProposalPupil]] = defaultdict(list)
        for row in ProposalPupil.objects.filter(proposal__plan=plan).select_related("newcomer").order_by("id"):
            held[row.proposal_id].append(row)
        ids = {row.pupil_id for rows in held.values() for row in rows if row.pupil_id}
        pupils = Pupil.objects.filter(school=self.access.school, id__in=ids)
        known = {pupil.pk: (f"{pupil.known_as} {pupil.surname}", pupil.reference) for pupil in pupils}
        for proposal in Proposal.objects.filter(plan=plan).select_related("provision", "funding_stream", "plan"):
            children = tuple(_child(row, known) for row in held[proposal.pk])
            yield self._line(proposal, children)

    def _line(self, row: Proposal, children: tuple[PlanPupil, ...]) -> ProposalLine:
        usual = self.patterns[row.provision_id]
        priced = self.priced(usual, stored_way(row))
        shown = children if self.named else ()
        return ProposalLine(
            row, len(children), shown, usual, priced, self._weeks(priced.way.weeks), all_children=children
        )

    def complete(self, line: ProposalLine, purse: Purse) -> ProposalLine:
        """The line with the other ways it could be run, and whether it still fits."""
        short = purse.lacking(line.plain) if line.open else ""
        return ProposalLine(
            line.row, line.count, line.children, line.usual, line.priced, line.weeks,
            tuple(self._others(line)), short, line.all_children,
        )  # fmt: skip

    def _others(self, line: ProposalLine) -> Iterable[PricedOther]:
        can = {*line.usual.roles, *self.elsewhere[line.row.provision_id]}
        roles = [role for role in self.roles if role.code in can or role.code in line.priced.way.roles]
        if line.usual.missing:
            return
        usually = line.usual.weeks or self.costed.rules.weeks
        for other in other_ways(line.priced.way, line.usual, line.count, self._weeks(usually), roles):
            priced = self.priced(line.usual, other.way)
            known = None not in (priced.cost, line.priced.cost)
            yield PricedOther(other, priced, priced.cost - line.priced.cost if known else None)  # type: ignore[operator]

    def _weeks(self, weeks: Fraction) -> Fraction:
        """These weeks, capped at those left in the year."""
        return weeks if self.left is None else min(weeks, Fraction(self.left))

    def priced(self, usual: Pattern, way: RunningWay) -> Priced:
        """A way with its cost, all groups together."""
        pattern, weeks = way.pattern(usual), self._weeks(way.weeks)
        found = self._known.get((pattern, weeks))
        if found is None:
            found = self._known[pattern, weeks] = outlay(self.costed, pattern, self.day, weeks)
        names = {role.code: role.name for role in self.roles}
        asked = tuple(
            ProposalHours(code, names.get(code, code), part * way.groups) for code, part in found.hours.items()
        )
        return Priced(
            way, cost_of_groups(found.run, way.groups), cost_of_groups(found.full_year, way.groups), asked, found.fault
        )


def stored_way(row: Proposal) -> RunningWay:
    """The way in a proposal's fields."""
    exact = [None if value is None else Fraction(value) for value in (row.sessions, row.minutes)]
    roles = tuple(code for code in row.roles.split(",") if code)
    return RunningWay(row.groups, row.size, Fraction(row.weeks), roles, *exact)


def cost_of_groups(one: Quantity | None, groups: int) -> Quantity | None:
    """A group's printed cost times `groups`."""
    if one is None or groups == 1:
        return one
    return one.named("One group", "£") * given(groups, "", "Groups")


def _child(row: ProposalPupil, known: Mapping[int, tuple[str, str]]) -> PlanPupil:
    if row.newcomer_id and row.newcomer:
        return PlanPupil(f"n{row.newcomer_id}", None, row.newcomer.name, row.newcomer.name, row.band)
    name, reference = known[row.pupil_id or 0]
    return PlanPupil(f"p{row.pupil_id}", row.pupil_id, name, reference, row.band)


def changed_since(plan: Plan) -> bool:
    """Whether charts, groups or places have changed since the proposals were made."""
    since = Q(school_id=plan.school_id, history_date__gt=plan.begun_at)
    of_year = (
        (AuditTick, Q(row__chart__year=plan.year_id)),
        (AuditRow, Q(chart__year=plan.year_id)),
        (AuditChart, Q(year=plan.year_id)),
        (InterventionGroup, Q(year=plan.year_id)),
        (Place, Q(group__year=plan.year_id)),
    )
    first, *rest = (model.history.filter(since, mine).order_by().values("history_date") for model, mine in of_year)
    return bool(first.union(*rest).exists())
