"""The acts that change money: whole-school provision, other costs, budgets and top-up awards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from costing.kept import role_numbers
from provisions.money import reading as money_kept
from provisions.money import services as money_services
from provisions.money.forms import AwardForm, OtherCostForm, StreamForm, WholeSchoolForm
from schools.access import Access
from schools.roles import Permission
from schools.views import Act, ActPage, Data
from ui.edit_fields import Choices, row_number
from ui.edit_forms import EditForm
from ui.parts import Choice

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Money:
    """A kind of line of money, and how such a line is added, changed and ended. `choices` are what its form offers,
    given the stored values; `first`, the fields that the page which led here may fill."""

    name: str
    at: str
    listed: tuple[str, str]
    new: str
    intro: str
    form: type[EditForm]
    choices: Callable[[Access, Values], Mapping[str, Choices]] = lambda access, now: {}
    first: tuple[str, ...] = ()
    ends: tuple[str, str] = ("remove", "removed")
    link: str
    what_ends: str

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts on it."""
        act = partial(Act, permission=Permission.EDIT_COSTS, crumbs=(self.listed,), then=self.listed[1:])
        line = partial(act, find=lambda access, pk: money_kept.line(access, self.name, pk, self.form.base_fields))
        verb, done = self.ends
        return (
            act(f"{self.at}new/", f"{self.name}_new", self.new, intro=self.intro, form=self._form,
                service=lambda page, **sent: money_services.save(self.name, **page.values, **sent),
                done=lambda page: _line_is(page, "added")),
            line(f"{self.at}<int:pk>/edit/", f"{self.name}_edit", "{about.name}", intro=self.intro, form=self._form,
                more=self._ending,
                service=lambda page, **sent: money_services.save(self.name, page.about.id, **page.values, **sent),
                done=lambda page: _line_is(page, "saved")),
            line(f"{self.at}<int:pk>/{verb}/", f"{self.name}_{verb}", f"{verb.title()} {{about.name}}?",
                f"{verb.title()} it", intro=self.what_ends, danger=True,
                service=lambda page, **sent: money_services.end(self.name, page.about.id, **sent),
                done=f"{{about.name}} is {done}."),
        )  # fmt: skip

    def _ending(self, page: ActPage) -> tuple[Choice, ...]:
        href = page.access.url(f"{self.name}_{self.ends[0]}", page.about.id)
        return (Choice(self.link, f"{href}?back={page.next_url('')}", icon="trash"),)

    def _form(self, page: ActPage, data: Data) -> EditForm:
        now = page.about.values if page.about else None
        first = {name: row_number(page.request.GET.get(name, "")) for name in self.first}
        return self.form(data, now=now, initial=first, choices=self.choices(page.access, now or {}))


def _line_is(page: ActPage, what: str) -> str:
    line = str(page.change.about)
    return f"{line[:1].upper()}{line[1:]} is {what}."


MONEY = (
    Money(
        name="whole_school", at="costs/whole-school/",
        listed=("Whole school", "costs_whole_school"), new="A whole-school cost",
        intro="What cannot be charged to a pupil. It is an amount, or so many hours a week of a staff role.",
        form=WholeSchoolForm,
        choices=lambda access, now: {
            "role": role_numbers(access), "funding_stream": money_kept.stream_choices(access)},
        link="Remove this cost",
        what_ends="It leaves this year’s costs; its history stays."),
    Money(
        name="other_cost", at="costs/other/", listed=("Other costs", "costs_other"), new="An other cost",
        intro="Equipment, a licence, training, a professional’s visit or a meeting, for a group or for one pupil.",
        form=OtherCostForm, first=("pupil", "group"),
        choices=lambda access, now: {
            "role": role_numbers(access), "group": money_kept.group_choices(access, now.get("group")),
            "pupil": money_kept.pupil_choices(access, now.get("pupil"))},
        ends=("end", "ended"), link="End this cost",
        what_ends="It counts no more, in any figure of this year. Its line and its history stay."),
    Money(
        name="stream", at="costs/budgets/", listed=("Budgets", "costs_streams"), new="A budget",
        intro="Money that provision is paid from this year.",
        form=StreamForm, link="Remove this budget",
        what_ends="A budget that pays for a group or a whole-school cost stays until those are paid from another."),
    Money(
        name="award", at="costs/awards/", listed=("Top-up awards", "costs_awards"), new="A top-up award",
        intro="What the local authority was asked for, and what it granted.",
        form=AwardForm, first=("pupil",),
        choices=lambda access, now: {"pupil": money_kept.pupil_choices(access, now.get("pupil"))},
        link="Remove this award",
        what_ends="For one entered by mistake. An award that came to an end gets its last day, one refused its "
        "status."),
)  # fmt: skip
ACTS = tuple(act for money in MONEY for act in money.acts)
