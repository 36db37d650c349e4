"""The catalogue of provision as a list: what the school can run, what runs of it this year, what is known of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse

from provisions.catalogue import Evidence, evidence_by_strand, provisions_of
from provisions.models import Provision, Tier
from reports.forms import ListFilters
from reports.pages.empties import from_the_workbook
from reports.pages.groups import GroupLine
from reports.pages.groups import build as build_groups
from ui.marks import AREAS, TIERS
from ui.parts import Empty
from ui.tables import Col, Listing, Mark
from ui.words import plural

if TYPE_CHECKING:
    from schools.access import Access

LISTING = Listing(
    "Provisions",
    "provision",
    (
        Col("name", "Provision", href="href", why="strand", why_head="Strand"),
        Col("area", "Area", "area"),
        Col("tier", "Tier", "tier", sort="tier_place"),
        Col("groups", "Groups", "number", total=True),
        Col("places", "Places", "number"),
        Col("evidence", "Evidence", why="impact", why_head="EEF Toolkit", missing="not linked"),
        Col("measure", "Measure", missing="none", shown=False),
        Col("training", "Training needed", shown=False),
        Col("cost", "Cost this year", "money", total=True),
    ),
    foot="All provisions shown",
)


@dataclass(frozen=True)
class ProvisionLine:
    """An entry of the catalogue, with what runs of it this year."""

    name: str
    href: str
    area: str
    strand: str
    tier: str
    groups: int
    places: Mark | None
    evidence: str
    impact: str
    measure: str
    training: str
    cost: Decimal | Mark | None

    @property
    def tier_place(self) -> int:
        """How far it goes beyond what every pupil gets."""
        return TIERS.get(self.tier, 0)


@dataclass(frozen=True)
class ProvisionsPage:
    """The list with its filters."""

    filters: ListFilters
    lines: tuple[ProvisionLine, ...]
    every: int
    empty: Empty


def build(access: Access, params: Mapping[str, str]) -> ProvisionsPage:
    """The catalogue, as far as the filters ask for it."""
    form = ListFilters(
        params,
        {
            "area": ("Area", [(area.code, area.name) for area in AREAS]),
            "tier": ("Tier", Tier.choices),
            "runs": ("Runs this year", [("yes", "Yes"), ("no", "No")]),
        },
    )
    held, evidence, runs = provisions_of(access), evidence_by_strand(), runs_by_provision(access)
    wanted = [one for one in held if _wants(form, one, one.pk in runs)]
    return ProvisionsPage(
        filters=form,
        lines=tuple(_line(access, one, evidence, runs.get(one.pk, [])) for one in wanted),
        every=len(held),
        empty=_empty(access),
    )


def _wants(form: ListFilters, one: Provision, runs: bool) -> bool:
    return (
        form.finds(one.name, one.strand, one.description)
        and form.asked("area") in ("", one.area)
        and form.asked("tier") in ("", one.tier)
        and form.asked("runs") in ("", "yes" if runs else "no")
    )


def runs_by_provision(access: Access) -> dict[int, list[GroupLine]]:
    """The groups on the year's map by the provision they are of."""
    found: dict[int, list[GroupLine]] = defaultdict(list)
    for line in build_groups(access, {}).lines:
        found[line.provision_id].append(line)
    return dict(found)


def impact_words(evidence: Evidence | None) -> str:
    """How much progress pupils make on average, as the Toolkit says it."""
    if evidence is None:
        return ""
    if evidence.months is None:
        return "too little evidence to tell"
    sign = "−" if evidence.months < 0 else "+"
    return f"{sign}{plural(abs(evidence.months), 'month')}"


def _line(
    access: Access, one: Provision, evidence: Mapping[str, Evidence], groups: Sequence[GroupLine]
) -> ProvisionLine:
    return ProvisionLine(
        name=one.name,
        href=reverse("provision", args=[access.school.slug, one.pk]),
        area=one.area,
        strand=one.strand,
        tier=one.tier,
        groups=len(groups),
        places=places_of(one, groups),
        evidence=one.evidence_strand,
        impact=impact_words(evidence.get(one.evidence_strand.lower())),
        measure=one.measure.name if one.measure else "",
        training=one.training_needed,
        cost=cost_of(one, groups),
    )


def places_of(one: Provision, groups: Sequence[GroupLine]) -> Mark | None:
    """Places filled of those there are, in all groups of a provision."""
    filled, size = sum(line.filled for line in groups), sum(line.size for line in groups)
    if not groups:
        return None
    if one.tier == Tier.UNIVERSAL and not filled:
        return Mark("everyone", "muted")
    return Mark(f"{filled}/{size}", "warn" if filled > size else "", filled)


def cost_of(one: Provision, groups: Sequence[GroupLine]) -> Decimal | Mark | None:
    """What all groups of a provision cost this year, or why no cost stands here."""
    known = [line.amount for line in groups if line.amount is not None]
    if not groups:
        return None
    if one.tier == Tier.UNIVERSAL:
        return Mark("not costed", "muted")
    return sum(known, Decimal(0)) if len(known) == len(groups) else Mark("no cost yet", "warn")


def _empty(access: Access) -> Empty:
    line = (
        "Each kind of provision you can run has its entry here. Sheet Provisions of the school workbook brings them in."
    )
    return from_the_workbook(access, "No provision in the catalogue yet", line, "journal-text")
