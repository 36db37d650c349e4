"""Changing pupil groups, such as pupil premium or young carers: who may see them, and who is in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pupils.models import Pupil, PupilGroup, PupilGroupMember
from pupils.reading import pupil_groups_of
from schools.access import Access, NotThere
from schools.edits import Edit, Refused, edit


def add_pupil_group(
    *, by: Access, name: str, visibility: str = "", members: Iterable[int] = (), ticket: UUID | None = None
) -> Edit:
    """Add a pupil group with its pupils; without `visibility` all who may see a pupil see it. Raises Refused for a name
    that is taken."""
    with edit(by, "added", ticket=ticket) as change:
        _refuse_same(by, name)
        group = change.add(PupilGroup(name=name, visibility=visibility or PupilGroup.Visibility.ALL_STAFF))
        change.about = group
        join(change, [(pupil, group.pk) for pupil in _pupils(by, members)])
    return change


def change_pupil_group(
    pk: int, *, by: Access, members: Iterable[int], ticket: UUID | None = None, **values: Any
) -> Edit:  # fmt: skip
    """Change a group's name, who may see it (`visibility`), and which pupils are in it."""
    with edit(by, "changed", ticket=ticket) as change:
        group = _group(by, pk)
        change.about = group
        _refuse_same(by, values.get("name", group.name), group)
        change.set(group, **values)
        wanted = set(_pupils(by, members))
        there = {row.pupil_id: row for row in PupilGroupMember.objects.filter(group=group)}
        change.remove_all([row for pupil, row in there.items() if pupil not in wanted])
        join(change, [(pupil, pk) for pupil in sorted(wanted - there.keys())])
    return change


def remove_pupil_group(pk: int, *, by: Access, ticket: UUID | None = None) -> Edit:
    """Remove a group with its memberships; the pupils stay."""
    with edit(by, "removed", ticket=ticket) as change:
        group = _group(by, pk)
        change.summary = str(group)
        change.remove_all(list(PupilGroupMember.objects.filter(group=group)))
        change.remove(group)
    return change


def set_groups(pk: int, *, by: Access, groups: Iterable[int], ticket: UUID | None = None) -> Edit:
    """Set the groups a pupil is in, among those that this person may see."""
    with edit(by, "changed the pupil groups of", ticket=ticket) as change:
        _pupils(by, [pk])
        change.about = Pupil.objects.get(pk=pk)
        seen, wanted = pupil_groups_of(by), set(groups)
        there = {row.group_id: row for row in PupilGroupMember.objects.filter(pupil=pk, group__in=seen)}
        change.remove_all([row for group, row in there.items() if group not in wanted])
        join(change, [(pk, group) for group in seen if group in wanted - there.keys()])
    return change


def join(change: Edit, pairs: Iterable[tuple[int, int]]) -> None:
    """Add pupils to pupil groups: pairs of their numbers."""
    change.add_all([PupilGroupMember(pupil_id=pupil, group_id=group) for pupil, group in pairs])


def _pupils(by: Access, pks: Iterable[int]) -> list[int]:
    wanted = set(pks)
    found = list(Pupil.objects.filter(school=by.school, pk__in=wanted).values_list("pk", flat=True))
    if len(found) != len(wanted):
        raise NotThere("There is no such pupil.")
    return found


def _group(by: Access, pk: int) -> PupilGroup:
    """The group, if this person may see it."""
    if pk not in pupil_groups_of(by):
        raise NotThere("There is no such pupil group.")
    return PupilGroup.objects.get(pk=pk)


def _refuse_same(by: Access, name: str, but: PupilGroup | None = None) -> None:
    others = PupilGroup.objects.filter(school=by.school, name__iexact=name).exclude(pk=but.pk if but else 0)
    if others.exists():
        raise Refused(f"There is a pupil group “{name}” already. Choose another name, or change that group.", "name")
