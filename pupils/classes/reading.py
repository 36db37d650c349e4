"""Reading classes and sets: the values of their forms, their staff, and the pupils that a set lets its staff see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from pupils.classes.services import PARTS, find_class, find_set
from pupils.models import ClassStaff, PupilYear, SchoolClass, TeachingSet, TeachingSetPupil, TeachingSetStaff, YearGroup
from pupils.reading import names_of_everyone
from schools.access import Access
from schools.clock import today
from schools.reading import staff_names
from schools.roles import Permission
from ui.folding import by_name, in_order


@dataclass(frozen=True, slots=True)
class SetRow:
    """A set of the year: its whole year groups, the number of pupils named, and its staff."""

    id: int
    name: str
    years: tuple[str, ...]
    named: int
    staff: tuple[str, ...]
    ends: date | None
    over: bool


def sets_of(access: Access) -> list[SetRow]:
    """The sets of the year by name. Two queries, however many there are."""
    staff: dict[int, list[str]] = defaultdict(list)
    rows = TeachingSetStaff.objects.filter(school=access.school, teaching_set__year=access.year)
    for number, name in by_name(rows.order_by("id").values_list("teaching_set_id", "staff__name"), 1):
        staff[number].append(name)
    held = TeachingSet.objects.filter(school=access.school, year=access.year).annotate(named=Count("set_pupils"))
    return [
        SetRow(
            id=one.pk,
            name=one.name,
            years=tuple(YearGroup(code).label for code in one.year_groups),
            named=one.named,
            staff=tuple(staff[one.pk]),
            ends=one.ends,
            over=one.ends is not None and one.ends < today(),
        )
        for one in sorted(held.order_by("id"), key=lambda one: in_order(one.name))
    ]


def pupils_of_sets(access: Access) -> QuerySet[PupilYear]:
    """The pupils, in the year, of the person's own sets, until each set's last day."""
    lasts = Q(teaching_set__ends__isnull=True) | Q(teaching_set__ends__gte=today())
    own = TeachingSetStaff.objects.filter(lasts, staff=access.staff, teaching_set__year=access.year)
    code = Concat(Value('"'), OuterRef("year_group"), Value('"'))
    # the year groups are a list in one field: "3" stands in it with its quotes
    whole = own.annotate(taken=Cast("teaching_set__year_groups", TextField())).filter(taken__contains=code)
    named = own.filter(teaching_set__set_pupils__pupil=OuterRef("pupil"))
    return PupilYear.objects.filter(Exists(whole) | Exists(named), school=access.school, year=access.year)


def class_values(access: Access, number: int) -> dict[str, Any]:
    """The values of a class by its form's fields. Raises NotThere."""
    held = find_class(access, number)
    by_part: dict[str, list[int]] = defaultdict(list)
    people_of = held.class_staff.order_by("id").values_list("part", "staff_id", "staff__name")
    for part, staff, _ in by_name(people_of, 2):
        by_part[part].append(staff)
    people = {name: by_part[part.value] for name, part in PARTS.items()}
    return {"name": held.name, "year_groups": held.year_groups, **people}


def set_values(access: Access, number: int) -> dict[str, Any]:
    """The values of a set by its form's fields. Raises NotThere."""
    held = find_set(access, number)
    return {
        "name": held.name,
        "staff": list(held.set_staff.values_list("staff_id", flat=True)),
        "year_groups": held.year_groups,
        "pupils": list(held.set_pupils.values_list("pupil_id", flat=True)),
        "ends": held.ends,
    }


def classes_given(access: Access, person: int) -> dict[str, list[int]]:
    """The classes of the year that a person teaches and assists in, by the fields of their form."""
    rows = ClassStaff.objects.filter(school=access.school, school_class__year=access.year, staff_id=person)
    found: dict[str, list[int]] = {"teaches": [], "assists": []}
    for part, number in rows.order_by("id").values_list("part", "school_class_id"):
        found["teaches" if part == ClassStaff.Part.TEACHER else "assists"].append(number)
    return found


def staff_choices(access: Access) -> list[tuple[int, str]]:
    """The people of the school as choices: name, with the roles."""
    return [(pk, f"{name} ({roles})" if roles else name) for pk, name, roles in staff_names(access)]


def pupil_choices(access: Access) -> list[tuple[str, list[tuple[int, str]]]] | None:
    """The pupils of the year as choices, by class; None for those who may not see every pupil's name."""
    if not access.permissions & {Permission.VIEW_PUPILS, Permission.EDIT_PUPILS}:
        return None
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for pupil in names_of_everyone(access).values():
        found[pupil.class_name or "No class"].append((pupil.id, pupil.name))
    named = TeachingSetPupil.objects.filter(school=access.school, teaching_set__year=access.year)
    known = {number for held in found.values() for number, _ in held}
    gone = named.exclude(pupil_id__in=known).select_related("pupil").order_by("id")
    by_name = sorted(gone, key=lambda row: in_order(row.pupil.surname, row.pupil.known_as))
    if left := {row.pupil_id: f"{row.pupil.known_as} {row.pupil.surname}" for row in by_name}:
        found["Not on roll this year"] = list(left.items())
    return sorted(found.items(), key=lambda room: in_order(room[0]))


def class_choices(access: Access) -> list[tuple[int, str]]:
    """The classes of the year as choices."""
    rows = SchoolClass.objects.filter(school=access.school, year=access.year).order_by("id")
    return sorted(rows.values_list("id", "name"), key=lambda row: in_order(row[1]))
