"""An entry of the catalogue: what it is, what is known of it, its groups this year, and how they have done."""

from __future__ import annotations

from dataclasses import dataclass

from delivery.records.reading import results_of
from pages.groups.listing import GroupLine, listing
from pages.provisions.listing import cost_of, places_of, runs_by_provision, start_of
from provisions.catalogue.reading import StrandEvidence, evidence_by_strand, provision_of
from provisions.models import Provision
from schools.access import Access
from schools.roles import Permission
from ui.parts import Fact
from ui.tables import Listing, Mark
from ui.words import minutes, money, number, plural


@dataclass(frozen=True)
class ProvisionPage:
    """The page. `start` is where a group of it is begun, for whoever may; `results` only for those who see every pupil
    and read needs; costs only for those who see them."""

    provision: Provision
    facts: tuple[Fact, ...]
    usual: str
    evidence: StrandEvidence | None
    start: str
    results: str
    lines: tuple[GroupLine, ...]
    listing: Listing


def build(access: Access, pk: int) -> ProvisionPage:
    """The entry with this id. Raises NotThere where the school has no such provision."""
    one = provision_of(access, pk)
    lines = tuple(runs_by_provision(access).get(pk, ()))
    evidence = evidence_by_strand().get(one.evidence_strand.lower())
    columns, results = listing("this year"), results_of(access, one)
    return ProvisionPage(
        provision=one,
        facts=_facts(access, one, lines),
        usual=_usual(one),
        evidence=evidence,
        start=start_of(access, one),
        results=results.words if results else "",
        lines=lines,
        listing=columns if access.may(Permission.VIEW_COSTS) else columns.without("money"),
    )


def _facts(access: Access, one: Provision, lines: tuple[GroupLine, ...]) -> tuple[Fact, ...]:
    places, cost = places_of(one, lines), cost_of(one, lines)
    facts = [Fact("Groups this year", str(len(lines)))]
    if places:
        facts.append(Fact("Places filled", places.text))
    if cost is not None and access.may(Permission.VIEW_COSTS):
        facts.append(Fact("Cost this year", cost.text if isinstance(cost, Mark) else money(cost)))
    return tuple(facts)


def _usual(one: Provision) -> str:
    """How it usually runs: LSA, groups of 4, 4 × 15 min a week for 38 weeks."""
    often = f"{number(one.usual_sessions)} × {minutes(one.usual_minutes)} a week" if one.usual_sessions else ""
    if one.usual_sessions and not one.usual_minutes:
        often = f"{plural(one.usual_sessions, 'session')} a week"
    weeks = f"for {plural(one.usual_weeks, 'week')}" if one.usual_weeks else ""
    size = (f"groups of {one.usual_size}" if one.usual_size > 1 else "one to one") if one.usual_size else ""
    return ", ".join(part for part in (one.usual_roles, size, f"{often} {weeks}".strip()) if part)
