"""The plan: its page, and the acts on it as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse

from audits.plan import page as plan_page
from audits.plan import services as plan_services
from audits.plan.making import need_now
from audits.plan.reading import PlanSheet, ProposalLine, open_plan, plan_sheet, plans_of
from schools.access import Access, NotThere
from schools.clock import today
from schools.roles import Permission
from schools.views import Act, ActPage, SchoolView
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


def _may_plan(access: Access) -> None:
    access.need(Permission.VIEW_COSTS)


def find_plan(access: Access) -> PlanSheet:
    """The open plan, for those who may change it. Raises NotThere where none is open."""
    _may_plan(access)
    plan = open_plan(access)
    if plan is None:
        raise NotThere("No plan is open.")
    return plan_sheet(access, plan, today())


def _what_accepting_does(page: ActPage) -> str:
    funded, waiting = page.about.of("funded"), len(page.about.of(""))
    come = sum(line.not_on_roll for line in funded)
    said = [
        f"{plural(_groups(funded), 'draft group')} with their pupils, staff and budget will be made; none runs yet."
    ]
    if waiting:
        said.append(f"{plural(waiting, 'proposal is,proposals are')} not decided, and will come in the next plan.")
    if come:
        said.append(f"{plural(come, 'child,children')} not on roll yet will get a place once the pupil is known.")
    return " ".join([*said, "You can take this back."])


def _groups(funded: Sequence[ProposalLine]) -> int:
    return sum(line.priced.way.groups for line in funded)


def _accepted(page: ActPage) -> str:
    made = plural(_groups(page.about.of("funded")), "draft group is,draft groups are")
    return f"The plan is accepted. {made} made; you find them under Groups."


def _funded_in_order(page: ActPage) -> str:
    sheet = find_plan(page.access)
    funded, deferred = len(sheet.of("funded")), len(sheet.of("deferred"))
    return f"{funded} funded for {money(sheet.funded_cost)}, {deferred} deferred. {plan_page.left_words(sheet)}"


act = partial(Act, permission=Permission.EDIT_PROVISION, find=find_plan, crumbs=(("Plan", "plan"),), then=("plan",))
ACTS = (
    act("plan/begin/", "plan_begin", "Begin the plan", "Begin the plan",
        intro="Each provision and year group with need that no empty place meets becomes a proposal, in groups of the "
        "usual size, the strongest need first. Nothing is decided by it.",
        find=_may_plan,
        service=lambda page, **sent: plan_services.begin_plan(**sent),
        done="The plan is begun. Fund in order, or decide line by line."),
    act("plan/up-to-date/", "plan_refresh", "Bring the plan up to date", "Bring it up to date",
        intro="The proposals are made anew from today’s need. What you decided stays where the pupils and groups are "
        "the same; where they have changed, the proposal is open again and says so.",
        service=lambda page, **sent: plan_services.refresh_plan(**sent),
        done="The plan is up to date with the charts."),
    act("plan/in-order/", "plan_cut", "Fund in order", "Fund in order",
        intro="Must before should before could, and within each what serves most pupils for the money. What fits in a "
        "budget and in the hours is funded; what does not is deferred to the next term and says what is missing, and "
        "the next is looked at. What you decided by hand stays, and takes its money first.",
        service=lambda page, **sent: plan_services.cut_plan(**sent), done=_funded_in_order),
    act("plan/accept/", "plan_accept", "Accept the plan", "Accept it", intro=_what_accepting_does,
        service=lambda page, **sent: plan_services.accept_plan(**sent), done=_accepted),
)  # fmt: skip
