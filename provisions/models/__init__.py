"""What is provided: the catalogue, groups with their staffing, sessions and places, scores, reviews and money."""

from provisions.models.catalogue import Endable, EvidenceStrand, FundingStream, Measure, Provision, Tier
from provisions.models.groups import InterventionGroup, Place, Session, Staffing
from provisions.models.money import Award, CostKind, OtherCost, WholeSchoolProvision
from provisions.models.records import Review, Score

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
    "Review",
    "Score",
    "Session",
    "Staffing",
    "Tier",
    "WholeSchoolProvision",
]
