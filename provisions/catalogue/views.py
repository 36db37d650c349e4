"""The pages that change the catalogue: provisions, measures, and the library."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from provisions.catalogue import reading as catalogue
from provisions.catalogue import services as catalogue_services
from provisions.catalogue.forms import LibraryForm, MeasureForm, ProvisionForm
from provisions.catalogue.library import page as library_page
from schools.roles import Permission
from schools.views import Act, ActPage, Data, SchoolView
from ui.edit_forms import EditForm
from ui.parts import Choice, Crumb


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


class Library(ActPage):
    """The starter library, with boxes for the entries to copy."""

    template = "provisions/library.html"

    def begin(self, *args: Any, **parts: Any) -> None:
        """Read the library's entries under the filters."""
        super().begin()
        self.shown = library_page.build(self.access, self.request.GET)

    def form(self, data: Data) -> EditForm:
        return LibraryForm(data, choices={"pick": self.shown.every})

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        ticked = form.data.getlist("pick") if form.is_bound else self.request.GET.getlist("pick")
        return super().context(form, formsets) | {"page": self.shown, "ticked": ticked, "clear": self.request.path}


class ArchiveProvision(ActPage):
    """Stop offering an entry for new groups, or offer it again."""

    def begin(self, *args: Any, **parts: Any) -> None:
        """Find the entry, and announce what will happen."""
        super().begin(**parts)
        if self.about.archived:
            self.title, self.submit_label = f"Offer {self.about.name} again?", "Offer it again"
            self.intro = "It can be chosen for new groups and in audit charts again."
        else:
            self.title, self.submit_label = f"No longer offer {self.about.name}?", "No longer offer it"
            self.intro = (
                "It stays in the catalogue with its groups and its history, and cannot be chosen for new groups. You "
                "can bring it back at any time."
            )


def _provision_form(page: ActPage, data: Data) -> EditForm:
    """The form with the school's roles and measures to pick from; for a new entry the address may give the name."""
    return ProvisionForm(
        data, now=catalogue.as_edited(page.about) if page.about else None,
        initial={} if page.about else {"name": page.request.GET.get("name", "")[:150]},
        roles=catalogue.role_names(page.access), evidence=catalogue.evidence_by_strand(),
        measures=[(measure.pk, measure.name) for measure in catalogue.measures_of(page.access)],
    )  # fmt: skip


def _evidence(page: ActPage) -> str:
    return page.access.url("provision_evidence")


def _ways_from(page: ActPage) -> tuple[Choice, ...]:
    """The other acts on an entry."""
    pk = page.about.pk
    offer = "Offer it again" if page.about.archived else "No longer offer it"
    return (
        Choice(offer, page.access.url("provision_archive", pk), icon="archive"),
        Choice("Remove it", page.access.url("provision_remove", pk), icon="trash"),
        Choice("All measures", page.access.url("measures"), icon="rulers"),
    )


def _offered(page: ActPage) -> str:
    return f"{page.change.about} is {'again' if page.about.archived else 'no longer'} offered for new groups."


def _to_provision(page: ActPage, thing: str) -> str:
    return page.access.url("provision", thing) if thing else page.access.url("provisions")


act = partial(
    Act, permission=Permission.EDIT_PROVISION, crumbs=(("Provisions", "provisions"),), then=_to_provision
)  # fmt: skip
entry = partial(
    act, find=catalogue.provision_of,
    crumbs=(("Provisions", "provisions"), ("{about.name}", "provision", "{about.pk}")),
)  # fmt: skip
measure = partial(
    act, find=catalogue.measure_of, crumbs=(("Measures", "measures"),), then=("measures",),
)  # fmt: skip
ACTS = (
    act("provisions/new/", "provision_new", "Add a provision",
        intro="Only the name and the area are needed. The usual pattern fills in the form when you start a group of "
        "it.",
        live=_evidence, more=(("Choose from the library", "collection", "library"),), form=_provision_form,
        service=lambda page, **sent: catalogue_services.add_provision(**page.values, **sent),
        done="{change.about} is in the catalogue."),
    entry("provisions/<int:pk>/edit/", "provision_edit", "Change the provision",
        intro="Groups that run keep their own pattern; the usual pattern is for groups you start from now on.",
        live=_evidence, more=_ways_from, form=_provision_form,
        service=lambda page, **sent: catalogue_services.change_provision(page.about.pk, **page.values, **sent),
        done="{change.about} is saved."),
    entry("provisions/<int:pk>/archive/", "provision_archive", "", page=ArchiveProvision,
        service=lambda page, **sent: catalogue_services.offer_provision(
            page.about.pk, offered=page.about.archived, **sent),
        done=_offered),
    entry("provisions/<int:pk>/remove/", "provision_remove", "Remove {about.name}?", "Remove it",
        intro="It goes from the catalogue. This can be done while it has no group, no tick in an audit chart and no "
        "line of current provision.",
        danger=True, gone=True, then=("provisions",),
        service=lambda page, **sent: catalogue_services.remove_provision(page.about.pk, **sent),
        done="{about.name} is removed from the catalogue."),
    act("provisions/library/", "library", "Library of common provision", "Add to our catalogue", page=Library,
        intro="Tick what your school runs. Each comes with its usual pattern, which you can change afterwards.",
        service=lambda page, **sent: catalogue_services.add_from_library(page.values["pick"], **sent),
        done="Added to your catalogue: {change.summary}."),
    measure("measures/new/", "measure_new", "Add a measure", find=None, crumbs=(),
        form=lambda page, data: MeasureForm(data),
        service=lambda page, **sent: catalogue_services.add_measure(**page.values, **sent),
        done="{change.about} is saved."),
    measure("measures/<int:pk>/edit/", "measure_edit", "Change the measure",
        intro=lambda page: "Scores that are stored are read the new way." if page.about.score_count else "",
        more=(("Remove it", "trash", "measure_remove", "{about.pk}"),),
        form=lambda page, data: MeasureForm(
            data, now={name: getattr(page.about, name) for name in ("name", "type", "better")}),
        service=lambda page, **sent: catalogue_services.change_measure(page.about.pk, **page.values, **sent),
        done="{change.about} is saved."),
    measure("measures/<int:pk>/remove/", "measure_remove", "Remove {about.name}?", "Remove it", danger=True,
        intro="This can be done while no provision, no group and no score uses it.",
        service=lambda page, **sent: catalogue_services.remove_measure(page.about.pk, **sent),
        done="{about.name} is removed."),
)  # fmt: skip
