"""The pages that raise pay from a day: of roles, or of a scale."""

from __future__ import annotations

from functools import partial
from typing import Any

from costing.roles import scale_label
from costing.services import pay_awards
from pages.costs.raising.forms import AwardForm, RolesForm, ScaleAwardForm
from pages.costs.raising.services import award
from schools.clock import today
from schools.edits import Edit
from schools.roles import Permission
from schools.views.editing import Data
from schools.views.previewed import PreviewedPage
from ui.edit_forms import EditForm
from ui.parts import Choice, Crumb
from ui.words import date_uk, number, plural


class RaiseRoles(PreviewedPage):
    """Raise the pay of the roles that are ticked."""

    permission = Permission.EDIT_COSTS
    template = "pages/costs_raise.html"
    preview_template = "pages/costs_raise_preview.html"
    title = "Raise pay from a day"
    intro = "Weeks before the day keep the pay they have. You see what changes before anything is saved."

    def begin(self, **parts: Any) -> None:
        self.crumbs = (Crumb("Costs", self.access.url("costs")), Crumb("Staff roles", self.access.url("costs_roles")))
        self.rates = pay_awards.Rates(self.access, self._day())
        self.tabs = (
            Choice("Staff roles", self.access.url("pay_award"), self._here()),
            *(
                Choice(scale_label(*pair), self.access.url("pay_award_scale", pair[1], pair[0]), self._here(pair))
                for pair in self.rates.scales
            ),
        )

    def _day(self) -> Any:
        """The day for which the form shows present pay: today within the year, else its first day."""
        year = self.access.year
        return today() if year and year.starts <= today() <= year.ends else None

    def _here(self, pair: tuple[str, str] | None = None) -> bool:
        return pair is None

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        return super().context(form, formsets) | {"tabs": self.tabs}

    def form(self, data: Data) -> EditForm:
        return RolesForm(data, things=pay_awards.roles_to_raise(self.rates))

    def save(self, form: Any, *formsets: Any) -> Edit:
        """Make the award, if it is the one previewed."""
        values = form.values
        roles = dict.fromkeys([*values["roles"], *form.figures])
        does = partial(
            pay_awards.raise_roles, roles=values["roles"], day=values["from_date"], percent=values["percent"],
            figures=form.figures,
        )  # fmt: skip
        names = [one.name for one in form.things if one.key in roles]
        listed = ", ".join(names) if len(names) < 5 else plural(len(names), "role")
        return self._award(form, does, listed)

    def _award(self, form: AwardForm, does: Any, what: str) -> Edit:
        values = form.values
        by = f" by {number(values['percent'])} %" if values["percent"] is not None else ""
        summary = f"{what}{by} from {date_uk(values['from_date'])}"
        return award(does, by=self.access, day=values["from_date"], summary=summary, sure=self.sure, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"Pay is raised: {change.summary}."

    def next_url(self, thing: str) -> str:
        return self.access.url("costs_roles")


class RaiseScale(RaiseRoles):
    """Raise the points of a scale; the roles that are paid on it follow."""

    def begin(self, area: str = "", scale: str = "", **parts: Any) -> None:
        self.pair = (scale, area)
        super().begin()
        self.points = pay_awards.points_to_raise(self.rates, scale, area)
        self.title = f"Raise {scale_label(scale, area)} from a day"
        self.crumbs = (Crumb("Costs", self.access.url("costs")), Crumb("Pay scales", self.access.url("costs_scales")))

    def _here(self, pair: tuple[str, str] | None = None) -> bool:
        return pair == self.pair

    def form(self, data: Data) -> EditForm:
        return ScaleAwardForm(data, things=self.points)

    def save(self, form: Any, *formsets: Any) -> Edit:
        """Make the award, if it is the one previewed."""
        values, (scale, area) = form.values, self.pair
        does = partial(
            pay_awards.raise_scale, scale=scale, area=area, day=values["from_date"], percent=values["percent"],
            figures=form.figures, source=values["source"],
        )  # fmt: skip
        return self._award(form, does, scale_label(scale, area))

    def next_url(self, thing: str) -> str:
        return self.access.url("costs_scales")
