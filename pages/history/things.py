"""The things that have a history: their names and breadcrumbs, for a person who may see them."""

from __future__ import annotations

from dataclasses import dataclass

from costing.models import StaffRole
from provisions.costs import ON_THE_MAP
from provisions.models import InterventionGroup, Provision
from pupils.reading import class_of
from schools.access import Access, there


@dataclass(frozen=True)
class Thing:
    """A thing by its name. `crumbs` lead to it: label, page and the page's own part of the address for each step."""

    id: int
    noun: str
    name: str
    crumbs: tuple[tuple[str, str, tuple[int | str, ...]], ...]


def group(access: Access, pk: int) -> Thing:
    """A group on the map of the year. Raises NotThere where there is none."""
    rows = InterventionGroup.objects.filter(school=access.school, year=access.year, status__in=ON_THE_MAP)
    found = there(rows.select_related("provision").filter(pk=pk).first(), "There is no such group on this year's map.")
    return Thing(found.pk, "group", str(found), (("Groups", "groups", ()), (str(found), "group", (found.pk,))))


def provision(access: Access, pk: int) -> Thing:
    """An entry of the catalogue. Raises NotThere where there is none."""
    found = there(Provision.objects.filter(school=access.school, pk=pk).first(), "There is no such provision.")
    return Thing(
        found.pk, "provision", found.name, (("Provisions", "provisions", ()), (found.name, "provision", (found.pk,)))
    )


def role(access: Access, pk: int) -> Thing:
    """A staff role. Raises NotThere where there is none."""
    found = there(StaffRole.objects.filter(school=access.school, pk=pk).first(), "There is no such role.")
    way = (("Staff roles", "costs_roles", ()), (found.name, "costs_role", (found.code,)))
    return Thing(found.pk, "role", f"{found.name} ({found.code})", way)


def school_class(access: Access, pk: int) -> Thing:
    """A class of the year. Raises NotThere where it is not this person's to see."""
    found = class_of(access, pk)
    return Thing(found.id, "class", f"class {found.name}", ((f"Class {found.name}", "class", (found.id,)),))
