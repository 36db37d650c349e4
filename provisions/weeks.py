"""The groups, people and rooms of this year's map whose weekly timetable can be shown."""

from __future__ import annotations

from django.db.models import Q

from provisions.costs import ON_THE_MAP
from provisions.models import InterventionGroup, Session, Staffing
from schools.access import Access, NotThere
from schools.models import StaffMember
from schools.roles import Permission
from ui.folding import by_name, in_order


def groups_with_weeks(access: Access) -> dict[int, str]:
    """The groups of the year's map by id, in order of code: title and code."""
    rows = InterventionGroup.objects.filter(school=access.school, year=access.year, status__in=ON_THE_MAP)
    found = rows.order_by("id").values_list("id", "code", "name", "provision__name")
    return {pk: f"{name or provision} ({code})" for pk, code, name, provision in by_name(found, 1)}


def people_with_weeks(access: Access) -> dict[int, str]:
    """The people who take a group this year, by id, in order of name; only themselves for those who may not see the
    people of the school."""
    rows = Staffing.objects.filter(
        school=access.school,
        group__year=access.year,
        group__status__in=ON_THE_MAP,
        ended_at=None,
        person__isnull=False,
    )
    if not access.may(Permission.VIEW_STAFF):
        rows = rows.filter(person=access.staff) if access.staff else rows.none()
    return dict(by_name(rows.order_by("person_id").values_list("person_id", "person__name"), 1))


def rooms_with_weeks(access: Access) -> dict[str, str]:
    """The rooms in which a group meets this year, in order of name."""
    rows = Session.objects.filter(
        school=access.school, group__year=access.year, group__status__in=ON_THE_MAP, ended_at=None
    )
    named = rows.exclude(room="").order_by().values_list("room", flat=True).distinct()
    return {room: room for room in sorted(named, key=in_order)}


def group_coded(access: Access, code: str) -> int:
    """The group of the year with this code. Raises NotThere with a sentence."""
    rows = InterventionGroup.objects.filter(school=access.school, year=access.year, status__in=ON_THE_MAP)
    found = rows.filter(code__iexact=code.strip()).values_list("id", flat=True).first()
    if found is None:
        raise NotThere(f"There is no group {code!r} on this year's map.")
    return int(found)


def person_called(access: Access, said: str) -> int:
    """The member of staff with this e-mail or name. Raises NotThere with a sentence."""
    named = Q(email__iexact=said.strip()) | Q(name__iexact=said.strip())
    found = list(StaffMember.objects.filter(named, school=access.school).values_list("id", flat=True)[:2])
    if len(found) != 1:
        many = "More than one member" if found else "No member"
        raise NotThere(f"{many} of staff of {access.school.name} has the e-mail or name {said!r}.")
    return int(found[0])
