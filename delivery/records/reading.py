"""Reading scores and reviews, as far as the person may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Exists, OuterRef, Subquery

from delivery.records.models import Review, Score
from provisions.checks.facts import PupilFacts
from provisions.costs import CostedYear
from provisions.models import Measure, Provision
from pupils.models import Outcome, PupilNeed, PupilYear, is_number
from schools.access import Access
from schools.kept import kept
from schools.roles import Permission
from ui.folding import in_order
from ui.words import date_uk, number, plural


@dataclass(frozen=True, slots=True)
class FirstLast:
    """The first and the last scores of pupils on a measure: of several pupils the means, in the measure's own unit,
    with the earliest and the latest day. Whether that is progress a mean cannot tell, so nothing here says so."""

    measure: Measure
    pupils: int
    first: Fraction
    last: Fraction
    since: date
    until: date

    @property
    def words(self) -> str:
        """The same in a sentence."""
        mean = "on average " if self.pupils > 1 else ""
        first = f"first {mean}{number(self.first)} ({date_uk(self.since)})"
        last = f"last {mean}{number(self.last)} ({date_uk(self.until)})"
        unit = self.measure.get_type_display().lower()
        return f"{self.measure.name}, {unit}, {plural(self.pupils, 'pupil')}: {first}, {last}."


def first_and_last(measure: Measure, pairs: Iterable[tuple[Score, Score]]) -> FirstLast:
    """The first and the last score of each pair together. A pupil who has several pairs counts once, with their
    means."""
    held = list(pairs)
    by_pupil: dict[int, list[tuple[Score, Score]]] = defaultdict(list)
    for pair in held:
        by_pupil[pair[0].pupil_id].append(pair)

    def mean(place: int) -> Fraction:
        each = [
            sum((Fraction(pair[place].value) for pair in mine), Fraction(0)) / len(mine) for mine in by_pupil.values()
        ]
        return sum(each, Fraction(0)) / len(each)

    since, until = min(first.date for first, _ in held), max(last.date for _, last in held)
    return FirstLast(measure, len(by_pupil), mean(0), mean(1), since, until)


def scores_of(access: Access, pupil_id: int) -> list[Score]:
    """The pupil's scores in order of date."""
    return list(
        Score.objects.filter(school=access.school, pupil_id=pupil_id).select_related("measure", "group__provision")
    )


def reviews_of(access: Access, pupil_id: int) -> list[Review]:
    """The pupil's reviews, newest first."""
    return list(Review.objects.filter(school=access.school, pupil_id=pupil_id).select_related("group__provision"))


def missing_scores(costed: CostedYear) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """(group, pupil) pairs of running groups with a measure that have no baseline score, and pairs with a baseline
    score that have no exit score."""
    rows = Score.objects.filter(group__year=costed.year).order_by()
    scored: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for group, pupil, point in rows.values_list("group_id", "pupil_id", "point"):
        scored[point].add((group, pupil))
    measured = [group for group in costed.groups if group.status == "running" and group.measure]
    expected = {(group.id, pupil) for group in measured for pupil in group.pupil_ids}
    begun = scored[Score.Point.BASELINE]
    return expected - begun, begun - scored[Score.Point.EXIT]


def pupil_facts(access: Access, within: set[int] | None, on: date) -> dict[int, PupilFacts]:
    """The facts that the checks need of the pupils of the year, all of them or those within reach."""
    key = ("pupil facts", access.year and access.year.pk, on, None if within is None else frozenset(within))

    def weight(made: dict[int, PupilFacts]) -> int:
        return 400 * (1 + len(made))

    return kept(key, lambda: _pupil_facts(access, within, on), weight=weight, groups=False, records=True)


def _pupil_facts(access: Access, within: set[int] | None, on: date) -> dict[int, PupilFacts]:
    rows = PupilYear.objects.filter(year=access.year)
    rows = rows if within is None else rows.filter(pupil_id__in=within)
    this = OuterRef("pupil_id")
    # Subqueries, because joins to needs, reviews and outcomes would multiply the rows.
    late = Outcome.objects.filter(pupil_id=this, status=Outcome.Status.OPEN, by__lt=on).order_by("-by")
    found = rows.order_by("pupil_id").values_list(
        "pupil_id",
        "pupil__preferred_name",
        "pupil__forename",
        "pupil__surname",
        "sen_status",
        "pupil__leaving_date",
        "pupil__upn",
        "pupil__admission_number",
        Exists(PupilNeed.objects.filter(pupil_id=this)),
        Subquery(Review.objects.filter(pupil_id=this).order_by("-date").values("date")[:1]),
        Subquery(late.values("by")[:1]),
    )
    return {
        pupil: PupilFacts(
            name=f"{preferred or forename} {surname}",
            has_sen=status != PupilYear.Status.NONE,
            need_recorded=needed,
            left=left,
            last_review=seen,
            overdue=overdue,
            numbered=is_number(upn or number),
        )
        for pupil, preferred, forename, surname, status, left, upn, number, needed, seen, overdue in sorted(
            found, key=lambda row: in_order(row[3])
        )
    }


def results_of(access: Access, provision: Provision) -> FirstLast | None:
    """Each pupil's first and latest score on the provision's measure in its groups, for those who see every pupil and
    read needs; None where nobody has two scores."""
    measure = provision.measure
    if measure is None or not {Permission.VIEW_PUPILS, Permission.VIEW_NEEDS} <= access.permissions:
        return None
    rows = Score.objects.filter(school=access.school, group__provision=provision, measure=measure)
    scores: dict[int, list[Score]] = defaultdict(list)
    for score in rows.order_by("date", "id"):
        scores[score.pupil_id].append(score)
    pairs = [(held[0], held[-1]) for held in scores.values() if len(held) > 1]
    return first_and_last(measure, pairs) if pairs else None
