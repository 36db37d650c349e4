"""What is provided: the catalogue, groups with their staffing, sessions and places, and money."""

from provisions.models.catalogue import Endable, EvidenceStrand, FundingStream, Measure, Provision, Tier
from provisions.models.groups import InterventionGroup, Place, Session, Staffing
from provisions.models.money import Award, CostKind, OtherCost, WholeSchoolProvision

__all__ = [
    "Award",
    "CostKind",
    "Endable",
    "EvidenceStrand",
    "FundingStream",
    "InterventionGroup",
    "Measure",
    "OtherCost",
    "Place",
    "Provision",
    "Session",
    "Staffing",
    "Tier",
    "WholeSchoolProvision",
]
