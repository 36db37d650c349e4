"""The pages of the school workbook: out as a file; in by the template, the upload, the preview and the confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect

from schools.edits import Edit, Refused
from schools.roles import Permission
from schools.uploads.views import DiscardPage, ImporterPage, PreviewPage, UploadPage
from schools.views import SchoolView
from ui.parts import Crumb
from ui.sheets import SheetError
from workbook import services
from workbook.guards import left_out, readable_columns
from workbook.planning import ImportPlan
from workbook.preview import preview, sentence
from workbook.spec import SHEETS
from workbook.template import write_template
from workbook.writing import NoYear

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportPage(ImporterPage):
    """The base of the pages of the import."""

    permission: Permission | tuple[Permission, ...] = Permission.IMPORT_WORKBOOK
    importer = services.IMPORTER
    home, then, discard, done = "import", "import_preview", "import_discard", "import"


class WorkbookPage(ImportPage, UploadPage):
    """Where a workbook is brought in and taken out, as far as this is open to the person."""

    permission = (Permission.IMPORT_WORKBOOK, Permission.EXPORT)
    template = "workbook/workbook.html"

    def context(self) -> Mapping[str, Any]:
        return {
            "title": "Workbook",
            "intro": "The school’s year as one spreadsheet: bring it in, take it out",
            "held": [sheet.name for sheet in SHEETS if readable_columns(self.access, sheet)],
            "left_out": list(left_out(self.access)),
        }


class WorkbookDownload(SchoolView):
    """The year's workbook, for what this person may read."""

    permission = (Permission.IMPORT_WORKBOOK, Permission.EXPORT)

    def get(self, request: HttpRequest) -> HttpResponse | FileResponse:
        """The file, or back with the reason why there is none."""
        try:
            content = services.export_workbook(by=self.access)
        except (NoYear, SheetError) as error:
            messages.error(request, str(error))
            return redirect("import", school=self.access.school.slug)
        name = f"{self.access.school.slug}-{self.access.year}.xlsx".replace("/", "-")
        return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=XLSX)


class TemplateDownload(SchoolView):
    """The empty workbook with every sheet and column."""

    permission = Permission.IMPORT_WORKBOOK

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="school-workbook.xlsx"'
        write_template(response)  # type: ignore[arg-type]
        return response


class PreviewWorkbook(ImportPage, PreviewPage):
    """What an uploaded workbook would do."""

    noun, template = "workbook", "workbook/workbook_preview.html"

    def post(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Import it; or leave out what this person may not write, and show what the rest would do."""
        if request.POST.get("step") == "leave":
            if left := services.leave_out(upload, by=self.access):
                messages.warning(request, f"Left out, as your role does not write it: {', '.join(left)}.")
            return self.to(self.then, upload)
        try:
            return super().post(request, upload)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return self.to(self.then, upload)

    def say(self, made: Edit | None) -> None:
        """That it is imported, with its undo."""
        if made and made.entry:
            messages.success(self.request, "The workbook is imported.", extra_tags=f"undo {made.entry.pk}")
        else:
            super().say(made)

    def context(self, plan: ImportPlan) -> Mapping[str, Any]:
        return {
            "crumbs": [Crumb("Workbook", self.access.url("import"))],
            "sheets": preview(plan.report, self.access),
            "sentence": sentence(plan.report),
            "notes": plan.report.notes,
            "barred": plan.report.barred,
        }


class DiscardWorkbook(ImportPage, DiscardPage):
    """Throw an upload away."""
