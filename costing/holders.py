"""The staff roles that a person works in."""

from __future__ import annotations

from collections.abc import Iterable

from costing.models import RoleHolder, StaffRole
from schools.access import Access, NotThere
from schools.edits import Edit
from schools.models import StaffMember
from ui.folding import by_name


def role_choices(access: Access) -> list[tuple[int, str]]:
    """The staff roles of the school to choose from, each with its code."""
    rows = StaffRole.objects.filter(school=access.school).order_by("id").values_list("id", "code", "name")
    return [(pk, f"{name} ({code})" if name != code else code) for pk, code, name in by_name(rows, 1)]


def roles_held(access: Access, person: int) -> list[int]:
    """The staff roles that somebody works in, by number."""
    rows = RoleHolder.objects.filter(school=access.school, staff_id=person).order_by("id")
    return list(rows.values_list("role_id", flat=True))


def hold_roles(change: Edit, staff: StaffMember, wanted: Iterable[int]) -> None:
    """Set the staff roles that somebody works in. Raises NotThere for a role of another school."""
    roles = StaffRole.objects.filter(school=change.by.school).in_bulk(list(wanted))
    if set(wanted) - set(roles):
        raise NotThere("There is no such staff role at this school.")
    stored = {row.role_id: row for row in RoleHolder.objects.filter(school=change.by.school, staff=staff)}
    for number in set(stored) - set(roles):
        change.remove(stored[number])
    change.add_all([RoleHolder(staff=staff, role=roles[number]) for number in sorted(set(roles) - set(stored))])
