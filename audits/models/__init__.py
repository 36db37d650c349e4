"""What is needed against what is there: audit charts, current provision, and the plan."""

from audits.models.charts import AuditChart, AuditColumn, AuditQuestion, AuditRow, AuditTick
from audits.models.current import CurrentProvision
from audits.models.plan import Plan, Proposal, ProposalPupil

__all__ = [
    "AuditChart",
    "AuditColumn",
    "AuditQuestion",
    "AuditRow",
    "AuditTick",
    "CurrentProvision",
    "Plan",
    "Proposal",
    "ProposalPupil",
]
