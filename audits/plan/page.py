"""The page of a plan: meters of what is left, and each proposal with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from audits.evidence import ProvisionEvidence, evidence_of
from audits.models import Plan
from audits.plan.making import NeedNow
from audits.plan.money import PlanBudget, RoleHours, read_for_plan
from audits.plan.reading import PlanSheet, ProposalLine, changed_since, plan_sheet
from schools.access import Access
from schools.roles import Permission
from ui.parts import Empty
from ui.words import hours, money, number, plural

BANDS = {"must": "Must", "should": "Should", "could": "Could"}
Amount = Decimal | Fraction


@dataclass(frozen=True)
class Slice:
    """A part of a meter: its name, where it begins and how wide it is, in per cent of the whole."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True)
class Meter:
    """What is left of a budget or of a role's hours. `slices` is empty where the whole is not known."""

    name: str
    left: str
    over: bool
    said: str
    slices: tuple[Slice, ...]
    href: str = ""
    missing: str = ""


@dataclass(frozen=True)
class ShownProposal:
    """A proposal with the evidence for its provision."""

    line: ProposalLine
    evidence: ProvisionEvidence


@dataclass(frozen=True)
class PlanBand:
    """The proposals of one band."""

    name: str
    lines: tuple[ShownProposal, ...]
    pupils: int


@dataclass(frozen=True)
class PlanPage:
    """A plan for one reader. `may` is whether this person may change it now; `others` are the year's other plans."""

    sheet: PlanSheet
    line: str
    money: tuple[Meter, ...]
    hours: tuple[Meter, ...]
    idle: tuple[Meter, ...]
    bands: tuple[PlanBand, ...]
    may: bool
    changed: bool
    others: tuple[Plan, ...]
    newest: bool


def build(access: Access, plan: Plan, plans: Sequence[Plan], on: date) -> PlanPage:
    """The plan's page; `plans` are the year's, the newest first."""
    costed = read_for_plan(plan.year, on)
    sheet = plan_sheet(access, plan, on, costed)
    evidence = evidence_of(access, costed)
    wanted = {asked.code for line in sheet.lines for asked in line.priced.hours}
    keeps = access.may(Permission.EDIT_COSTS)
    roles = [(role, _role_meter(access, role, keeps)) for role in sheet.means.roles]
    return PlanPage(
        sheet=sheet,
        line=_line(sheet),
        money=tuple(_budget_meter(access, one, keeps) for one in sheet.means.budgets),
        hours=tuple(meter for role, meter in roles if role.code in wanted),
        idle=tuple(meter for role, meter in roles if role.code not in wanted and role.available is not None),
        bands=tuple(
            PlanBand(
                BANDS[band],
                tuple(ShownProposal(line, evidence[line.row.provision_id]) for line in lines),
                sum(line.count for line in lines),
            )
            for band, lines in sheet.bands
        ),
        may=not sheet.accepted and access.may(Permission.EDIT_PROVISION) and access.may(Permission.VIEW_COSTS),
        changed=not sheet.accepted and changed_since(plan),
        others=tuple(one for one in plans if one.pk != plan.pk),
        newest=plans[0].pk == plan.pk,
    )


def _line(sheet: PlanSheet) -> str:
    counts = [
        (len(sheet.of("funded")), "funded"),
        (len(sheet.of("deferred")), "deferred"),
        (len(sheet.of("declined")), "declined"),
        (len(sheet.of("")), "not decided"),
    ]
    said = ", ".join(f"{count} {word}" for count, word in counts if count)
    return f"{plural(len(sheet.lines), 'proposal')} for need without a place: {said}."


def _budget_meter(access: Access, one: PlanBudget, keeps: bool) -> Meter:
    parts = [("committed", one.committed), ("planned", one.planned), ("funded", one.funded)]
    words = [
        f"{money(one.committed)} on the map",
        *([f"{money(one.planned)} planned already"] if one.planned else []),
        *([f"{money(one.funded)} funded here"] if one.funded else []),
    ]
    return Meter(
        name=one.name,
        left=money(abs(one.left)),
        over=one.left < 0,
        said=f"of {money(one.amount)}: {', '.join(words)}",
        slices=slices(one.amount, parts),
        href=access.url("stream_edit", one.id) if keeps else "",
    )


def _role_meter(access: Access, role: RoleHours, keeps: bool) -> Meter:
    words = [
        f"{hours(role.busiest)} in the busiest week from now on",
        *([f"{hours(role.planned)} planned already"] if role.planned else []),
        *([f"{hours(role.funded)} funded here"] if role.funded else []),
    ]
    href = access.url("role_edit", role.id) if keeps else ""
    if role.available is None or role.left is None:
        missing = f"Nobody has entered the hours there are, so they set no limit. {words[-1]}."
        return Meter(role.name, "", False, "", (), href, missing)
    parts = [("committed", role.busiest), ("planned", role.planned), ("funded", role.funded)]
    said = f"of {hours(role.available)} a week: {', '.join(words)}"
    return Meter(role.name, hours(abs(role.left)), role.left < 0, said, slices(role.available, parts), href)


def slices(whole: Amount, parts: Sequence[tuple[str, Amount]]) -> tuple[Slice, ...]:
    """The parts in per cent of the whole; where they come to more, of their sum."""
    every = max(Fraction(whole), sum((Fraction(part) for _, part in parts), Fraction(0)))
    found, x = [], Fraction(0)
    for kind, part in parts:
        if every and part > 0:
            width = Fraction(part) * 100 / every
            found.append(Slice(kind, _percent(x), _percent(width)))
            x += width
    return tuple(found)


def _percent(value: Fraction) -> str:
    return f"{number(Fraction(round(value * 100), 100))}%"


def nothing_yet(access: Access, now: NeedNow | None) -> Empty:
    """The page without a plan; `now` is today's need, None where the school has no year."""
    if now is None or not now.charts:
        line = "A plan begins with what pupils need. Open the must / should / could charts, and have them filled in."
        href = access.url("audit") if access.may(Permission.EDIT_PROVISION) else ""
        return Empty("Nobody has said yet what is needed", line, "ui-checks-grid", href, "Open the audit of need")
    if not now.wanted:
        line = "Everybody whom a chart names has a place, or there is an empty one for them."
        return Empty("No need is without a place", line, "check2-circle")
    groups = plural(len(now.wanted), "proposal")
    line = f"The charts name pupils who have no place: {groups} would meet what they need."
    may = access.may(Permission.EDIT_PROVISION)
    return Empty("No plan yet", line, "list-check", access.url("plan_begin") if may else "", "Begin the plan")


def left_words(sheet: PlanSheet, about: ProposalLine | None = None) -> str:
    """What is left, in a message: of the budget and roles of one proposal, or of all budgets."""
    means = sheet.means
    if about is None:
        return f"{money(sum((one.left for one in means.budgets), Decimal(0)))} left in all budgets."
    paid = [one for one in means.budgets if one.id == about.row.funding_stream_id]
    roles = {asked.code for asked in about.priced.hours}
    told = [f"{money(one.left)} left in {one.name}" for one in paid]
    told += [
        f"{hours(role.left)} a week left of {role.name}"
        for role in means.roles
        if role.code in roles and role.left is not None and about.row.decision == "funded"
    ]
    return f"{', '.join(told)}." if told else f"{left_words(sheet)}"
