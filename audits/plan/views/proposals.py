"""Deciding on a proposal: fund, defer, decline, reopen, or plan it in another way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from audits.plan import page as plan_page
from audits.plan import services as plan_services
from audits.plan.forms import DeclineForm, DeferForm, FundForm
from audits.plan.reading import PlanSheet, PricedOther, ProposalLine
from audits.plan.terms import terms_ahead
from audits.plan.views.plan import act, find_plan
from schools.access import Access
from schools.views import ActPage, Data
from ui.edit_forms import EditForm
from ui.words import and_words, hours, money


class OnProposal(NamedTuple):
    """A proposal of the open plan, and another way to run it where the address names one."""

    sheet: PlanSheet
    line: ProposalLine
    pk: int
    way: PricedOther | None = None

    @property
    def name(self) -> str:
        """The provision and whom it is for."""
        return f"{self.line.usual.provision}, {self.line.scope}"

    @property
    def costs(self) -> str:
        """Its cost and hours in a sentence."""
        priced = self.line.priced
        if priced.cost is None:
            return priced.fault
        asked = and_words([f"{hours(one.hours)} a week of {one.name}" for one in priced.hours])
        return f"{money(priced.cost)} for the rest of the year{f', and {asked}' if asked else ''}."


def find_proposal(access: Access, pk: int, key: str = "") -> OnProposal:
    """The proposal, and the way under this key. Raises NotThere."""
    sheet = find_plan(access)
    line = sheet.line(pk)
    return OnProposal(sheet, line, pk, plan_services.way_called(line, key) if key else None)


def _and_what_is_left(words: str) -> Callable[[ActPage], str]:
    """The sentence, and what is left after the act."""

    def said(page: ActPage) -> str:
        sheet = find_plan(page.access)
        return f"{page.say(words)} {plan_page.left_words(sheet, sheet.line(page.about.pk))}"

    return said


def _fund_form(page: ActPage, data: Data) -> EditForm:
    """The budgets with what is left in each."""
    row = page.about.line.row
    purse = plan_services.purse_without(page.about.sheet, page.about.pk)
    streams = [(pk, f"{pot.name}: {money(pot.left)} left") for pk, pot in purse.money.items()]
    now = {"stream": None if row.by_cut else row.funding_stream_id, "reason": "" if row.by_cut else row.reason}
    return FundForm(data, choices={"stream": streams}, initial=now if row.decision == "funded" else None)


def _defer_form(page: ActPage, data: Data) -> EditForm:
    row, terms = page.about.line.row, terms_ahead(page.access)
    now = {"term": row.deferred_to or terms[0], "reason": row.reason if row.decision == "deferred" else ""}
    offered = dict.fromkeys([*terms, *filter(None, [row.deferred_to])])
    return DeferForm(data, choices={"term": [(term, term) for term in offered]}, initial=now)


def _decline_form(page: ActPage, data: Data) -> EditForm:
    row = page.about.line.row
    return DeclineForm(data, initial={"reason": row.reason} if row.decision == "declined" else None)


def _costs_otherwise(page: ActPage) -> str:
    way, usual = page.about.way, page.about.line.priced.cost
    cost = money(way.priced.cost) if way.priced.cost is not None else way.priced.fault
    return f"{way.other.words}. {cost} instead of {money(usual)}."


decide = partial(
    act, find=find_proposal, intro="{about.costs}",
    then=lambda page, thing: f"{page.access.url('plan')}#proposal-{page.about.pk}",
)  # fmt: skip
ACTS = (
    decide("plan/proposals/<int:pk>/fund/", "proposal_fund", "Fund {about.name}", "Fund it", form=_fund_form,
        service=lambda page, **sent: plan_services.fund(proposal=page.about.pk, **page.values, **sent),
        done=_and_what_is_left("{about.name} is funded.")),
    decide("plan/proposals/<int:pk>/defer/", "proposal_defer", "Defer {about.name}", "Defer it", form=_defer_form,
        service=lambda page, **sent: plan_services.defer(proposal=page.about.pk, **page.values, **sent),
        done=_and_what_is_left("{about.name} is deferred to {values[term]}.")),
    decide("plan/proposals/<int:pk>/decline/", "proposal_decline", "Decline {about.name}", "Decline it",
        form=_decline_form,
        service=lambda page, **sent: plan_services.decline(proposal=page.about.pk, **page.values, **sent),
        done=_and_what_is_left("{about.name} is declined.")),
    decide("plan/proposals/<int:pk>/open-again/", "proposal_open", "Open again: {about.name}", "Open it again",
        intro="It is not decided any more, and its money and hours are free for others.",
        service=lambda page, **sent: plan_services.reopen_proposal(proposal=page.about.pk, **sent),
        done=_and_what_is_left("{about.name} is open again.")),
    decide("plan/proposals/<int:pk>/otherwise/<slug:key>/", "proposal_otherwise", "Plan otherwise: {about.name}",
        "Plan it so", intro=_costs_otherwise,
        service=lambda page, **sent: plan_services.run_otherwise(
            proposal=page.about.pk, key=page.about.way.other.key, **sent),
        done=_and_what_is_left("{about.name}: {about.way.other.words}.")),
)  # fmt: skip
