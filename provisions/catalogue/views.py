"""The pages that change the catalogue: provisions, measures, and the library."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from provisions.catalogue import reading as catalogue
from provisions.catalogue import services as catalogue_services
from provisions.catalogue.forms import LibraryForm, MeasureForm, ProvisionForm
from provisions.catalogue.library import page as library_page
from schools.edits import Edit
from schools.roles import Permission
from schools.views import SchoolView
from schools.views.editing import Data, EditPage
from ui.edit_forms import EditForm
from ui.parts import Choice, Crumb


class CataloguePage(EditPage):
    """A page that changes the catalogue."""

    permission = Permission.EDIT_PROVISION

    def to(self, name: str, *parts: Any) -> str:
        """The address of a page of this school."""
        return self.access.url(name, *parts)

    def next_url(self, thing: str) -> str:
        return self.to("provision", thing) if thing else self.to("provisions")


class NewProvision(CataloguePage):
    """Add an entry."""

    title = "Add a provision"
    intro = "Only the name and the area are needed. The usual pattern fills in the form when you start a group of it."

    def begin(self, *args: Any, **parts: Any) -> None:
        """Set the link back, and the address the form is sent to when evidence is picked."""
        self.crumbs = (Crumb("Provisions", self.to("provisions")),)
        self.live = self.to("provision_evidence")
        self.more = (Choice("Choose from the library", self.to("library"), icon="collection"),)

    def form(self, data: Data) -> EditForm:
        """An empty form; the address may give the name."""
        return self.draw(data, None, initial={"name": self.request.GET.get("name", "")[:150]})

    def draw(self, data: Data, now: dict[str, Any] | None, **more: Any) -> EditForm:
        """The form with the school's roles and measures to pick from."""
        measures = [(one.pk, one.name) for one in catalogue.measures_of(self.access)]
        return ProvisionForm(
            data, now=now, roles=catalogue.role_names(self.access), measures=measures,
            evidence=catalogue.evidence_by_strand(), **more,
        )  # fmt: skip

    def save(self, form: Any, *formsets: Any) -> Edit:
        return catalogue_services.add_provision(by=self.access, ticket=form.ticket, **form.row)

    def success(self, change: Edit) -> str:
        return f"{change.about} is in the catalogue."


class ProvisionEditPage(CataloguePage):
    """A page about one entry."""

    def begin(self, *args: Any, **parts: Any) -> None:
        self.one = catalogue.provision_of(self.access, parts["pk"])
        self.crumbs = (
            Crumb("Provisions", self.to("provisions")),
            Crumb(self.one.name, self.to("provision", self.one.pk)),
        )


class EditProvision(ProvisionEditPage, NewProvision):
    """Change an entry."""

    title = "Change the provision"
    intro = "Groups that run keep their own pattern; the usual pattern is for groups you start from now on."

    def begin(self, *args: Any, **parts: Any) -> None:
        """Find the entry, and link to its other acts."""
        NewProvision.begin(self)
        ProvisionEditPage.begin(self, **parts)
        offer = "Offer it again" if self.one.archived else "No longer offer it"
        self.more = (
            Choice(offer, self.to("provision_archive", self.one.pk), icon="archive"),
            Choice("Remove it", self.to("provision_remove", self.one.pk), icon="trash"),
            Choice("All measures", self.to("measures"), icon="rulers"),
        )

    def form(self, data: Data) -> EditForm:
        return self.draw(data, catalogue.as_edited(self.one))

    def save(self, form: Any, *formsets: Any) -> Edit:
        return catalogue_services.change_provision(self.one.pk, by=self.access, ticket=form.ticket, **form.row)

    def success(self, change: Edit) -> str:
        return f"{change.about} is saved."


