"""Staff roles: how each is paid, what an hour costs by the school's rate and by the LA's, and who uses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from costing.engine.errors import CostingError
from costing.engine.facts import Role, Rules
from costing.engine.groups.components import components_of
from costing.engine.quantities.figures import exact_sum
from costing.engine.rates import hourly_cost
from costing.kept import own_scales
from costing.reading import SALARIED, rules_for
from costing.roles import PayLine, Rates, RoleLine, ScaleLine, rates_of, scale_label
from pages.filters import RowFilters
from pages.shared import role_href, sum_lines
from provisions.checks.facts import runs_on
from provisions.costs import CostedYear
from reports.documents.head import PaperOptions, read_for
from schools.access import Access, NotThere
from schools.roles import Permission
from ui.findings import Finding
from ui.parts import Choice, SumLine
from ui.tables import Col, Listing, Mark
from ui.words import date_uk, dates_uk, money

NO_LA_RATE = "No LA rate is entered for this role: set one in Costs › Staff roles."
BASES = {
    "salary": "Salary",
    "hourly": "Rate an hour",
    "annual per weekly hour": "Pounds a year for an hour a week",
    "minute": "Rate a minute",
    "contract hours": "Salary, contract hours",
    "directed time": "Salary, 1,265 hours",
}
"""The basis of the hourly cost, in short."""


@dataclass(frozen=True)
class Rate:
    """What an hour of a role costs by one set of rates, in pounds with its sum; or `fault`, a sentence with what is
    missing."""

    value: Fraction | None = None
    text: str = ""
    words: str = ""
    steps: tuple[SumLine, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class RatePeriod:
    """The role's hourly cost from a day on, by the school's own rate and by the LA's."""

    since: str
    pay: PayLine | None
    own: Rate
    la: Rate

    @property
    def point_words(self) -> str:
        """The scale and point in short: NJC, England, point 7; Main, England, mid-point."""
        if not self.pay or not self.pay.scale:
            return ""
        point = f"point {self.pay.point}" if self.pay.point else "mid-point"
        return f"{self.pay.scale}, {self.pay.area}, {point}"

    @property
    def mean_words(self) -> str:
        """In a sentence, which points the salary is the mean of; blank for a single point."""
        points = self.pay.points if self.pay else ()
        if len(points) < 2:
            return ""
        told = " and ".join(f"point {one.point} ({money(one.annual)})" for one in (points[0], points[-1]))
        if not self.pay or self.pay.point:
            return f"The mean of the points from {told.replace(' and ', ' to ')}."
        return f"The scale’s mid-point: the mean of its two middle points, {told}."


@dataclass(frozen=True)
class GroupUsingRole:
    """A group that the role staffs. `hours` are staff hours a week, None where they cannot be worked out."""

    title: str
    href: str
    hours: Fraction | None
    dates: str
    now: bool


@dataclass(frozen=True)
class RoleWithRates:
    """A role with its rates: a period for each change of pay within the year. `hours` a week are those of groups that
    run today."""

    line: RoleLine
    href: str
    rates: tuple[RatePeriod, ...]
    groups: int
    hours: Fraction


@dataclass(frozen=True)
class RoleListRow:
    """A role in the list, with the rates in force on the day; `annual` is the salary in pounds."""

    role: RoleWithRates
    now: RatePeriod
    basis: str
    annual: Fraction | None
    own: Fraction | Mark
    own_text: str
    la: Fraction | Mark

    @property
    def rate(self) -> str:
        """The filter's words: whether the role has the rate that the funding rules use."""
        lacks = any(isinstance(rate, Mark) and rate.tone == "warn" for rate in (self.own, self.la))
        return "Without a rate" if lacks else "With a rate"


ROLES = Listing(
    "Staff roles",
    "role",
    (
        Col("name", "Role", path="role.line.role.name", href="role.href", why="role.line.role.code", why_head="Code"),
        Col("kind", "Kind", path="role.line.kind", shown=False),
        Col("basis", "How an hour is found", why="own_text", why_head="How it was worked out"),
        Col("point", "Scale and point", path="now.point_words", shown=False),
        Col("annual", "Annual salary", "money"),
        Col("on_costs", "On-costs %", "number", "now.pay.on_costs"),
        Col("own", "School’s own rate", "money"),
        Col("la", "LA’s rate", "money"),
        Col("groups", "Groups", "number", "role.groups"),
        Col("hours", "Hours a week now", "hours", "role.hours", total=True),
        Col("available", "Hours available", "hours", "role.line.hours_available", total=True),
    ),
    foot="All roles shown",
)


@dataclass(frozen=True)
class RolePage:
    """One role. `hours` are those of the groups that run today."""

    row: RoleWithRates
    rules: Rules
    groups: tuple[GroupUsingRole, ...]
    findings: tuple[Finding, ...]


