"""The pages that change the school's own pay scales; the national ones are read only."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from costing import kept, services
from costing.forms import OwnPointLine, ScaleForm
from schools.roles import Permission
from schools.views.editing import Data, EditPage
from ui.edit_forms import EditForm, Lines, lines_of
from ui.parts import Crumb


class NewScale(EditPage):
    """Add a scale of the school's own."""

    permission = Permission.EDIT_COSTS
    title = "A pay scale of the school’s own"
    submit_label = "Save this scale"
    rows: tuple[dict[str, Any], ...] = ()

    def begin(self, **parts: Any) -> None:
        self.crumbs = (Crumb("Pay scales", self.next_url("")),)

    def form(self, data: Data) -> EditForm:
        return ScaleForm(data)

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        hint = (
            "The year uses the points of the newest day that has come by its December. When pay rises, add the points "
            "again with the new day: earlier years keep theirs."
        )
        return (lines_of(OwnPointLine, data, self.rows, prefix="points", legend="Points", noun="point", hint=hint),)

    def save(self, form: Any, *formsets: Any) -> Any:
        scale, area = form.values["scale"], form.values["area"]
        return services.save_scale(
            by=self.access, scale=scale, area=area, new=True, added=formsets[0].added, ticket=form.ticket
        )

    def next_url(self, thing: str) -> str:
        return self.access.url("costs_scales")

    def _done(self, change: Any) -> HttpResponse:
        """Without an undo: points have no history of their own."""
        if change.entry:
            messages.success(self.request, f"The scale {change.entry.summary} is saved.")
        else:
            messages.info(self.request, "Nothing was different, so nothing was changed.")
        return self._onwards("")


class EditScale(NewScale):
    """Change the points of a scale of the school's own."""

    submit_label = "Save the points"

    def begin(self, area: str = "", scale: str = "", **parts: Any) -> None:
        super().begin()
        self.scale, self.area, self.title = scale, area, scale
        self.rows = tuple(kept.points_now(self.access, scale, area))

    def form(self, data: Data) -> EditForm:
        """The name cannot be changed: roles are paid by it."""
        return EditForm(data)

    def save(self, form: Any, *formsets: Any) -> Any:
        (points,) = formsets
        return services.save_scale(
            by=self.access, scale=self.scale, area=self.area, added=points.added, changed=points.changed,
            removed=points.removed, ticket=form.ticket,
        )  # fmt: skip
