"""The base of every page that changes something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect, HttpResponseLocation

from schools.access import NotThere
from schools.edits import DoneAlready, Edit, Refused, refuse_repeat, school_locked, sense
from schools.edits.undo import own_edit, undo
from schools.people.mail import tell_of_roles_after
from schools.roles import Permission
from schools.views.base import SchoolView
from ui.edit_forms import EditForm, LineForm, Lines
from ui.parts import Choice, Crumb
from ui.words import first_of

Data = Mapping[str, Any] | None
AS_IT_IS = "as_it_is"  # sent by the button below a question


class EditPage(SchoolView):
    """A page with a form that changes something, opened as a page or in the side panel of another page.

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
    gone = False  # saving removes the page that the reader came from, so they go on to `next_url`
    whole = False  # after saving, the page below is loaded anew: its script must start again
    crumbs: tuple[Crumb, ...] = ()
    more: tuple[Choice, ...] = ()  # other things to do with it, as links at the foot
    doubts: tuple[str, ...] = ()  # what is asked about before it is saved; the form stays as it was sent
    live = ""  # an address that the form is sent to while it is filled in; it answers with what that would cost

    def begin(self, *args: Any, **parts: Any) -> None:
        """Find what the address names. Raises NotThere where it does not exist or is out of this person's reach."""

    def instead(self) -> HttpResponse | None:
        """Another page in place of the form, where this cannot be done now."""
        return None

    def form(self, data: Data) -> EditForm:
        """The form with the present values; `data` is what was sent, None when the page is opened."""
        return EditForm(data)

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        """The lines that come and go below the form."""
        return ()

    def save(self, form: Any, *formsets: Any) -> Edit:
        """Save the valid form through a service. Raises schools.edits.Refused for values that cannot be saved."""
        raise NotImplementedError

    def success(self, change: Edit) -> str:
        """The message shown after saving."""
        return "Saved."

    def next_url(self, thing: str) -> str:
        """The page to go on to where the reader came from no page; `thing` is the id of what the edit was about."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """The form with the present values, or the page in its place."""
        self.begin(**parts)
        return self.instead() or self._draw(self.form(None), self.formsets(None))

    def post(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """Save and go on; or the form again with its errors, as 422."""
        form: Any = None
        formsets: tuple[Any, ...] = ()
        try:
            # The lock is taken before anything is read, so that the form is compared with what is stored when it is
            # saved.
            with school_locked(self.access):
                refuse_repeat(self.access, request.POST.get("ticket"))
                self._begin(parts)
                form, formsets = self.form(request.POST), self.formsets(request.POST)
                if all([form.is_valid(), *(part.is_valid() for part in formsets)]):
                    change = self.save(form, *formsets)
                    if AS_IT_IS not in request.POST and (doubts := sense.doubts(change)):
                        raise sense.Doubtful(doubts)  # what was saved goes with the transaction
                    return self._done(change)
        except DoneAlready as again:
            return self._done_before(again.entry.thing, parts)
        except Http404:
            return self._gone()
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        except sense.Doubtful as doubt:
            self.doubts = tuple(doubt.sentences)
        return self._draw(form, formsets, status=422)

    def _gone(self) -> HttpResponse:
        """The page for a thing that was removed while the form was open, with the typed texts to copy; nothing is
        saved."""
        kept = {"csrfmiddlewaretoken", "back", *EditForm.OURS, *LineForm.OURS}
        sent = {name: str(said) for name, said in self.request.POST.items() if name.rpartition("-")[2] not in kept}
        context = {
            "title": "This is no longer there",
            "intro": "It may have been taken away while you were writing, so nothing was saved.",
            "back": self._back() or self.access.url("home"),
            "typed": [words for words in sent.values() if " " in words.strip()],
        }
        return render(self.request, "edit/gone.html", context, status=404)

    def _done_before(self, thing: str, parts: dict[str, Any]) -> HttpResponse:
        """Go on as after the first sending. What it was about may be gone: the first sending may have removed it."""
        messages.info(self.request, "This was saved already, so nothing was done twice.")
        try:
            self.begin(**parts)
        except NotThere:
            return redirect(self._back() or self.access.url("home"))
        return self._onwards(thing)

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        """What the template is given; a page with more to show adds to it."""
        return {
            "title": self.title, "intro": self.intro, "submit_label": self.submit_label, "danger": self.danger,
            "crumbs": self.crumbs, "inside": self.inside, "doubts": self.doubts,
            "form": form, "formsets": formsets, "back": self._back(), "more": self.more, "live": self.live,
            "conflicts": [*form.conflicts, *(conflict for part in formsets for conflict in part.conflicts)],
        }  # fmt: skip

    def _begin(self, parts: dict[str, Any]) -> None:
        try:
            self.begin(**parts)
        except NotThere as missing:
            raise Http404(str(missing)) from missing

    def _draw(self, form: Any, formsets: tuple[Any, ...], status: int = 200) -> HttpResponse:
        return render(self.request, self.template, self.context(form, formsets), status=status)

    def _done(self, change: Edit) -> HttpResponse:
        if change.entry:
            messages.success(self.request, self.success(change), extra_tags=f"undo {change.entry.pk}")
            if change.warnings:
                messages.warning(self.request, " ".join(first_of(change.warnings)))
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
        """The page the reader came from, if it is one of ours: named in the form or the address, else the page below
        the panel. Never this page itself."""
        below = (self.request.htmx.current_url_abs_path or "") if self.request.htmx else ""  # type: ignore[attr-defined]
        asked = self.request.POST.get("back") or self.request.GET.get("back")
        found = asked or ("" if urlsplit(below).path == self.request.path else below)
        return found if _ours(found) else ""


class UndoEdit(SchoolView):
    """Undo an edit of one's own."""

    permission = Permission.HOME  # the edit itself checks the rights for each row

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask whether to undo it; 404 for an edit of somebody else's."""
        try:
            entry = own_edit(self.access, pk)
        except NotThere as missing:
            raise Http404(str(missing)) from missing
        return render(request, "edit/undo.html", {"title": "Take it back?", "entry": entry})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo it, and go back to the page it was done from."""
        try:
            with transaction.atomic():
                tell_of_roles_after(self.access)
                entry = undo(pk, by=self.access)
            messages.success(request, "Taken back." if entry else "This was taken back before.")
        except Refused as refusal:
            messages.warning(request, refusal.sentence)
        except NotThere as missing:
            raise Http404(str(missing)) from missing
        to = request.POST.get("back", "")
        return redirect(to if _ours(to) else self.access.url("home"))


def _ours(address: str) -> bool:
    """Whether it is a path of these pages, safe to redirect to, and no longer than browsers take."""
    fits = address.startswith("/") and len(address) <= 2_000
    return fits and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
