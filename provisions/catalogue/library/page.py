"""The library as a page: its entries by area of need, as far as the filters ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict

from provisions.catalogue.library import PHASES, Sample, library
from provisions.catalogue.library.staff import STAFF, found_in
from provisions.catalogue.reading import Evidence, evidence_by_strand, provision_ids, role_names
from provisions.models import Measure, Tier
from pupils.models import Area
from ui.words import minutes, number, plural

if TYPE_CHECKING:
    from schools.access import Access

OF_SCHOOL = {"nursery": "early years", "primary": "primary", "secondary": "secondary"}


class LibraryFilters(forms.Form):
    """Which entries to show."""

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
        """What is chosen, or blank."""
        return str(self.cleaned_data.get(name) or "")

    def fits(self, sample: Sample) -> bool:
        """Whether the entry fits everything that is chosen."""
        held = f"{sample.name} {sample.strand} {sample.what} {sample.entry}".casefold()
        return (
            all(word in held for word in self.asked("q").casefold().split())
            and self.asked("area") in ("", sample.area)
            and self.asked("tier") in ("", sample.tier)
            and self.asked("phase") in ("", *sample.phases)
        )


@dataclass(frozen=True)
class Offer:
    """An entry as the page shows it; `held` is the number of the catalogue's own by that name."""

    sample: Sample
    held: int | None
    usual: str
    staff: str
    measure: str
    phases: str
    evidence: Evidence | None


@dataclass(frozen=True)
class LibraryPage:
    """The page: the entries by area; `every` are (key, name) of all that the library holds."""

    filters: LibraryFilters
    areas: tuple[tuple[str, tuple[Offer, ...]], ...]
    count: str
    every: tuple[tuple[str, str], ...]
    any_held: bool


def build(access: Access, params: QueryDict) -> LibraryPage:
    """The library for this school; what is ticked is shown whatever the filters."""
    filters, ticked = LibraryFilters(params), params.getlist("pick")
    held = provision_ids(access)
    evidence, roles = evidence_by_strand(), role_names(access)
    wanted = [sample for sample in library() if filters.fits(sample) or sample.key in ticked]
    offers = [_offer(sample, held.get(sample.name.lower()), evidence, roles) for sample in wanted]
    every = len(library())
    return LibraryPage(
        filters=filters,
        areas=tuple((area, tuple(some)) for area, some in groupby(offers, key=lambda one: one.sample.area)),
        count=plural(every, "provision") if len(wanted) == every else f"{len(wanted)} of {plural(every, 'provision')}",
        every=tuple((sample.key, sample.name) for sample in library()),
        any_held=bool(held),
    )


def _offer(sample: Sample, held: int | None, evidence: dict[str, Evidence], roles: list[tuple[str, str]]) -> Offer:
    measure = ""
    if sample.measure:
        name, _, better = sample.measure
        measure = f"{name}, {Measure.Better(better).label.lower()}"
    return Offer(
        sample=sample,
        held=held,
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
    """The kinds of staff in words, with the school's own roles that will be put down."""
    said = " or ".join(STAFF[kind].words for kind in sample.staff)
    own = ", ".join(found_in(roles, sample.staff))
    return f"{said} (with you: {own})" if own else said
