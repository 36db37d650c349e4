"""Who may read and change the plan: rows of the access matrix."""

from __future__ import annotations

from typing import Any

from audits.models import Plan, Proposal
from tests.access.matrix.rows import LEADERS, SENCO, Row
from tests.access.world import Full
from tests.factories import PlanFactory, ProposalFactory, ProposalPupilFactory


def _proposal(full: Full) -> Proposal:
    """A proposal for the pupil `near` in the open plan."""
    year = full.group.year
    plan = Plan.objects.filter(year=year, accepted_at=None).first() or PlanFactory(school=full.school, year=year)
    found = plan.proposals.first()
    if found is None:
        found = ProposalFactory(school=full.school, plan=plan, provision=full.group.provision, year_group="3")
        ProposalPupilFactory(school=full.school, proposal=found, pupil=full.near)
    return found


def _pk(full: Full, **more: Any) -> dict[str, Any]:
    return {"pk": _proposal(full).pk, **more}


def _open(full: Full) -> dict[str, Any]:
    _proposal(full)
    return {}


MATRIX: dict[str, list[Row]] = {
    "plan/": [Row(LEADERS, _open)],
    "plan/begin/": [Row(SENCO)],
    "plan/up-to-date/": [Row(SENCO, _open)],
    "plan/in-order/": [Row(SENCO, _open)],
    "plan/accept/": [Row(SENCO, _open)],
    "plan/<int:number>/": [Row(LEADERS, lambda full: {"number": _proposal(full).plan.number})],
    "plan/proposals/<int:pk>/fund/": [Row(SENCO, _pk)],
    "plan/proposals/<int:pk>/defer/": [Row(SENCO, _pk)],
    "plan/proposals/<int:pk>/decline/": [Row(SENCO, _pk)],
    "plan/proposals/<int:pk>/open-again/": [Row(SENCO, _pk)],
    "plan/proposals/<int:pk>/otherwise/<slug:key>/": [Row(SENCO, lambda full: _pk(full, key="weeks"))],
}
