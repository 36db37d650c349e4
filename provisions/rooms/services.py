"""Rooms: the texts in the sessions of the year that say where a group meets. A room has no record of its own."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from provisions.models import Session
from schools.access import Access, NotThere
from schools.edits import Edit, Refused, edit
from schools.roles import Permission


@dataclass(frozen=True, slots=True)
class Room:
    """A room by its spelling, with the number of its sessions and groups."""

    name: str
    sessions: int
    groups: int


def _sessions(access: Access) -> QuerySet[Session]:
    """The sessions of the year in force, of groups that are not archived."""
    rows = Session.objects.filter(school=access.school, group__year=access.year, ended_at=None)
    return rows.exclude(group__status="archived")


def rooms_of(access: Access) -> list[Room]:
    """The rooms of the year by name, each spelling apart."""
    named = _sessions(access).exclude(room="").order_by().values("room")
    counted = named.annotate(sessions=Count("id"), groups=Count("group", distinct=True))
    found = [Room(row["room"], row["sessions"], row["groups"]) for row in counted]
    return sorted(found, key=lambda room: (room.name.casefold(), room.name))


def room_named(access: Access, name: str) -> Room:
    """The room with this spelling. Raises NotThere."""
    found = next((room for room in rooms_of(access) if room.name == name), None)
    if found is None:
        raise NotThere("No session of the year is in a room of this name.")
    return found


def sessions_in(access: Access, name: str) -> list[str]:
    """The sessions in a room, in words; empty for those who do not see the map."""
    if not access.may(Permission.VIEW_MAP):
        return []
    rows = _sessions(access).filter(room=name).select_related("group__provision").order_by("day", "start", "id")
    return [str(row) for row in rows]


def rename_room(*, by: Access, name: str, new: str, ticket: UUID | None = None) -> Edit:
    """Rename a room in every session of the year. With the name of another room the two become one. Raises NotThere
    where it has no session, and Refused without a name."""
    by.need(Permission.EDIT_PROVISION, Permission.MANAGE_CALENDAR)
    wanted = " ".join(new.split())
    with edit(by, "renamed", summary=f"Room {name} to {wanted}", ticket=ticket) as change:
        rows = list(_sessions(by).filter(room=name).select_related("group"))
        if not rows:
            raise NotThere("No session of the year is in a room of this name.")
        if not wanted:
            raise Refused("Type the new name of the room.", "name")
        change.set_all([(row, {"room": wanted}) for row in rows])
    return change
