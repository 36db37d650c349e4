"""The acts that change money: whole-school provision, other costs, budgets and top-up awards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from provisions.money import reading as money_kept
from provisions.money import services as money_services
from provisions.money.forms import AwardForm, OtherCostForm, StreamForm, WholeSchoolForm
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Act, ActPage, Data
from ui.edit_fields import row_number
from ui.edit_forms import EditForm
from ui.parts import Choice


@dataclass(frozen=True, kw_only=True)
class Money:
    """A kind of line of money, and how such a line is added, changed and ended."""

    kind: str
    at: str
    name: str
    listed: tuple[str, str]
    new: str
    intro: str
    form: Callable[[ActPage, Data], EditForm]
    save: Callable[..., Edit]
    end: Callable[..., Edit]
    ends: tuple[str, str] = ("remove", "removed")
    link: str
    what_ends: str

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts on it."""
        act = partial(Act, permission=Permission.EDIT_COSTS, crumbs=(self.listed,), then=self.listed[1:])
        line = partial(act, find=lambda access, pk: money_kept.line(access, self.kind, pk))
        verb, done = self.ends
        return (
            act(f"{self.at}new/", f"{self.name}_new", self.new, intro=self.intro, form=self.form,
                service=lambda page, **sent: self.save(None, **page.values, **sent),
                done=lambda page: _line_is(page, "added")),
            line(f"{self.at}<int:pk>/edit/", f"{self.name}_edit", "{about.name}", intro=self.intro, form=self.form,
                more=self._ending, service=lambda page, **sent: self.save(page.about.id, **page.values, **sent),
                done=lambda page: _line_is(page, "saved")),
            line(f"{self.at}<int:pk>/{verb}/", f"{self.name}_{verb}", f"{verb.title()} {{about.name}}?",
                f"{verb.title()} it", intro=self.what_ends, danger=True,
                service=lambda page, **sent: self.end(page.about.id, **sent), done=f"{{about.name}} is {done}."),
        )  # fmt: skip

    def _ending(self, page: ActPage) -> tuple[Choice, ...]:
        href = page.access.url(f"{self.name}_{self.ends[0]}", page.about.id)
        return (Choice(self.link, f"{href}?back={page.next_url('')}", icon="trash"),)


def _line_is(page: ActPage, what: str) -> str:
    line = str(page.change.about)
    return f"{line[:1].upper()}{line[1:]} is {what}."


def _now(page: ActPage) -> dict[str, Any] | None:
    """The stored values of the line."""
    return page.about.values if page.about else None


def _whole_school_form(page: ActPage, data: Data) -> EditForm:
    """The cost, with the roles and budgets to choose from."""
    roles, streams = money_kept.role_choices(page.access), money_kept.stream_choices(page.access)
    return WholeSchoolForm(data, now=_now(page), choices={"role": roles, "funding_stream": streams})


def _other_cost_form(page: ActPage, data: Data) -> EditForm:
    """The cost; a new one begins with the pupil or group of the page that led here."""
    now, asked = _now(page) or {}, page.request.GET
    first = {name: row_number(asked.get(name, "")) for name in ("pupil", "group")}
    choices = {
        "role": money_kept.role_choices(page.access),
        "group": money_kept.group_choices(page.access, now.get("group")),
        "pupil": money_kept.pupil_choices(page.access, now.get("pupil")),
    }
    return OtherCostForm(data, now=_now(page), initial=first, choices=choices)


def _award_form(page: ActPage, data: Data) -> EditForm:
    """The award; a new one begins with the pupil of the page that led here."""
    first = {"pupil": row_number(page.request.GET.get("pupil", ""))}
    pupils = money_kept.pupil_choices(page.access, (_now(page) or {}).get("pupil"))
    return AwardForm(data, now=_now(page), initial=first, choices={"pupil": pupils})


MONEY = (
    Money(
        kind="whole school", at="costs/whole-school/", name="whole_school",
        listed=("Whole school", "costs_whole_school"), new="A whole-school cost",
        intro="What cannot be charged to a pupil. It is an amount, or so many hours a week of a staff role.",
        form=_whole_school_form, save=money_services.save_whole_school,
        end=money_services.remove_whole_school, link="Remove this cost",
        what_ends="It leaves this year’s costs; its history stays."),
    Money(
        kind="other", at="costs/other/", name="other_cost", listed=("Other costs", "costs_other"), new="An other cost",
        intro="Equipment, a licence, training, a professional’s visit or a meeting, for a group or for one pupil.",
        form=_other_cost_form, save=money_services.save_other_cost,
        end=money_services.end_other_cost, ends=("end", "ended"), link="End this cost",
        what_ends="It counts no more, in any figure of this year. Its line and its history stay."),
    Money(
        kind="stream", at="costs/budgets/", name="stream", listed=("Budgets", "costs_streams"), new="A budget",
        intro="Money that provision is paid from this year.",
        form=lambda page, data: StreamForm(data, now=_now(page)), save=money_services.save_stream,
        end=money_services.remove_stream, link="Remove this budget",
        what_ends="A budget that pays for a group or a whole-school cost stays until those are paid from another."),
    Money(
        kind="award", at="costs/awards/", name="award", listed=("Top-up awards", "costs_awards"), new="A top-up award",
        intro="What the local authority was asked for, and what it granted.",
        form=_award_form, save=money_services.save_award, end=money_services.remove_award, link="Remove this award",
        what_ends="For one entered by mistake. An award that came to an end gets its last day, one refused its "
        "status."),
)  # fmt: skip
ACTS = tuple(act for money in MONEY for act in money.acts)
