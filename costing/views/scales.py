"""The pages that change the school's own pay scales; the national ones are read only."""

from __future__ import annotations

from typing import Any

from costing import kept, services
from costing.forms import OwnPointLine, ScaleForm
from schools.edits import Edit
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
            "The year uses the points of the newest day that has come by its December. When pay rises for a new year, "
            "add the points again with the new day: earlier years keep theirs. Inside the year, use Raise pay."
        )
        return (lines_of(OwnPointLine, data, self.rows, prefix="points", legend="Points", noun="point", hint=hint),)

    def save(self, form: Any, *formsets: Any) -> Edit:
        scale, area = form.values["scale"], form.values["area"]
        return services.save_scale(
            by=self.access, scale=scale, area=area, new=True, added=formsets[0].added, ticket=form.ticket
        )

    def next_url(self, thing: str) -> str:
        return self.access.url("costs_scales")

    def success(self, change: Edit) -> str:
        return f"The scale {change.summary} is saved."


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

    def save(self, form: Any, *formsets: Any) -> Edit:
        (points,) = formsets
        return services.save_scale(
            by=self.access, scale=self.scale, area=self.area, added=points.added, changed=points.changed,
            removed=points.removed, ticket=form.ticket,
        )  # fmt: skip
