"""The pages that start, end, archive and restore a group."""

from __future__ import annotations

from typing import Any

from provisions.groups import services
from provisions.groups.forms import EndForm
from provisions.groups.reading import STATUS
from provisions.groups.views.groups import GroupEditPage
from schools.clock import today
from schools.edits import Edit
from schools.views.editing import Data
from ui.edit_forms import EditForm
from ui.words import date_uk


class GroupStatePage(GroupEditPage):
    """An act without lines that leads to the group's page."""

    template = "edit/page.html"

    def begin(self, **parts: Any) -> None:
        super().begin(**parts)
        self.live = ""

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        return {**super().context(form, formsets), "inside_lines": ""}


class StartGroup(GroupStatePage):
    """Start a draft group."""

    title = "start it"
    submit_label = "Start it"
    intro = "It is on the map from now on, and its cost counts."

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return services.start_group(by=self.access, group=self.group.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.group} is on the map."


class EndGroup(GroupStatePage):
    """End a group."""

    title = "end it"
    submit_label = "End the group"
    danger = True
    intro = (
        "Open places end on the same day, and the group counts for the weeks it ran. It stays on the map, and in every "
        "history. You can take this back."
    )

    def form(self, data: Data) -> EditForm:
        """The last day: today, or the nearest day of its run."""
        day = min(self.group.ends or today(), today())
        return EndForm(data, initial={"on": max(self.group.starts or day, day)})

    def save(self, form: EndForm, *formsets: Any) -> Edit:
        self.on = form.values["on"]
        return services.end_group(by=self.access, group=self.group.pk, on=self.on, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.group} ends on {date_uk(self.on)}, and so do its open places."


class ArchiveGroup(GroupStatePage):
    """Take a mistaken group off the map."""

    title = "put it in the archive"
    submit_label = "Put it in the archive"
    danger = True
    intro = (
        "For a group that was made by mistake: it leaves the map and counts for nothing, and can be brought back. "
        "If it did run, end it instead."
    )

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return services.archive_group(by=self.access, group=self.group.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.group} is in the archive."


class RestoreGroup(GroupStatePage):
    """Restore an archived or ended group."""

    title = "bring it back"
    submit_label = "Bring it back"

    def begin(self, **parts: Any) -> None:
        super().begin(**parts)
        self.intro = "It is again what it was before it went into the archive."
        if self.group.status == STATUS.ENDED:
            self.intro = (
                "It runs on without a last day, with the pupils who left on its last one. Look at its weeks then."
            )

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return services.restore_group(by=self.access, group=self.group.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.group} is back."
