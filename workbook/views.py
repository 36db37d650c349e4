"""The pages of the school workbook: the template, the upload, the preview, and the confirmation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Crumb
from ui.sheets import SheetError
from workbook import services, uploads
from workbook.forms import UploadForm
from workbook.planning import ImportPlan
from workbook.preview import preview, totals
from workbook.template import write_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportPage(SchoolView):
    """Where a workbook is uploaded."""

    permission = Permission.IMPORT_WORKBOOK

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, and the template to fill in."""
        return self.page(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the file and go on to its preview."""
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        upload = uploads.keep(form.cleaned_data["file"], by=self.access)
        return redirect("import_preview", school=self.access.school.slug, upload=upload)

    def page(self, form: UploadForm, status: int = 200) -> HttpResponse:
        """The page with this form."""
        context = {"title": "Import a workbook", "line": "Set up the year, or add to it", "form": form}
        return render(self.request, "workbook/workbook_import.html", context, status=status)


class TemplateDownload(SchoolView):
    """The empty workbook with every sheet and column."""

    permission = Permission.IMPORT_WORKBOOK

    def get(self, request: HttpRequest) -> HttpResponse:
        """The file."""
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
            return self.page(upload, services.look(upload, by=self.access))
        except (uploads.UploadGone, SheetError) as error:
            return self.back(str(error))

    def post(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Write what was previewed, if the school is still as it was then."""
        try:
            services.confirm(upload, fingerprint=request.POST.get("seen", ""), by=self.access)
        except services.PreviewOutdated as outdated:
            return self.page(upload, outdated.plan, outdated=True, status=409)
        except (uploads.UploadGone, SheetError) as error:
            return self.back(str(error))
        messages.success(request, "The workbook is imported.")
        return redirect("import", school=self.access.school.slug)

    def page(self, upload: UUID, plan: ImportPlan, *, outdated: bool = False, status: int = 200) -> HttpResponse:
        """The preview of this plan."""
        school = self.access.school.slug
        context = {
            "title": "What this workbook would do" if plan.fine else "What to put right in this workbook",
            "crumbs": [Crumb("Import", reverse("import", args=[school]))],
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


class Discard(SchoolView):
    """Throw an upload away."""

    permission = Permission.IMPORT_WORKBOOK

    def post(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Nothing was written, nothing is kept."""
        uploads.forget(upload, by=self.access)
        messages.success(request, "The upload was thrown away. Nothing was changed.")
        return redirect("import", school=self.access.school.slug)
