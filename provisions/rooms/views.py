"""The rooms in which groups meet, and renaming one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from provisions.rooms.services import rename_room, room_named, rooms_of, sessions_in
from provisions.weeks import rooms_with_weeks
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Data, EditPage, SchoolView
from ui.edit_fields import Words
from ui.edit_forms import EditForm
from ui.parts import Crumb
from ui.words import plural

RENAMERS = (Permission.EDIT_PROVISION, Permission.MANAGE_CALENDAR)


class RoomForm(EditForm):
    """A room's name."""

    name = Words("New name", longest=60, required=True, hint="The name of another room makes the two one.")


class Rooms(SchoolView):
    """The rooms of the year."""

    permission = (Permission.VIEW_MAP, Permission.MANAGE_CALENDAR)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, with a link to each room's week for those who see the map."""
        sees = self.access.may(Permission.VIEW_MAP)
        context = {
            "title": "Rooms",
            "intro": "Where this year’s groups meet. Two spellings of one room become one when you rename either.",
            "crumbs": (Crumb("School", self.access.url("school")),),
            "rooms": rooms_of(self.access),
            "with_weeks": rooms_with_weeks(self.access) if sees else {},
        }
        return render(request, "provisions/rooms.html", context)


class RenameRoom(EditPage):
    """Rename a room, with a preview of the sessions it changes."""

    permission = RENAMERS
    template = "provisions/room_rename.html"
    submit_label = "Rename the room"

    def begin(self, **parts: Any) -> None:
        self.room = room_named(self.access, parts["room"])
        self.title = f"Rename {self.room.name}"
        self.intro = f"{sessions_words(self.room.sessions, self.room.groups)} will carry the new name."
        self.live = self.access.url("room_preview", self.room.name)
        self.crumbs = (Crumb("Rooms", self.next_url("")),)

    def form(self, data: Data) -> EditForm:
        return RoomForm(data, initial={"name": self.room.name})

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        return super().context(form, formsets) | {"sessions": sessions_in(self.access, self.room.name)}

    def save(self, form: RoomForm, *formsets: Any) -> Edit:
        self.new = form.values["name"]
        return rename_room(by=self.access, name=self.room.name, new=self.new, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.room.name} is now {self.new}, in {plural(self.room.sessions, 'session')}."

    def next_url(self, thing: str) -> str:
        return self.access.url("rooms")


class RoomPreview(SchoolView):
    """The preview of renaming a room, as one types."""

    permission = RENAMERS

    def get(self, request: HttpRequest, room: str) -> HttpResponse:
        """The preview with its present name."""
        return self._told(room, room)

    def post(self, request: HttpRequest, room: str) -> HttpResponse:
        """The preview with the name that was typed."""
        return self._told(room, " ".join(request.POST.get("name", "").split()))

    def _told(self, room: str, new: str) -> HttpResponse:
        found = {each.name: each for each in rooms_of(self.access)}
        if room not in found:
            raise Http404("No session of the year is in a room of this name.")
        other = found.get(new) if new != room else None
        return render(self.request, "provisions/room_preview.html", {"room": found[room], "new": new, "other": other})


def sessions_words(sessions: int, groups: int) -> str:
    """The number of sessions and of groups, in words."""
    return f"{plural(sessions, 'session')} of {plural(groups, 'group')}"
