"""The pages that add pupils to groups, and end or remove their places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from provisions.groups import fit
from provisions.places import forms as place_forms
from provisions.places import services as place_services
from provisions.reading import names_of
from schools.access import Access, NotThere
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
    """The parts of a place that this person may write: a new outcome, the charge."""
    return {"writes": access.may(Permission.EDIT_NEEDS), "money": access.may(Permission.VIEW_COSTS)}


class PlacePage(EditPage):
    """The base of the pages of places: the group, and the link back to it."""

    permission = WHO

    def about_group(self, pk: int) -> None:
        """Find the group, and link to it."""
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
    """Add pupils to a group: the best fits first, with the reasons."""

    submit_label = "Give them a place"

    def begin(self, **parts: Any) -> None:
        """Find the group, and say how full it is."""
        self.about_group(parts["pk"])
        self.title = f"Pupils for {self.group}"
        self.day = place_services.day_to_join(self.access, self.group)
        self.intro = place_services.crowd_of(self.group, self.day).words
        self.live = f"{self.request.path}?count"

    def post(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """Save; with `?count`, how full the group would be with the pupils ticked so far."""
        if "count" not in request.GET:
            return super().post(request, **parts)
        self._begin(parts)
        ticked = {number for one in request.POST.getlist("pupils") if (number := row_number(one)) is not None}
        joined = place_forms.day_in(request.POST.get("joined", ""))
        crowd = place_services.crowd_of(self.group, joined, ticked)
        return render(request, "provisions/place_count.html", {"crowd": crowd})

    def ticks(self) -> Mapping[int, str]:
        """The audit's band for each pupil; audits, which may not be imported here, fills it in by overriding this."""
        return {}

    def form(self, data: Data) -> EditForm:
        """The pupils who may be added, and one form for when they join and the outcome."""
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
        """Save, once the person has been warned where the group would be fuller than its size."""
        values = form.values
        crowd = place_services.crowd_of(self.group, values["joined"], values["pupils"])
        if crowd.over and not form.warned(crowd.there):
            raise Refused(f"{crowd.words} If that is meant, save once more.", "pupils")
        self.given = len(values["pupils"])
        return place_services.add_places(by=self.access, group=self.group.pk, ticket=form.ticket, **values)

    def success(self, change: Edit) -> str:
        return f"{plural(self.given, 'pupil has,pupils have')} a place in {self.group} now."


class EditPlace(PlacePage):
    """Change a place."""

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
    """End a pupil's place on a day; the place is kept."""

    submit_label = "Save the last day"

    def begin(self, **parts: Any) -> None:
        self.about_place(parts["pk"])
        self.title = f"{self.place.pupil} leaves {self.group}"
        self.intro = "What they had until then stays on every paper. If they come back they get a place anew."

    def form(self, data: Data) -> EditForm:
        """The last day: today, or the group's where it has ended."""
        left = self.place.left or place_services.day_to_leave(self.group)
        return place_forms.LeavePlaceForm(data, initial={"left": left})

    def save(self, form: place_forms.LeavePlaceForm, *formsets: Any) -> Edit:
        return place_services.end_places(by=self.access, places=[self.place.pk], ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"{self.place.pupil} leaves {self.group}."


class LeaveTogether(PlacePage):
    """End the places of several pupils on a day."""

    submit_label = "Save the last day"

    def begin(self, **parts: Any) -> None:
        self.about_group(parts["pk"])
        self.title = f"Pupils leave {self.group}"
        self.intro = "What they had until then stays on every paper."

    def form(self, data: Data) -> EditForm:
        """The pupils in the group, and the last day."""
        places = [(one.pk, str(one.pupil)) for one in place_services.open_places(self.access, self.group)]
        left = place_services.day_to_leave(self.group)
        return place_forms.LeaveTogetherForm(data, places=places, initial={"left": left})

    def save(self, form: place_forms.LeaveTogetherForm, *formsets: Any) -> Edit:
        return place_services.end_places(by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"The last day in {self.group} is saved."


class RemovePlace(PlacePage):
    """Remove a place that was entered by mistake."""

    submit_label = "Remove the place"
    danger = True

    def begin(self, **parts: Any) -> None:
        """Find the place, and list what is removed with it."""
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
    """Add a pupil to a group: those with an empty place first, the best fit first."""

    permission = WHO
    submit_label = "Give the place"

    def begin(self, **parts: Any) -> None:
        found = names_of(self.access, [parts["pk"]])
        if not found:
            raise NotThere("There is no such pupil among those you work with.")
        self.pupil = found[parts["pk"]]
        self.title = f"A group for {self.pupil.name}"
        self.intro = "Groups with an empty place that would fit stand first."
        slug = self.access.school.slug
        self.crumbs = (
            Crumb("Pupils", reverse("pupils", args=[slug])),
            Crumb(self.pupil.name, reverse("pupil", args=[slug, self.pupil.id])),
        )

    def form(self, data: Data) -> EditForm:
        """The groups to choose from, and when the pupil joins and the outcome."""
        day, own = place_services.day_to_join(self.access), place_services.groups_to_change(self.access)
        chances = fit.groups_that_fit(self.access, self.pupil, today(), own & place_services.TO_FILL)
        outcomes = place_services.outcomes_of(self.access, self.pupil.id)
        return place_forms.JoinGroupForm(
            data, chances=chances, outcomes=outcomes, initial={"joined": day}, **may_write(self.access)
        )

    def save(self, form: place_forms.JoinGroupForm, *formsets: Any) -> Edit:
        """Save, once the person has been warned where the group would be fuller than its size."""
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
