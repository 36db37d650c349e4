"""The evidence for a provision: the EEF strand, its pupils' progress here, its reviews, and its cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from costing.engine.quantities.expressions import Quantity
from costing.engine.quantities.figures import in_pounds
from delivery.models import Review, Score
from delivery.records.reading import FirstLast, first_and_last
from provisions.catalogue.reading import StrandEvidence as Strand
from provisions.catalogue.reading import evidence_by_strand
from provisions.costed import costed_group
from provisions.costs import CostedYear
from provisions.models import InterventionGroup, Measure, Provision, Tier
from schools.access import Access
from schools.roles import Permission
from ui.folding import in_order
from ui.words import and_words, plural
from ui.words import money as pounds

SEES_RESULTS = frozenset({Permission.VIEW_PUPILS, Permission.VIEW_NEEDS})
REVIEWED = ((Review.Result.MET, "met"), (Review.Result.PARTLY, "partly met"), (Review.Result.NOT_MET, "not met"))


@dataclass(frozen=True)
class ProvisionEvidence:
    """The evidence for a provision. `strand` is of the EEF Toolkit, `named` the school's own words where there is none.
    `results` and `reviews` are None for those who may not see every pupil; `per_pupil` is the cost a pupil in each
    running group, empty for those who see no costs."""

    provision_id: int
    strand: Strand | None = None
    named: str = ""
    link: str = ""
    results: tuple[FirstLast, ...] | None = None
    reviews: Mapping[str, int] | None = None
    per_pupil: tuple[Quantity, ...] = ()

    @property
    def results_words(self) -> tuple[str, ...]:
        """This school's own results in sentences; a sentence too where there are none."""
        if self.results is None or self.reviews is None:
            return ()
        told = [one.words for one in self.results]
        if any(self.reviews.values()):
            told.append(f"Reviews: {and_words([f'{count} {name}' for name, count in self.reviews.items() if count])}.")
        return tuple(told) or ("No exit score and no review is recorded here yet.",)

    @property
    def cost_words(self) -> str:
        """The cost a pupil, lowest to highest; "" where nothing is costed."""
        if not self.per_pupil:
            return ""
        found = sorted(in_pounds(one.value) for one in self.per_pupil)
        span = pounds(found[0]) if found[0] == found[-1] else f"{pounds(found[0])} to {pounds(found[-1])}"
        return f"{span} a pupil, in {plural(len(found), 'group')} this year"


def evidence_of(access: Access, costed: CostedYear) -> dict[int, ProvisionEvidence]:
    """The evidence for each provision of the school, by its number; costs are of the running groups of `costed`, for
    those who see costs. The number of queries does not grow with the rows."""
    strands = evidence_by_strand()
    sees = access.permissions >= SEES_RESULTS
    scored = _scored(access) if sees else {}
    reviews = _reviews(access) if sees else {}
    costs = _costs(costed) if access.may(Permission.VIEW_COSTS) else {}
    rows = Provision.objects.filter(school=access.school).values_list("id", "evidence_strand", "evidence_link")
    found = {}
    for pk, named, link in rows:
        strand = strands.get(named.lower())
        found[pk] = ProvisionEvidence(
            pk,
            strand,
            "" if strand else named,
            link,
            tuple(scored.get(pk, ())) if sees else None,
            reviews.get(pk, {}) if sees else None,
            tuple(costs.get(pk, ())),
        )
    return found


def _scored(access: Access) -> dict[int, list[FirstLast]]:
    """Scores by provision and measure: each pupil's first baseline and last exit score in a group of it."""
    wanted = (Score.Point.BASELINE, Score.Point.EXIT)
    rows = Score.objects.filter(school=access.school, group__isnull=False, point__in=wanted).order_by("date", "id")
    first: dict[tuple[int, int, int, int], Score] = {}
    last: dict[tuple[int, int, int, int], Score] = {}
    of_group = dict(InterventionGroup.objects.filter(school=access.school).values_list("id", "provision_id"))
    for score in rows:
        group = score.group_id or 0
        key = (of_group[group], score.measure_id, score.pupil_id, group)
        if score.point == Score.Point.BASELINE:
            first.setdefault(key, score)
        else:
            last[key] = score
    pairs: dict[tuple[int, int], list[tuple[Score, Score]]] = defaultdict(list)
    for key, score in last.items():
        if key in first:
            pairs[key[:2]].append((first[key], score))
    measures = {one.pk: one for one in Measure.objects.filter(school=access.school)}
    found: dict[int, list[FirstLast]] = defaultdict(list)
    for (provision, measure), held in pairs.items():
        found[provision].append(first_and_last(measures[measure], held))
    return {provision: sorted(held, key=lambda one: in_order(one.measure.name)) for provision, held in found.items()}


def _reviews(access: Access) -> dict[int, dict[str, int]]:
    rows = Review.objects.filter(school=access.school, group__isnull=False).exclude(result="")
    found: dict[int, dict[str, int]] = defaultdict(lambda: {name: 0 for _, name in REVIEWED})
    names = {str(value): name for value, name in REVIEWED}
    for provision, result in rows.order_by().values_list("group__provision_id", "result"):
        found[provision][names[result]] += 1
    return found


def _costs(costed: CostedYear) -> dict[int, list[Quantity]]:
    costing = costed.costing()
    found: dict[int, list[Quantity]] = defaultdict(list)
    for group in costed.groups:
        if group.status == "running" and group.tier != Tier.UNIVERSAL:
            each = costed_group(costing, group, costed.calendar.on or costed.year.starts).per_pupil
            if each is not None:
                found[group.provision_id].append(each)
    return found
