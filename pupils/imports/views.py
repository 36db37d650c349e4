"""The pages of an import of pupils: the file, its columns, the preview, and the confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from pupils.imports import services
from pupils.imports.files.reading import FileSheets
from pupils.imports.forms import ChoicesForm, ColumnsForm, SheetForm, WordsForm
from pupils.imports.planning import PupilImportPlan
from pupils.imports.preview import lists, sentence, wider
from schools.edits import Edit, Refused
from schools.roles import Permission
from schools.uploads.views import DiscardPage, ImporterPage, PreviewPage, UploadPage
from ui.parts import Crumb


class ImportPage(ImporterPage):
    """The base of the pages of an import, which need an academic year."""

    permission = Permission.EDIT_PUPILS
    importer = services.IMPORTER
    home, then, discard, done = "import_pupils", "import_columns", "import_drop", "pupil_roll"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Says so, where there is no academic year yet."""
        if self.access.year is None and self.access.may(Permission.EDIT_PUPILS):
            return render(request, "components/no_year.html", {"title": "No academic year yet"})
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self, *, deep: bool = True) -> list[Crumb]:
        """The roll, and the upload page."""
        found = [Crumb("The roll", self.access.url("pupil_roll"))]
        return [*found, Crumb("Import from your MIS", self.access.url("import_pupils"))] if deep else found


class UploadImport(ImportPage, UploadPage):
    """Upload the file."""

    template = "pupils/import.html"

    def context(self) -> Mapping[str, Any]:
        return {
            "title": "Import from your MIS",
            "intro": f"Bring in the list of pupils of {self.access.year}, or bring it up to date.",
            "crumbs": self.crumbs(deep=False),
        }


class MatchColumns(ImportPage):
    """Choose the field of each column."""

    def get(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """The columns as remembered, else guessed. A transfer file needs no choice; of several sheets one is chosen
        first."""
        try:
            found = services.columns(upload, by=self.access)
        except services.ManySheets as many:
            return self.draw_sheets(upload, SheetForm(sheets=many.found))
        if found is None:
            return self.to("import_check", upload)
        return self.draw(upload, found, self.form(None, found))

    def post(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Store the choice and go on to the preview."""
        try:
            found = services.columns(upload, by=self.access)
        except services.ManySheets as many:
            return self.choose_sheet(request, upload, many.found)
        if found is None:
            return self.to("import_check", upload)
        form = self.form(request.POST, found)
        try:
            if form.is_valid():
                services.remember(upload, form.chosen, by=self.access)
                return self.to("import_check", upload)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        return self.draw(upload, found, form, status=422)

    def choose_sheet(self, request: HttpRequest, upload: UUID, found: FileSheets) -> HttpResponse:
        """Go on with the sheet that was chosen."""
        form = SheetForm(request.POST, sheets=found)
        if not form.is_valid():
            return self.draw_sheets(upload, form, status=422)
        services.choose_sheet(upload, form.cleaned_data["sheet"], by=self.access)
        return self.to("import_columns", upload)

    def draw_sheets(self, upload: UUID, form: SheetForm, status: int = 200) -> HttpResponse:
        context = {
            "title": "Which sheet lists the pupils?", "crumbs": self.crumbs(), "form": form,
            "discard": self.access.url(self.discard, upload),
        }  # fmt: skip
        return render(self.request, "pupils/import_sheets.html", context, status=status)

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
            "title": "What the columns are", "crumbs": self.crumbs(), "form": form, "rows": rows, "noun": "file",
            "table": found.table, "discard": self.access.url(self.discard, upload),
            "lacks_needs": services.lacks_needs(found.fields, self.access),
        }  # fmt: skip
        return render(self.request, "pupils/import_columns.html", context, status=status)


class PreviewImport(ImportPage, PreviewPage):
    """The preview, with the choices that it asks for."""

    template = "pupils/import_preview.html"
    form: ChoicesForm | None = None
    words: WordsForm | None = None

    def get(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """The faults, or else the changes with their choices; to the columns, where these cannot be used."""
        try:
            return super().get(request, upload)
        except services.ManySheets:
            return self.to("import_columns", upload)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return self.to("import_columns", upload)

    def post(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Write the plan, if it is still the one previewed and every choice is made; words of the school's own come
        first."""
        try:
            if request.POST.get("step") == "words":
                return self.post_words(upload, self.importer.preview(upload, by=self.access))
            return super().post(request, upload)
        except Refused as refusal:
            if self.form is None:
                return self.to("import_columns", upload)
            if self.form.is_valid():
                field = refusal.field if refusal.field in self.form.fields else None
                self.form.add_error(field, refusal.sentence)
            return self.draw(upload, self.form.plan, status=422)

    def post_words(self, upload: UUID, plan: PupilImportPlan) -> HttpResponse:
        """Remember what the words of the file mean, and show the preview with it."""
        self.words = WordsForm(self.request.POST, questions=plan.questions)
        if not self.words.is_valid():
            return self.draw(upload, plan, status=422)
        services.explain(self.words.said, by=self.access)
        return self.to("import_check", upload)

    def choose(self, plan: PupilImportPlan) -> Mapping[str, Any]:
        """The choices. Raises Refused where they are not all made."""
        self.form = ChoicesForm(self.request.POST, plan=plan)
        if plan.questions:
            raise Refused("Say first what the words of the file mean.")
        if not self.form.is_valid():
            raise Refused("Some choices are not made yet.")
        return {"choices": self.form.choices}

    def say(self, made: Edit) -> None:
        """What was changed, with its undo."""
        if made.entry:
            messages.success(self.request, f"Imported: {made.summary}.", extra_tags=f"undo {made.entry.pk}")
        else:
            messages.info(self.request, "Nothing was different, so nothing was changed.")

    def context(self, plan: PupilImportPlan) -> Mapping[str, Any]:
        return {
            "crumbs": self.crumbs(), "form": self.form or ChoicesForm(None, plan=plan), "sentence": sentence(plan),
            "words": self.words or WordsForm(None, questions=plan.questions),
            "lists": lists(plan), "wider": wider(plan), "with_columns": plan.whole_roll,
            "notes": plan.notes,
        }  # fmt: skip


class DiscardImport(ImportPage, DiscardPage):
    """Throw an upload away."""
