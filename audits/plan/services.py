"""Changing a plan: beginning it, bringing it up to date, deciding on its proposals one by one or in order, accepting
it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from audits.models import Plan, Proposal
from audits.plan.cut import DEFERRED, FUNDED, Pot, Purse, fund_in_order
from audits.plan.drafts import make_plan_groups
from audits.plan.making import UNDECIDED, add_proposals, bring_up_to_date, need_now, values_of_way
from audits.plan.reading import PlanSheet, PricedOther, ProposalLine, open_plan, plan_sheet
from audits.plan.terms import terms_ahead
from schools.access import Access, NotThere
from schools.clock import today
from schools.edits import Edit, Refused, edit
from schools.roles import Permission
from ui.words import hours, money


def need(by: Access) -> None:
    """Raise NotAllowed unless the person may change plans: change provision and see costs."""
    by.need(Permission.EDIT_PROVISION)
    by.need(Permission.VIEW_COSTS)


def begin_plan(*, by: Access, ticket: UUID | None = None) -> Edit:
    """Make the year's next plan, with a proposal for each need that is left. Raises Refused while another is open, and
    where no need is left."""
    need(by)
    with edit(by, "began", ticket=ticket) as change:
        if open_plan(by):
            raise Refused("A plan is open already. Accept it before the next one begins.")
        now = need_now(by, today())
        if not now.wanted:
            raise Refused(
                "There is no need without a place, so there is nothing to plan."
                if now.charts
                else "No audit chart is open yet, so nobody has said what is needed. Open the charts first."
            )
        last = Plan.objects.filter(school=by.school, year=by.year).aggregate(last=Max("number"))["last"] or 0
        plan = Plan(school=by.school, year=by.year, number=last + 1, begun_at=timezone.now())
        change.about = change.add(plan)
        add_proposals(change, plan, now, now.wanted)
    return change


def refresh_plan(*, by: Access, ticket: UUID | None = None) -> Edit:
    """Bring the proposals up to date with today's need; decisions stay where pupils and groups are the same."""
    need(by)
    with edit(by, "brought up to date", ticket=ticket) as change:
        change.about = plan = _plan(by)
        bring_up_to_date(change, plan, need_now(by, today()))
        change.set(plan, begun_at=timezone.now())
    return change


def cut_plan(*, by: Access, ticket: UUID | None = None) -> Edit:
    """Fund in order until the money or the hours run out; decisions made by hand stay."""
    need(by)
    with edit(by, "funded in order", ticket=ticket) as change:
        sheet = _sheet(by)
        change.about = sheet.plan
        # An earlier run's decisions are made again; only those made by hand stay.
        free = [line for line in sheet.lines if line.open or line.row.by_cut]
        decided = {one.key: one for one in fund_in_order([line.plain for line in sheet.lines], *_before(sheet))}
        term = terms_ahead(by)[0]
        changes = []
        for line in free:
            one = decided[line.row.pk]
            values = {"decision": one.decision, "reason": one.reason[:300], "by_cut": True}
            later = term if one.decision == DEFERRED else ""
            changes.append((line.row, {**values, "funding_stream_id": one.stream, "deferred_to": later}))
        change.set_all(changes)
    return change


def fund(*, by: Access, proposal: int, stream: int | None = None, reason: str = "", ticket: UUID | None = None) -> Edit:
    """Fund a proposal from a budget, or from the first with enough. Raises Refused where none has, where a role has not
    enough hours, and where its cost is not known."""
    need(by)
    with edit(by, "funded", ticket=ticket) as change:
        sheet, line = _found(by, proposal)
        change.about = line.row
        paid = _paid_from(sheet, line, stream)
        change.set(line.row, **{**UNDECIDED, "decision": FUNDED, "reason": reason, "funding_stream_id": paid})
    return change


def defer(*, by: Access, proposal: int, term: str, reason: str = "", ticket: UUID | None = None) -> Edit:
    """Defer a proposal to a term: one of the year's that has not begun, or the next year."""
    need(by)
    with edit(by, "deferred", ticket=ticket) as change:
        _, line = _found(by, proposal)
        change.about = line.row
        if term not in {*terms_ahead(by), line.row.deferred_to} or not term:
            raise Refused("Choose the term that it is deferred to.", "term")
        change.set(line.row, **{**UNDECIDED, "decision": DEFERRED, "reason": reason, "deferred_to": term})
    return change


def decline(*, by: Access, proposal: int, reason: str, ticket: UUID | None = None) -> Edit:
    """Decline a proposal with a reason."""
    need(by)
    with edit(by, "declined", ticket=ticket) as change:
        _, line = _found(by, proposal)
        change.about = line.row
        if not reason.strip():
            raise Refused("Write why it is declined, for whoever asks later.", "reason")
        change.set(line.row, **{**UNDECIDED, "decision": Proposal.Decision.DECLINED, "reason": reason})
    return change


