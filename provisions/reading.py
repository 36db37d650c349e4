"""Reading provision, as far as the person may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from provisions.models import Award, FundingStream, InterventionGroup, Place, Provision, Staffing, WholeSchoolProvision
from pupils.classes.reading import pupils_of_sets
from pupils.models import PupilYear
from pupils.reading import own_classes
from schools.kept import kept
from schools.models import AcademicYear
from schools.roles import Permission

if TYPE_CHECKING:
    from schools.access import Access


def _staffed(access: Access) -> QuerySet[Staffing]:
    return Staffing.objects.filter(person=access.staff, group__year=access.year, ended_at=None)


def reach(access: Access) -> set[int] | None:
    """The pupils whose records the person may open this year; None means every pupil of the school.

    A teacher's or assistant's reach is their classes, the groups they staff, and their sets until the last day of each.
    """
    if access.may(Permission.VIEW_PUPILS):
        return None
    if not access.may(Permission.VIEW_OWN_PUPILS) or access.year is None or access.staff is None:
        return set()
    # order_by() on each part: SQLite allows no order inside a union.
    own = PupilYear.objects.filter(year=access.year, school_class__in=own_classes(access))
    taught = Place.objects.filter(group__in=_staffed(access).values("group_id"))
    taken = pupils_of_sets(access).order_by().values_list("pupil_id")
    found = own.order_by().values_list("pupil_id", flat=True)
    return set(found.union(taught.order_by().values_list("pupil_id"), taken))


def whole_school(year: AcademicYear) -> list[dict[str, object]]:
    """The whole-school costs of the year, as rows."""
    rows = WholeSchoolProvision.objects.filter(year=year).order_by("description", "id")
    fields = ("id", "description", "kind", "amount", "role__code", "hours_a_week", "weeks", "funding_stream_id")
    return [dict(row) for row in rows.values(*fields)]


def streams(year: AcademicYear) -> list[FundingStream]:
    """The funding streams of the year, by name."""
    return list(FundingStream.objects.filter(year=year))


def top_up_granted(year: AcademicYear, pupil_id: int) -> Decimal:
    """Pounds of top-up granted for the pupil in the year."""
    amounts = Award.objects.filter(year=year, pupil_id=pupil_id, status=Award.Status.GRANTED).values_list("amount")
    return sum((amount for (amount,) in amounts if amount is not None), Decimal(0))


def untrained(year: AcademicYear) -> set[tuple[int, str]]:
    """(group, who) pairs of staffing marked as not trained where the provision asks for training."""
    rows = Staffing.objects.filter(group__year=year, ended_at=None, trained=False).exclude(
        group__provision__training_needed=""
    )
    found = rows.values_list("group_id", "person__name", "role__name")
    return {(group, person or role) for group, person, role in found}


@dataclass(frozen=True, slots=True)
class GroupWords:
    """The texts of a group."""

    stream: str
    expected_outcomes: str
    monitoring: str


def group_words(access: Access, group_id: int) -> GroupWords:
    """A group's texts. Raises LookupError where the school has no such group this year."""
    found = (
        InterventionGroup.objects.filter(school=access.school, year=access.year, id=group_id)
        .values_list("funding_stream__name", "expected_outcomes", "monitoring")
        .first()
    )
    if found is None:
        raise LookupError("There is no such group this year.")
    return GroupWords(found[0] or "", found[1], found[2])


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
    ).order_by("group__code", "id")
    found: dict[int, list[str]] = {}
    for pupil, name, provision in rows.values_list("pupil_id", "group__name", "group__provision__name"):
        found.setdefault(pupil, []).append(name or provision)
    return found


def group_names(access: Access) -> list[tuple[int, str, str]]:
    """Id, code and title of the groups on the map of the year."""
    rows = InterventionGroup.objects.filter(school=access.school, year=access.year).exclude(
        status__in=(InterventionGroup.Status.DRAFT, InterventionGroup.Status.ARCHIVED)
    )
    found = rows.order_by("code", "id").values_list("id", "code", "name", "provision__name")
    return [(pk, code, name or provision) for pk, code, name, provision in found]


def provision_names(access: Access) -> list[tuple[int, str, str]]:
    """Id, name and area of the school's provisions."""
    rows = Provision.objects.filter(school=access.school).order_by("name", "id")
    return list(rows.values_list("id", "name", "area"))
