"""Progress of steps 4 to 8 in a year: evidence, outcomes, scores and reviews that are recorded."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from delivery.records.models import Review, Score
from provisions.models import Place, Provision
from schools.kept import kept
from schools.models import AcademicYear


@dataclass(frozen=True)
class Progress:
    """Counts of a school's year. Evaluation starts from places with an outcome, a baseline and an exit score."""

    provisions: int
    with_evidence: int
    places: int
    with_outcome: int
    baselines: int
    exits: int
    reviews: int
    with_views: int


def progress_of(year: AcademicYear) -> Progress:
    """The counts of a school's year."""
    evidence = Q(evidence_strand__gt="") | Q(evidence_link__gt="")
    catalogue = Provision.objects.filter(school_id=year.school_id).aggregate(
        every=Count("id"), known=Count("id", filter=evidence)
    )
    places = Place.objects.filter(group__year=year, group__status="running").aggregate(
        every=Count("id"), aimed=Count("id", filter=Q(outcome__isnull=False))
    )
    scores = Score.objects.filter(group__year=year).aggregate(
        baselines=Count("id", filter=Q(point=Score.Point.BASELINE)),
        exits=Count("id", filter=Q(point=Score.Point.EXIT)),
    )
    key = ("reviews counted", year.pk)
    reviews = kept(key, lambda: _reviews(year), weight=lambda made: 500, groups=False, records=True)
    return Progress(
        provisions=catalogue["every"],
        with_evidence=catalogue["known"],
        places=places["every"],
        with_outcome=places["aimed"],
        baselines=scores["baselines"],
        exits=scores["exits"],
        reviews=reviews["every"],
        with_views=reviews["heard"],
    )


def _reviews(year: AcademicYear) -> dict[str, int]:
    views = Q(pupils_view__gt="") | Q(familys_view__gt="")
    rows = Review.objects.filter(school_id=year.school_id, date__gte=year.starts, date__lte=year.ends)
    return rows.aggregate(every=Count("id"), heard=Count("id", filter=views))
