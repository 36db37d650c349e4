"""The page that changes the school itself."""

from __future__ import annotations

from typing import Any

from schools.edits import Edit
from schools.roles import Permission
from schools.school import services
from schools.school.forms import SchoolForm
from schools.views.editing import Data, EditPage
from ui.edit_forms import EditForm


class EditSchool(EditPage):
    """The school's name, authority, phase and timetable."""

    permission = Permission.MANAGE_CALENDAR
    title = "The school"
    intro = "What holds for the school as a whole."

    def begin(self, *args: Any, **parts: Any) -> None:
        """Read the school again: it was read before the lock was taken, and may have been changed since."""
        self.access.school.refresh_from_db()

    def form(self, data: Data) -> EditForm:
        now = {name: getattr(self.access.school, name) for name in services.SCHOOL_FIELDS}
        return SchoolForm(data, now=now)

    def save(self, form: SchoolForm, *formsets: Any) -> Edit:
        return services.change_school(by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return "The school’s details are saved."

    def next_url(self, thing: str) -> str:
        return self.access.url("school")
