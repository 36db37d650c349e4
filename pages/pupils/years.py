"""A pupil over the years: where the pupil was in each, what was provided, what it cost and how it went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from costing.engine.calendar import run_of
from costing.engine.errors import CostingError
from costing.engine.facts import Rules
from costing.engine.groups.sharing import planned_run
from costing.reading import rules_for
from delivery.models import Review, Score
from delivery.records.reading import reviews_of, scores_of
from pages.pupils.pupil import PupilHead, pupil_head, pupil_in_reach
from pages.shared import ratio_words
from provisions.costs import CostedYear, GroupRow, PlaceRow, read_year
from pupils.models import Outcome, PupilNeed, PupilYear
from pupils.reading import open_outcomes, years_of
from reports.documents.head import PaperOptions
from reports.documents.maps.costed_map import group_ids_of, outcome_of
from schools.access import Access, as_recorded
from schools.clock import today
from schools.history import Known, reading
from schools.models import AcademicYear
from schools.roles import Permission
from ui.charts import Lane
from ui.words import date_uk, dates_uk, number


@dataclass(frozen=True)
class GroupInYear:
    """A group of one year as the pupil had it."""

    title: str
    area: str
    dates: str
    weeks: str
    ratio: str
    outcome: str


@dataclass(frozen=True)
class YearCost:
    """What the pupil's provision cost in one year under that year's rates. `fault` says what is missing for a sum."""

    total: Decimal | None
    counted: Decimal | None
    rules: str
    fault: str


@dataclass(frozen=True)
class MeasureLine:
    """The first and the last score of a year on one measure."""

    measure: str
    unit: str
    first: str
    last: str


@dataclass(frozen=True)
class YearPart:
    """One year. What the person may not see is empty, and `cost` None."""

    name: str
    href: str
    place: str
    status: str
    since: str
    needs: tuple[str, ...]
    groups: tuple[GroupInYear, ...]
    cost: YearCost | None
    outcomes: tuple[Outcome, ...]
    measures: tuple[MeasureLine, ...]
    reviews: tuple[Review, ...]


@dataclass(frozen=True)
class PupilYearsPage:
    """The tab: the newest year first, and a picture of what ran when."""

    head: PupilHead
    years: tuple[YearPart, ...]
    lanes: tuple[Lane, ...]
    spans: tuple[tuple[str, date, date], ...]
    message: str


@dataclass(frozen=True)
class _Told:
    """The pupil's outcomes, scores and reviews of all years, read once."""

    rules: Rules
    outcomes: Sequence[Outcome]
    scores: Sequence[Score]
    reviews: Sequence[Review]
    starts: Sequence[date]

    def in_year(self, day: date, year: AcademicYear) -> bool:
        """Whether the day belongs to the year; a holiday belongs to the year before it."""
        return year.starts == max((start for start in self.starts if start <= day), default=None)

    def earlier(self, day: date | None) -> bool:
        """Whether the day lies before the first year on roll here."""
        return day is not None and day < min(self.starts)


def build(access: Access, pk: int) -> PupilYearsPage:
    """Every year in which the pupil is on roll, as far as the person may see. Raises as the pupil's page does.

    A year is read once; the number of queries for a year does not grow with what is in it.
    """
    row = pupil_in_reach(access, PaperOptions(), pk)
    rows = years_of(access, pk)
    texts = access.may(Permission.VIEW_NEEDS)
    told = _Told(
        rules=rules_for(access.school),
        outcomes=open_outcomes(access, pk) if texts else (),
        scores=scores_of(access, pk) if texts else (),
        reviews=reviews_of(access, pk) if texts else (),
        starts=[one.year.starts for one in rows],
    )
    ids = group_ids_of(pk)
    read = [(one, _read(access, one.year, told.rules, ids)) for one in rows]
    years = [_year(access, one, costed, told) for one, costed in read]
    lanes = _lanes(pk, [costed for _, costed in reversed(read)])
    return PupilYearsPage(
        head=pupil_head(access, row, "pupil_years"),
        years=(*years, *_before(told, rows)),
        lanes=lanes if len(rows) > 1 or any(lane.printed != rows[0].year.name for lane in lanes) else (),
        spans=tuple((one.year.name, one.year.starts, one.year.ends) for one in reversed(rows)),
        message=f"What ran when: {'; '.join(f'{lane.label}, {lane.printed}' for lane in lanes)}",
    )


def _read(access: Access, year: AcademicYear, rules: Rules, groups: list[int]) -> CostedYear:
    """The year as its own papers have it."""
    with as_recorded(replace(access, year=year)):
        return read_year(year, rules=rules, on=today(), groups=groups)


