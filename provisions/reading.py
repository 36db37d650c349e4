"""Reading provision, as far as the person may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from provisions.groups.fields import FIELDS
from provisions.models import FundingStream, InterventionGroup, Place, Provision, Staffing, WholeSchoolProvision
from pupils.classes.reading import pupils_of_sets
from pupils.models import Pupil, PupilProfile, PupilYear
from pupils.reading import PupilName, PupilRow, all_pupils_in_year, names_of_everyone, own_classes
from schools.access import Access, NotThere
from schools.clock import today
from schools.edits.reach import ends_at
from schools.kept import kept, once
from schools.models import AcademicYear
from schools.roles import Permission
from ui.folding import by_name

RUNNING, ENDED = InterventionGroup.Status.RUNNING, InterventionGroup.Status.ENDED


STAYS_IN_REACH = timedelta(days=7)  # for what is still to be written of a group or a place that has ended


def _taught(access: Access) -> QuerySet[Place]:
    """The open places in the groups that the person is named on and that run, or did a few days ago."""
    since = today() - STAYS_IN_REACH
    runs = Q(group__status=RUNNING, group__ends=None) | Q(group__status__in=(RUNNING, ENDED), group__ends__gte=since)
    is_open = Q(left=None) | Q(left__gte=since)
    named = Staffing.objects.filter(person=access.staff, group__year=access.year, ended_at=None)
    return Place.objects.filter(runs, is_open, group__in=named.values("group_id"))


def reach(access: Access) -> set[int] | None:
    """The pupils whose records the person may open this year; None means every pupil of the school.

    A teacher's or assistant's reach is their classes, the open places in the groups they staff while those run and for
    a week after, and their sets until the last day of each.
    """
    if access.may(Permission.VIEW_PUPILS):
        return None
    if not access.may(Permission.VIEW_OWN_PUPILS) or access.year is None or access.staff is None:
        return set()
    return set(once(("reach", access.staff.pk, access.year.pk), lambda: _reach(access)))


def _reach(access: Access) -> frozenset[int]:
    # order_by() on each part: SQLite allows no order inside a union.
    own = PupilYear.objects.filter(year=access.year, school_class__in=own_classes(access))
    taken = pupils_of_sets(access).order_by().values_list("pupil_id")
    found = own.order_by().values_list("pupil_id", flat=True)
    return frozenset(found.union(_taught(access).order_by().values_list("pupil_id"), taken))


@ends_at(Pupil)
def are_in_reach(access: Access, pupils: Sequence[Pupil], looked: object = None) -> bool:
    """Whether the person may open the records of all these pupils."""
    within = reach(access)
    return within is None or {row.pk for row in pupils} <= within


def targets_within(access: Access) -> set[int] | None:
    """The pupils whose outcomes, and what helps them in class, the person may read; None means all within reach. Who
    reads no needs reads these of the pupils in the groups they take."""
    if access.may(Permission.VIEW_NEEDS):
        return None
    if access.may(Permission.VIEW_PUPILS) or access.staff is None or access.year is None:
        return set()
    return set(_taught(access).values_list("pupil_id", flat=True)) if access.may(Permission.VIEW_OWN_PUPILS) else set()


def helps_in_class(access: Access, ids: Iterable[int]) -> dict[int, str]:
    """What helps in class, in words, of those of these pupils of whom the person may read it."""
    wanted, within, read = set(ids), reach(access), targets_within(access)
    wanted &= wanted if within is None else within
    wanted &= wanted if read is None else read
    rows = PupilProfile.objects.filter(school=access.school, pupil__in=wanted).exclude(high_quality_teaching="")
    return dict(rows.values_list("pupil_id", "high_quality_teaching"))


def names_of(access: Access, ids: Iterable[int] | None = None) -> dict[int, PupilName]:
    """The names of the access's year's pupils within reach, by number; all of them, or those of `ids`."""
    return names_of_everyone(access, _within(access, ids))


def pupils_in_year(
    access: Access, year: AcademicYear, *, ids: Iterable[int] | None = None, within: Q | None = None
) -> list[PupilRow]:
    """The pupils of a year within reach in order of year group, class and name; `ids` and `within` (over PupilYear)
    narrow the list further."""
    return all_pupils_in_year(access, year, ids=_within(access, ids), within=within)


def _within(access: Access, ids: Iterable[int] | None) -> Iterable[int] | None:
    within = reach(access)
    if ids is None or within is None:
        return within if ids is None else ids
    return within.intersection(ids)


def whole_school(year: AcademicYear) -> list[dict[str, object]]:
    """The whole-school costs of the year, as rows."""
    rows = WholeSchoolProvision.objects.filter(year=year).order_by("description", "id")
    fields = ("id", "description", "kind", "amount", "role__code", "hours_a_week", "weeks", "funding_stream_id")
    return [dict(row) for row in rows.values(*fields)]


def streams(year: AcademicYear) -> list[FundingStream]:
    """The funding streams of the year, by name."""
    return by_name(FundingStream.objects.filter(year=year).order_by("id"), "name")


def group_words(access: Access, group_id: int) -> dict[str, str]:
    """A group's fields in words, blank where the person may not see them. Raises NotThere where the school has no such
    group this year."""
    rows = InterventionGroup.objects.filter(school=access.school, year=access.year, id=group_id)
    group = rows.select_related("school_class", "funding_stream", "measure").first()
    if group is None:
        raise NotThere("There is no such group this year.")
    return {
        field.name: field.in_words(group) if field.sees is None or access.may(field.sees) else ""
        for field in FIELDS
        if field.in_words
    }


def groups_by_pupil(access: Access, on: date) -> dict[int, list[str]]:
    """Titles of the running groups in which each pupil of the year has an open place on the day."""
    key = ("titles by pupil", access.year and access.year.pk, on)
    return kept(key, lambda: _groups_by_pupil(access, on), weight=lambda made: 500 * (1 + len(made)))


def _groups_by_pupil(access: Access, on: date) -> dict[int, list[str]]:
    began = Q(joined__isnull=True) | Q(joined__lte=on)
    stays = Q(left__isnull=True) | Q(left__gte=on)
    runs = Q(group__ends__isnull=True) | Q(group__ends__gte=on)
    begun = Q(group__starts__isnull=True) | Q(group__starts__lte=on)
    rows = Place.objects.filter(
        began, stays, runs, begun, school=access.school, group__year=access.year, group__status="running"
    ).order_by("id")
    found: dict[int, list[str]] = {}
    fields = ("pupil_id", "group__name", "group__provision__name", "group__code")
    for pupil, name, provision, _ in by_name(rows.values_list(*fields), 3):
        found.setdefault(pupil, []).append(name or provision)
    return found


def group_names(access: Access) -> list[tuple[int, str, str]]:
    """Id, code and title of the groups on the map of the year."""
    rows = InterventionGroup.objects.filter(school=access.school, year=access.year).exclude(
        status__in=(InterventionGroup.Status.DRAFT, InterventionGroup.Status.ARCHIVED)
    )
    found = rows.order_by("id").values_list("id", "code", "name", "provision__name")
    return [(pk, code, name or provision) for pk, code, name, provision in by_name(found, 1)]


def provision_names(access: Access) -> list[tuple[int, str, str]]:
    """Id, name and area of the school's provisions."""
    rows = Provision.objects.filter(school=access.school).order_by("id")
    return by_name(rows.values_list("id", "name", "area"), 1)
