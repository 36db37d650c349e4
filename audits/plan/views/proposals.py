"""Deciding on a proposal: fund, defer, decline, reopen, or plan it in another way."""

from __future__ import annotations

from typing import Any

from audits.plan import page as plan_page
from audits.plan import services as plan_services
from audits.plan.forms import DeclineForm, DeferForm, FundForm
from audits.plan.terms import terms_ahead
from audits.plan.views.plan import PlanEditPage
from schools.edits import Edit
from schools.views import Data
from ui.edit_forms import EditForm
from ui.words import and_words, hours, money


class ProposalEditPage(PlanEditPage):
    """An act on one proposal of the open plan."""

    verb = ""

    def begin(self, *args: Any, pk: int = 0, **parts: Any) -> None:
        self.pk = pk
        super().begin()
        self.line_of = self.sheet.line(pk)
        self.name = f"{self.line_of.usual.provision}, {self.line_of.scope}"
        self.title = f"{self.verb} {self.name}"
        self.intro = self.costs()

    def costs(self) -> str:
        """Its cost and hours in a sentence."""
        priced = self.line_of.priced
        if priced.cost is None:
            return priced.fault
        asked = and_words([f"{hours(one.hours)} a week of {one.name}" for one in priced.hours])
        return f"{money(priced.cost)} for the rest of the year{f', and {asked}' if asked else ''}."

    def next_url(self, thing: str) -> str:
        return f"{super().next_url(thing)}#proposal-{self.pk}"

    def now(self) -> str:
        """What is left after the act, in a sentence."""
        self.read_plan()
        return plan_page.left_words(self.sheet, self.sheet.line(self.pk))


class FundProposal(ProposalEditPage):
    """Fund a proposal."""

    verb = "Fund"
    submit_label = "Fund it"

    def form(self, data: Data) -> EditForm:
        """The budgets with what is left in each."""
        row = self.line_of.row
        purse = plan_services.purse_without(self.sheet, self.pk)
        streams = [(pk, f"{pot.name}: {money(pot.left)} left") for pk, pot in purse.money.items()]
        now = {"stream": None if row.by_cut else row.funding_stream_id, "reason": "" if row.by_cut else row.reason}
        return FundForm(data, streams=streams, initial=now if row.decision == "funded" else None)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return plan_services.fund(by=self.access, proposal=self.pk, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"{self.name} is funded. {self.now()}"


class DeferProposal(ProposalEditPage):
    """Defer a proposal to a term."""

    verb = "Defer"
    submit_label = "Defer it"

    def form(self, data: Data) -> EditForm:
        row = self.line_of.row
        terms = terms_ahead(self.access)
        now = {"term": row.deferred_to or terms[0], "reason": row.reason if row.decision == "deferred" else ""}
        return DeferForm(data, terms=dict.fromkeys([*terms, *filter(None, [row.deferred_to])]), initial=now)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        self.term = form.values["term"]
        return plan_services.defer(by=self.access, proposal=self.pk, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"{self.name} is deferred to {self.term}. {self.now()}"


class DeclineProposal(ProposalEditPage):
    """Decline a proposal."""

    verb = "Decline"
    submit_label = "Decline it"

    def form(self, data: Data) -> EditForm:
        row = self.line_of.row
        return DeclineForm(data, initial={"reason": row.reason} if row.decision == "declined" else None)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return plan_services.decline(by=self.access, proposal=self.pk, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"{self.name} is declined. {self.now()}"


class ReopenProposal(ProposalEditPage):
    """Undo the decision on a proposal."""

    verb = "Open again:"
    submit_label = "Open it again"

    def costs(self) -> str:
        """What reopening means, in a sentence."""
        return "It is not decided any more, and its money and hours are free for others."

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return plan_services.reopen_proposal(by=self.access, proposal=self.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.name} is open again. {self.now()}"


class PlanProposalOtherwise(ProposalEditPage):
    """Run a proposal in another way."""

    verb = "Plan otherwise:"
    submit_label = "Plan it so"

    def begin(self, *args: Any, pk: int = 0, key: str = "", **parts: Any) -> None:
        self.key = key
        super().begin(pk=pk)
        self.way = plan_services.way_called(self.line_of, key)
        cost = money(self.way.priced.cost) if self.way.priced.cost is not None else self.way.priced.fault
        self.intro = f"{self.way.other.words}. {cost} instead of {money(self.line_of.priced.cost)}."

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return plan_services.run_otherwise(by=self.access, proposal=self.pk, key=self.key, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.name}: {self.way.other.words}. {self.now()}"
