"""The pages of the school workbook: out as a file; in by the template, the upload, the preview and the confirmation."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from schools.roles import Permission
from schools.uploads import UploadGone
from schools.views import SchoolView
from ui.parts import Crumb
from ui.sheets import SheetError
from workbook import services
from workbook.forms import WorkbookUploadForm
from workbook.guards import left_out, readable_columns
from workbook.planning import ImportPlan
from workbook.preview import preview, totals
from workbook.spec import SHEETS
from workbook.template import write_template
from workbook.writing import NoYear

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WorkbookPage(SchoolView):
    """Where a workbook is brought in and taken out."""

    permission = (Permission.IMPORT_WORKBOOK, Permission.EXPORT)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Both directions, as far as they are open to this person."""
        return self.draw(WorkbookUploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the file and go on to its preview."""
        self.access.need(Permission.IMPORT_WORKBOOK)
        form = WorkbookUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.draw(form, status=422)
        upload = services.UPLOADS.keep(form.cleaned_data["file"], by=self.access)
        return redirect("import_preview", school=self.access.school.slug, upload=upload)

    def draw(self, form: WorkbookUploadForm, status: int = 200) -> HttpResponse:
        context = {
            "title": "Workbook",
            "intro": "The school’s year as one spreadsheet: bring it in, take it out",
            "form": form,
            "held": [sheet.name for sheet in SHEETS if readable_columns(self.access, sheet)],
            "left_out": list(left_out(self.access)),
        }
        return render(self.request, "workbook/workbook.html", context, status=status)


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


class PreviewPage(SchoolView):
    """What an uploaded workbook would do; nothing is written before it is confirmed."""

    permission = Permission.IMPORT_WORKBOOK

    def get(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Every fault, or every change with the button that makes them."""
        try:
            return self.draw(upload, services.plan_upload(upload, by=self.access))
        except (UploadGone, SheetError) as error:
            return self.back(str(error))

    def post(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Write what was previewed, if the school is still as it was then."""
        try:
            services.confirm(upload, fingerprint=request.POST.get("seen", ""), by=self.access)
        except services.WorkbookPreviewOutdated as outdated:
            return self.draw(upload, outdated.plan, outdated=True, status=409)
        except (UploadGone, SheetError) as error:
            return self.back(str(error))
        messages.success(request, "The workbook is imported.")
        return redirect("import", school=self.access.school.slug)

    def draw(self, upload: UUID, plan: ImportPlan, *, outdated: bool = False, status: int = 200) -> HttpResponse:
        context = {
            "title": "What this workbook would do" if plan.fine else "What to put right in this workbook",
            "crumbs": [Crumb("Workbook", self.access.url("import"))],
            "plan": plan,
            "sheets": preview(plan.report, self.access),
            "totals": totals(plan.report),
            "outdated": outdated,
            "hidden": [("seen", plan.report.fingerprint)],
            "upload": upload,
        }
        return render(self.request, "workbook/workbook_preview.html", context, status=status)

    def back(self, message: str) -> HttpResponse:
        """To the upload, with the reason."""
        messages.error(self.request, message)
        return redirect("import", school=self.access.school.slug)


class DiscardWorkbook(SchoolView):
    """Throw an upload away."""

    permission = Permission.IMPORT_WORKBOOK

    def post(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        services.UPLOADS.forget(upload, by=self.access)
        messages.success(request, "The upload was thrown away. Nothing was changed.")
        return redirect("import", school=self.access.school.slug)
