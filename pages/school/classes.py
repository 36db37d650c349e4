"""The classes of the year: year groups, the people given to each, and how many pupils are in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from pupils.models import ClassStaff, PupilYear, SchoolClass, YearGroup
from pupils.reading import YEAR_GROUP_ORDER
from schools.roles import Permission
from ui.filters import ListFilters
from ui.folding import by_name, in_order
from ui.parts import Empty
from ui.tables import Col, Listing

if TYPE_CHECKING:
    from schools.access import Access

COLUMNS = (
    Col("name", "Class", href="href"),
    Col("years", "Years", sort="order"),
    Col("teachers", "Teachers", missing="nobody yet"),
    Col("assistants", "Assistants", missing="nobody"),
    Col("pupils", "Pupils", "number", total=True),
    Col("sen", "With SEN", "number", total=True),
)


@dataclass(frozen=True)
class ClassListLine:
    """A class of the year."""

    name: str
    href: str
    years: tuple[str, ...]
    order: tuple[int, ...]
    teachers: tuple[str, ...]
    assistants: tuple[str, ...]
    pupils: int
    sen: int


@dataclass(frozen=True)
class ClassesPage:
    """The list with its filters."""

    filters: ListFilters
    listing: Listing
    lines: tuple[ClassListLine, ...]
    every: int
    empty: Empty


def build(access: Access, params: Mapping[str, str]) -> ClassesPage:
    """The classes that the address asks for, in order of year group and name."""
    held = by_name(SchoolClass.objects.filter(school=access.school, year=access.year).order_by("id"), "name")
    codes = sorted({code for one in held for code in one.year_groups}, key=YEAR_GROUP_ORDER.__getitem__)
    form = ListFilters(
        params, {"yeargroup": ("Year", [(code, YearGroup(code).label) for code in codes])}, search="Class or name"
    )
    staff, counts = _staff(access), _counts(access)
    lines = [_line(access, one, staff[one.pk], counts.get(one.pk, (0, 0))) for one in held]
    wanted = form.chosen("yeargroup")
    sees_sen = access.may(Permission.VIEW_PUPILS)
    return ClassesPage(
        filters=form,
        listing=Listing("Classes", "class,classes", COLUMNS if sees_sen else COLUMNS[:-1], foot="All classes shown"),
        lines=tuple(
            line
            for line in sorted(lines, key=lambda line: (line.order, in_order(line.name)))
            if form.finds(line.name, *line.teachers, *line.assistants)
            and (not wanted or YEAR_GROUP_ORDER[wanted] in line.order)
        ),
        every=len(lines),
        empty=_empty(access),
    )


def _line(access: Access, one: SchoolClass, staff: Mapping[str, list[str]], counts: tuple[int, int]) -> ClassListLine:
    order = tuple(sorted(YEAR_GROUP_ORDER[code] for code in one.year_groups))
    codes = list(YEAR_GROUP_ORDER)
    return ClassListLine(
        name=one.name,
        href=access.url("class", one.pk),
        years=tuple(YearGroup(codes[place]).label for place in order),
        order=order,
        teachers=tuple(staff[ClassStaff.Part.TEACHER]),
        assistants=tuple(staff[ClassStaff.Part.ASSISTANT]),
        pupils=counts[0],
        sen=counts[1],
    )


def _staff(access: Access) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = ClassStaff.objects.filter(school=access.school, school_class__year=access.year).order_by("id")
    for room, part, name in by_name(rows.values_list("school_class_id", "part", "staff__name"), 2):
        found[room][part].append(name)
    return found


def _counts(access: Access) -> dict[int, tuple[int, int]]:
    """Class → (pupils, pupils with SEN)."""
    rows = PupilYear.objects.filter(school=access.school, year=access.year).values("school_class_id").order_by()
    counted = rows.annotate(pupils=Count("id"), sen=Count("id", filter=~Q(sen_status=PupilYear.Status.NONE)))
    return {row["school_class_id"]: (row["pupils"], row["sen"]) for row in counted}


def _empty(access: Access) -> Empty:
    line = "A class says which pupils its teachers and assistants see."
    if not access.may(Permission.MANAGE_CALENDAR):
        return Empty("No classes yet", line, "easel")
    return Empty("No classes yet", line, "easel", access.url("class_new"), "Add a class")
