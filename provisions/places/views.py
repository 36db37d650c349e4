"""The pages on which pupils come into groups, and leave them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from provisions.groups import fit
from provisions.places import forms as place_forms
from provisions.places import services as place_services
from provisions.reading import reach
from pupils.reading import names_of
from schools.access import Access
from schools.clock import today
from schools.edits import Edit, Refused
from schools.roles import Permission
from schools.views.editing import Data, EditPage
from ui.edit_fields import row_number
from ui.edit_forms import EditForm
from ui.parts import Choice, Crumb
from ui.words import plural

WHO = (Permission.EDIT_PROVISION, Permission.EDIT_OWN_GROUPS)


def may_write(access: Access) -> dict[str, bool]:
    """What of a place this person may write: a new outcome, what is charged."""
    return {"writes": access.may(Permission.EDIT_NEEDS), "money": access.may(Permission.VIEW_COSTS)}


class PlacePage(EditPage):
    """What the pages of places share: whose group it is, and the way back to it."""

    permission = WHO

    def about_group(self, pk: int) -> None:
        """Find the group, and the way to it."""
        self.group = place_services.group_to_fill(self.access, pk)
        slug = self.access.school.slug
        self.crumbs = (
            Crumb("Groups", reverse("groups", args=[slug])), Crumb(str(self.group), reverse("group", args=[slug, pk])),
        )  # fmt: skip

    def about_place(self, pk: int) -> None:
        """Find the place and its group."""
        (self.place,) = place_services.places_to_change(self.access, [pk])
        self.about_group(self.place.group_id)

    def next_url(self, thing: str) -> str:
        return reverse("group", args=[self.access.school.slug, self.group.pk])


class AddPupils(PlacePage):
    """Pupils come into a group: those who would fit first, with the reasons."""

    submit_label = "Give them a place"

    def begin(self, **parts: Any) -> None:
        """Find the group, and say how full it is."""
        self.about_group(parts["pk"])
        self.title = f"Pupils for {self.group}"
        self.day = place_services.day_to_join(self.access, self.group)
        self.intro = place_services.crowd_of(self.group, self.day).words
        self.live = f"{self.request.path}?count"

    def post(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """Save; or, with `?count`, how full the group would be with those who are ticked, while one ticks them."""
        if "count" not in request.GET:
            return super().post(request, **parts)
        self._begin(parts)
        ticked = {number for one in request.POST.getlist("pupils") if (number := row_number(one)) is not None}
        joined = place_forms.day_in(request.POST.get("joined", ""))
        crowd = place_services.crowd_of(self.group, joined, ticked)
        return render(request, "provisions/place_count.html", {"crowd": crowd})

    def ticks(self) -> Mapping[int, str]:
        """What the audit says of pupils for this provision; audits stand above provisions and tell it there."""
        return {}

    def form(self, data: Data) -> EditForm:
        """Everybody who may be added, and one form for when they come and what for."""
        candidates = fit.who_fits(self.access, self.group.pk, self.day or today(), self.ticks())
        asked = [number for one in self.request.GET.getlist("pupil") if (number := row_number(one)) is not None]
        scope = place_services.scope_words(self.group)
        return place_forms.AddPupilsForm(
            data,
            candidates=candidates,
            scope=scope,
            initial={"joined": self.day, "pupils": asked},
            **may_write(self.access),
        )

    def save(self, form: place_forms.AddPupilsForm, *formsets: Any) -> Edit:
        """Save, once it has been said if there are more than are taught together."""
        values = form.values
        crowd = place_services.crowd_of(self.group, values["joined"], values["pupils"])
        if crowd.over and not form.warned(crowd.there):
            raise Refused(f"{crowd.words} If that is meant, save once more.", "pupils")
        self.given = len(values["pupils"])
        return place_services.add_places(by=self.access, group=self.group.pk, ticket=form.ticket, **values)

    def success(self, change: Edit) -> str:
        return f"{plural(self.given, 'pupil has,pupils have')} a place in {self.group} now."


class EditPlace(PlacePage):
    """When a pupil comes to a group, what for, and how it is charged."""

    def begin(self, **parts: Any) -> None:
        self.about_place(parts["pk"])
        self.title = f"{self.place.pupil} in {self.group}"
        slug = self.access.school.slug
        away = Choice("Entered by mistake? Remove it", reverse("place_remove", args=[slug, self.place.pk]))
        self.more = (away,)

    def form(self, data: Data) -> EditForm:
        outcomes = place_services.outcomes_of(self.access, self.place.pupil_id)
        now = place_services.values_of(self.place)
        kept = {name: now[name] for name in ("joined", "left", "days")}
        kept |= {"outcome": now["outcome"]} if outcomes else {}
        kept |= {name: now[name] for name in place_forms.MONEY} if may_write(self.access)["money"] else {}
        return place_forms.PlaceForm(data, now=kept, outcomes=outcomes, **may_write(self.access))

    def save(self, form: place_forms.PlaceForm, *formsets: Any) -> Edit:
        return place_services.change_place(by=self.access, place=self.place.pk, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"{self.place.pupil}’s place in {self.group} is saved."


class LeavePlace(PlacePage):
    """A pupil leaves a group on a day; that they were there stays."""

    submit_label = "Save the last day"

    def begin(self, **parts: Any) -> None:
        self.about_place(parts["pk"])
        self.title = f"{self.place.pupil} leaves {self.group}"
        self.intro = "What they had until then stays on every paper. If they come back they get a place anew."

    def form(self, data: Data) -> EditForm:
        """The last day: today, or the group's where it has ended."""
        left = self.place.left or place_services.day_to_leave(self.group)
        return place_forms.LeaveForm(data, initial={"left": left})

    def save(self, form: place_forms.LeaveForm, *formsets: Any) -> Edit:
        return place_services.end_places(by=self.access, places=[self.place.pk], ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"{self.place.pupil} leaves {self.group}."


class LeaveTogether(PlacePage):
    """Several pupils leave a group on a day."""

    submit_label = "Save the last day"

    def begin(self, **parts: Any) -> None:
        self.about_group(parts["pk"])
        self.title = f"Pupils leave {self.group}"
        self.intro = "What they had until then stays on every paper."

    def form(self, data: Data) -> EditForm:
        """Who is in it, and the last day."""
        places = [(one.pk, str(one.pupil)) for one in place_services.open_places(self.access, self.group)]
        left = place_services.day_to_leave(self.group)
        return place_forms.LeaveTogetherForm(data, places=places, initial={"left": left})

    def save(self, form: place_forms.LeaveTogetherForm, *formsets: Any) -> Edit:
        return place_services.end_places(by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"The last day in {self.group} is saved."


class RemovePlace(PlacePage):
    """A place that was entered by mistake is removed."""

    submit_label = "Remove the place"
    danger = True

    def begin(self, **parts: Any) -> None:
        """Find the place, and say what goes with it."""
        self.about_place(parts["pk"])
        self.title = f"Remove {self.place.pupil} from {self.group}?"
        dates = place_services.dates_of(self.place)
        self.intro = (
            f"The place {dates} will be gone as if it had never been: its days, what it was for and its share of the "
            f"group. Outcomes stay. For a pupil who really was there, give the last day instead."
        )
        slug = self.access.school.slug
        self.more = (Choice("Give the last day instead", reverse("place_leave", args=[slug, self.place.pk])),)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return place_services.remove_place(by=self.access, place=self.place.pk, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.place.pupil}’s place in {self.group} is removed."


class JoinGroup(EditPage):
    """A pupil comes into a group: those with an empty place that fit first."""

    permission = WHO
    submit_label = "Give the place"

    def begin(self, **parts: Any) -> None:
        within = reach(self.access)
        found = names_of(self.access, [parts["pk"]]) if within is None or parts["pk"] in within else {}
        if not found:
            raise LookupError("There is no such pupil among those you work with.")
        self.pupil = found[parts["pk"]]
        self.title = f"A group for {self.pupil.name}"
        self.intro = "Groups with an empty place that would fit stand first."
        slug = self.access.school.slug
        self.crumbs = (
            Crumb("Pupils", reverse("pupils", args=[slug])),
            Crumb(self.pupil.name, reverse("pupil", args=[slug, self.pupil.id])),
        )

    def form(self, data: Data) -> EditForm:
        """The groups to choose from, and when the pupil comes and what for."""
        day, own = place_services.day_to_join(self.access), place_services.own_groups(self.access)
        chances = fit.groups_that_fit(self.access, self.pupil, today(), own & place_services.TO_FILL)
        outcomes = place_services.outcomes_of(self.access, self.pupil.id)
        return place_forms.JoinGroupForm(
            data, chances=chances, outcomes=outcomes, initial={"joined": day}, **may_write(self.access)
        )

    def save(self, form: place_forms.JoinGroupForm, *formsets: Any) -> Edit:
        """Save, once it has been said if there are more than are taught together."""
        values = form.values
        group = place_services.group_to_fill(self.access, values["group"])
        crowd = place_services.crowd_of(group, values["joined"], [self.pupil.id])
        if crowd.over and not form.warned(group.pk):
            raise Refused(f"{group}: {crowd.words} If that is meant, save once more.", "group")
        return place_services.add_places(by=self.access, pupils=[self.pupil.id], ticket=form.ticket, **values)

    def success(self, change: Edit) -> str:
        return f"{self.pupil.name} has a place in {change.about}."

    def next_url(self, thing: str) -> str:
        return reverse("pupil_provision", args=[self.access.school.slug, self.pupil.id])
