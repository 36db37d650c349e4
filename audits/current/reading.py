"""Reading current provision: the lines of each class and year group, and who may change them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from audits.models import CurrentProvision
from provisions.groups.choices import Offers
from provisions.models import Provision
from pupils.models import SchoolClass, YearGroup
from pupils.reading import YEAR_GROUP_ORDER, class_ids
from schools.access import Access, NotThere
from schools.edits.reach import ends_at
from schools.roles import Permission
from ui.edit_fields import row_number
from ui.folding import by_name
from ui.words import minutes, plural


@dataclass(frozen=True)
class Catalogue:
    """The provisions of the school, found by their name in any letter case."""

    entries: tuple[Provision, ...]

    @cached_property
    def by_name(self) -> dict[str, Provision]:
        """The entries by name in lower case; where two names differ only in letter case, the older."""
        return {one.name.casefold(): one for one in reversed(self.entries)}

    @property
    def offered(self) -> list[str]:
        """The names to suggest while one types."""
        return sorted((one.name for one in self.entries if not one.archived), key=str.casefold)

    def named(self, words: str) -> Provision | None:
        """The entry of this name, if there is one."""
        exact = next((one for one in self.entries if one.name == words), None)
        return exact or self.by_name.get(words.casefold())


def catalogue_of(access: Access) -> Catalogue:
    """The school's catalogue, archived entries included."""
    return Catalogue(tuple(Provision.objects.filter(school=access.school).order_by("id")))


@dataclass(frozen=True)
class CurrentRow:
    """A line as it is read. `entry` is its catalogue entry; None for a line in the team's own words. `group` is the
    code of the group that was made from it."""

    id: int
    provision: str
    entry: Provision | None
    ratio: str
    staff: str
    minutes: Decimal | None
    weeks: Decimal | None
    group: str = ""
    group_id: int | None = None
    draft: bool = False

    @property
    def area(self) -> str:
        """The area of need; "" without a catalogue entry."""
        return self.entry.area if self.entry else ""

    @property
    def weekly(self) -> str:
        """The weekly time in words."""
        return "" if self.minutes is None else minutes(self.minutes)

    @property
    def lasts(self) -> str:
        """The number of weeks in words."""
        return "" if self.weeks is None else plural(self.weeks, "week")


@dataclass(frozen=True)
class CurrentScope:
    """A class or year group with its lines. `key` names it in addresses; a year group's sheet has no `class_id`."""

    key: str
    name: str
    year_groups: tuple[str, ...]
    class_id: int | None = None
    rows: tuple[CurrentRow, ...] = field(default=())

    @property
    def order(self) -> tuple[int, bool, str]:
        """The sort key: by age, a year group before its classes."""
        first = min((YEAR_GROUP_ORDER[code] for code in self.year_groups), default=len(YEAR_GROUP_ORDER))
        return first, self.class_id is not None, self.name

    def touches(self, other: CurrentScope) -> bool:
        """Whether both have a year group in common."""
        return bool({*self.year_groups} & {*other.year_groups})


def current_scopes(access: Access, catalogue: Catalogue | None = None) -> list[CurrentScope]:
    """The classes of the year, and the year groups that have lines of their own: all, or those the person teaches."""
    found = {scope.key: scope for scope in _classes(access)}
    taught = {code for scope in found.values() for code in scope.year_groups}
    every = access.may(Permission.VIEW_PUPILS)
    entries = catalogue or catalogue_of(access)
    rows: dict[str, list[CurrentRow]] = {}
    for line in by_name(lines_of_year(access).order_by("id"), "provision.area", "provision.name", "named"):
        code = line.year_group
        key = f"year-{code}" if code else f"class-{line.school_class_id}"
        if code and (every or code in taught):
            found.setdefault(key, year_scope(code))
        if key in found:
            rows.setdefault(key, []).append(_row(line, entries))
    held = [
        CurrentScope(one.key, one.name, one.year_groups, one.class_id, tuple(rows.get(key, ())))
        for key, one in found.items()
    ]
    return sorted(held, key=lambda one: one.order)


