"""The base of every page of a school."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, ClassVar, Literal
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.generic import View

from schools import reading
from schools.access import Access, NotAllowed, NotThere, as_recorded
from schools.entrance import noted
from schools.kept import kept, while_unchanged
from schools.roles import Permission
from ui import searches

PARTS = ("title", "head", "body_class", "crumbs", "heading", "intro", "actions", "tabs", "page")


class Drawn(HttpResponse):
    """What a page draws within the frame, block by block, or a part of a page asked for by itself.

    The frame is drawn each time, so that no form's token, no message and no reader's name is ever kept.
    """

    def __init__(self, request: HttpRequest, template: str, context: dict[str, Any]) -> None:
        """Draw it (templates/frame/parts.html has the blocks in this order)."""
        super().__init__()
        between = f"[{uuid4()}]"  # no sign that a template would escape
        text = render_to_string(template, context | {"parts_of": "frame/parts.html", "between": between}, request)
        found = [mark_safe(part) for part in text.split(between)]  # noqa: S308 - drawn by our templates
        self.parts = dict(zip(PARTS, found, strict=True)) if len(found) > 1 else {"": found[0]}

    def framed(self, request: HttpRequest) -> HttpResponse:
        """The whole page, in a frame drawn now."""
        if "" in self.parts:
            answer = HttpResponse(self.parts[""])
        else:
            answer = render(request, "frame/kept.html", {"kept": self.parts})
        if "Vary" in self:
            answer["Vary"] = self["Vary"]
        return answer


def _weight(answer: HttpResponseBase) -> int | None:
    return sum(map(len, answer.parts.values())) if isinstance(answer, Drawn) else None


class SchoolView(View):
    """A page of one school. It must name its `permission` (or several, any one of which will do).

    `self.access` says who is asking. Handlers get the address's own parts, without the school.
    """

    permission: Permission | tuple[Permission, ...]
    access: Access
    of_a_year: ClassVar[str] = ""
    """The model, as `app.Model`, of what the page shows by its number, where that belongs to one academic year."""
    kept_for: Literal["", "rights", "person"] = ""
    """Whether what the page draws by `page` is kept while nothing changed: for everybody with the same rights and
    reach, or for the person alone. Only for a page that shows nothing but the school's rows."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Raise TypeError at import for a view that names no permission."""
        super().__init_subclass__(**kwargs)
        if not cls.needs():
            raise TypeError(f"{cls.__module__}.{cls.__qualname__} must name its permission.")

    @classmethod
    def needs(cls) -> tuple[Permission, ...]:
        """The permissions of which one is needed."""
        named = getattr(cls, "permission", ())
        return named if isinstance(named, tuple) else (named,)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Set `access` from the request and drop the school from the handlers' arguments."""
        kwargs.pop("school", None)
        request.GET = searches.with_words(request)  # type: ignore[assignment]
        super().setup(request, *args, **kwargs)
        self.access = request.access  # type: ignore[attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer whoever has the right; a colleague without it gets the page that says whom to ask. What is not there,
        or out of this person's reach, is a 404; what is of another year opens in its own."""
        try:
            self.access.need(*self.needs())
            if request.method == "POST" and searches.SENT in request.POST:
                return self.search(request)
            if request.method not in ("GET", "HEAD"):  # what is sent is always checked against what is stored now
                return super().dispatch(request, *self.args, **self.kwargs)
            with as_recorded(self.access, self.recorded) as self.access, while_unchanged(self.access.school.pk):
                return self._read(request)
        except NotAllowed as refusal:
            return self.refuse(refusal.permissions)
        except NotThere as missing:
            return self._in_its_own_year(missing)

    def _in_its_own_year(self, missing: NotThere) -> HttpResponse:
        asked = self.request.method == "GET" and self.of_a_year
        year = reading.another_year_of(self.access, self.of_a_year, self.kwargs["pk"]) if asked else None
        if year is None:
            raise Http404(str(missing)) from missing
        said = f"This belongs to {year}, so {year} is what you are looking at now."
        messages.info(self.request, f"{said} Choose {self.access.year} at the top to go back.")
        return redirect(f"{self.request.path}?{urlencode({**self.request.GET.dict(), 'year': year.pk})}")

    def search(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a search: its words come by POST, and the page that it leads to has a sign for them in its address."""
        return searches.on_to_what_is_found(request)

    def page(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """The page drawn from plain data; still without its frame where it is kept."""
        if not self.kept_for or self.request.method not in ("GET", "HEAD"):
            return render(self.request, template, context)
        return Drawn(self.request, template, context)

    def _read(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, from what is kept if it may be."""
        access, answer = self.access, partial(super().dispatch, request, *self.args, **self.kwargs)
        if not self.kept_for:
            return answer()
        reader = access.reader(personal=self.kept_for == "person")
        words, fragment = request.GET.get(searches.WORDS), bool(request.headers.get("HX-Request"))
        asked = (request.get_full_path(), words, request.headers.get("HX-Target"), fragment)
        key = ("page", reader, access.year and access.year.pk, *asked)
        found = kept(key, answer, weight=_weight, records=True)
        return found.framed(request) if isinstance(found, Drawn) else found

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
        """The page for a colleague without the right: whom it is for and whom to ask. It is noted in the trail."""
        noted.refused(self.access, self.request)
        context = {
            "title": "This page is not for your role",
            "roles": reading.role_labels(permissions),
            "people": reading.people_to_ask(self.access),
        }
        return render(self.request, "schools/refused.html", context, status=403)