class ArchiveProvision(ProvisionEditPage):
    """Stop offering an entry for new groups, or offer it again."""

    def begin(self, *args: Any, **parts: Any) -> None:
        """Find the entry, and announce what will happen."""
        super().begin(**parts)
        if self.one.archived:
            self.title, self.submit_label = f"Offer {self.one.name} again?", "Offer it again"
            self.intro = "It can be chosen for new groups and in audit charts again."
        else:
            self.title, self.submit_label = f"No longer offer {self.one.name}?", "No longer offer it"
            self.intro = (
                "It stays in the catalogue with its groups and its history, and cannot be chosen for new groups. You "
                "can bring it back at any time."
            )

    def save(self, form: Any, *formsets: Any) -> Edit:
        offered = self.one.archived
        return catalogue_services.offer_provision(self.one.pk, by=self.access, offered=offered, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        offered = "no longer" if self.submit_label.startswith("No") else "again"
        return f"{change.about} is {offered} offered for new groups."


class RemoveProvision(ProvisionEditPage):
    """Remove an entry that nothing refers to."""

    submit_label = "Remove it"
    danger = True
    gone = True

    def begin(self, *args: Any, **parts: Any) -> None:
        """Find the entry, and announce what will happen."""
        super().begin(**parts)
        self.title = f"Remove {self.one.name}?"
        self.intro = (
            "It goes from the catalogue. This can be done while it has no group, no tick in an audit chart and no line "
            "of current provision."
        )

    def save(self, form: Any, *formsets: Any) -> Edit:
        return catalogue_services.remove_provision(self.one.pk, by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.one.name} is removed from the catalogue."

    def next_url(self, thing: str) -> str:
        return self.to("provisions")


class ShowEvidence(SchoolView):
    """The Toolkit's figures for the strand picked in a form, as a fragment."""

    permission = Permission.EDIT_PROVISION

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request.GET.get("evidence_strand", ""))

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.show(request.POST.get("evidence_strand", ""))

    def show(self, strand: str) -> HttpResponse:
        """The strand's headline, months, cost and security; empty where none is picked."""
        found = catalogue.evidence_by_strand().get(strand.lower())
        if found is None:
            return HttpResponse()
        return render(self.request, "provisions/catalogue_evidence.html", {"evidence": found})


class Library(CataloguePage):
    """The starter library, with boxes for the entries to copy."""

    template = "provisions/library.html"
    title = "Library of common provision"
    intro = "Tick what your school runs. Each comes with its usual pattern, which you can change afterwards."
    submit_label = "Add to our catalogue"

    def begin(self, *args: Any, **parts: Any) -> None:
        """Read the library's entries under the filters."""
        self.crumbs = (Crumb("Provisions", self.to("provisions")),)
        self.shown = library_page.build(self.access, self.request.GET)

    def form(self, data: Data) -> EditForm:
        return LibraryForm(data, keys=self.shown.every)

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        ticked = form.data.getlist("pick") if form.is_bound else self.request.GET.getlist("pick")
        return super().context(form, formsets) | {"page": self.shown, "ticked": ticked, "clear": self.request.path}

    def save(self, form: Any, *formsets: Any) -> Edit:
        return catalogue_services.add_from_library(form.cleaned_data["pick"], by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"Added to your catalogue: {change.summary}."


class Measures(SchoolView):
    """The school's measures."""

    permission = Permission.EDIT_PROVISION

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "title": "Measures",
            "intro": "The tests, checklists and counts by which progress is told.",
            "crumbs": (Crumb("Provisions", self.access.url("provisions")),),
            "measures": catalogue.measures_of(self.access),
        }
        return render(request, "provisions/catalogue_measures.html", context)


class NewMeasure(CataloguePage):
    """Add a measure."""

    title = "Add a measure"

    def form(self, data: Data) -> EditForm:
        return MeasureForm(data)

    def save(self, form: Any, *formsets: Any) -> Edit:
        return catalogue_services.add_measure(by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"{change.about} is saved."

    def next_url(self, thing: str) -> str:
        return self.to("measures")


class EditMeasure(NewMeasure):
    """Change a measure's name, type and direction."""

    title = "Change the measure"

    def begin(self, *args: Any, **parts: Any) -> None:
        self.one = catalogue.measure_of(self.access, parts["pk"])
        self.crumbs = (Crumb("Measures", self.to("measures")),)
        used: Any = self.one
        self.intro = "Scores that are stored are read the new way." if used.score_count else ""
        self.more = (Choice("Remove it", self.to("measure_remove", self.one.pk), icon="trash"),)

    def form(self, data: Data) -> EditForm:
        return MeasureForm(data, now={name: getattr(self.one, name) for name in ("name", "type", "better")})

    def save(self, form: Any, *formsets: Any) -> Edit:
        return catalogue_services.change_measure(self.one.pk, by=self.access, ticket=form.ticket, **form.values)


class RemoveMeasure(EditMeasure):
    """Remove a measure that nothing uses."""

    submit_label = "Remove it"
    danger = True

    def begin(self, *args: Any, **parts: Any) -> None:
        """Find the measure, and announce what will happen."""
        super().begin(**parts)
        self.title, self.more = f"Remove {self.one.name}?", ()
        self.intro = "This can be done while no provision, no group and no score uses it."

    def form(self, data: Data) -> EditForm:
        return EditForm(data)

    def save(self, form: Any, *formsets: Any) -> Edit:
        return catalogue_services.remove_measure(self.one.pk, by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{self.one.name} is removed."
