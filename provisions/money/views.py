"""The pages that change money: whole-school provision, other costs, budgets and top-up awards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from provisions.money import reading as money_kept
from provisions.money import services as money_services
from provisions.money.forms import AwardForm, OtherCostForm, StreamForm, WholeSchoolForm
from schools.edits import Edit
from schools.roles import Permission
from schools.views.editing import Data, EditPage
from ui.edit_fields import row_number
from ui.edit_forms import EditForm
from ui.parts import Choice, Crumb


class MoneyPage(EditPage):
    """A page that adds a line of money or, with its number in the address, changes it."""

    permission = Permission.EDIT_COSTS
    kind: ClassVar[str]
    list_page: ClassVar[tuple[str, str]]
    new: ClassVar[str]
    verb: ClassVar[Callable[..., Edit]]
    ends: ClassVar[tuple[str, str]]
    line: money_kept.MoneyLine | None = None

    def begin(self, pk: int | None = None, **parts: Any) -> None:
        name, label = self.list_page
        self.crumbs = (Crumb(label, self.access.url(name)),)
        self.title = self.new
        if pk is not None:
            self.line = money_kept.line(self.access, self.kind, pk)
            self.title = self.line.name
            address, words = self.ends
            back = f"?back={self.access.url(name)}"
            self.more = (Choice(words, self.access.url(address, pk) + back, icon="trash"),)

    @property
    def now(self) -> dict[str, Any] | None:
        """The stored values of the line."""
        return self.line.values if self.line else None

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        number = self.line.id if self.line else None
        return type(self).verb(number, by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        name = str(change.about)
        return f"{name[:1].upper()}{name[1:]} is {'saved' if self.line else 'added'}."

    def next_url(self, thing: str) -> str:
        return self.access.url(self.list_page[0])


class EndMoneyPage(MoneyPage):
    """A page that removes or ends a line of money."""

    danger = True
    what: ClassVar[str]
    done: ClassVar[str]

    def begin(self, pk: int | None = None, **parts: Any) -> None:
        """Find the line, and announce what will happen."""
        super().begin(pk)
        self.more = ()
        self.title = f"{self.submit_label.removesuffix(' it')} {self.line.name if self.line else ''}?"
        self.intro = self.what

    def form(self, data: Data) -> EditForm:
        return EditForm(data)

    def success(self, change: Edit) -> str:
        return f"{self.line.name if self.line else ''} is {self.done}."


class WholeSchoolCostPage(MoneyPage):
    """Add or change a cost of the whole school."""

    kind = "whole school"
    list_page = ("costs_whole_school", "Whole school")
    new = "A whole-school cost"
    verb = staticmethod(money_services.save_whole_school)
    ends = ("whole_school_remove", "Remove this cost")
    intro = "What cannot be charged to a pupil. It is an amount, or so many hours a week of a staff role."

    def form(self, data: Data) -> EditForm:
        """The cost, with the roles and budgets to choose from."""
        roles, streams = money_kept.role_choices(self.access), money_kept.stream_choices(self.access)
        return WholeSchoolForm(data, now=self.now, roles=roles, streams=streams)


class RemoveWholeSchoolCost(EndMoneyPage):
    """Remove a cost of the whole school."""

    kind, list_page, new, ends = (
        WholeSchoolCostPage.kind,
        WholeSchoolCostPage.list_page,
        WholeSchoolCostPage.new,
        WholeSchoolCostPage.ends,
    )
    verb = staticmethod(money_services.remove_whole_school)
    submit_label = "Remove it"
    what = "It leaves this year’s costs; its history stays."
    done = "removed"


class OtherCostPage(MoneyPage):
    """Add or change an other cost of a group or a pupil."""

    kind = "other"
    list_page = ("costs_other", "Other costs")
    new = "An other cost"
    verb = staticmethod(money_services.save_other_cost)
    ends = ("other_cost_end", "End this cost")
    intro = "Equipment, a licence, training, a professional’s visit or a meeting, for a group or for one pupil."

    def form(self, data: Data) -> EditForm:
        """The cost; a new one begins with the pupil or group of the page that led here."""
        now, asked = self.now or {}, self.request.GET
        first = {name: row_number(asked.get(name, "")) for name in ("pupil", "group")}
        return OtherCostForm(
            data, now=self.now, initial=first, roles=money_kept.role_choices(self.access),
            groups=money_kept.group_choices(self.access, now.get("group")),
            pupils=money_kept.pupil_choices(self.access, now.get("pupil")),
        )  # fmt: skip


class EndOtherCost(EndMoneyPage):
    """End an other cost."""

    kind, list_page, new, ends = OtherCostPage.kind, OtherCostPage.list_page, OtherCostPage.new, OtherCostPage.ends
    verb = staticmethod(money_services.end_other_cost)
    submit_label = "End it"
    what = "It counts no more, in any figure of this year. Its line and its history stay."
    done = "ended"


class StreamPage(MoneyPage):
    """Add or change a budget of the year."""

    kind = "stream"
    list_page = ("costs_streams", "Budgets")
    new = "A budget"
    verb = staticmethod(money_services.save_stream)
    ends = ("stream_remove", "Remove this budget")
    intro = "Money that provision is paid from this year."

    def form(self, data: Data) -> EditForm:
        return StreamForm(data, now=self.now)


class RemoveStream(EndMoneyPage):
    """Remove a budget that nothing is paid from."""

    kind, list_page, new, ends = StreamPage.kind, StreamPage.list_page, StreamPage.new, StreamPage.ends
    verb = staticmethod(money_services.remove_stream)
    submit_label = "Remove it"
    what = "A budget that pays for a group or a whole-school cost stays until those are paid from another."
    done = "removed"


class AwardPage(MoneyPage):
    """Add or change a top-up award."""

    kind = "award"
    list_page = ("costs_awards", "Top-up awards")
    new = "A top-up award"
    verb = staticmethod(money_services.save_award)
    ends = ("award_remove", "Remove this award")
    intro = "What the local authority was asked for, and what it granted."

    def form(self, data: Data) -> EditForm:
        """The award; a new one begins with the pupil of the page that led here."""
        first = {"pupil": row_number(self.request.GET.get("pupil", ""))}
        pupils = money_kept.pupil_choices(self.access, (self.now or {}).get("pupil"))
        return AwardForm(data, now=self.now, initial=first, pupils=pupils)


class RemoveAward(EndMoneyPage):
    """Remove an award that was entered by mistake."""

    kind, list_page, new, ends = AwardPage.kind, AwardPage.list_page, AwardPage.new, AwardPage.ends
    verb = staticmethod(money_services.remove_award)
    submit_label = "Remove it"
    what = "For one entered by mistake. An award that came to an end gets its last day, one refused its status."
    done = "removed"
