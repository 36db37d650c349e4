"""The pages that change money: whole-school provision, other costs, budgets and top-up awards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.urls import reverse

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
    """A line of money that is added, or (with its number in the address) changed."""

    permission = Permission.EDIT_COSTS
    kind: ClassVar[str]
    page: ClassVar[tuple[str, str]]
    new: ClassVar[str]
    verb: ClassVar[Callable[..., Edit]]
    ends: ClassVar[tuple[str, str]]
    held: money_kept.Line | None = None

    def begin(self, pk: int | None = None, **parts: Any) -> None:
        slug = self.access.school.slug
        name, label = self.page
        self.crumbs = (Crumb(label, reverse(name, args=[slug])),)
        self.title = self.new
        if pk is not None:
            self.held = money_kept.line(self.access, self.kind, pk)
            self.title = self.held.name
            address, words = self.ends
            back = f"?back={reverse(name, args=[slug])}"
            self.more = (Choice(words, reverse(address, args=[slug, pk]) + back, icon="trash"),)

    @property
    def now(self) -> dict[str, Any] | None:
        """The line as it stands."""
        return self.held.values if self.held else None

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        number = self.held.id if self.held else None
        return type(self).verb(number, by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        name = str(change.about)
        return f"{name[:1].upper()}{name[1:]} is {'saved' if self.held else 'added'}."

    def next_url(self, thing: str) -> str:
        return reverse(self.page[0], args=[self.access.school.slug])


class EndPage(MoneyPage):
    """A line of money that is removed or ended."""

    danger = True
    what: ClassVar[str]
    done: ClassVar[str]

    def begin(self, pk: int | None = None, **parts: Any) -> None:
        """Find the line, and say what will happen."""
        super().begin(pk)
        self.more = ()
        self.title = f"{self.submit_label.removesuffix(' it')} {self.held.name if self.held else ''}?"
        self.intro = self.what

    def form(self, data: Data) -> EditForm:
        return EditForm(data)

    def success(self, change: Edit) -> str:
        return f"{self.held.name if self.held else ''} is {self.done}."


class WholeSchool(MoneyPage):
    """A cost of the whole school."""

    kind = "whole school"
    page = ("costs_whole_school", "Whole school")
    new = "A whole-school cost"
    verb = staticmethod(money_services.save_whole_school)
    ends = ("whole_school_remove", "Remove this cost")
    intro = "What cannot be charged to a pupil. It is an amount, or so many hours a week of a staff role."

    def form(self, data: Data) -> EditForm:
        """The cost with the roles and budgets there are."""
        roles, streams = money_kept.role_choices(self.access), money_kept.stream_choices(self.access)
        return WholeSchoolForm(data, now=self.now, roles=roles, streams=streams)


class WholeSchoolRemove(EndPage):
    """Take a cost of the whole school off the list."""

    kind, page, new, ends = WholeSchool.kind, WholeSchool.page, WholeSchool.new, WholeSchool.ends
    verb = staticmethod(money_services.remove_whole_school)
    submit_label = "Remove it"
    what = "It leaves this year’s costs; its history stays."
    done = "removed"


class OtherCost(MoneyPage):
    """A cost besides staff, of a group or of a pupil."""

    kind = "other"
    page = ("costs_other", "Other costs")
    new = "An other cost"
    verb = staticmethod(money_services.save_other_cost)
    ends = ("other_cost_end", "End this cost")
    intro = "Equipment, a licence, training, a professional’s visit or a meeting, for a group or for one pupil."

    def form(self, data: Data) -> EditForm:
        """The cost; a new one may begin with the pupil or group that it was opened from."""
        now, asked = self.now or {}, self.request.GET
        first = {name: row_number(asked.get(name, "")) for name in ("pupil", "group")}
        return OtherCostForm(
            data, now=self.now, initial=first, roles=money_kept.role_choices(self.access),
            groups=money_kept.group_choices(self.access, now.get("group")),
            pupils=money_kept.pupil_choices(self.access, now.get("pupil")),
        )  # fmt: skip


class OtherCostEnd(EndPage):
    """End an other cost."""

    kind, page, new, ends = OtherCost.kind, OtherCost.page, OtherCost.new, OtherCost.ends
    verb = staticmethod(money_services.end_other_cost)
    submit_label = "End it"
    what = "It counts no more, in any figure of this year. Its line and its history stay."
    done = "ended"


class Stream(MoneyPage):
    """A budget of the year."""

    kind = "stream"
    page = ("costs_streams", "Budgets")
    new = "A budget"
    verb = staticmethod(money_services.save_stream)
    ends = ("stream_remove", "Remove this budget")
    intro = "Money that provision is paid from this year."

    def form(self, data: Data) -> EditForm:
        return StreamForm(data, now=self.now)


class StreamRemove(EndPage):
    """Remove a budget that nothing is paid from."""

    kind, page, new, ends = Stream.kind, Stream.page, Stream.new, Stream.ends
    verb = staticmethod(money_services.remove_stream)
    submit_label = "Remove it"
    what = "A budget that pays for a group or a whole-school cost stays until those are paid from another."
    done = "removed"


class Award(MoneyPage):
    """Top-up funding of a pupil."""

    kind = "award"
    page = ("costs_awards", "Top-up awards")
    new = "A top-up award"
    verb = staticmethod(money_services.save_award)
    ends = ("award_remove", "Remove this award")
    intro = "What the local authority was asked for, and what it granted."

    def form(self, data: Data) -> EditForm:
        """The award; a new one may begin with the pupil that it was opened from."""
        first = {"pupil": row_number(self.request.GET.get("pupil", ""))}
        pupils = money_kept.pupil_choices(self.access, (self.now or {}).get("pupil"))
        return AwardForm(data, now=self.now, initial=first, pupils=pupils)


class AwardRemove(EndPage):
    """Remove an award entered by mistake."""

    kind, page, new, ends = Award.kind, Award.page, Award.new, Award.ends
    verb = staticmethod(money_services.remove_award)
    submit_label = "Remove it"
    what = "For one entered by mistake. An award that came to an end gets its last day, one refused its status."
    done = "removed"
