"""Reading the catalogue: what the school can run, what is known about it, and how it has gone here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from provisions.models import EvidenceStrand, Measure, Provision, Score
from schools.roles import Permission

if TYPE_CHECKING:
    from schools.access import Access


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the EEF Toolkit says of a strand: months of progress (None: too little is known), cost 1 to 5, security 0
    to 5, as on `snapshot`."""

    strand: str
    months: int | None
    cost: int
    security: int
    headline: str
    url: str
    snapshot: str


@dataclass(frozen=True, slots=True)
class Results:
    """How the pupils of a provision's groups have done since their first score: counts, and the mean change."""

    pupils: int
    better: int
    same: int
    mean: Decimal
    unit: str


def provisions_of(access: Access) -> list[Provision]:
    """The school's catalogue by name, each with its measure."""
    return list(Provision.objects.filter(school=access.school).select_related("measure").order_by("name", "id"))


def provision_of(access: Access, pk: int) -> Provision:
    """One entry of the catalogue. Raises LookupError where the school has no such provision."""
    found = Provision.objects.filter(school=access.school, pk=pk).select_related("measure").first()
    if found is None:
        raise LookupError("There is no such provision in the catalogue.")
    return found


def evidence_by_strand() -> dict[str, Evidence]:
    """The strands of the EEF Toolkit by their name in lower case."""
    return {
        row.name.lower(): Evidence(
            row.name,
            row.impact_months,
            row.cost_rating,
            row.evidence_rating,
            row.headline,
            row.url,
            row.snapshot.isoformat(),
        )
        for row in EvidenceStrand.objects.all()
    }


def results_of(access: Access, provision: Provision) -> Results | None:
    """The change between each pupil's first and latest score on the provision's measure in its groups, for those who
    see every pupil and read needs; None where nobody has two scores."""
    measure = provision.measure
    if measure is None or not {Permission.VIEW_PUPILS, Permission.VIEW_NEEDS} <= access.permissions:
        return None
    rows = Score.objects.filter(school=access.school, group__provision=provision, measure=measure)
    scores: dict[int, list[Decimal]] = defaultdict(list)
    for pupil, value in rows.order_by("date", "id").values_list("pupil_id", "value"):
        scores[pupil].append(value)
    way = 1 if measure.better == Measure.Better.HIGHER else -1
    changes = [held[-1] - held[0] for held in scores.values() if len(held) > 1]
    if not changes:
        return None
    return Results(
        pupils=len(changes),
        better=sum(change * way > 0 for change in changes),
        same=sum(change == 0 for change in changes),
        mean=sum(changes, Decimal(0)) / len(changes),
        unit="months" if measure.type == Measure.Type.AGE else "points",
    )
