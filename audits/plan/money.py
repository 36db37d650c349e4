"""What a plan can spend: money left in each budget, and hours a week left of each role, before any proposal is funded.

The sums are the map's own: what groups and whole-school costs commit. Draft groups are not on the map, but they are
planned already, so their money and hours are taken off too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from audits.plan.cut import Pot
from costing.engine.results import CostingError
from costing.engine.year.load import role_loads
from costing.models import StaffRole
from provisions.costed import CostedGroup, WholeSchoolLine, added, committed, costed_group, whole_school_line
from provisions.costs import ON_THE_MAP, CostedYear, read_year
from provisions.models import InterventionGroup
from provisions.reading import streams, whole_school
from schools.access import Access
from schools.models import AcademicYear
from ui.folding import by_name

DRAFT = InterventionGroup.Status.DRAFT


@dataclass(frozen=True)
class PlanBudget:
    """A funding stream in pounds: what the map commits, what drafts will, and what this plan's proposals do."""

    id: int
    name: str
    amount: Decimal
    committed: Decimal
    planned: Decimal
    funded: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal:
        """Pounds left; below zero where more is committed than there is."""
        return self.amount - self.committed - self.planned - self.funded


@dataclass(frozen=True)
class RoleHours:
    """A role's hours a week: those available (None: not entered), those of groups and whole-school costs in the busiest
    week from now on, those of drafts, and those of this plan's proposals."""

    id: int
    code: str
    name: str
    available: Fraction | None
    busiest: Fraction
    planned: Fraction
    funded: Fraction = Fraction(0)

    @property
    def used(self) -> Fraction:
        """All hours asked of the role."""
        return self.busiest + self.planned + self.funded

    @property
    def left(self) -> Fraction | None:
        """Hours left; below zero where more are asked than available, None where none are entered."""
        return None if self.available is None else self.available - self.used


@dataclass(frozen=True)
class Means:
    """Budgets by name and roles by code. `whole_school` is what whole-school costs take of the budgets; `unknown` names
    what cannot be costed and so is not taken off."""

    budgets: tuple[PlanBudget, ...]
    roles: tuple[RoleHours, ...]
    whole_school: Decimal
    unknown: tuple[str, ...]

    @property
    def money(self) -> dict[int, Pot]:
        """The pounds left by budget."""
        return {one.id: Pot(one.name, Fraction(one.left)) for one in self.budgets}

    @property
    def hours(self) -> dict[str, Pot]:
        """The hours left by role, for roles whose hours are entered."""
        return {one.code: Pot(one.name, one.left) for one in self.roles if one.left is not None}

    def with_funded(self, money: dict[int, Decimal], hours: dict[str, Fraction]) -> Means:
        """The same with these amounts funded from each budget and role."""
        return replace(
            self,
            budgets=tuple(replace(one, funded=money.get(one.id, Decimal(0))) for one in self.budgets),
            roles=tuple(replace(one, funded=hours.get(one.code, Fraction(0))) for one in self.roles),
        )


def read_for_plan(year: AcademicYear, on: date) -> CostedYear:
    """The year with its drafts, read once; the day is moved into the year."""
    day = min(max(on, year.starts), year.ends)
    return read_year(year, on=day, statuses=(*ON_THE_MAP, DRAFT))


def means_of(access: Access, costed: CostedYear, on: date) -> Means:
    """What there is to spend on a day. `costed` holds the drafts too."""
    costing = costed.costing()
    rows = [costed_group(costing, group, on) for group in costed.groups]
    drafts = [row for row in rows if row.group.status == DRAFT]
    runs = [row for row in rows if row.group.status != DRAFT]
    whole, faults = _whole_school(costed)
    spent, planned = committed(runs, whole), committed(drafts, ())
    return Means(
        budgets=tuple(
            PlanBudget(one.pk, one.name, one.amount, spent.get(one.pk, Decimal(0)), planned.get(one.pk, Decimal(0)))
            for one in streams(costed.year)
        ),
        roles=tuple(_roles(access, _busiest(runs, costed, on), _busiest(drafts, costed, on), whole)),
        whole_school=added(line.cost for line in whole) or Decimal(0),
        unknown=(*(row.fault for row in rows if row.fault), *faults),
    )


def _whole_school(costed: CostedYear) -> tuple[list[WholeSchoolLine], list[str]]:
    lines: list[WholeSchoolLine] = []
    faults: list[str] = []
    for row in whole_school(costed.year):
        try:
            lines.append(whole_school_line(costed, row))
        except CostingError as fault:
            faults.append(f"{row['description']}: {fault}")
    return lines, faults


def _roles(
    access: Access, busiest: dict[str, Fraction], planned: dict[str, Fraction], whole: Iterable[WholeSchoolLine]
) -> Iterable[RoleHours]:
    asked = dict(busiest)
    for line in whole:
        if line.role:
            asked[line.role] = asked.get(line.role, Fraction(0)) + (line.hours_a_week or Fraction(0))
    rows = StaffRole.objects.filter(school=access.school).order_by("id")
    for pk, code, name, available in by_name(rows.values_list("id", "code", "name", "hours_available"), 1):
        there = None if available is None else Fraction(available)
        yield RoleHours(pk, code, name, there, asked.get(code, Fraction(0)), planned.get(code, Fraction(0)))


def _busiest(rows: Iterable[CostedGroup], costed: CostedYear, on: date) -> dict[str, Fraction]:
    """Hours of each role in the busiest week from this one on."""
    monday = on - timedelta(days=on.weekday())
    calendar = costed.calendar
    ahead = tuple((max(first, monday), last) for first, last in calendar.half_terms if last >= monday)
    rest = replace(calendar, starts=max(calendar.starts, monday), half_terms=ahead)
    costing = costed.costing()
    lasting = [
        (costing.prepared(row.group.facts), row.cost)
        for row in rows
        if row.cost and (row.group.facts.ends or calendar.ends) >= monday and not _is_over(row)
    ]
    return {role: load.busiest for role, load in role_loads(lasting, costed.rules, rest).items()}


def _is_over(row: CostedGroup) -> bool:
    return row.group.status == InterventionGroup.Status.ENDED and row.group.facts.ends is None