def _year(access: Access, row: PupilYear, costed: CostedYear, told: _Told) -> YearPart:
    year, pupil = row.year, row.pupil_id
    parts = [row.get_year_group_display(), f"Class {row.school_class.name}" if row.school_class else ""]
    status = bool(access.permissions & {Permission.VIEW_NEEDS, Permission.VIEW_PUPILS})
    other = year != access.year and access.may(Permission.VIEW_PUPILS)
    return YearPart(
        name=year.name,
        href=f"{access.url('pupil', pupil)}?year={year.pk}" if other else "",
        place=" · ".join(part for part in parts if part),
        status=row.status_code if status and row.sen_status != "N" else "",
        since=date_uk(row.sen_since) if status else "",
        needs=_needs(access, row),
        groups=tuple(_group(access, costed, group, pupil) for group in costed.by_pupil.get(pupil, ())),
        cost=_cost(costed, pupil) if access.may(Permission.VIEW_COSTS) else None,
        outcomes=tuple(one for one in told.outcomes if told.in_year(one.by or max(told.starts), year)),
        measures=tuple(_measures(one for one in told.scores if told.in_year(one.date, year))),
        reviews=tuple(one for one in told.reviews if told.in_year(one.date, year)),
    )


def _before(told: _Told, rows: Sequence[PupilYear]) -> list[YearPart]:
    """What is known from before the first year on roll here, as a part of its own."""
    outcomes = tuple(one for one in told.outcomes if told.earlier(one.by))
    measures = tuple(_measures(one for one in told.scores if told.earlier(one.date)))
    reviews = tuple(one for one in told.reviews if told.earlier(one.date))
    if not (outcomes or measures or reviews):
        return []
    name = f"Before {rows[-1].year.name}"
    return [YearPart(name, "", "", "", "", (), (), None, outcomes, measures, reviews)]


def _needs(access: Access, row: PupilYear) -> tuple[str, ...]:
    """The needs as they are known; for a year that is over as they were known at its end."""
    if not access.may(Permission.VIEW_NEEDS):
        return ()
    then = row.year.ends if row.year.ends < today() else None
    rows = PupilNeed.objects.filter(pupil_id=row.pupil_id).order_by("rank", "id")
    with reading(Known(then)):
        return tuple(rows.values_list("need_type__label", flat=True))


def _group(access: Access, costed: CostedYear, group: GroupRow, pupil: int) -> GroupInYear:
    dates = [dates_uk(place.joined, place.left) for place in group.places if place.pupil_id == pupil]
    return GroupInYear(
        title=group.title,
        area=group.area,
        dates=", then ".join(one for one in dates if one) or dates_uk(group.facts.starts, group.facts.ends),
        weeks=_weeks(costed, group, pupil),
        ratio=ratio_words(group, costed),
        outcome=outcome_of(group, pupil) if access.may(Permission.VIEW_NEEDS) else "",
    )


def _weeks(costed: CostedYear, group: GroupRow, pupil: int) -> str:
    """The weeks the pupil had the place for; blank where they cannot be told without the half-terms."""
    try:
        run = planned_run(group.facts, costed.calendar, ())
    except CostingError:
        return ""
    mine = {place for place, facts in enumerate(group.facts.places) if facts.pupil == str(pupil)}
    return number(run.weeks_of(sum(span.length for span in run.spans if span.open & mine)).value)


def _cost(costed: CostedYear, pupil: int) -> YearCost:
    groups = [group.facts for group in costed.by_pupil.get(pupil, ())]
    own = costed.own_costs.get(pupil, ())
    try:
        cost = costed.costing().pupil(str(pupil), groups, own)
    except CostingError as fault:
        return YearCost(None, None, costed.rules.name, str(fault))
    return YearCost(cost.total, cost.total_counted, costed.rules.name, "")


def _measures(scores: Iterable[Score]) -> list[MeasureLine]:
    held: dict[str, list[Score]] = {}
    for score in scores:
        held.setdefault(score.measure.name, []).append(score)
    return [_measure(name, mine[0], mine[-1]) for name, mine in held.items()]


def _measure(name: str, first: Score, last: Score) -> MeasureLine:
    """The first and the last, with their days; the last is blank where there is one alone."""
    return MeasureLine(
        measure=name,
        unit=first.measure.get_type_display().lower(),
        first=f"{number(first.value)} on {date_uk(first.date)}",
        last="" if first is last else f"{number(last.value)} on {date_uk(last.date)}",
    )


def _lanes(pupil: int, years: Iterable[CostedYear]) -> tuple[Lane, ...]:
    """A lane for each group by its title, over all years in which it ran."""
    lanes: dict[tuple[str, str], list[tuple[date, date, str]]] = {}
    for costed in years:
        for group in costed.by_pupil.get(pupil, ()):
            lanes.setdefault((group.title, group.area), []).extend(
                _stretch(costed, group, place) for place in group.places if place.pupil_id == pupil
            )
    return tuple(
        Lane(
            title,
            tuple((start, end) for start, end, _ in stretches),
            ", then ".join(said for *_, said in stretches),
            area,
        )
        for (title, area), stretches in lanes.items()
    )


def _stretch(costed: CostedYear, group: GroupRow, place: PlaceRow) -> tuple[date, date, str]:
    """First and last day of a place, in words too: the year's name where it is the whole of it."""
    start, end = run_of(group.facts, costed.calendar)
    first, last = max(place.joined or start, start), min(place.left or end, end)
    whole = (first, last) == (costed.calendar.starts, costed.calendar.ends)
    return first, last, costed.year.name if whole else dates_uk(first, last)
