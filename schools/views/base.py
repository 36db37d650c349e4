"""The base of every page of a school."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.generic import View

from schools import reading
from schools.access import Access, NotAllowed, as_recorded
from schools.roles import Permission


class SchoolView(View):
    """A page of one school. It must name its `permission` (or several, any one of which will do).

    `self.access` says who is asking. Handlers get the address's own parts, without the school.
    """

    permission: Permission | tuple[Permission, ...]
    access: Access

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse a view that names no permission, when it is written rather than when it is visited."""
        super().__init_subclass__(**kwargs)
        if not cls.needs():
            raise TypeError(f"{cls.__module__}.{cls.__qualname__} must name its permission.")

    @classmethod
    def needs(cls) -> tuple[Permission, ...]:
        """The permissions of which one is needed."""
        named = getattr(cls, "permission", ())
        return named if isinstance(named, tuple) else (named,)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Take the access that the middleware found and keep the school out of the handlers' arguments."""
        kwargs.pop("school", None)
        super().setup(request, *args, **kwargs)
        self.access = request.access  # type: ignore[attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whoever has the right; tell a colleague who has not whom to ask."""
        try:
            self.access.need(*self.needs())
            if request.method not in ("GET", "HEAD"):  # what is sent is held against what is stored now
                return super().dispatch(request, *self.args, **self.kwargs)
            with as_recorded(self.access, self.recorded) as self.access:
                return super().dispatch(request, *self.args, **self.kwargs)
        except NotAllowed as refusal:
            return self.refuse(refusal.permissions)

    @property
    def recorded(self) -> date | None:
        """The day as known on which the address asks to see the page. Only for those who see every pupil: whom others
        may see follows from what is recorded now."""
        asked = self.request.GET.get("recorded", "")
        try:
            return date.fromisoformat(asked) if asked and self.access.may(Permission.VIEW_PUPILS) else None
        except ValueError as unreadable:
            raise Http404("There is no such day.") from unreadable

    def refuse(self, permissions: tuple[Permission, ...]) -> HttpResponse:
        """The page for a colleague without the right: whom it is for and whom to ask."""
        context = {
            "title": "This page is not for your role",
            "roles": reading.role_labels(permissions),
            "people": reading.people_to_ask(self.access),
        }
        return render(self.request, "schools/refused.html", context, status=403)