SURE = {
    "sourced": "read in a published table",
    "official-range-limit": "official",
    "range-limit-press": "reported in the press",
    "secondary-table": "from a table of another publisher",
    "derived": "worked out from the pay award",
    "derived-uprated": "another year’s, raised by the award",
    "derived-inverse": "a later year’s, without the award",
}
SURE_TOO = {"seen": "seen in print", "provisional": "provisional"}


@dataclass(frozen=True)
class PointRow:
    """A point of a scale and the roles paid on it (by mid-point or range: on each point of the mean)."""

    point: str
    annual: str
    starts: str
    status: str
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ScaleTable:
    """The points of a scale in use from a day on. `edit` and `award`: where this person may change them, if the school
    entered them, and raise pay on the scale."""

    label: str
    since: str
    source: str
    rows: tuple[PointRow, ...]
    edit: str = ""
    award: str = ""

    @property
    def name(self) -> str:
        """The scale, with the day where other points are paid before it."""
        return f"{self.label}, from {self.since}" if self.since else self.label


def build(access: Access, params: Mapping[str, str]) -> RowFilters[RoleListRow]:
    """The roles of the school in the access's year, with the filters. Raises NotAllowed for whoever sees no costs."""
    access.need(Permission.VIEW_COSTS)
    asked = PaperOptions()
    costed = read_for(access, asked)
    rates = rates_of(access)
    used = groups_by_role(access, costed, asked.on)
    rows = (_row(access, line, costed.rules, used.get(code, [])) for code, line in rates.roles.items())
    return RowFilters(
        params,
        (_listed(row, costed.rules, asked.on) for row in rows),
        {"kind": ("Kind", lambda row: row.role.line.kind), "rate": ("Rate", lambda row: row.rate)},
        lambda row: (row.role.line.role.name, row.role.line.role.code),
        search="Role or code",
    )


def build_role(access: Access, code: str) -> RolePage:
    """One role. Raises NotThere where the school has none with this code."""
    access.need(Permission.VIEW_COSTS)
    asked = PaperOptions()
    rates = rates_of(access)
    line = rates.roles.get(code)
    if line is None:
        raise NotThere(f"There is no staff role {code}.")
    costed = read_for(access, asked)
    groups = groups_by_role(access, costed, asked.on).get(code, [])
    only = replace(rates, roles={code: line})
    return RolePage(
        row=_row(access, line, costed.rules, groups),
        rules=costed.rules,
        groups=tuple(groups),
        findings=without_rate(access, only, {code: groups}, costed.rules),
    )


def scales(access: Access) -> tuple[ScaleTable, ...]:
    """The pay scales that any role is paid on."""
    access.need(Permission.VIEW_COSTS)
    rates = rates_of(access)
    forms = {choice.label: choice.href for choice in own_scale_forms(access)}
    return tuple(_scale(access, scale, rates.roles.values(), forms) for scale in rates.scales)


def own_scale_forms(access: Access) -> tuple[Choice, ...]:
    """The forms of the school's own scales, for whoever keeps the costs."""
    if not access.may(Permission.EDIT_COSTS):
        return ()
    return tuple(
        Choice(scale_label(scale, area), access.url("scale_edit", area, scale)) for scale, area in own_scales(access)
    )


def without_rate(
    access: Access, rates: Rates, used: Mapping[str, object], rules: Rules | None = None
) -> tuple[Finding, ...]:
    """A finding for each role without a rate under the rules; its severity is "act" where a group uses the role."""
    rules = rules or rules_for(access.school)
    found = []
    for code, line in rates.roles.items():
        faults = [rate.fault for pay in line.pay or (None,) if (rate := _rate(access, line.role, rules, pay)).fault]
        if faults:
            found.append(
                Finding(
                    "role-without-rate",
                    f"{line.role.name} ({code}): {faults[0]}" if rules.rates == "la" else faults[0],
                    role_href(access, code),
                    "Open the role",
                    "act" if used.get(code) else "note",
                )
            )
    return tuple(found)


def groups_by_role(access: Access, costed: CostedYear, on: date) -> dict[str, list[GroupUsingRole]]:
    """The groups that each role takes, by the role's code."""
    found: dict[str, list[GroupUsingRole]] = {}
    for group in costed.groups:
        try:
            parts = components_of(group.facts, costed.rules, costed.day_in(group)).components
            worked = {
                role: exact_sum(one.hours for one in parts if one.role == role) for role in {p.role for p in parts}
            }
        except CostingError:
            worked = {}
        for role in worked or dict.fromkeys(staff.role for staff in group.staff):
            if not role:
                continue
            href = access.url("group", group.id)
            dates = dates_uk(group.facts.starts, group.facts.ends) or "the whole year"
            found.setdefault(role, []).append(
                GroupUsingRole(group.title, href, worked.get(role), dates, runs_on(group, on))
            )
    return found


