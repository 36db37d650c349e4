"""The pages of an importer: the file, the preview, the confirmation, and throwing the file away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from schools.edits import DoneAlready
from schools.roles import Permission
from schools.uploads import Importer, Outdated, StillReading, UploadGone
from schools.uploads.forms import UploadForm
from schools.views import SchoolView
from ui.sheets import SheetError

WAITING = "upload-waiting"


class ImporterPage(SchoolView):
    """The base of an importer's pages. `home`, `then`, `discard` and `done` name the page that takes the file, the one
    after it, the one that throws it away, and the one where somebody goes who has imported it."""

    permission: Permission | tuple[Permission, ...] = Permission.HOME  # each importer names its own
    importer: Importer[Any]
    home: str
    then: str
    discard: str
    done: str
    template: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leads back to the upload with the reason, where the file cannot be used."""
        polled = request.headers.get("HX-Target") == WAITING
        try:
            answer = super().dispatch(request, *args, **kwargs)
        except StillReading as still:
            context = {"title": "Reading the file", "late": still.late, "waiting": WAITING, "home": self.home}
            return render(request, "schools/upload_reading.html", context)
        except (UploadGone, SheetError) as error:
            messages.error(request, str(error))
            answer = self.to(self.home)
        if polled:  # the part that waits asked; the whole page is to be shown now
            answer = HttpResponse(headers={"HX-Redirect": answer.headers.get("Location", request.get_full_path())})
        return answer

    def to(self, name: str, *parts: Any) -> HttpResponse:
        """A redirect to another page."""
        return redirect(self.access.url(name, *parts))


class UploadPage(ImporterPage):
    """Upload the file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.draw(UploadForm(importer=self.importer))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the file and go on."""
        self.access.need(self.importer.permission)
        form = UploadForm(request.POST, request.FILES, importer=self.importer)
        if not form.is_valid():
            return self.draw(form, status=422)
        return self.to(self.then, self.importer.keep(form.cleaned_data["file"], by=self.access))

    def draw(self, form: UploadForm, status: int = 200) -> HttpResponse:
        lately = [(entry.pk, entry.summary, entry.at) for entry in self.importer.lately(by=self.access)]
        return render(self.request, self.template, {"form": form, "lately": lately, **self.context()}, status=status)

    def context(self) -> Mapping[str, Any]:
        """What the page says beside the form."""
        raise NotImplementedError


class PreviewPage(ImporterPage):
    """What an uploaded file would do; nothing is written before it is confirmed. `noun` is the file in a word."""

    noun = "file"

    def get(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Every fault, or every change with the button that makes them."""
        return self.draw(upload, self.importer.preview(upload, by=self.access))

    def post(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Write what was previewed, if it would still do the same."""
        seen = request.POST.get("seen", "")
        try:
            made = self.importer.confirm(upload, seen=seen, by=self.access, choose=self.choose)
        except Outdated as outdated:
            return self.draw(upload, outdated.plan, outdated=True, status=409)
        except (DoneAlready, UploadGone):
            if not self.importer.was_imported(upload, by=self.access):
                raise
            messages.info(request, f"This {self.noun} was imported already, so nothing was done twice.")
        else:
            self.say(made)
        return self.to(self.done)

    def choose(self, plan: Any) -> Mapping[str, Any]:
        """What the person has chosen beside confirming, for the importer's `apply`."""
        return {}

    def say(self, made: Any) -> None:
        """Tell what was done."""
        messages.success(self.request, f"The {self.noun} is imported.")

    def draw(self, upload: UUID, plan: Any, *, outdated: bool = False, status: int = 200) -> HttpResponse:
        context = {
            "title": f"What to put right in this {self.noun}" if plan.faults else f"What this {self.noun} would do",
            "noun": self.noun, "plan": plan, "outdated": outdated, "upload": upload,
            "hidden": [("seen", plan.fingerprint)], "discard": self.access.url(self.discard, upload),
        }  # fmt: skip
        return render(self.request, self.template, {**context, **self.context(plan)}, status=status)

    def context(self, plan: Any) -> Mapping[str, Any]:
        """What is shown of the plan."""
        raise NotImplementedError


class DiscardPage(ImporterPage):
    """Throw an upload away."""

    def post(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        self.importer.forget(upload, by=self.access)
        messages.success(request, "The file was thrown away. Nothing was changed.")
        return self.to(self.home)
