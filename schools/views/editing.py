"""The base of every page that changes something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect, HttpResponseLocation

from schools.edits import DoneAlready, Edit, Refused, once, turn
from schools.edits.undo import last_of, undo
from schools.roles import Permission
from schools.views.base import SchoolView
from ui.edit_forms import EditForm, LineForm, Lines
from ui.parts import Choice, Crumb

Data = Mapping[str, Any] | None


class EditPage(SchoolView):
    """A page with a form that changes something: opened as a page, or in the side panel of the page one reads.

    A page says what it is about (`begin`), draws its form (`form`, and `formsets` for lines that come and go) and
    saves it (`save`, through a service). What was typed stays in the form whatever is wrong with it; a form sent twice
    counts once; a change that somebody else made meanwhile is shown and asked about. After saving, the reader is back
    on the page they came from.
    """

    permission: Permission | tuple[Permission, ...] = Permission.HOME  # every page names its own
    template = "edit/page.html"
    inside = ""  # a template shown within the form, before its fields
    title = ""
    intro = ""
    submit_label = "Save"
    danger = False
    gone = False  # what it is about has no page any more once it is saved, so one goes on to where it leads
    whole = False  # the page below is loaded as a whole after saving: its script begins with it
    crumbs: tuple[Crumb, ...] = ()
    more: tuple[Choice, ...] = ()  # other things to do with it, as links at the foot
    live = ""  # an address that is sent the form as one types, and answers with what it would cost

    def begin(self, *args: Any, **parts: Any) -> None:
        """Find what the address names. Raises LookupError for what is not there, or out of this person's reach."""

    def form(self, data: Data) -> EditForm:
        """The form, with what stands now; `data` is what was sent."""
        return EditForm(data)

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        """The lines that come and go below the form."""
        return ()

    def save(self, form: Any, *formsets: Any) -> Edit:
        """Save what the valid form holds. Raises schools.edits.Refused for what cannot stand."""
        raise NotImplementedError

    def success(self, change: Edit) -> str:
        """What happened, in a sentence."""
        return "Saved."

    def next_url(self, thing: str) -> str:
        """Where to go on where one came from nowhere; `thing` is the number of what the edit was about."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """The form as things stand."""
        self._begin(parts)
        return self._draw(self.form(None), self.formsets(None))

    def post(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """Save, or the form again with what is to be put right."""
        form: Any = None
        formsets: tuple[Any, ...] = ()
        try:
            with turn(self.access):
                once(self.access, request.POST.get("ticket"))
                self._begin(parts)
                form, formsets = self.form(request.POST), self.formsets(request.POST)
                if all([form.is_valid(), *(part.is_valid() for part in formsets)]):
                    return self._done(self.save(form, *formsets))
        except DoneAlready as again:
            return self._done_before(again.entry.thing, parts)
        except Http404:
            return self._gone()
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return self._draw(form, formsets, status=422)

    def _gone(self) -> HttpResponse:
        """The page for what is not there by the time it is sent, with what was typed to copy; nothing is saved."""
        kept = {"csrfmiddlewaretoken", "back", *EditForm.OURS, *LineForm.OURS}
        sent = {name: str(said) for name, said in self.request.POST.items() if name.rpartition("-")[2] not in kept}
        context = {
            "title": "This is no longer there",
            "intro": "It may have been taken away while you were writing, so nothing was saved.",
            "back": self._back() or reverse("home", args=[self.access.school.slug]),
            "typed": [words for words in sent.values() if " " in words.strip()],
        }
        return render(self.request, "edit/gone.html", context, status=404)

    def _done_before(self, thing: str, parts: dict[str, Any]) -> HttpResponse:
        """Where the first sending led; what it was about may be gone by it."""
        messages.info(self.request, "This was saved already, so nothing was done twice.")
        try:
            self.begin(**parts)
        except LookupError:
            return redirect(self._back() or reverse("home", args=[self.access.school.slug]))
        return self._onwards(thing)

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        """What the template is given; a page with more to show adds to it."""
        return {
            "title": self.title, "intro": self.intro, "submit_label": self.submit_label, "danger": self.danger,
            "crumbs": self.crumbs, "inside": self.inside,
            "form": form, "formsets": formsets, "back": self._back(), "more": self.more, "live": self.live,
            "conflicts": [*form.conflicts, *(conflict for part in formsets for conflict in part.conflicts)],
        }  # fmt: skip

    def _begin(self, parts: dict[str, Any]) -> None:
        try:
            self.begin(**parts)
        except LookupError as missing:
            raise Http404(str(missing)) from missing

    def _draw(self, form: Any, formsets: tuple[Any, ...], status: int = 200) -> HttpResponse:
        return render(self.request, self.template, self.context(form, formsets), status=status)

    def _done(self, change: Edit) -> HttpResponse:
        if change.entry:
            messages.success(self.request, self.success(change), extra_tags=f"undo {change.entry.pk}")
            return self._onwards(change.entry.thing)
        messages.info(self.request, "Nothing was different, so nothing was changed.")
        return self._onwards("")

    def _onwards(self, thing: str) -> HttpResponse:
        to = ("" if self.gone else self._back()) or self.next_url(thing)
        if not self.request.htmx:  # type: ignore[attr-defined]
            return redirect(to)
        here = self.request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]
        if not self.whole and urlsplit(to).path == urlsplit(here).path != self.request.path:
            return HttpResponseLocation(to, target="#main", select="#main", swap="outerHTML")
        return HttpResponseClientRedirect(to)

    def _back(self) -> str:
        """The page one came from, if it is one of ours: named in the address or the form, or the page below."""
        below = (self.request.htmx.current_url_abs_path or "") if self.request.htmx else ""  # type: ignore[attr-defined]
        asked = self.request.POST.get("back") or self.request.GET.get("back")
        found = asked or ("" if urlsplit(below).path == self.request.path else below)
        return found if _ours(found) else ""


class Undo(SchoolView):
    """Take back what one has just done."""

    permission = Permission.HOME  # what may be taken back is held against the rights of each row

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask whether to take it back; 404 for what this person has not done."""
        try:
            entry = last_of(self.access, pk)
        except LookupError as missing:
            raise Http404(str(missing)) from missing
        return render(request, "edit/undo.html", {"title": "Take it back?", "entry": entry})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it back, and go back to the page it was done from."""
        try:
            entry = undo(pk, by=self.access)
            messages.success(request, "Taken back." if entry else "This was taken back before.")
        except Refused as refusal:
            messages.warning(request, refusal.sentence)
        except LookupError as missing:
            raise Http404(str(missing)) from missing
        to = request.POST.get("back", "")
        return redirect(to if _ours(to) else reverse("home", args=[self.access.school.slug]))


def _ours(address: str) -> bool:
    """Whether one may be sent on to it: a path of these pages, and no longer than a browser takes."""
    fits = address.startswith("/") and len(address) <= 2_000
    return fits and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
