"""The library's page: its entries by area of need, under the filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.http import QueryDict

from provisions.catalogue.library import PHASES, Sample, library
from provisions.catalogue.library.staff import STAFF, found_in
from provisions.catalogue.reading import StrandEvidence, evidence_by_strand, provision_ids, role_names
from provisions.models import Measure, Tier
from pupils.models import Area
from ui.filters import ListFilters
from ui.words import minutes, number, plural

if TYPE_CHECKING:
    from schools.access import Access

OF_SCHOOL = {"nursery": "early years", "primary": "primary", "secondary": "secondary"}


@dataclass(frozen=True)
class LibraryEntry:
    """An entry as the page shows it; `provision_id` is the number of the catalogue's own by that name."""

    sample: Sample
    provision_id: int | None
    usual: str
    staff: str
    measure: str
    phases: str
    evidence: StrandEvidence | None


@dataclass(frozen=True)
class LibraryPage:
    """The entries by area; `every` are (key, name) of all entries of the library."""

    filters: ListFilters
    areas: tuple[tuple[str, tuple[LibraryEntry, ...]], ...]
    count: str
    every: tuple[tuple[str, str], ...]
    any_copied: bool


def build(access: Access, params: QueryDict) -> LibraryPage:
    """The library for this school; ticked entries are shown whatever the filters."""
    filters, ticked = _filters(params), params.getlist("pick")
    own = provision_ids(access)
    evidence, roles = evidence_by_strand(), role_names(access)
    wanted = [sample for sample in library() if _fits(filters, sample) or sample.key in ticked]
    offers = [_offer(sample, own.get(sample.name.lower()), evidence, roles) for sample in wanted]
    every = len(library())
    return LibraryPage(
        filters=filters,
        areas=tuple((area, tuple(some)) for area, some in groupby(offers, key=lambda one: one.sample.area)),
        count=plural(every, "provision") if len(wanted) == every else f"{len(wanted)} of {plural(every, 'provision')}",
        every=tuple((sample.key, sample.name) for sample in library()),
        any_copied=bool(own),
    )


def _filters(params: QueryDict) -> ListFilters:
    used = {sample.tier for sample in library()}
    offered = {
        "area": ("Area", Area.choices),
        "tier": ("Tier", [pair for pair in Tier.choices if pair[0] in used]),
        "phase": ("Phase", PHASES.items()),
    }
    return ListFilters(params, offered, search="Words")


def _fits(filters: ListFilters, sample: Sample) -> bool:
    return (
        filters.finds(sample.name, sample.strand, sample.what, sample.entry)
        and filters.chosen("area") in ("", sample.area)
        and filters.chosen("tier") in ("", sample.tier)
        and filters.chosen("phase") in ("", *sample.phases)
    )


def _offer(
    sample: Sample, provision_id: int | None, evidence: dict[str, StrandEvidence], roles: list[tuple[str, str]]
) -> LibraryEntry:
    measure = ""
    if sample.measure:
        name, _, better = sample.measure
        measure = f"{name}, {Measure.Better(better).label.lower()}"
    return LibraryEntry(
        sample=sample,
        provision_id=provision_id,
        usual=", ".join(_usual(sample)),
        staff=_staff(sample, roles),
        measure=measure,
        phases=", ".join(PHASES[phase].lower() for phase in sample.phases).capitalize(),
        evidence=evidence.get(sample.evidence.lower()),
    )


def _usual(sample: Sample) -> Iterator[str]:
    if sample.size:
        yield "one to one" if sample.size == 1 else f"groups of {sample.size}"
    if sample.sessions and sample.minutes and sample.weeks:
        yield f"{number(sample.sessions)} × {minutes(sample.minutes)} a week"
        yield plural(sample.weeks, "week")


def _staff(sample: Sample, roles: list[tuple[str, str]]) -> str:
    """The kinds of staff in words, with the school's own roles that will be entered."""
    said = " or ".join(STAFF[kind].words for kind in sample.staff)
    own = ", ".join(found_in(roles, sample.staff))
    return f"{said} (with you: {own})" if own else said
