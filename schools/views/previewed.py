"""The base of pages whose change is looked at before it is made."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from schools.edits import NotSure
from schools.roles import Permission
from schools.views.editing import EditPage


class PreviewedPage(EditPage):
    """A form, then the preview of what it would do, then the change. Its service raises NotSure, unless `sure` is the
    mark of the very preview that it would give now."""

    permission: Permission | tuple[Permission, ...] = Permission.HOME  # every page names its own
    preview_template = "edit/preview.html"
    submit_label = "See what will change"

    @property
    def sure(self) -> str:
        """The mark of the preview that was confirmed; blank before one was."""
        return str(self.request.POST.get("sure", ""))

    def post(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """The preview, until the same one has been confirmed; `again` leads back to the form."""
        if "again" in request.POST:
            self._begin(parts)
            return self._draw(self.form(request.POST), ())
        try:
            return super().post(request, **parts)
        except NotSure as unsure:
            return self.show(unsure.preview)

    def show(self, preview: Any) -> HttpResponse:
        """The preview, with a button to make the change."""
        sent = [(name, value) for name, values in self.request.POST.lists() for value in values]
        context = {
            "title": self.title, "intro": self.intro, "crumbs": self.crumbs, "danger": self.danger, "preview": preview,
            "sent": [(name, value) for name, value in sent if name not in ("csrfmiddlewaretoken", "sure")],
            "overtaken": "sure" in self.request.POST, "back": self._back() or self.next_url(""),
        }  # fmt: skip
        return render(self.request, self.preview_template, context)
