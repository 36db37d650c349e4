"""The roll, and the pages that change it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from pupils import forms
from pupils.reading import classes_of
from pupils.records.reading import record_of
from pupils.roll import listing as roll_list
from pupils.roll import services as roll
from schools.clock import today
from schools.edits import Edit
from schools.roles import Permission
from schools.views import SchoolView
from schools.views.editing import Data, EditPage
from ui.parts import Choice, Crumb
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


class RollEditPage(EditPage):
    """A page that changes the roll and leads back to it."""

    permission = Permission.EDIT_PUPILS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Shows a page that says so where there is no academic year."""
        if self.access.year is None and self.access.may(Permission.EDIT_PUPILS):
            return render(request, "components/no_year.html", {"title": "No academic year yet"})
        return super().dispatch(request, *args, **kwargs)

    @property
    def crumbs(self) -> tuple[Crumb, ...]:  # type: ignore[override]
        return (Crumb("The roll", self.access.url("pupil_roll")),)

    def next_url(self, thing: str) -> str:
        """The pupil's page for those who may open it, else the roll."""
        seen = thing and self.access.may(Permission.VIEW_PUPILS)
        return self.access.url("pupil", thing) if seen else self.access.url("pupil_roll")

    def to(self, name: str, pk: int) -> str:
        """The address of another page about the pupil."""
        return self.access.url(name, pk)


class NewPupil(RollEditPage):
    """Add a pupil."""

    title = "Add a pupil"
    intro = "The name, one number and the year group are needed; the rest can come later."
    submit_label = "Add the pupil"

    def form(self, data: Data) -> forms.NewPupilForm:
        """An empty form; the class may be named in the address."""
        initial = {name: self.request.GET[name] for name in ("year_group", "school_class") if name in self.request.GET}
        return forms.NewPupilForm(data, classes=classes_of(self.access).items(), initial=initial)

    def save(self, form: forms.NewPupilForm, *formsets: Any) -> Edit:
        """Add the pupil, or ask whether it is another child than the one on record."""
        try:
            return roll.add_pupil(by=self.access, ticket=form.ticket, **form.values)
        except roll.LikelyTwin:
            form.ask()
            raise

    def success(self, change: Edit) -> str:
        return f"{change.about} is on the roll."


class EditPupil(RollEditPage):
    """Change a pupil's record."""

    title = "The record"

    def begin(self, **parts: Any) -> None:
        self.pupil = record_of(self.access, parts["pk"])
        self.title = f"The record of {self.pupil.name}"
        leaving = self.pupil.now["leaving_date"]
        other = ("pupil_back", "Bring back to the roll") if leaving else ("pupil_leave", "Mark as a leaver")
        ways = (other, ("pupil_own_groups", "Pupil groups"))
        self.more = tuple(Choice(words, self.to(name, parts["pk"])) for name, words in ways)

    def form(self, data: Data) -> forms.PupilForm:
        classes = classes_of(self.access).items()
        return forms.PupilForm(data, now=self.pupil.now, classes=classes, placed=self.pupil.placed)

    def save(self, form: forms.PupilForm, *formsets: Any) -> Edit:
        return roll.change_pupil(self.pupil.id, by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"The record of {change.about} is saved."


class LeaveSchool(RollEditPage):
    """Mark a pupil as a leaver."""

    submit_label = "Mark as a leaver"

    def begin(self, **parts: Any) -> None:
        self.pupil = record_of(self.access, parts["pk"])
        self.title = f"{self.pupil.name} leaves"
        self.intro = (
            "The record, and all that was given, stay. Places in groups stay open until they are ended: they are named "
            "among what needs attention, with the way to end them."
        )

    def form(self, data: Data) -> forms.LeaveSchoolForm:
        """The last day; today if none is set."""
        leaving = self.pupil.now["leaving_date"]
        if leaving:
            return forms.LeaveSchoolForm(data, now={"leaving_date": leaving})
        return forms.LeaveSchoolForm(data, initial={"leaving_date": today()})

    def save(self, form: forms.LeaveSchoolForm, *formsets: Any) -> Edit:
        return roll.mark_leavers([self.pupil.id], by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"Marked as leaving: {change.summary}."


class BringPupilBack(RollEditPage):
    """Bring back a pupil who left."""

    submit_label = "Bring back"

    def begin(self, **parts: Any) -> None:
        self.pupil = record_of(self.access, parts["pk"])
        self.title = f"{self.pupil.name} comes back"
        self.intro = "The last day is taken away. Places in groups that have ended stay ended."

    def form(self, data: Data) -> forms.BackForm:
        """Blank for a pupil who has a year group in the year."""
        return forms.BackForm(data, classes=classes_of(self.access).items(), placed=self.pupil.placed)

    def save(self, form: forms.BackForm, *formsets: Any) -> Edit:
        return roll.bring_pupils_back([self.pupil.id], by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"{change.summary} is on the roll again."


class SeveralPupilsPage(RollEditPage):
    """An act on several pupils at once: those ticked in the roll, or here."""

    left = False

    def offered(self, data: Data) -> list[tuple[Any, Any]]:
        """The pupils to tick, by class."""
        ticked = self.request.POST.getlist("pupils") if data else ()
        return roll_list.to_tick(roll_list.rows_of(self.access), left=self.left, ticked=ticked)


class MovePupils(SeveralPupilsPage):
    """Move several pupils to a class."""

    title = "Move pupils to a class"
    submit_label = "Move them"

    def form(self, data: Data) -> forms.MoveForm:
        return forms.MoveForm(data, offered=self.offered(data), classes=classes_of(self.access).items())

    def save(self, form: forms.MoveForm, *formsets: Any) -> Edit:
        values = form.values
        return roll.move_to_class(
            values["pupils"], by=self.access, school_class=values["school_class"], ticket=form.ticket
        )

    def success(self, change: Edit) -> str:
        return f"Moved: {change.summary}."


class MarkLeavers(SeveralPupilsPage):
    """Mark several pupils as leavers."""

    title = "Mark pupils as leavers"
    intro = "Their records, and all that was given, stay. Places in groups stay open until they are ended."
    submit_label = "Mark as leavers"

    def form(self, data: Data) -> forms.LeaversForm:
        return forms.LeaversForm(data, offered=self.offered(data))

    def save(self, form: forms.LeaversForm, *formsets: Any) -> Edit:
        values = form.values
        return roll.mark_leavers(
            values["pupils"], by=self.access, leaving_date=values["leaving_date"], ticket=form.ticket
        )

    def success(self, change: Edit) -> str:
        return f"Marked as leaving: {change.summary}."


class BringPupilsBack(SeveralPupilsPage):
    """Bring several pupils back."""

    title = "Bring leavers back"
    intro = "Their last day is taken away. Places in groups that have ended stay ended."
    submit_label = "Bring back"
    left = True

    def form(self, data: Data) -> forms.SeveralForm:
        return forms.SeveralForm(data, offered=self.offered(data))

    def save(self, form: forms.SeveralForm, *formsets: Any) -> Edit:
        return roll.bring_pupils_back(form.values["pupils"], by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"On the roll again: {change.summary}."