def reopen_proposal(*, by: Access, proposal: int, ticket: UUID | None = None) -> Edit:
    """Undo a decision: the proposal is undecided again."""
    need(by)
    with edit(by, "opened again", ticket=ticket) as change:
        _, line = _found(by, proposal)
        change.about = line.row
        change.set(line.row, **UNDECIDED)
    return change


def run_otherwise(*, by: Access, proposal: int, key: str, ticket: UUID | None = None) -> Edit:
    """Run a proposal in another of the ways on offer. A funded one that no longer fits is undecided again. Raises
    NotThere for a way that is not on offer."""
    need(by)
    with edit(by, "planned otherwise", ticket=ticket) as change:
        sheet, line = _found(by, proposal)
        change.about = line.row
        way = way_called(line, key)
        values: dict[str, Any] = values_of_way(way.other.way)
        if line.row.decision == FUNDED and not line.row.by_cut:
            _paid_from(sheet, replace(line, priced=way.priced), line.row.funding_stream_id)
        else:
            values |= UNDECIDED
        change.set(line.row, **values)
    return change


def accept_plan(*, by: Access, ticket: UUID | None = None) -> Edit:
    """Make the draft groups of what is funded, in one edit that can be undone. Raises Refused where nothing is decided,
    and where less money or hours are left than are funded; NotThere where no plan is open."""
    need(by)
    with edit(by, "accepted", ticket=ticket) as change:
        sheet = _sheet(by)
        change.about = sheet.plan
        if all(line.open for line in sheet.lines):
            raise Refused("Nothing is decided yet. Fund, defer or decline first.")
        _refuse_overdrawn(sheet)
        make_plan_groups(change, sheet.of(FUNDED), sheet.day, dated=sheet.dated)
        day, now = today(), timezone.localtime()
        change.set(sheet.plan, accepted_at=now.replace(year=day.year, month=day.month, day=day.day))
    return change


def way_called(line: ProposalLine, key: str) -> PricedOther:
    """The way with this key. Raises NotThere where it is not on offer."""
    for way in line.others:
        if way.other.key == key:
            return way
    raise NotThere("There is no such way to run it.")


def _plan(by: Access) -> Plan:
    found = open_plan(by)
    if found is None:
        raise NotThere("No plan is open.")
    return found


def _sheet(by: Access) -> PlanSheet:
    return plan_sheet(by, _plan(by), today())


def _found(by: Access, proposal: int) -> tuple[PlanSheet, ProposalLine]:
    sheet = _sheet(by)
    return sheet, sheet.line(proposal)


def _before(sheet: PlanSheet) -> tuple[dict[int, Pot], dict[str, Pot]]:
    """The money and hours left before any proposal is funded."""
    means = sheet.means.with_funded({}, {})
    return means.money, means.hours


def purse_without(sheet: PlanSheet, proposal: int) -> Purse:
    """The money and hours there are for a proposal: all that no other proposal has taken."""
    purse = Purse(*_before(sheet))
    for line in sheet.of(FUNDED):
        if line.row.pk != proposal:
            purse.take(line.plain, line.row.funding_stream_id)
    return purse


def _paid_from(sheet: PlanSheet, line: ProposalLine, stream: int | None) -> int | None:
    """The budget that pays for the line. Raises Refused where it does not fit."""
    purse = purse_without(sheet, line.row.pk)
    if stream is not None and stream not in purse.money:
        raise Refused("This budget is no longer there. Choose another.", "stream")
    asked = replace(line.plain, stream=stream)
    if lacking := purse.lacking(asked):
        no_money = asked.cost is not None and purse.out_of(asked)[0]
        raise Refused(lacking, "stream" if no_money else "")
    return purse.stream_for(asked)


def _refuse_overdrawn(sheet: PlanSheet) -> None:
    """Raise Refused where funded proposals no longer fit: a budget was lowered, or something else was planned
    meanwhile."""
    unknown = [line for line in sheet.of(FUNDED) if line.priced.cost is None]
    if unknown:
        raise Refused(f"{unknown[0].usual.provision}, {unknown[0].scope}: {unknown[0].priced.fault}")
    for budget in sheet.means.budgets:
        if budget.funded and budget.left < 0:
            raise Refused(
                f"{money(-budget.left)} more is funded from {budget.name} than is left in it. Open a proposal again, "
                "or fund in order once more."
            )
    for role in sheet.means.roles:
        if role.funded and role.left is not None and role.left < 0:
            raise Refused(
                f"{hours(-role.left)} a week more are planned of {role.name} than there are. Open a proposal again, or "
                "fund in order once more."
            )
