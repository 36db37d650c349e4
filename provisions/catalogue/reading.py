"""Reading the catalogue: its entries, measures and evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Model, OuterRef, Subquery

from costing.models import StaffRole
from provisions.models import EvidenceStrand, Measure, Provision
from schools.access import Access, NotThere, there
from schools.edits.removal import models_linking_to
from ui.folding import by_name, in_order
from ui.words import plural

EDITED = (
    "name", "area", "strand", "tier", "description", "usual_size", "usual_sessions", "usual_minutes", "usual_weeks",
    "training_needed", "evidence_link", "entry_criteria", "exit_criteria",
)  # fmt: skip
"""The fields of a provision that its form holds just as they are stored."""
SIZES = ("very low", "low", "moderate", "high", "very high")
SURETIES = ("hardly any", "very limited", "limited", "moderate", "extensive", "very extensive")


@dataclass(frozen=True, slots=True)
class StrandEvidence:
    """The EEF Toolkit's figures for a strand: months of progress (None: too little is known), cost 1 to 5, security 0
    to 5, as on `snapshot`."""

    strand: str
    months: int | None
    cost: int
    security: int
    headline: str
    url: str
    snapshot: date

    @property
    def impact(self) -> str:
        """How much progress pupils make on average in a year."""
        if self.months is None:
            return "too little evidence to tell"
        return f"{'−' if self.months < 0 else '+'}{plural(abs(self.months), 'month')}"

    @property
    def terms(self) -> tuple[tuple[str, str], ...]:
        """Progress, cost and security, each with its name."""
        return (
            ("Average progress in a year", self.impact),
            ("Cost", f"{SIZES[self.cost - 1]} ({self.cost} of 5)"),
            ("How sure", f"{SURETIES[self.security]} evidence ({self.security} of 5)"),
        )

    @property
    def short(self) -> str:
        """The strand and its figures in one line, for a list to choose from."""
        return f"{self.strand}: {self.impact}, {SIZES[self.cost - 1]} cost, {SURETIES[self.security]} evidence"


def provisions_of(access: Access) -> list[Provision]:
    """The school's catalogue by name, each with its measure."""
    rows = Provision.objects.filter(school=access.school).select_related("measure").order_by("id")
    return sorted(rows, key=lambda one: in_order(one.name))


def provision_of(access: Access, pk: int) -> Provision:
    """One entry of the catalogue. Raises NotThere where the school has no such provision."""
    found = Provision.objects.filter(school=access.school, pk=pk).select_related("measure").first()
    return there(found, "There is no such provision in the catalogue.")


def provision_ids(access: Access) -> dict[str, int]:
    """The numbers of the school's provisions by name in lower case."""
    rows = Provision.objects.filter(school=access.school).order_by("id").values_list("name", "pk")
    return {name.lower(): pk for name, pk in rows}


def as_edited(one: Provision) -> dict[str, Any]:
    """An entry's values by the fields of its form."""
    strand = evidence_by_strand().get(one.evidence_strand.lower())
    held = {field: getattr(one, field) for field in EDITED}
    return held | {
        "usual_roles": [code.strip() for code in one.usual_roles.split(",") if code.strip()],
        "measure": one.measure_id,
        "evidence_strand": strand.strand if strand else "",
        "evidence_words": "" if strand else one.evidence_strand,
    }


def evidence_by_strand() -> dict[str, StrandEvidence]:
    """The strands of the EEF Toolkit by their name in lower case."""
    return {
        row.name.lower(): StrandEvidence(
            row.name,
            row.impact_months,
            row.cost_rating,
            row.evidence_rating,
            row.headline,
            row.url,
            row.snapshot,
        )
        for row in EvidenceStrand.objects.all()
    }


def measures_of(access: Access) -> list[Measure]:
    """The school's measures by name, each with the number of rows of each kind that use it: `provision_count`,
    `interventiongroup_count`, and so on; None for kinds without any."""
    rows = Measure.objects.filter(school=access.school)
    counts = {f"{kind._meta.model_name}_count": _uses(kind) for kind in models_linking_to(Measure)}
    return by_name(rows.annotate(**counts).order_by("id"), "name")


def _uses(model: type[Model]) -> Subquery:
    # A subquery for each kind: joined counts would multiply one another.
    rows = model._default_manager.filter(measure=OuterRef("pk")).order_by()
    return Subquery(rows.values("measure").annotate(number=Count("pk")).values("number"))


def measure_of(access: Access, pk: int) -> Measure:
    """One measure, with its uses. Raises NotThere where the school has no such measure."""
    found = next((one for one in measures_of(access) if one.pk == pk), None)
    if found is None:
        raise NotThere("There is no such measure.")
    return found


def role_names(access: Access) -> list[tuple[str, str]]:
    """Code and name of the school's staff roles."""
    return by_name(StaffRole.objects.filter(school=access.school).order_by("id").values_list("code", "name"), 0)
