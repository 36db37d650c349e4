"""The pages of the school workbook: out as a file; in by the template, the upload, the preview and the confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect

from schools.roles import Permission
from schools.uploads.views import DiscardPage, ImporterPage, PreviewPage, UploadPage
from schools.views import SchoolView
from ui.parts import Crumb
from ui.sheets import SheetError
from workbook import services
from workbook.guards import left_out, readable_columns
from workbook.planning import ImportPlan
from workbook.preview import preview, totals
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

    def context(self, plan: ImportPlan) -> Mapping[str, Any]:
        return {
            "crumbs": [Crumb("Workbook", self.access.url("import"))],
            "sheets": preview(plan.report, self.access),
            "totals": totals(plan.report),
            "notes": plan.report.notes,
        }


class DiscardWorkbook(ImportPage, DiscardPage):
    """Throw an upload away."""
