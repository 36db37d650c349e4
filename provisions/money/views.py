"""The acts that change money: whole-school provision, other costs, budgets and top-up awards."""

from __future__ import annotations

from collections.abc import Callable
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


def _acts_on(
    kind: str, at: str, name: str, listed: tuple[str, str], new: str, *, intro: str,
    form: Callable[[ActPage, Data], EditForm], save: Callable[..., Edit], end: Callable[..., Edit],
    ends: tuple[str, str], what_ends: str, words: str,
) -> tuple[Act, ...]:  # fmt: skip
    """The acts that add, change and `ends` a line of money of this kind; `words` are those of the link to the last."""
    verb, done = ends

    def done_to(page: ActPage, what: str) -> str:
        line = str(page.change.about)
        return f"{line[:1].upper()}{line[1:]} is {what}."

    def ending(page: ActPage) -> tuple[Choice, ...]:
        href = page.access.url(f"{name}_{verb}", page.about.id)
        return (Choice(words, f"{href}?back={page.next_url('')}", icon="trash"),)

    money = partial(Act, permission=Permission.EDIT_COSTS, crumbs=(listed,), then=listed[1:])
    line = partial(money, find=lambda access, pk: money_kept.line(access, kind, pk))
    return (
        money(f"{at}new/", f"{name}_new", new, intro=intro, form=form,
            service=lambda page, **sent: save(None, **page.values, **sent), done=lambda page: done_to(page, "added")),
        line(f"{at}<int:pk>/edit/", f"{name}_edit", "{about.name}", intro=intro, form=form, more=ending,
            service=lambda page, **sent: save(page.about.id, **page.values, **sent),
            done=lambda page: done_to(page, "saved")),
        line(f"{at}<int:pk>/{verb}/", f"{name}_{verb}", f"{verb.title()} {{about.name}}?", f"{verb.title()} it",
            intro=what_ends, danger=True, service=lambda page, **sent: end(page.about.id, **sent),
            done=f"{{about.name}} is {done}."),
    )  # fmt: skip


def _now(page: ActPage) -> dict[str, Any] | None:
    """The stored values of the line."""
    return page.about.values if page.about else None


def _whole_school_form(page: ActPage, data: Data) -> EditForm:
    """The cost, with the roles and budgets to choose from."""
    roles, streams = money_kept.role_choices(page.access), money_kept.stream_choices(page.access)
    return WholeSchoolForm(data, now=_now(page), roles=roles, streams=streams)


def _other_cost_form(page: ActPage, data: Data) -> EditForm:
    """The cost; a new one begins with the pupil or group of the page that led here."""
    now, asked = _now(page) or {}, page.request.GET
    first = {name: row_number(asked.get(name, "")) for name in ("pupil", "group")}
    return OtherCostForm(
        data, now=_now(page), initial=first, roles=money_kept.role_choices(page.access),
        groups=money_kept.group_choices(page.access, now.get("group")),
        pupils=money_kept.pupil_choices(page.access, now.get("pupil")),
    )  # fmt: skip


def _award_form(page: ActPage, data: Data) -> EditForm:
    """The award; a new one begins with the pupil of the page that led here."""
    first = {"pupil": row_number(page.request.GET.get("pupil", ""))}
    pupils = money_kept.pupil_choices(page.access, (_now(page) or {}).get("pupil"))
    return AwardForm(data, now=_now(page), initial=first, pupils=pupils)


ACTS = (
    *_acts_on(
        "whole school", "costs/whole-school/", "whole_school", ("Whole school", "costs_whole_school"),
        "A whole-school cost",
        intro="What cannot be charged to a pupil. It is an amount, or so many hours a week of a staff role.",
        form=_whole_school_form, save=money_services.save_whole_school,
        ends=("remove", "removed"), words="Remove this cost", end=money_services.remove_whole_school,
        what_ends="It leaves this year’s costs; its history stays."),
    *_acts_on(
        "other", "costs/other/", "other_cost", ("Other costs", "costs_other"), "An other cost",
        intro="Equipment, a licence, training, a professional’s visit or a meeting, for a group or for one pupil.",
        form=_other_cost_form, save=money_services.save_other_cost,
        ends=("end", "ended"), words="End this cost", end=money_services.end_other_cost,
        what_ends="It counts no more, in any figure of this year. Its line and its history stay."),
    *_acts_on(
        "stream", "costs/budgets/", "stream", ("Budgets", "costs_streams"), "A budget",
        intro="Money that provision is paid from this year.",
        form=lambda page, data: StreamForm(data, now=_now(page)), save=money_services.save_stream,
        ends=("remove", "removed"), words="Remove this budget", end=money_services.remove_stream,
        what_ends="A budget that pays for a group or a whole-school cost stays until those are paid from another."),
    *_acts_on(
        "award", "costs/awards/", "award", ("Top-up awards", "costs_awards"), "A top-up award",
        intro="What the local authority was asked for, and what it granted.",
        form=_award_form, save=money_services.save_award,
        ends=("remove", "removed"), words="Remove this award", end=money_services.remove_award,
        what_ends="For one entered by mistake. An award that came to an end gets its last day, one refused its "
        "status."),
)  # fmt: skip
