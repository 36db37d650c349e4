"""The choices in opening an audit: classes, year groups, provisions, a deadline, pupils."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from audits.charts.reading import Chart, proposed_for, sight_of
from audits.models import AuditChart, AuditColumn, AuditRow, AuditTick
from provisions.models import InterventionGroup, Provision, Tier
from pupils.models import Area, Pupil, PupilYear, SchoolClass, YearGroup
from schools.access import Access
from schools.clock import today
from schools.models import HalfTerm
from ui.folding import by_name, in_order

Groups = list[tuple[str, list[tuple[int, str]]]]
WEEKDAYS, FRIDAY = 5, 4
WEEKS_GIVEN = 2


@dataclass(frozen=True)
class Scopes:
    """The classes and year groups that a chart can be opened for, each as (key, words) under a heading; `with_chart`
    holds the keys of those that have one."""

    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    with_chart: frozenset[str]

    @property
    def without_chart(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Those without a chart."""
        found = [(head, [pair for pair in pairs if pair[0] not in self.with_chart]) for head, pairs in self.groups]
        return [(head, pairs) for head, pairs in found if pairs]

    @property
    def all(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """All of them, for a form that was sent: somebody else may have opened one since it was shown."""
        return [
            (head, [(key, f"{words} (open already)" if key in self.with_chart else words) for key, words in pairs])
            for head, pairs in self.groups
        ]

    @property
    def open(self) -> list[str]:
        """Those with one, in words."""
        return [words for _, pairs in self.groups for key, words in pairs if key in self.with_chart]


def chart_scopes(access: Access) -> Scopes:
    """The classes and year groups of the access's year."""
    order = YearGroup.values
    rooms = list(SchoolClass.objects.filter(school=access.school, year=access.year))
    rooms.sort(
        key=lambda room: (min((order.index(code) for code in room.year_groups), default=99), in_order(room.name))
    )
    codes = _codes(access, rooms)
    classes = tuple((f"class-{room.pk}", f"Class {room.name}") for room in rooms)
    years = tuple((f"year-{code}", str(label)) for code, label in YearGroup.choices if code in codes)
    charts = AuditChart.objects.filter(school=access.school, year=access.year, name="")
    held = frozenset(
        f"class-{room}" if room else f"year-{code}"
        for room, code in charts.values_list("school_class_id", "year_group")
    )
    return Scopes((("Classes", classes), ("Year groups", years)), held)


def _codes(access: Access, rooms: Iterable[SchoolClass]) -> set[str]:
    """The year groups of a year; where it has neither pupils nor classes yet, those of all the school's pupils."""
    held = PupilYear.objects.filter(school=access.school).order_by()
    found = set(held.filter(year=access.year).values_list("year_group", flat=True).distinct())
    found |= {code for room in rooms for code in room.year_groups}
    return found or set(held.values_list("year_group", flat=True).distinct())


def provision_choices(access: Access, also: Iterable[int] = ()) -> Groups:
    """The catalogue by area, to choose columns from: without universal and archived provision, except `also`."""
    usual = Q(archived=False) & ~Q(tier=Tier.UNIVERSAL)
    held = Provision.objects.filter(usual | Q(id__in=list(also)), school=access.school).order_by("id")
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for pk, name, area in by_name(held.values_list("id", "name", "area"), 1):
        found[area].append((pk, name))
    return [(str(label), found[code]) for code, label in Area.choices if found[code]]


def usual_columns(access: Access, codes: Iterable[str] = ()) -> list[int]:
    """The provisions to suggest as columns: what runs this year or ran in the year before (for these year groups, where
    any are named), and what was offered or ticked the year before. In a school where nothing has run, all."""
    wanted = set(codes)
    every = {pk for _, held in provision_choices(access) for pk, _ in held}
    before = next((year for year in access.years if access.year and year.starts < access.year.starts), None)
    years = [year for year in (access.year, before) if year]
    running = InterventionGroup.objects.filter(school=access.school, year__in=years).exclude(status="draft").order_by()
    found = {pk for pk, held in running.values_list("provision_id", "year_groups") if not wanted or wanted & set(held)}
    if before:
        for last in (AuditColumn.objects.filter(chart__year=before), AuditTick.objects.filter(row__chart__year=before)):
            found |= set(last.order_by().values_list("provision_id", flat=True).distinct())
    return sorted(found & every) or sorted(every)


def usual_deadline(access: Access) -> date:
    """The Friday two weeks on, or the next Friday after it that is a school day."""
    day = today() + timedelta(days=FRIDAY - today().weekday(), weeks=WEEKS_GIVEN)
    terms = list(HalfTerm.objects.filter(school=access.school).values_list("starts", "ends"))
    later = [day + timedelta(weeks=weeks) for weeks in range(8)]
    return next((one for one in later if any(first <= one <= last for first, last in terms)), day)


def pupils_by_class(access: Access) -> Groups:
    """The pupils of the year on roll, by class."""
    return _by_class(PupilYear.objects.filter(school=access.school, year=access.year, pupil__leaving_date=None))


def pupils_to_add(access: Access, chart: int) -> Groups:
    """The pupils whom this person may add to a chart: those on roll who are not in it, those of its class or year group
    first."""
    held = AuditChart.objects.select_related("school_class").get(school=access.school, pk=chart)
    rows = PupilYear.objects.filter(school=access.school, year=access.year, pupil__leaving_date=None)
    rows = rows.exclude(pupil__in=AuditRow.objects.filter(chart=held, pupil__isnull=False).values("pupil"))
    if not held.name:
        rows = rows.exclude(proposed_for(held))
    within = sight_of(access).pupils
    if within is not None:
        rows = rows.filter(pupil__in=within)
    found = _by_class(rows)
    own = held.school_class.name if held.school_class else ""
    return sorted(found, key=lambda group: group[0] != own) if own else found


def pupils_to_join(access: Access, row: AuditRow) -> Groups:
    """The pupils a child not on roll may turn out to be: those within reach, the child's year group first."""
    rows = PupilYear.objects.filter(school=access.school, year=access.year, pupil__leaving_date=None)
    within = sight_of(access).pupils
    if within is not None:
        rows = rows.filter(pupil__in=within)
    first = rows.filter(year_group=row.year_group)
    return [*_by_class(first), *_by_class(rows.exclude(year_group=row.year_group))]


def _by_class(rows: Iterable[PupilYear]) -> Groups:
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    ordered = rows.select_related("pupil", "school_class").order_by("pupil_id")  # type: ignore[attr-defined]
    for row in sorted(ordered, key=lambda row: in_order(row.pupil.surname, row.pupil.forename)):
        pupil: Pupil = row.pupil
        where = row.school_class.name if row.school_class else row.get_year_group_display()
        found[where].append((pupil.pk, f"{pupil.known_as} {pupil.surname}"))
    return sorted(found.items(), key=lambda room: in_order(room[0]))


def askable(chart: Chart) -> list[tuple[str, str]]:
    """The pupils and children a question may be about, as keys of `round_services.ask`."""
    return [
        (f"row-{row.number}" if row.number else f"pupil-{row.key.removeprefix('p')}", row.name) for row in chart.rows
    ]


def year_groups_of(chart: AuditChart) -> list[str]:
    """The year groups of a chart's class, or its own; none for a cohort."""
    return list(chart.school_class.year_groups) if chart.school_class else [chart.year_group] * bool(chart.year_group)


def children_without_entries(chart: Chart) -> list[str]:
    """The names of the children with no tick and no note."""
    return [row.name for row in chart.rows if not (row.ticked or row.other or row.why)]


def stays_by_status(access: Access, chart: AuditChart, pupil: int) -> bool:
    """Whether a pupil stands in a chart by their SEN status, whatever is written of them."""
    if chart.name:
        return False
    return PupilYear.objects.filter(proposed_for(chart), school=access.school, year=access.year, pupil=pupil).exists()
