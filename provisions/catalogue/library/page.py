"""The library's page: its entries by area of need, under the filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict

from provisions.catalogue.library import PHASES, Sample, library
from provisions.catalogue.library.staff import STAFF, found_in
from provisions.catalogue.reading import StrandEvidence, evidence_by_strand, provision_ids, role_names
from provisions.models import Measure, Tier
from pupils.models import Area
from ui.folding import finds
from ui.words import minutes, number, plural

if TYPE_CHECKING:
    from schools.access import Access

OF_SCHOOL = {"nursery": "early years", "primary": "primary", "secondary": "secondary"}


class LibraryFilters(forms.Form):
    """The filters of the library."""

    q = forms.CharField(label="Words", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    area = forms.ChoiceField(label="Area", required=False, choices=[("", "All"), *Area.choices])
    tier = forms.ChoiceField(label="Tier", required=False)
    phase = forms.ChoiceField(label="Phase", required=False, choices=[("", "All"), *PHASES.items()])

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter-%s")
        used = {sample.tier for sample in library()}
        tiers = [("", "All"), *(pair for pair in Tier.choices if pair[0] in used)]
        self.fields["tier"].choices = tiers  # type: ignore[attr-defined]
        self.is_valid()

    def asked(self, name: str) -> str:
        """The filter's value, or ""."""
        return str(self.cleaned_data.get(name) or "")

    def fits(self, sample: Sample) -> bool:
        """Whether the entry passes every filter."""
        return (
            finds(self.asked("q"), (sample.name, sample.strand, sample.what, sample.entry))
            and self.asked("area") in ("", sample.area)
            and self.asked("tier") in ("", sample.tier)
            and self.asked("phase") in ("", *sample.phases)
        )


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

    filters: LibraryFilters
    areas: tuple[tuple[str, tuple[LibraryEntry, ...]], ...]
    count: str
    every: tuple[tuple[str, str], ...]
    any_copied: bool


def build(access: Access, params: QueryDict) -> LibraryPage:
    """The library for this school; ticked entries are shown whatever the filters."""
    filters, ticked = LibraryFilters(params), params.getlist("pick")
    own = provision_ids(access)
    evidence, roles = evidence_by_strand(), role_names(access)
    wanted = [sample for sample in library() if filters.fits(sample) or sample.key in ticked]
    offers = [_offer(sample, own.get(sample.name.lower()), evidence, roles) for sample in wanted]
    every = len(library())
    return LibraryPage(
        filters=filters,
        areas=tuple((area, tuple(some)) for area, some in groupby(offers, key=lambda one: one.sample.area)),
        count=plural(every, "provision") if len(wanted) == every else f"{len(wanted)} of {plural(every, 'provision')}",
        every=tuple((sample.key, sample.name) for sample in library()),
        any_copied=bool(own),
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
