"""Who fills in a chart: the people who work in its class, in the classes of its year group, or with its cohort."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audits.models import AuditChart, AuditRow
from pupils.models import ClassStaff, PupilYear, SchoolClass
from schools.access import Access, access_of
from schools.models import Membership, StaffMember
from schools.roles import Permission
from ui.folding import by_name


@dataclass(frozen=True)
class Colleague:
    """A member of a class team; `address` is blank where the person has no e-mail address or cannot open the chart."""

    id: int
    name: str
    address: str


def classes_of_charts(charts: Sequence[AuditChart]) -> dict[int, set[int]]:
    """The classes whose staff fill in each chart, by the chart's number. The charts are of one school and year."""
    if not charts:
        return {}
    year = charts[0].year_id
    by_code: dict[str, set[int]] = defaultdict(set)
    for number, codes in SchoolClass.objects.filter(year=year).values_list("id", "year_groups"):
        for code in codes:
            by_code[code].add(number)
    cohorts: dict[int, set[int]] = defaultdict(set)
    named = AuditRow.objects.filter(chart__in=[chart.pk for chart in charts if chart.name], pupil__isnull=False)
    within = PupilYear.objects.filter(year=year, pupil__audit_rows__in=named, school_class__isnull=False)
    # order_by() drops the default order, whose columns would make equal pairs distinct.
    for chart, number in within.values_list("pupil__audit_rows__chart_id", "school_class_id").distinct().order_by():
        cohorts[chart].add(number)
    return {chart.pk: _classes(chart, by_code, cohorts) for chart in charts}


def _classes(chart: AuditChart, by_code: dict[str, set[int]], cohorts: dict[int, set[int]]) -> set[int]:
    if chart.school_class_id:
        return {chart.school_class_id}
    return cohorts[chart.pk] if chart.name else by_code[chart.year_group]


def teams_of(access: Access, charts: Sequence[AuditChart]) -> dict[int, tuple[Colleague, ...]]:
    """The class team of each chart, in order of name: teachers, and assistants where the school lets them fill in
    charts. Four queries, however many charts."""
    classes = classes_of_charts(charts)
    staff = ClassStaff.objects.filter(school=access.school, school_class__in=set().union(*classes.values()))
    if not access.school.assistants_fill_audits:
        staff = staff.filter(part=ClassStaff.Part.TEACHER)
    rows = by_name(staff.select_related("staff__membership__user").order_by("staff_id"), "staff.name")
    by_class: dict[int, list[Colleague]] = defaultdict(list)
    for row in rows:
        by_class[row.school_class_id].append(_colleague(access, row.staff))
    return {chart: _once(by_class, found) for chart, found in classes.items()}


def _once(by_class: dict[int, list[Colleague]], classes: Iterable[int]) -> tuple[Colleague, ...]:
    found = {person.id: person for number in classes for person in by_class[number]}
    return tuple(sorted(found.values(), key=lambda person: (person.name, person.id)))


def _colleague(access: Access, staff: StaffMember) -> Colleague:
    membership: Membership | None = staff.membership
    if membership is None or membership.user is None or membership.suspended or not membership.user.is_active:
        return Colleague(staff.pk, staff.name, "")
    membership.school = access.school  # read already
    fills_in = access_of(membership, year=access.year).may(Permission.EDIT_AUDIT)
    return Colleague(staff.pk, staff.name, membership.user.email if fills_in else "")
