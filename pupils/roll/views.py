"""The roll, and the pages that change it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from pupils import forms
from pupils.reading import classes_of, pupil_groups_of
from pupils.records.reading import record_of
from pupils.roll import listing as roll_list
from pupils.roll import services as roll
from schools.clock import today
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Act, ActPage, Data, SchoolView
from ui.edit_forms import EditForm
from ui.parts import Choice
from ui.tables import list_table


class Roll(SchoolView):
    """The roll."""

    permission = Permission.EDIT_PUPILS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, with the acts on ticked pupils."""
        found = roll_list.build(self.access, request.GET.dict())
        context = {
            "title": roll_list.LISTING.title,
            "intro": f"Who is at the school in {self.access.year}: names, year groups and classes.",
            "found": found,
            "table": list_table(roll_list.LISTING, found.rows, request.GET),
            "today": today(),
            "keep": [("sort", value) for value in request.GET.getlist("sort")],
            "back": request.get_full_path(),
        }
        return render(request, "pupils/roll.html" if self.access.year else "components/no_year.html", context)


class RollActPage(ActPage):
    """The page of an act on the roll, which needs an academic year."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Shows a page that says so where there is no academic year."""
        if self.access.year is None and self.access.may(Permission.EDIT_PUPILS):
            return render(request, "components/no_year.html", {"title": "No academic year yet"})
        return super().dispatch(request, *args, **kwargs)


class NewPupil(RollActPage):
    """Add a pupil."""

    def form(self, data: Data) -> EditForm:
        """An empty form; the class may be named in the address."""
        initial = {name: self.request.GET[name] for name in ("year_group", "school_class") if name in self.request.GET}
        return forms.NewPupilForm(
            data, classes=classes_of(self.access).items(), groups=pupil_groups_of(self.access).items(),
            needs=self.access.may(Permission.EDIT_NEEDS), initial=initial,
        )  # fmt: skip

    def save(self, form: Any, *formsets: Any) -> Edit:
        """Add the pupil, or ask whether it is another child than the one on record."""
        try:
            return super().save(form)
        except roll.LikelyTwin:
            form.ask()
            raise


def _record_form(page: ActPage, data: Data) -> EditForm:
    classes = classes_of(page.access).items()
    return forms.PupilForm(data, now=page.about.now, classes=classes, placed=page.about.placed)


def _leave_form(page: ActPage, data: Data) -> EditForm:
    """The last day; today if none is set."""
    leaving = page.about.now["leaving_date"]
    if leaving:
        return forms.LeaveSchoolForm(data, now={"leaving_date": leaving})
    return forms.LeaveSchoolForm(data, initial={"leaving_date": today()})


def _back_form(page: ActPage, data: Data) -> EditForm:
    """Blank for a pupil who has a year group in the year."""
    return forms.BackForm(data, classes=classes_of(page.access).items(), placed=page.about.placed)


def _offered(page: ActPage, data: Data, *, left: bool = False) -> list[tuple[Any, Any]]:
    """The pupils to tick, by class: those ticked in the roll, or here."""
    ticked = page.request.POST.getlist("pupils") if data else ()
    return roll_list.to_tick(roll_list.rows_of(page.access), left=left, ticked=ticked)


def _ways_from(page: ActPage) -> tuple[Choice, ...]:
    leaving = page.about.now["leaving_date"]
    other = ("pupil_back", "Bring back to the roll") if leaving else ("pupil_leave", "Mark as a leaver")
    ways = (other, ("pupil_own_groups", "Pupil groups"))
    return tuple(Choice(words, page.access.url(name, page.about.id)) for name, words in ways)


def _to_pupil(page: ActPage, thing: str) -> str:
    """The pupil's page for those who may open it, else the roll."""
    seen = thing and page.access.may(Permission.VIEW_PUPILS)
    return page.access.url("pupil", thing) if seen else page.access.url("pupil_roll")


roll_act = partial(
    Act, permission=Permission.EDIT_PUPILS, page=RollActPage, crumbs=(("The roll", "pupil_roll"),), then=_to_pupil
)
of_pupil = partial(roll_act, find=record_of)
ACTS = (
    roll_act("pupils/roll/move/", "roll_move", "Move pupils to a class", "Move them",
        form=lambda page, data: forms.MoveForm(
            data, offered=_offered(page, data), classes=classes_of(page.access).items()),
        service=lambda page, **sent: roll.move_to_class(
            page.values["pupils"], school_class=page.values["school_class"], **sent),
        done="Moved: {change.summary}."),
    roll_act("pupils/roll/leavers/", "roll_leavers", "Mark pupils as leavers", "Mark as leavers",
        intro="Their records, and all that was given, stay. Places in groups stay open until they are ended.",
        form=lambda page, data: forms.LeaversForm(data, offered=_offered(page, data)),
        service=lambda page, **sent: roll.mark_leavers(
            page.values["pupils"], leaving_date=page.values["leaving_date"], **sent),
        done="Marked as leaving: {change.summary}."),
    roll_act("pupils/roll/back/", "roll_back", "Bring leavers back", "Bring back",
        intro="Their last day is taken away. Places in groups that have ended stay ended.",
        form=lambda page, data: forms.SeveralForm(data, offered=_offered(page, data, left=True)),
        service=lambda page, **sent: roll.bring_pupils_back(page.values["pupils"], **sent),
        done="On the roll again: {change.summary}."),
    roll_act("pupils/new/", "pupil_new", "Add a pupil", "Add the pupil", page=NewPupil,
        intro="The name and the year group are enough; the rest can come later.",
        service=lambda page, **sent: roll.add_pupil(**page.values, **sent), done="{change.about} is on the roll."),
    of_pupil("pupils/<int:pk>/edit/", "pupil_edit", "The record of {about.name}", more=_ways_from, form=_record_form,
        service=lambda page, **sent: roll.change_pupil(page.about.id, **page.values, **sent),
        done="The record of {change.about} is saved."),
    of_pupil("pupils/<int:pk>/leave/", "pupil_leave", "{about.name} leaves", "Mark as a leaver",
        intro="The record, and all that was given, stay. Places in groups stay open until they are ended: they are "
        "named among what needs attention, with the way to end them.",
        form=_leave_form,
        service=lambda page, **sent: roll.mark_leavers([page.about.id], **page.values, **sent),
        done="Marked as leaving: {change.summary}."),
    of_pupil("pupils/<int:pk>/back/", "pupil_back", "{about.name} comes back", "Bring back",
        intro="The last day is taken away. Places in groups that have ended stay ended.", form=_back_form,
        service=lambda page, **sent: roll.bring_pupils_back([page.about.id], **page.values, **sent),
        done="{change.summary} is on the roll again."),
)  # fmt: skip
