"""The pages that make and change groups: the whole form, and a page for each part of it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from provisions.catalogue.reading import provisions_of
from provisions.groups import services
from provisions.groups.choices import Offers, pupil_to_offer, room_to_offer
from provisions.groups.choices import provision_to_offer as provision_named
from provisions.groups.forms import AboutForm, GroupForm, NewGroupForm
from provisions.groups.lines import cost_lines, session_lines, staffing_lines
from provisions.groups.reading import (
    ABOUT,
    EDITORS,
    GROUP,
    STATUS,
    group_to_edit,
    group_to_read,
    need_edit,
    values_of,
)
from schools.edits import Edit
from schools.roles import Permission
from schools.views.editing import Data, EditPage
from ui.edit_forms import EditForm, Lines
from ui.parts import Choice, Crumb


class GroupEditPage(EditPage):
    """A page about one group."""

    permission: Permission | tuple[Permission, ...] = EDITORS
    template = "provisions/group_form.html"

    def begin(self, **parts: Any) -> None:
        """Find the group, and read the choices of its form."""
        self.group = group_to_edit(self.access, parts["pk"])
        self.title = f"{self.group}: {self.title}" if ":" not in self.title else self.title
        self.live = f"{self.access.url('group_cost')}?group={self.group.pk}"

    @cached_property
    def offers(self) -> Offers:
        """The choices of the form."""
        return Offers(self.access, self.group.provision, self.group.school_class_id)

    def next_url(self, thing: str) -> str:
        return self.access.url("group", self.group.pk)

    def success(self, change: Edit) -> str:
        return f"{self.group} is saved."

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        """Adds the day bands and the rooms, for the sessions."""
        return {**super().context(form, formsets), "offers": self.offers, "inside_lines": "provisions/group_lines.html"}


class EditGroup(GroupEditPage):
    """Change everything about a group."""

    title = "change the group"

    def begin(self, **parts: Any) -> None:
        """Find the group, and link to its other acts."""
        super().begin(**parts)
        groups = Crumb("Groups", self.access.url("groups"))
        self.crumbs = (groups, Crumb(str(self.group), self.access.url("group", self.group.pk)))
        self.more = tuple(Choice(words, self.access.url(name, self.group.pk)) for name, words in self.ways())

    def ways(self) -> list[tuple[str, str]]:
        """The other acts on the group, each as (url name, words)."""
        begin = {STATUS.DRAFT: [("group_start", "Start it")], STATUS.RUNNING: [("group_end", "End it …")]}
        if self.group.status in begin:
            return [*begin[STATUS(self.group.status)], ("group_archive", "Put it in the archive …")]
        return [("group_restore", "Bring it back …")]

    def form(self, data: Data) -> EditForm:
        held = values_of(self.group, GROUP)
        if not self.offers.costs:
            del held["funding_stream"]
        return GroupForm(data, now=held, offers=self.offers)

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        """Staffing, sessions and, for those who see costs, other costs."""
        held = (staffing_lines(data, self.offers, self.group), session_lines(data, self.offers, self.group))
        return (*held, cost_lines(data, self.offers, self.group)) if self.offers.costs else held

    def save(self, form: GroupForm, *formsets: Any) -> Edit:
        parts = services.Parts(*formsets)
        return services.change_group(
            by=self.access, group=self.group.pk, values=form.values, parts=parts, ticket=form.ticket
        )


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

    def get(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """The form; without a provision, the catalogue to choose one from."""
        if request.GET.get("provision"):
            return super().get(request, **parts)
        self._begin(parts)
        found = sorted(provisions_of(self.access), key=lambda one: (one.area, one.name))
        kept = [one for one in found if not one.archived]
        context = {"title": self.title, "crumbs": self.crumbs, "provisions": kept}
        return render(request, "provisions/group_choose.html", context)

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


class GroupPanel(GroupEditPage):
    """A page that changes some of a group's lines."""

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        parts = services.Parts(**{line.prefix: line for line in formsets})
        return services.change_group(by=self.access, group=self.group.pk, values={}, parts=parts, ticket=form.ticket)


class EditStaffing(GroupPanel):
    """Change the staffing."""

    title = "staffing"

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        return (staffing_lines(data, self.offers, self.group),)


class EditSessions(GroupPanel):
    """Change the sessions."""

    title = "sessions"

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        return (session_lines(data, self.offers, self.group),)


class EditGroupCosts(GroupEditPage):
    """Change the other costs."""

    permission = (Permission.EDIT_PROVISION, Permission.EDIT_COSTS)
    title = "other costs"

    def begin(self, **parts: Any) -> None:
        """Find the group; those who change costs need not be able to change the rest of it."""
        self.group = group_to_read(self.access, parts["pk"])
        self.title = f"{self.group}: other costs"
        self.live = f"{self.access.url('group_cost')}?group={self.group.pk}"

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        return (cost_lines(data, self.offers, self.group),)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        (costs,) = formsets
        return services.change_costs(by=self.access, group=self.group.pk, costs=costs, ticket=form.ticket)


class EditAbout(GroupEditPage):
    """Change what the group is for."""

    title = "what it is for"

    def begin(self, **parts: Any) -> None:
        super().begin(**parts)
        self.live = ""

    def form(self, data: Data) -> EditForm:
        return AboutForm(data, now=values_of(self.group, ABOUT), offers=self.offers)

    def save(self, form: AboutForm, *formsets: Any) -> Edit:
        return services.change_group(by=self.access, group=self.group.pk, values=form.values, ticket=form.ticket)
