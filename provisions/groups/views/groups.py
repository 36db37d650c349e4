"""The pages that make and change groups: the whole form, and a page for each part of it."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from provisions.catalogue.reading import provisions_of
from provisions.groups import services
from provisions.groups.choices import Offers, pupil_to_offer, room_to_offer
from provisions.groups.choices import provision_to_offer as provision_named
from provisions.groups.fields import ABOUT, GROUP
from provisions.groups.forms import AboutForm, GroupForm, NewGroupForm
from provisions.groups.lines import cost_lines, session_lines, staffing_lines
from provisions.groups.reading import (
    EDITORS,
    STATUS,
    group_to_edit,
    group_to_read,
    need_edit,
    values_of,
)
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Act, ActPage, Data, EditPage
from ui.edit_forms import EditForm, Lines
from ui.parts import Choice, Crumb


class GroupPage(ActPage):
    """The page of an act on what a group is made of."""

    template = "provisions/group_form.html"

    @cached_property
    def offers(self) -> Offers:
        """The choices of the form."""
        return Offers(self.access, self.about.provision, self.about.school_class_id)

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        """Adds the day bands and the rooms, for the sessions."""
        return {**super().context(form, formsets), "offers": self.offers, "inside_lines": "provisions/group_lines.html"}


class NewGroup(EditPage):
    """Make a group of a provision."""

    permission = EDITORS
    template = "provisions/group_form.html"
    title = "Add a group"
    submit_label = "Add the group"

    def begin(self, **parts: Any) -> None:
        """Find what the address suggests: a provision, a class, a year group, a pupil."""
        asked = self.request.GET
        provision = provision_named(self.access, self.request.POST.get("provision") or asked.get("provision", ""))
        self.pupil = pupil_to_offer(self.access, asked.get("pupil", ""))
        room = room_to_offer(self.access, asked.get("class", "")) or (self.pupil.class_id if self.pupil else None)
        years = asked.get("year_group") or (self.pupil.year_group if self.pupil else "")
        self.offers = Offers(self.access, provision, room, years)
        if room is not None or asked.get("class"):
            need_edit(self.access, room)
        self.crumbs = (Crumb("Groups", self.access.url("groups")),)
        self.live = self.access.url("group_cost")

    def instead(self) -> HttpResponse | None:
        """Without a provision, the catalogue to choose one from."""
        if self.request.GET.get("provision"):
            return None
        found = sorted(provisions_of(self.access), key=lambda one: (one.area, one.name))
        kept = [one for one in found if not one.archived]
        context = {"title": self.title, "crumbs": self.crumbs, "provisions": kept}
        return render(self.request, "provisions/group_choose.html", context)

    def form(self, data: Data) -> EditForm:
        pupils = {"pupils": [self.pupil.id] if self.pupil else []}
        return NewGroupForm(data, initial={**self.offers.first, **pupils}, offers=self.offers)

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        """The usual staffing, and blank sessions and costs."""
        held = (staffing_lines(data, self.offers), session_lines(data, self.offers))
        return (*held, cost_lines(data, self.offers)) if self.offers.costs else held

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        more = {"offers": self.offers, "provision": self.offers.provision}
        return {**super().context(form, formsets), **more, "inside_lines": "provisions/group_lines.html"}

    def save(self, form: NewGroupForm, *formsets: Any) -> Edit:
        values = {"funding_stream": None, **form.values}
        pupils = values.pop("pupils")
        return services.make_group(
            by=self.access, values=values, pupils=pupils, parts=services.Parts(*formsets), ticket=form.ticket
        )

    def success(self, change: Edit) -> str:
        draft = getattr(change.about, "status", "") == STATUS.DRAFT
        return f"{change.about} is {'kept as a draft' if draft else 'on the map'}."

    def next_url(self, thing: str) -> str:
        return self.access.url("group", thing)

    def _back(self) -> str:
        return ""


def _ways_from(page: ActPage) -> tuple[Choice, ...]:
    """The other acts on the group."""
    begin = {STATUS.DRAFT: [("group_start", "Start it")], STATUS.RUNNING: [("group_end", "End it …")]}
    ways = [("group_restore", "Bring it back …")]
    if page.about.status in begin:
        ways = [*begin[STATUS(page.about.status)], ("group_archive", "Put it in the archive …")]
    return tuple(Choice(words, page.access.url(name, page.about.pk)) for name, words in ways)


def _group_form(page: GroupPage, data: Data) -> EditForm:
    now = values_of(page.about, GROUP)
    if not page.offers.costs:
        del now["funding_stream"]
    return GroupForm(data, now=now, offers=page.offers)


def _group_lines(page: GroupPage, data: Data) -> tuple[Lines, ...]:
    """Staffing, sessions and, for those who see costs, other costs."""
    lines = (staffing_lines(data, page.offers, page.about), session_lines(data, page.offers, page.about))
    return (*lines, cost_lines(data, page.offers, page.about)) if page.offers.costs else lines


def _change(page: GroupPage, **sent: Any) -> Edit:
    parts = services.Parts(**{lines.prefix: lines for lines in page.lines})
    return services.change_group(group=page.about.pk, values=page.values, parts=parts, **sent)


act = partial(
    Act, permission=EDITORS, find=group_to_edit, page=GroupPage, service=_change, done="{about} is saved.",
    live=lambda page: f"{page.access.url('group_cost')}?group={page.about.pk}", then=("group", "{about.pk}"),
)  # fmt: skip
ACTS = (
    act("groups/<int:pk>/edit/", "group_edit", "{about}: change the group", more=_ways_from, form=_group_form,
        crumbs=(("Groups", "groups"), ("{about}", "group", "{about.pk}")), lines=_group_lines),
    act("groups/<int:pk>/staffing/", "group_staffing", "{about}: staffing",
        lines=lambda page, data: (staffing_lines(data, page.offers, page.about),)),
    act("groups/<int:pk>/sessions/", "group_sessions", "{about}: sessions",
        lines=lambda page, data: (session_lines(data, page.offers, page.about),)),
    # Those who change costs need not be able to change the rest of the group.
    act("groups/<int:pk>/costs/", "group_costs", "{about}: other costs", find=group_to_read,
        permission=(Permission.EDIT_PROVISION, Permission.EDIT_COSTS),
        lines=lambda page, data: (cost_lines(data, page.offers, page.about),),
        service=lambda page, **sent: services.change_costs(group=page.about.pk, costs=page.lines[0], **sent)),
    act("groups/<int:pk>/about/", "group_about", "{about}: what it is for", live="",
        form=lambda page, data: AboutForm(data, now=values_of(page.about, ABOUT), offers=page.offers)),
)  # fmt: skip
