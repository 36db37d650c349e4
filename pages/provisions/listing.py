"""The catalogue of provision as a list: what the school can run, what runs of it this year, what is known of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch

from pages.groups.listing import GroupLine
from pages.groups.listing import build as build_groups
from provisions.catalogue.reading import StrandEvidence, evidence_by_strand, provisions_of
from provisions.models import Provision, Tier
from schools.roles import Permission
from ui.filters import ListFilters
from ui.marks import AREAS, TIERS
from ui.parts import Choice, Empty
from ui.tables import Col, Listing, Mark

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
        Col(
            "evidence",
            "Evidence",
            why="impact",
            why_head="EEF Toolkit",
            missing="not linked",
        ),
        Col("measure", "Measure", missing="none", shown=False),
        Col("training", "Training needed", shown=False),
        Col("cost", "Cost this year", "money", total=True),
    ),
    foot="All provisions shown",
)
ACTS = (
    Col("start", "Group", "short", href="start_href", sort=""),
    Col("change", "Entry", "short", href="change_href", sort="", panel=True),
)
"""What can be done with an entry, for those who may; not in files."""
NOT_OFFERED = "no longer offered"
OFFERED = (("yes", "For new groups"), ("no", "No longer"))


@dataclass(frozen=True)
class ProvisionLine:
    """An entry of the catalogue, with what runs of it this year."""

    name: str
    area: str
    tier: str
    evidence: str
    measure: str
    training: str
    href: str
    strand: str
    groups: int
    places: Mark | None
    impact: str
    cost: Decimal | Mark | None
    start_href: str
    change_href: str
    change: str = "Change"

    @property
    def start(self) -> str:
        """The label of the link that starts a group; blank where there is none."""
        return "Start a group" if self.start_href else ""

    @property
    def tier_place(self) -> int:
        """The tier as a number to sort by: the more specialist, the higher."""
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
    held, evidence, runs = provisions_of(access), evidence_by_strand(), runs_by_provision(access)
    form = ListFilters(
        params,
        {
            "area": ("Area", [(area.code, area.name) for area in AREAS]),
            "tier": ("Tier", Tier.choices),
            "runs": ("Runs this year", [("yes", "Yes"), ("no", "No")]),
            "offered": ("Offered", OFFERED if any(one.archived for one in held) else ()),
        },
    )
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
        and form.chosen("area") in ("", one.area)
        and form.chosen("tier") in ("", one.tier)
        and form.chosen("runs") in ("", "yes" if runs else "no")
        and form.chosen("offered") in ("", "no" if one.archived else "yes")
    )


def runs_by_provision(access: Access) -> dict[int, list[GroupLine]]:
    """The groups on the year's map by the provision they are of."""
    found: dict[int, list[GroupLine]] = defaultdict(list)
    for line in build_groups(access, {}).lines:
        found[line.group.provision_id].append(line)
    return dict(found)


def listing(access: Access, *, for_file: bool) -> Listing:
    """The list's columns for this person: on the page with what they can do with each entry."""
    acts = () if for_file or not access.may(Permission.EDIT_PROVISION) else ACTS
    return replace(LISTING, columns=(*LISTING.columns, *acts))


def ways_to_add(access: Access) -> tuple[Choice, ...]:
    """How the catalogue grows, for those who may change it."""
    if not access.may(Permission.EDIT_PROVISION):
        return ()
    return (
        Choice("Measures", access.url("measures"), icon="rulers"),
        Choice("Library", access.url("library"), icon="collection"),
        Choice("Add a provision", access.url("provision_new"), icon="plus-lg", main=True),
    )


def start_of(access: Access, one: Provision) -> str:
    """The address at which this person begins a group of it; blank where nobody may, or it is no longer offered."""
    if one.archived or not access.permissions & {Permission.EDIT_PROVISION, Permission.EDIT_OWN_GROUPS}:
        return ""
    try:
        return f"{access.url('group_new')}?provision={one.pk}"
    except NoReverseMatch:
        return ""


def _line(
    access: Access, one: Provision, evidence: Mapping[str, StrandEvidence], groups: Sequence[GroupLine]
) -> ProvisionLine:
    known = evidence.get(one.evidence_strand.lower())
    return ProvisionLine(
        name=one.name,
        area=one.area,
        tier=one.tier,
        evidence=one.evidence_strand,
        measure=one.measure.name if one.measure else "",
        training=one.training_needed,
        href=access.url("provision", one.pk),
        strand=" · ".join(part for part in (one.strand, NOT_OFFERED if one.archived else "") if part),
        groups=len(groups),
        places=places_of(one, groups),
        impact=known.impact if known else "",
        start_href=start_of(access, one),
        change_href=access.url("provision_edit", one.pk),
        cost=cost_of(one, groups),
    )


def places_of(one: Provision, groups: Sequence[GroupLine]) -> Mark | None:
    """Places filled of those there are, in all groups of a provision."""
    filled, size = sum(line.chip.filled for line in groups), sum(line.chip.size for line in groups)
    if not groups:
        return None
    if one.tier == Tier.UNIVERSAL and not filled:
        return Mark("everyone", "muted")
    return Mark(f"{filled}/{size}", "warn" if filled > size else "", filled)


def cost_of(one: Provision, groups: Sequence[GroupLine]) -> Decimal | Mark | None:
    """What all groups of a provision cost this year, in pounds, or a mark that says why there is no cost."""
    known = [line.chip.cost for line in groups if line.chip.cost is not None]
    if not groups:
        return None
    if one.tier == Tier.UNIVERSAL:
        return Mark("not costed", "muted")
    return sum(known, Decimal(0)) if len(known) == len(groups) else Mark("no cost yet", "warn")


def _empty(access: Access) -> Empty:
    heading, icon = "No provision in the catalogue yet", "journal-text"
    if access.may(Permission.EDIT_PROVISION):
        line = "Begin with what your school runs of the common provision in the library, then add your own."
        href = access.url("library")
        return Empty(heading, line, icon, href, "Choose from the library")
    line = "Each kind of provision you can run has its entry here. The SENCO adds them."
    return Empty(heading, line, icon)
