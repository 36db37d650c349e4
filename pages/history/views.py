"""The history of a pupil, a group, a provision, a role and a class, each for those who may open the thing itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from pages.history import page as history
from pages.history import put_back, sources, things
from pages.pupils import pupil
from pages.pupils.views.pupils import PupilTab
from pages.shared import options_of
from pages.year_page import YearPage
from schools.edits import undo
from schools.roles import Permission
from schools.views import Act, ActPage, SchoolView
from ui.parts import Crumb

LINE = "Who did what, and when. The newest comes first."
SHOWS = (("", "Changes"), ("openings", "Opened and taken out"))


class HistoryTab(PupilTab, SchoolView):
    """What was done to a pupil's record, for those who reach the pupil."""

    permission = Permission.VIEW_OWN_PUPILS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = pupil.pupil_in_reach(self.access, options_of(self.access, {}), pk)
        found = history.build(self.access, "this pupil", pk, sources.PUPIL, request.GET.dict(), trail="pupil")
        head = pupil.pupil_head(self.access, row, "pupil_history")
        return self.tab("pages/pupil_history.html", head, {"history": found, "shows": SHOWS})


class PutRowBack(ActPage):
    """Give a row the values it once had, or add again a row that was removed."""

    def context(self, form: Any, formsets: tuple[Any, ...]) -> dict[str, Any]:
        return super().context(form, formsets) | {"old": self.about}


class ThingHistory(YearPage):
    """The base of the history pages of things that have a page of their own."""

    def show_history(self, thing: things.Thing, of: tuple[sources.HistorySource, ...]) -> HttpResponse:
        """The history page of a thing, made up of the rows of these sources."""
        found = history.build(self.access, f"this {thing.noun}", thing.id, of, self.request.GET.dict())
        context: dict[str, Any] = {
            "title": f"History of {thing.name}",
            "intro": LINE,
            "crumbs": tuple(Crumb(name, self.access.url(to, *ids)) for name, to, ids in thing.crumbs),
            "history": found,
        }
        return self.page("pages/history.html", context)


class GroupHistory(ThingHistory, SchoolView):
    """What was done to a group, its staffing, sessions, places and costs."""

    permission = Permission.VIEW_MAP

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for a group that is not on the year's map."""
        return self.show_history(things.group(self.access, pk), sources.GROUP)


class ProvisionHistory(ThingHistory, SchoolView):
    """What was done to an entry of the catalogue."""

    permission = Permission.VIEW_MAP

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show_history(things.provision(self.access, pk), sources.PROVISION)


class RoleHistory(ThingHistory, SchoolView):
    """What was done to a role and its pay."""

    permission = Permission.VIEW_COSTS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show_history(things.role(self.access, pk), sources.ROLE)


class ClassHistory(ThingHistory, SchoolView):
    """What was done to a class and who works in it."""

    permission = (Permission.VIEW_OWN_PUPILS, Permission.VIEW_STAFF)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for a class out of this person's reach."""
        return self.show_history(things.school_class(self.access, pk), sources.CLASS)


ACTS = (
    Act("history/<str:kind>/<int:line>/", "put_back", "Put back: {about.name}", "Put it back", page=PutRowBack,
        permission=(Permission.EDIT_PROVISION, Permission.EDIT_NEEDS, Permission.EDIT_COSTS),
        find=put_back.old_row, inside="pages/put_back.html",
        service=lambda page, **sent: undo.put_back(page.about.model, page.about.line, **sent),
        done="Put back as it was.", then=("home",)),
)  # fmt: skip
