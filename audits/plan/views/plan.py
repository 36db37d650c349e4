"""The plan: its page, and the acts on it as a whole."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from audits.plan import page as plan_page
from audits.plan import services as plan_services
from audits.plan.making import need_now
from audits.plan.reading import open_plan, plan_sheet, plans_of
from schools.access import NotThere
from schools.clock import today
from schools.edits import Edit
from schools.roles import Permission
from schools.views import EditPage, SchoolView
from ui.edit_forms import EditForm
from ui.parts import Crumb
from ui.words import money, plural


class PlanView(SchoolView):
    """The year's plan: the open one, else the newest; or one by its number."""

    permission = Permission.VIEW_COSTS
    kept_for = "rights"

    def get(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        """The plan's page, or what is needed to begin one."""
        plans = plans_of(self.access) if self.access.year else []
        plan = next((one for one in plans if number in (None, one.number)), None)
        if plan:
            page = plan_page.build(self.access, plan, plans, today())
            context = {"title": f"Plan {plan.number} within the money", "intro": page.line, "page": page}
            return self.page("audits/plan.html", context)
        if number is not None:
            raise Http404("There is no such plan.")
        context = {
            "title": "The plan within the money",
            "intro": "What is needed and has no place, in order of need, as far as the money and the hours go.",
            "empty": plan_page.nothing_yet(self.access, need_now(self.access, today()) if self.access.year else None),
        }
        return self.page("audits/plan_none.html", context)


class PlanEditPage(EditPage):
    """An act on the plan as a whole."""

    permission = Permission.EDIT_PROVISION

    def begin(self, *args: Any, **parts: Any) -> None:
        self.access.need(Permission.VIEW_COSTS)
        self.crumbs = (Crumb("Plan", reverse("plan", args=[self.access.school.slug])),)
        self.read_plan()

    def read_plan(self) -> None:
        """Read the open plan. Raises NotThere where no plan is open."""
        plan = open_plan(self.access)
        if plan is None:
            raise NotThere("No plan is open.")
        self.sheet = plan_sheet(self.access, plan, today())

    def next_url(self, thing: str) -> str:
        return reverse("plan", args=[self.access.school.slug])


class BeginPlan(PlanEditPage):
    """Make a plan from the unmet need."""

    title = "Begin the plan"
    submit_label = "Begin the plan"
    intro = (
        "Each provision and year group with need that no empty place meets becomes a proposal, in groups of the usual "
        "size, the strongest need first. Nothing is decided by it."
    )

    def read_plan(self) -> None:
        """There is no plan to read yet."""

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return plan_services.begin_plan(by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return "The plan is begun. Fund in order, or decide line by line."


class RefreshPlan(PlanEditPage):
    """Bring the proposals up to date with the charts."""

    title = "Bring the plan up to date"
    submit_label = "Bring it up to date"
    intro = (
        "The proposals are made anew from today’s need. What you decided stays where the pupils and groups are the "
        "same; where they have changed, the proposal is open again and says so."
    )

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return plan_services.refresh_plan(by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return "The plan is up to date with the charts."


class FundInOrder(PlanEditPage):
    """Decide on all proposals in order, until the money or the hours run out."""

    title = "Fund in order"
    submit_label = "Fund in order"
    intro = (
        "Must before should before could, and within each what serves most pupils for the money. What fits in a budget "
        "and in the hours is funded; what does not is deferred to the next term and says what is missing, and the next "
        "is looked at. What you decided by hand stays, and takes its money first."
    )

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return plan_services.cut_plan(by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        self.read_plan()
        funded, deferred = len(self.sheet.of("funded")), len(self.sheet.of("deferred"))
        left = plan_page.left_words(self.sheet)
        return f"{funded} funded for {money(self.sheet.funded_cost)}, {deferred} deferred. {left}"


class AcceptPlan(PlanEditPage):
    """Make draft groups of what is funded."""

    title = "Accept the plan"
    submit_label = "Accept it"

    def read_plan(self) -> None:
        """Read the plan, and announce what accepting it does."""
        super().read_plan()
        funded, waiting = self.sheet.of("funded"), len(self.sheet.of(""))
        groups = sum(line.priced.way.groups for line in funded)
        come = sum(line.not_on_roll for line in funded)
        told = [f"{plural(groups, 'draft group')} with their pupils, staff and budget will be made; none runs yet."]
        if waiting:
            told.append(f"{plural(waiting, 'proposal is,proposals are')} not decided, and will come in the next plan.")
        if come:
            told.append(f"{plural(come, 'child,children')} not on roll yet will get a place once the pupil is known.")
        self.intro = " ".join([*told, "You can take this back."])

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        self.groups = sum(line.priced.way.groups for line in self.sheet.of("funded"))
        return plan_services.accept_plan(by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        made = plural(self.groups, "draft group is,draft groups are")
        return f"The plan is accepted. {made} made; you find them under Groups."
