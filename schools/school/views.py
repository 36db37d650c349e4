"""The act that changes the school itself."""

from __future__ import annotations

from schools.roles import Permission
from schools.school import services
from schools.school.forms import SchoolForm
from schools.views import Act, ActPage, Data
from ui.edit_forms import EditForm


def _form(page: ActPage, data: Data) -> EditForm:
    now = {name: getattr(page.access.school, name) for name in services.SCHOOL_FIELDS}
    return SchoolForm(data, now=now)


ACTS = (
    # The school is read again: it was read before the lock was taken, and may have been changed since.
    Act("school/edit/", "school_edit", "The school", intro="What holds for the school as a whole.",
        permission=Permission.MANAGE_CALENDAR, find=lambda access: access.school.refresh_from_db(), form=_form,
        service=lambda page, **sent: services.change_school(**page.values, **sent),
        done="The school’s details are saved.", then=("school",)),
)  # fmt: skip
