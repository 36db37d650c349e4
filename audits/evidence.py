"""The evidence for a provision: the EEF strand, its pupils' progress here, its reviews, and its cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from costing.engine.quantities.expressions import Quantity
from costing.engine.quantities.figures import in_pounds
from delivery.models import Review, Score
from provisions.catalogue.reading import StrandEvidence as Strand
from provisions.catalogue.reading import evidence_by_strand
from provisions.costed import costed_group
from provisions.costs import CostedYear
from provisions.models import Measure, Provision, Tier
from schools.access import Access
from schools.roles import Permission
from ui.words import and_words, number, plural
from ui.words import money as pounds

SEES_RESULTS = frozenset({Permission.VIEW_PUPILS, Permission.VIEW_NEEDS})
REVIEWED = ((Review.Result.MET, "met"), (Review.Result.PARTLY, "partly met"), (Review.Result.NOT_MET, "not met"))


@dataclass(frozen=True, slots=True)
class Moved:
    """Progress on one measure from baseline to exit score: counts of pupils, and the exact mean change."""

    measure: str
    unit: str
    lower: bool
    pupils: int
    better: int
    same: int
    mean: Fraction

    @property
    def words(self) -> str:
        """The same in a sentence."""
        way = ", where lower is better" if self.lower else ""
        change = f"{'−' if self.mean < 0 else '+'}{number(abs(self.mean))} {self.unit}"
        same = f", {self.same} stayed the same" if self.same else ""
        who = f"{self.better} of {plural(self.pupils, 'pupil')} moved on{same}"
        return f"{self.measure}: {who}; {change} on average from baseline to exit{way}."


@dataclass(frozen=True)
class ProvisionEvidence:
    """The evidence for a provision. `strand` is of the EEF Toolkit, `named` the school's own words where there is none.
    `results` and `reviews` are None for those who may not see every pupil; `per_pupil` is the cost a pupil in each
    running group, empty for those who see no costs."""

    provision_id: int
    strand: Strand | None = None
    named: str = ""
    link: str = ""
    results: tuple[Moved, ...] | None = None
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
    moved = _moved(access) if sees else {}
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
            tuple(moved.get(pk, ())) if sees else None,
            reviews.get(pk, {}) if sees else None,
            tuple(costs.get(pk, ())),
        )
    return found


def _moved(access: Access) -> dict[int, list[Moved]]:
    """Progress by provision and measure: from each pupil's first baseline to their last exit score in a group of it."""
    fields = ("group__provision_id", "measure_id", "pupil_id", "group_id", "point", "value")
    wanted = (Score.Point.BASELINE, Score.Point.EXIT)
    rows = Score.objects.filter(school=access.school, group__isnull=False, point__in=wanted).order_by("date", "id")
    first: dict[tuple[int, int, int, int], Decimal] = {}
    last: dict[tuple[int, int, int, int], Decimal] = {}
    for provision, measure, pupil, group, point, value in rows.values_list(*fields):
        key = (provision, measure, pupil, group)
        if point == Score.Point.BASELINE:
            first.setdefault(key, value)
        else:
            last[key] = value
    changes: dict[tuple[int, int], list[tuple[int, Fraction]]] = defaultdict(list)
    for (provision, measure, pupil, group), value in last.items():
        if (begun := first.get((provision, measure, pupil, group))) is not None:
            changes[provision, measure].append((pupil, Fraction(value) - Fraction(begun)))
    measures = {one.pk: one for one in Measure.objects.filter(school=access.school)}
    found: dict[int, list[Moved]] = defaultdict(list)
    for (provision, measure), held in changes.items():
        found[provision].append(_of_measure(measures[measure], held))
    return {provision: sorted(held, key=lambda one: one.measure) for provision, held in found.items()}


def _of_measure(measure: Measure, held: Iterable[tuple[int, Fraction]]) -> Moved:
    """The progress on a measure. A pupil who has been in several groups counts once, with the mean of the changes."""
    lower = measure.better == Measure.Better.LOWER
    by_pupil: dict[int, list[Fraction]] = defaultdict(list)
    for pupil, change in held:
        by_pupil[pupil].append(change)
    each = [sum(changes, Fraction(0)) / len(changes) for changes in by_pupil.values()]
    return Moved(
        measure=measure.name,
        unit="months" if measure.type == Measure.Type.AGE else "points",
        lower=lower,
        pupils=len(each),
        better=sum(change < 0 if lower else change > 0 for change in each),
        same=sum(change == 0 for change in each),
        mean=sum(each, Fraction(0)) / len(each),
    )


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
