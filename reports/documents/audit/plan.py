"""The plan within the money on paper: what is left, and each proposal in order with what was decided and why.

The figures are the same as on the page: both read `audits.plan`. Pupils are named only for those who may read needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from audits.plan.money import Means, PlanBudget, RoleHours, means_of
from audits.plan.reading import PlanSheet, ProposalLine, plan_sheet, plans_of
from provisions.costs import ON_THE_MAP, CostedYear
from reports.documents.head import (
    Head,
    Json,
    Note,
    NotForThem,
    PaperOptions,
    head_of,
    money_text,
    number_text,
    read_for,
    year_of,
)
from schools.access import Access
from schools.roles import Permission

DRAFT = "draft"


@dataclass(frozen=True)
class PlanPaper:
    """The open plan, else the newest; `sheet` is None where no plan was begun."""

    head: Head
    sheet: PlanSheet | None
    means: Means
    notes: tuple[Note, ...]

    @property
    def lines(self) -> tuple[ProposalLine, ...]:
        """The proposals in order."""
        return self.sheet.lines if self.sheet else ()

    @property
    def funded(self) -> Decimal:
        """What funded proposals cost for the rest of the year."""
        return self.sheet.funded_cost if self.sheet else Decimal(0)

    @property
    def cost(self) -> Decimal:
        """What all proposals whose cost is known would cost for the rest of the year."""
        return sum((line.priced.cost for line in self.lines if line.priced.cost is not None), Decimal(0))

    def json(self) -> Json:
        """The common head, what is left, the proposals and their totals."""
        plan = self.sheet.plan if self.sheet else None
        return self.head.json() | {
            "plan": plan.number if plan else None,
            "accepted_on": self.sheet.day.isoformat() if self.sheet and plan and plan.accepted_at else None,
            "streams": [_stream(one) for one in self.means.budgets],
            "roles": [_role(one) for one in self.means.roles],
            "whole_school_costs": money_text(self.means.whole_school),
            "proposals": [_proposal(line, named=bool(self.sheet and self.sheet.named)) for line in self.lines],
            "totals": self._totals(),
            "findings": [note.json() for note in self.notes],
        }

    def _totals(self) -> Json:
        counts = {word: sum(line.row.decision == key for line in self.lines) for key, word in DECIDED.items()}
        return {
            "proposals": len(self.lines),
            **counts,
            "cost": money_text(self.cost),
            "funded_cost": money_text(self.funded),
            "cost_unknown": sum(line.priced.cost is None for line in self.lines),
        }


DECIDED = {"funded": "funded", "deferred": "deferred", "declined": "declined", "": "open"}


def build(access: Access, asked: PaperOptions, costed: CostedYear | None = None) -> PlanPaper:
    """The paper. Raises NotForThem for whoever may not see costs."""
    if not access.may(Permission.VIEW_COSTS):
        raise NotForThem("What a plan costs is for the SENCO, the head and the business manager.")
    year = year_of(access)
    costed = costed or read_for(access, asked, statuses=(*ON_THE_MAP, DRAFT))
    plans = plans_of(access)
    sheet = plan_sheet(access, plans[0], asked.on, costed) if plans else None
    means = sheet.means if sheet else means_of(access, costed, min(max(asked.on, year.starts), year.ends))
    notes = [Note("no-rate", said) for said in means.unknown]
    if sheet is None:
        notes.append(Note("no-plan", "No plan has been begun this year."))
    if not means.budgets:
        notes.append(Note("no-budget", "No budget is entered for the year, so nothing can be funded."))
    return PlanPaper(
        head=head_of(access, asked, costed, "plan", "The plan within the money"),
        sheet=sheet,
        means=means,
        notes=tuple(notes),
    )


def _stream(one: PlanBudget) -> Json:
    return {
        "name": one.name,
        "amount": money_text(one.amount),
        "committed": money_text(one.committed),
        "planned": money_text(one.planned),
        "funded": money_text(one.funded),
        "left": money_text(one.left),
    }


def _role(one: RoleHours) -> Json:
    return {
        "role": one.code,
        "hours_available": number_text(one.available),
        "busiest_hours": number_text(one.busiest),
        "planned_hours": number_text(one.planned),
        "funded_hours": number_text(one.funded),
        "hours_left": number_text(one.left),
    }


def _proposal(line: ProposalLine, *, named: bool) -> Json:
    row, way = line.row, line.priced.way
    return {
        "provision": line.usual.provision,
        "scope": line.scope,
        "band": row.band,
        "pupils": [child.reference for child in line.children] if named else line.count,
        "groups": way.groups,
        "size": way.size,
        "weekly_hours": {asked.code: number_text(asked.hours) for asked in line.priced.hours},
        "weeks": number_text(line.weeks),
        "cost": money_text(line.priced.cost),
        "full_year_cost": money_text(line.priced.full_year_cost),
        "decision": DECIDED[row.decision],
        "reason": row.reason or None,
        "deferred_to": row.deferred_to or None,
        "stream": row.funding_stream.name if row.funding_stream else None,
    }
