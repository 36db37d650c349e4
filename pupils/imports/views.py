"""The pages of an import of pupils: the file, its columns, the preview, and the confirmation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from pupils.imports import services
from pupils.imports.forms import ChoicesForm, ColumnsForm, ImportUploadForm
from pupils.imports.planning import PupilImportPlan
from pupils.imports.preview import facts, lists, wider
from schools.edits import DoneAlready, Refused
from schools.roles import Permission
from schools.uploads import UploadGone
from schools.views import SchoolView
from ui.parts import Crumb
from ui.sheets import SheetError


class ImportPage(SchoolView):
    """The base of the pages of an import, which need an academic year and an upload that is still kept."""

    permission = Permission.EDIT_PUPILS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leads back to the upload with the reason, where the file cannot be used."""
        if self.access.year is None and self.access.may(Permission.EDIT_PUPILS):
            return render(request, "components/no_year.html", {"title": "No academic year yet"})
        try:
            return super().dispatch(request, *args, **kwargs)
        except (UploadGone, SheetError) as error:
            messages.error(request, str(error))
            return self.to("import_pupils")

    def to(self, name: str, **parts: Any) -> HttpResponse:
        """A redirect to another page."""
        return redirect(name, school=self.access.school.slug, **parts)

    def crumbs(self, *, deep: bool = True) -> list[Crumb]:
        """The roll, and the upload page."""
        found = [Crumb("The roll", self.access.url("pupil_roll"))]
        return [*found, Crumb("Import from your MIS", self.access.url("import_pupils"))] if deep else found


class UploadImport(ImportPage):
    """Upload the file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.draw(ImportUploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the file and go on to its columns."""
        form = ImportUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.draw(form, status=422)
        return self.to("import_columns", upload=services.keep(form.cleaned_data["file"], by=self.access))

    def draw(self, form: ImportUploadForm, status: int = 200) -> HttpResponse:
        context = {
            "title": "Import from your MIS",
            "intro": f"Bring in the list of pupils of {self.access.year}, or bring it up to date.",
            "crumbs": self.crumbs(deep=False),
            "form": form,
        }
        return render(self.request, "pupils/import.html", context, status=status)


class MatchColumns(ImportPage):
    """Choose the field of each column."""

    def get(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """The columns as remembered, else guessed. A transfer file needs no choice."""
        found = services.columns(upload, by=self.access)
        if found is None:
            return self.to("import_check", upload=upload)
        return self.draw(upload, found, self.form(None, found))

    def post(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Store the choice and go on to the preview."""
        found = services.columns(upload, by=self.access)
        if found is None:
            return self.to("import_check", upload=upload)
        form = self.form(request.POST, found)
        try:
            if form.is_valid():
                services.remember(upload, form.chosen, by=self.access)
                return self.to("import_check", upload=upload)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        return self.draw(upload, found, form, status=422)

    def form(self, data: Any, found: services.ImportColumns) -> ColumnsForm:
        """The form over the columns of the file."""
        return ColumnsForm(data, found=found, groups=services.known_groups(self.access))

    def draw(self, upload: UUID, found: services.ImportColumns, form: ColumnsForm, status: int = 200) -> HttpResponse:
        fields = list(form)
        rows = [
            (heading, found.samples(place, by=self.access), fields[place], place in found.remembered)
            for place, heading in enumerate(found.table.headings)
        ]
        context = {
            "title": "What the columns are", "crumbs": self.crumbs(), "upload": upload, "form": form, "rows": rows,
            "table": found.table, "lacks_needs": services.lacks_needs(found.fields, self.access),
        }  # fmt: skip
        return render(self.request, "pupils/import_columns.html", context, status=status)


class PreviewImport(ImportPage):
    """The preview; nothing is written before it is confirmed."""

    def get(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """The faults, or else the changes with their choices."""
        try:
            plan = services.preview_import(upload, by=self.access)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return self.to("import_columns", upload=upload)
        return self.draw(upload, plan, ChoicesForm(None, plan=plan))

    def post(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Write the plan, if it is still the one previewed."""
        form: ChoicesForm | None = None
        try:
            plan = services.preview_import(upload, by=self.access)
            form = ChoicesForm(request.POST, plan=plan)
            if not form.is_valid():
                return self.draw(upload, plan, form, status=422)
            return self.write(upload, form.choices)
        except services.ImportOutdated as outdated:
            return self.draw(upload, outdated.plan, ChoicesForm(None, plan=outdated.plan), outdated=True, status=409)
        except Refused as refusal:
            if form is None:
                return self.to("import_columns", upload=upload)
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
            return self.draw(upload, plan, form, status=422)
        except UploadGone:
            return self.again(upload)

    def write(self, upload: UUID, choices: Any) -> HttpResponse:
        """Write it, and go to the roll."""
        seen = self.request.POST.get("seen", "")
        try:
            change = services.confirm(upload, fingerprint=seen, choices=choices, by=self.access)
        except DoneAlready:
            return self.again(upload)
        if change.entry:
            said = f"Imported: {change.summary}."
            messages.success(self.request, said, extra_tags=f"undo {change.entry.pk}")
        else:
            messages.info(self.request, "Nothing was different, so nothing was changed.")
        return self.to("pupil_roll")

    def again(self, upload: UUID) -> HttpResponse:
        """The answer where the file was confirmed before, or is no longer kept."""
        if not services.was_imported(upload, by=self.access):
            raise UploadGone(services.UPLOADS.what)
        messages.info(self.request, "This file was imported already, so nothing was done twice.")
        return self.to("pupil_roll")

    def draw(
        self, upload: UUID, plan: PupilImportPlan, form: ChoicesForm, *, outdated: bool = False, status: int = 200
    ) -> HttpResponse:
        context = {
            "title": "What to put right in this file" if plan.faults else "What this file would do",
            "crumbs": self.crumbs(), "plan": plan, "form": form, "facts": facts(plan), "lists": lists(plan),
            "wider": wider(plan), "outdated": outdated, "upload": upload, "with_columns": plan.whole_roll,
        }  # fmt: skip
        return render(self.request, "pupils/import_preview.html", context, status=status)


class DiscardImport(ImportPage):
    """Delete an upload."""

    def post(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        services.UPLOADS.forget(upload, by=self.access)
        messages.success(request, "The file was thrown away. Nothing was changed.")
        return self.to("import_pupils")
