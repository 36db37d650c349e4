"""Papers for many pupils: asked for, watched, cancelled and downloaded."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect

from pages.filters import ManyPapersForm
from pages.papers import jobs
from pages.year_page import YearPage
from reports.jobs import services
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Crumb


class JobsView(YearPage, SchoolView):
    """Where papers for many pupils are asked for, with those asked for before."""

    permission = Permission.EXPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(jobs.form_of(self.access))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Start the job and go to its page."""
        form = jobs.form_of(self.access, request.POST.dict())
        if not form.is_valid():
            return self.show(form, status=422)
        job = jobs.start_papers(self.access, form)
        return redirect("job", school=self.access.school.slug, pk=job.pk)

    def show(self, form: ManyPapersForm, status: int = 200) -> HttpResponse:
        context = {
            "title": "Papers for many pupils",
            "intro": "One paper for a class, a year or everyone, made while you do something else.",
            "crumbs": (Crumb("Papers", self.access.url("papers")),),
            "form": form,
            "jobs": jobs.rows(self.access),
        }
        answer = self.page("pages/jobs.html", context)
        answer.status_code = status
        return answer


class JobView(YearPage, SchoolView):
    """How far a job is."""

    permission = Permission.EXPORT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page, which asks again by itself while the job is open."""
        found = jobs.build(self.access, pk)
        crumbs = (
            Crumb("Papers", self.access.url("papers")),
            Crumb("Papers for many pupils", self.access.url("jobs")),
        )
        return self.page("pages/job.html", {"title": found.title, "intro": found.line, "crumbs": crumbs, "job": found})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        services.cancel(pk, by=self.access)
        return redirect("job", school=self.access.school.slug, pk=pk)


class JobFile(YearPage, SchoolView):
    """What a job handed over, for whoever asked for it."""

    permission = Permission.EXPORT

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """The file under a name that says what it is."""
        made = jobs.file_of(self.access, pk)
        return FileResponse(BytesIO(made.content), as_attachment=True, filename=made.name, content_type=made.kind)
