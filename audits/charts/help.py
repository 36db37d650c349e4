"""Help in filling in a chart: last year's ticks, places now, and the result of the last review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from audits.charts.reading import Chart
from audits.models import AuditTick
from delivery.models import Review
from provisions.models import InterventionGroup, Place
from schools.access import Access
from schools.clock import today
from schools.models import AcademicYear
from schools.reading import current_year
from schools.roles import Permission


@dataclass(frozen=True)
class LastReview:
    """When a pupil was last reviewed, and with which result (blank where none was given)."""

    date: date
    result: str


@dataclass(frozen=True)
class Help:
    """By pupil: the provisions ticked the year before, those the pupil has a place in now, and the last review."""

    ticked: Mapping[int, frozenset[int]] = field(default_factory=dict)
    places: Mapping[int, frozenset[int]] = field(default_factory=dict)
    reviews: Mapping[int, LastReview] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.ticked or self.places or self.reviews)


def help_of(access: Access, chart: Chart) -> Help:
    """The help for the pupils of a chart, for those who may read needs; empty for anyone else. Three queries at most,
    and one more for a chart of a year that has not begun: places are then those of the current year."""
    pupils = [row.pupil.id for row in chart.rows if row.pupil]
    if not pupils or access.year is None or not access.may(Permission.VIEW_NEEDS):
        return Help()
    return Help(_ticked(access, pupils), _places(access, pupils), _reviews(access, pupils))


def _ticked(access: Access, pupils: list[int]) -> dict[int, frozenset[int]]:
    before = _year_before(access)
    if before is None:
        return {}
    ticks = AuditTick.objects.filter(school=access.school, row__chart__year=before, row__pupil__in=pupils)
    return _by_pupil(ticks.values_list("row__pupil_id", "provision_id"))


def _year_before(access: Access) -> AcademicYear | None:
    earlier = [one for one in access.years if access.year and one.starts < access.year.starts]
    return max(earlier, key=lambda one: one.starts, default=None)


def _places(access: Access, pupils: list[int]) -> dict[int, frozenset[int]]:
    year = access.year
    if year and year.starts > today():
        year = current_year(access.school)
    now = Q(left__isnull=True) | Q(left__gte=today())
    running = InterventionGroup.Status.RUNNING
    places = Place.objects.filter(now, school=access.school, group__year=year, group__status=running, pupil__in=pupils)
    return _by_pupil(places.values_list("pupil_id", "group__provision_id"))


def _reviews(access: Access, pupils: list[int]) -> dict[int, LastReview]:
    rows = Review.objects.filter(school=access.school, pupil__in=pupils).order_by("date", "id")
    found = rows.values_list("pupil_id", "date", "result")
    return {pupil: LastReview(day, Review.Result(result).label if result else "") for pupil, day, result in found}


def _by_pupil(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for pupil, provision in pairs:
        found[pupil].add(provision)
    return {pupil: frozenset(held) for pupil, held in found.items()}
