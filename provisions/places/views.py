"""The pages that add pupils to groups, and end or remove their places."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from provisions.groups import fit
from provisions.places import forms as place_forms
from provisions.places import services as place_services
from provisions.reading import names_of
from pupils.reading import PupilName
from schools.access import Access, NotThere
from schools.clock import today
from schools.edits import Edit, Refused
from schools.roles import Permission
from schools.views import Act, ActPage, Data
from ui.edit_fields import row_number
from ui.edit_forms import EditForm

WHO = (Permission.EDIT_PROVISION, Permission.EDIT_OWN_GROUPS)


def may_write(access: Access) -> dict[str, Any]:
    """The parts of a place that this person may write: a new outcome, the charge."""
    return {"writes": access.may(Permission.EDIT_NEEDS), "money": access.may(Permission.VIEW_COSTS)}


class AboutPlace(NamedTuple):
    """A group, and the place in it that the address names."""

    group: Any
    place: Any = None


def about_group(access: Access, pk: int) -> AboutPlace:
    """The group, for changing its pupils. Raises NotThere."""
    return AboutPlace(place_services.group_to_fill(access, pk))


def about_place(access: Access, pk: int) -> AboutPlace:
    """The place and its group. Raises NotThere."""
    (place,) = place_services.places_to_change(access, [pk])
    return AboutPlace(place_services.group_to_fill(access, place.group_id), place)


class AddPupils(ActPage):
    """Add pupils to a group: the best fits first, with the reasons."""

    def begin(self, *args: Any, **parts: Any) -> None:
        """Find the group, and say how full it is."""
        super().begin(**parts)
        self.group = self.about.group
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
            data, choices={"pupils": place_forms.candidate_choices(candidates, scope)},
            initial={"joined": self.day, "pupils": asked}, **may_write(self.access),
        )  # fmt: skip

    def save(self, form: Any, *formsets: Any) -> Edit:
        """Save, once the person has been warned where the group would be fuller than its size."""
        values = form.values
        crowd = place_services.crowd_of(self.group, values["joined"], values["pupils"])
        if crowd.over and not form.warned(crowd.there):
            raise Refused(f"{crowd.words} If that is meant, save once more.", "pupils")
        return super().save(form)


class JoinGroup(ActPage):
    """Add a pupil to a group: those with an empty place first, the best fit first."""

    def form(self, data: Data) -> EditForm:
        """The groups to choose from, and when the pupil joins and the outcome."""
        day, own = place_services.day_to_join(self.access), place_services.groups_to_change(self.access)
        chances = fit.groups_that_fit(self.access, self.about, today(), own & place_services.TO_FILL)
        outcomes = place_services.outcomes_of(self.access, self.about.id)
        return place_forms.JoinGroupForm(
            data, choices={"group": place_forms.chance_choices(chances)}, outcomes=outcomes, initial={"joined": day},
            **may_write(self.access),
        )  # fmt: skip

    def save(self, form: Any, *formsets: Any) -> Edit:
        """Save, once the person has been warned where the group would be fuller than its size."""
        group = place_services.group_to_fill(self.access, form.values["group"])
        crowd = place_services.crowd_of(group, form.values["joined"], [self.about.id])
        if crowd.over and not form.warned(group.pk):
            raise Refused(f"{group}: {crowd.words} If that is meant, save once more.", "group")
        return super().save(form)


def pupil_to_join(access: Access, pk: int) -> PupilName:
    """A pupil of the year within reach. Raises NotThere."""
    pupils = names_of(access, [pk])
    if not pupils:
        raise NotThere("There is no such pupil among those you work with.")
    return pupils[pk]


def _place_form(page: ActPage, data: Data) -> EditForm:
    place, writes = page.about.place, may_write(page.access)
    outcomes = place_services.outcomes_of(page.access, place.pupil_id)
    names = (
        "joined",
        "left",
        "days",
        *(("outcome",) if outcomes else ()),
        *(place_forms.MONEY if writes["money"] else ()),
    )
    stored = place_services.values_of(place)
    return place_forms.PlaceForm(data, now={name: stored[name] for name in names}, outcomes=outcomes, **writes)


def _leave_form(page: ActPage, data: Data) -> EditForm:
    """The last day: today, or the group's where it has ended."""
    left = page.about.place.left or place_services.day_to_leave(page.about.group)
    return place_forms.LeavePlaceForm(data, initial={"left": left})


def _leave_together_form(page: ActPage, data: Data) -> EditForm:
    """The pupils in the group, and the last day."""
    group = page.about.group
    places = [(place.pk, str(place.pupil)) for place in place_services.open_places(page.access, group)]
    return place_forms.LeaveTogetherForm(
        data, choices={"places": places}, initial={"left": place_services.day_to_leave(group)}
    )


def _what_goes(page: ActPage) -> str:
    return (
        f"The place {place_services.dates_of(page.about.place)} will be gone as if it had never been: its days, what "
        "it was for and its share of the group. Outcomes stay. For a pupil who really was there, give the last day "
        "instead."
    )


in_group = partial(
    Act, permission=WHO, find=about_group,
    crumbs=(("Groups", "groups"), ("{about.group}", "group", "{about.group.pk}")), then=("group", "{about.group.pk}"),
)  # fmt: skip
of_place = partial(in_group, find=about_place)
ACTS = (
    in_group("groups/<int:pk>/leave/", "group_leave", "Pupils leave {about.group}", "Save the last day",
        intro="What they had until then stays on every paper.", form=_leave_together_form,
        service=lambda page, **sent: place_services.end_places(**page.values, **sent),
        done="The last day in {about.group} is saved."),
    of_place("places/<int:pk>/edit/", "place_edit", "{about.place.pupil} in {about.group}",
        more=(("Entered by mistake? Remove it", "", "place_remove", "{about.place.pk}"),), form=_place_form,
        service=lambda page, **sent: place_services.change_place(place=page.about.place.pk, **page.values, **sent),
        done="{about.place.pupil}’s place in {about.group} is saved."),
    of_place("places/<int:pk>/leave/", "place_leave", "{about.place.pupil} leaves {about.group}", "Save the last day",
        intro="What they had until then stays on every paper. If they come back they get a place anew.",
        form=_leave_form,
        service=lambda page, **sent: place_services.end_places(places=[page.about.place.pk], **page.values, **sent),
        done="{about.place.pupil} leaves {about.group}."),
    of_place("places/<int:pk>/remove/", "place_remove", "Remove {about.place.pupil} from {about.group}?",
        "Remove the place", danger=True, intro=_what_goes,
        more=(("Give the last day instead", "", "place_leave", "{about.place.pk}"),),
        service=lambda page, **sent: place_services.remove_place(place=page.about.place.pk, **sent),
        done="{about.place.pupil}’s place in {about.group} is removed."),
    Act("pupils/<int:pk>/join/", "pupil_join", "A group for {about.name}", "Give the place", page=JoinGroup,
        intro="Groups with an empty place that would fit stand first.", permission=WHO, find=pupil_to_join,
        crumbs=(("Pupils", "pupils"), ("{about.name}", "pupil", "{about.id}")),
        service=lambda page, **sent: place_services.add_places(pupils=[page.about.id], **page.values, **sent),
        done="{about.name} has a place in {change.about}.", then=("pupil_provision", "{about.id}")),
)  # fmt: skip
