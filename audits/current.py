"""Reading current provision: what each class and year group has written down, and what runs for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audits.models import CurrentProvision
from provisions.models import Provision
from pupils.models import SchoolClass, YearGroup
from pupils.selectors import class_ids
from schools.roles import Permission
from ui.edit_fields import row_number
from ui.words import minutes, plural

if TYPE_CHECKING:
    from schools.access import Access


@dataclass(frozen=True)
class CurrentRow:
    """A line of current provision as it is read."""

    provision: str
    area: str
    ratio: str
    staff: str
    weekly: str
    weeks: str


@dataclass(frozen=True)
class Scope:
    """A class or year group with its lines. `key` names it in addresses."""

    key: str
    name: str
    rows: tuple[CurrentRow, ...]


def scopes_of(access: Access) -> list[Scope]:
    """The classes of the year, and the year groups that have lines of their own: all, or those the person teaches."""
    every = access.may(Permission.VIEW_PUPILS)
    classes = SchoolClass.objects.filter(school=access.school, year=access.year)
    classes = classes if every else classes.filter(id__in=class_ids(access))
    taught = {code for row in classes for code in row.year_groups}
    lines = CurrentProvision.objects.filter(school=access.school, year=access.year).select_related("provision")
    found: dict[str, list[CurrentRow]] = {f"class-{row.pk}": [] for row in classes}
    names = {f"class-{row.pk}": f"Class {row.name}" for row in classes}
    for line in lines.order_by("provision__area", "provision__name", "id"):
        key = f"class-{line.school_class_id}" if line.school_class_id else f"year-{line.year_group}"
        if key in found or (line.year_group and (every or line.year_group in taught)):
            found.setdefault(key, []).append(_row(line))
            names.setdefault(key, str(YearGroup(line.year_group).label) if line.year_group else "")
    return [Scope(key, names[key], tuple(rows)) for key, rows in found.items()]


def _row(line: CurrentProvision) -> CurrentRow:
    return CurrentRow(
        provision=line.provision.name if line.provision else line.named,
        area=line.provision.area if line.provision else "",
        ratio=line.ratio,
        staff=line.staff,
        weekly=minutes(line.weekly_minutes) if line.weekly_minutes is not None else "",
        weeks=plural(line.weeks, "week") if line.weeks is not None else "",
    )


@dataclass(frozen=True)
class Sheet:
    """The lines of one class or year group as they are changed. `where` finds them."""

    name: str
    where: dict[str, Any]
    rows: tuple[dict[str, Any], ...]


def sheet_of(access: Access, key: str) -> Sheet:
    """The lines of a class (`class-<number>`) or year group (`year-<code>`). Raises LookupError for one that is not
    this person's."""
    kind, _, name = key.partition("-")
    own = None if access.may(Permission.VIEW_PUPILS) else class_ids(access)
    classes = SchoolClass.objects.filter(school=access.school, year=access.year)
    classes = classes if own is None else classes.filter(id__in=own)
    where: dict[str, Any]
    if kind == "class" and (found := classes.filter(pk=row_number(name) or 0).first()):
        where, words = {"school_class": found, "year_group": ""}, f"Class {found.name}"
    elif kind == "year" and name in YearGroup.values and (own is None or _taught(classes, name)):
        where, words = {"school_class": None, "year_group": name}, str(YearGroup(name).label)
    else:
        raise LookupError("There is no such class or year group among yours.")
    lines = CurrentProvision.objects.filter(school=access.school, year=access.year, **where).order_by("id")
    fields = ("provision_id", "ratio", "staff", "weekly_minutes", "weeks", "id")
    rows = [dict(zip(("provision", *fields[1:5], "row"), line, strict=True)) for line in lines.values_list(*fields)]
    return Sheet(words, where, tuple(rows))


def _taught(classes: Any, code: str) -> bool:
    return any(code in row.year_groups for row in classes)


def provisions_to_name(access: Access) -> list[tuple[int, str]]:
    """The provisions of the catalogue to choose from."""
    rows = Provision.objects.filter(school=access.school, archived=False).order_by("name", "id")
    return list(rows.values_list("id", "name"))