def _listed(row: RoleWithRates, rules: Rules, on: date) -> RoleListRow:
    begun = [one for one in row.rates if not one.pay or not one.pay.from_date or one.pay.from_date <= on]
    now = begun[-1] if begun else row.rates[0]
    later = [one for one in row.rates[len(begun) :] if one is not now and one.own.value is not None]
    changes = "; ".join(f"{money(one.own.value)} from {one.since}" for one in later)
    pay = now.pay
    salary = pay.pay.amount if pay and pay.pay and pay.basis in SALARIED else None
    text = now.own.text if " = " in now.own.text else ""
    return RoleListRow(
        role=row,
        now=now,
        basis=BASES.get(pay.basis, pay.basis_words) if pay else "",
        annual=salary,
        own=_marked(now.own, needed=rules.rates == "school"),
        own_text="; ".join(part for part in (now.point_words, text, changes) if part),
        la=_marked(now.la, needed=rules.rates == "la"),
    )


def _marked(rate: Rate, *, needed: bool) -> Fraction | Mark:
    """The rate in pounds, or a mark for none: a warning where the rules need it."""
    if rate.value is not None:
        return rate.value
    return Mark("no rate", "warn") if needed else Mark("none", "muted")


def _row(access: Access, line: RoleLine, rules: Rules, groups: list[GroupUsingRole]) -> RoleWithRates:
    periods = tuple(_period(access, line.role, rules, pay) for pay in line.pay or (None,))
    hours = exact_sum(one.hours for one in groups if one.now and one.hours is not None)
    return RoleWithRates(line, role_href(access, line.role.code), periods, len(groups), hours)


def _period(access: Access, role: Role, rules: Rules, pay: PayLine | None) -> RatePeriod:
    return RatePeriod(
        since=date_uk(pay.from_date) if pay and pay.from_date else "",
        pay=pay,
        own=_rate(access, role, replace(rules, rates="school"), pay),
        la=_rate(access, role, replace(rules, rates="la"), pay),
    )


def draft_period(access: Access, line: RoleLine) -> RatePeriod:
    """What an hour of a role would cost while its form is being filled in. Raises NotAllowed for whoever sees no
    costs."""
    access.need(Permission.VIEW_COSTS)
    period = _period(access, line.role, rules_for(access.school), line.pay[0] if line.pay else None)
    return replace(period, own=_unlinked(period.own), la=_unlinked(period.la))


def _unlinked(rate: Rate) -> Rate:
    """The rate without the links of its steps: they lead to the page of the role, which does not exist yet."""
    return replace(rate, steps=tuple(replace(step, href="") for step in rate.steps))


def _rate(access: Access, role: Role, rules: Rules, pay: PayLine | None) -> Rate:
    """The hourly cost on the first day of the pay."""
    on = date.min if pay is None or pay.from_date is None else pay.from_date
    if pay and pay.pay is None and rules.rates == "school":
        return Rate(fault=f"{role.name} ({role.code}) has pay without an amount, or on a point that is not known.")
    try:
        cost = hourly_cost(role, rules, on, access.year.name if access.year else "")
    except CostingError as fault:
        return Rate(fault=NO_LA_RATE if rules.rates == "la" else str(fault))
    steps = sum_lines(cost, access, {})
    return Rate(cost.value, cost.text(), cost.words(), steps if cost.op else steps[:1])


def how_sure(status: str) -> str:
    """The reliability mark of a published pay point in words; a mark that the school wrote itself is returned as it
    is."""
    first, *more = status.split("+")
    words = SURE.get(first, first.replace("-", " "))
    return ", ".join([words, *(SURE_TOO.get(mark, mark) for mark in more)])


def _scale(access: Access, scale: ScaleLine, roles: Iterable[RoleLine], forms: Mapping[str, str]) -> ScaleTable:
    used: dict[str, dict[str, str]] = {}
    for line in roles:
        for pay in line.pay:
            for point in pay.points if pay.scale == scale.scale else ():
                if point in scale.points:
                    used.setdefault(point.point, {})[line.role.name] = role_href(access, line.role.code)
    label = scale_label(scale.scale, scale.area)
    raised = scale.last and access.may(Permission.EDIT_COSTS)
    return ScaleTable(
        label=label,
        since="" if scale.first else date_uk(scale.starts),
        source=scale.points[0].source if scale.points else "",
        rows=tuple(
            PointRow(
                one.point,
                money(one.annual),
                date_uk(one.starts),
                how_sure(one.status),
                tuple(used.get(one.point, {}).items()),
            )
            for one in scale.points
        ),
        edit=forms.get(label, "") if scale.last else "",
        award=access.url("pay_award_scale", scale.area, scale.scale) if raised else "",
    )