def covered(scope: CurrentScope, every: Iterable[CurrentScope]) -> bool:
    """Whether there are lines for it: on its own sheet, or on that of each of its year groups."""
    written = {code for one in every if one.rows and one.class_id is None for code in one.year_groups}
    return bool(scope.rows) or (bool(scope.year_groups) and written.issuperset(scope.year_groups))


def lines_of_year(access: Access) -> Any:
    """The lines of the access's year with the rows they refer to."""
    rows = CurrentProvision.objects.filter(school=access.school, year=access.year)
    return rows.select_related("provision", "group", "school_class")


def year_scope(code: str) -> CurrentScope:
    """A year group as a scope of current provision."""
    return CurrentScope(f"year-{code}", str(YearGroup(code).label), (code,))


def _classes(access: Access) -> list[CurrentScope]:
    """The classes of the year: all of them, or the person's own."""
    rows = SchoolClass.objects.filter(school=access.school, year=access.year)
    if not access.may(Permission.VIEW_PUPILS):
        rows = rows.filter(id__in=class_ids(access))
    return [CurrentScope(f"class-{row.pk}", f"Class {row.name}", tuple(row.year_groups), row.pk) for row in rows]


@ends_at(CurrentProvision)
def are_of_own_classes(access: Access, lines: Sequence[CurrentProvision], looked: object = None) -> bool:
    """Whether all of these lines are on the sheets of the person's own classes and year groups."""
    if access.may(Permission.VIEW_PUPILS):
        return True
    classes = _classes(access)
    taught = {code for scope in classes for code in scope.year_groups}
    own = {scope.class_id for scope in classes}
    return all(line.school_class_id in own if line.school_class_id else line.year_group in taught for line in lines)


def _row(line: CurrentProvision, catalogue: Catalogue) -> CurrentRow:
    entry = line.provision or catalogue.named(line.named)
    group = line.group
    return CurrentRow(
        id=line.pk, provision=entry.name if entry else line.named, entry=entry, ratio=line.ratio, staff=line.staff,
        minutes=line.weekly_minutes, weeks=line.weeks, group=group.code if group else "",
        group_id=group.pk if group else None, draft=bool(group and group.status == group.Status.DRAFT),
    )  # fmt: skip


def year_groups_to_begin(access: Access, scopes: Iterable[CurrentScope]) -> list[CurrentScope]:
    """The year groups of the school, or of the person's own classes, that have no sheet yet."""
    begun = {scope.key for scope in scopes}
    own = {code for scope in _classes(access) for code in scope.year_groups}
    codes = [code for code, _ in Offers(access).year_groups if code in own or access.may(Permission.VIEW_PUPILS)]
    return [year_scope(code) for code in codes if f"year-{code}" not in begun]


@dataclass(frozen=True)
class CurrentSheet:
    """The lines of one class or year group for its form, each with its number as `row`."""

    scope: CurrentScope
    rows: tuple[dict[str, Any], ...]

    @property
    def where(self) -> dict[str, Any]:
        """The stored fields that all its lines share."""
        scope = self.scope
        return {"school_class_id": scope.class_id, "year_group": "" if scope.class_id else scope.year_groups[0]}


def current_sheet(access: Access, key: str) -> CurrentSheet:
    """The sheet of a class (`class-<number>`) or year group (`year-<code>`). Raises NotThere for one that this
    person may not change."""
    kind, _, name = key.partition("-")
    classes = _classes(access)
    taught = {code for scope in classes for code in scope.year_groups}
    found = next((one for one in classes if kind == "class" and one.class_id == (row_number(name) or 0)), None)
    if kind == "year" and name in YearGroup.values and (access.may(Permission.VIEW_PUPILS) or name in taught):
        found = year_scope(name)
    if found is None:
        raise NotThere("There is no such class or year group among yours.")
    bare = CurrentSheet(found, ())
    rows = [
        {
            "provision": line.provision.name if line.provision else line.named, "ratio": line.ratio,
            "staff": line.staff, "weekly_minutes": line.weekly_minutes, "weeks": line.weeks, "row": line.pk,
        }
        for line in lines_of_year(access).filter(**bare.where).order_by("id")
    ]  # fmt: skip
    return CurrentSheet(found, tuple(rows))
