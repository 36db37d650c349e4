"""The page of the gap analysis, and the pages that fill places or start a draft group."""

from __future__ import annotations

from typing import Any, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from audits.gaps import page as gap_page
from audits.gaps import services as gap_services
from audits.gaps.comparison import gap_analysis
from audits.gaps.forms import DraftForm, FillForm
from audits.gaps.reading import By, Who
from provisions.groups import fit
from provisions.places import services as place_services
from schools.access import NotThere
from schools.clock import today
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Data, EditPage, SchoolView
from ui.parts import Crumb
from ui.words import plural


class Gaps(SchoolView):
    """The gap analysis."""

    permission = Permission.VIEW_NEEDS
    kept_for = "rights"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The analysis under the filters of the address."""
        if self.access.year is None:
            return render(request, "components/no_year.html", {"title": "No academic year yet"})
        try:
            made = gap_page.build(self.access, request.GET)
        except NotThere as missing:
            raise Http404(str(missing)) from missing
        context = {
            "title": "Gaps",
            "intro": "What the charts ask for, beside the places there are.",
            "page": made,
            "keep": [(name, request.GET[name]) for name in ("by", "show") if request.GET.get(name)],
            "clear": f"?by={made.by}" if made.filters.any_set else "",
        }
        return self.page("audits/gaps.html", context)


class CloseGapPage(EditPage):
    """The base of the pages that give places to pupils without one."""

    permission = Permission.EDIT_PROVISION

    def about(self, by: str, scope: str, provision: int) -> None:
        """Find the line of the comparison, and the link back to it."""
        if by not in get_args(By):
            raise NotThere("Need is not compared by this.")
        self.analysis = gap_analysis(self.access, by=by)  # type: ignore[arg-type]
        self.row = self.analysis.line(scope, provision)
        self.waiting = gap_services.unplaced(self.analysis, self.row)
        self.bands = {need.pupil: need.band for need in self.row.row.unmet}
        self.crumbs = (Crumb("Gaps", self.next_url("")),)

    def next_url(self, thing: str) -> str:
        return f"{self.access.url('gaps')}?by={self.analysis.by}"

    def strongest_first(self, ids: list[int]) -> list[int]:
        """The chosen pupils, the strongest need first."""
        return [who.id for who in self.waiting if who.id in ids]

    def names(self, ids: Any) -> str:
        """The pupils' names joined for a sentence."""
        return gap_services.names_in_words([who for who in self.waiting if who.id in set(ids)])

    def waiting_words(self, room: int, places: str) -> str:
        """How many pupils are without a place, for how many places, and who cannot be added yet."""
        waiting = plural(len(self.waiting), "pupil is,pupils are")
        said = f"{self.row.scope.label}: {waiting} ticked and without a place. {places}"
        if len(self.waiting) > room:
            said += " Those with the strongest need are ticked below; the others stay without."
        coming = gap_services.not_on_roll(self.analysis, self.row)
        if coming:
            said += f" Not on roll yet, so not here: {gap_services.names_in_words(coming)}."
        return said


class FillPlaces(CloseGapPage):
    """Give pupils the empty places of a group."""

    submit_label = "Give them a place"

    def begin(self, **parts: Any) -> None:
        self.group = place_services.group_to_fill(self.access, parts["pk"])
        self.about(parts["by"], parts["scope"], self.group.provision_id)
        self.title = f"Into {self.group} ({self.group.code})"
        self.day = place_services.day_to_join(self.access, self.group)
        crowd = place_services.crowd_of(self.group, self.day)
        self.room = max(0, crowd.size - crowd.filled)
        self.intro = self.waiting_words(self.room, f"{plural(self.room, 'place is,places are')} empty.")

    def form(self, data: Data) -> FillForm:
        ticks = {who.id: self.bands[who.key] for who in self.waiting if who.id}
        fits = fit.who_fits(self.access, self.group.pk, self.day or today(), ticks)
        words = {one.pupil.id: one.fit.words for one in fits}
        people = [(who.id, f"{who.name}, {who.where}", words.get(who.id, "")) for who in self.waiting if who.id]
        first = [pk for pk, _, _ in people[: self.room]]
        return FillForm(data, people=people, initial={"pupils": first, "joined": self.day})

    def save(self, form: FillForm, *formsets: Any) -> Edit:
        """Save; where there are fewer places than pupils, the strongest need comes first."""
        chosen = self.strongest_first(form.values["pupils"])
        self.placing = gap_services.put_into(
            by=self.access, group=self.group, pupils=chosen, joined=form.values["joined"], ticket=form.ticket
        )
        return self.placing.change

    def success(self, change: Edit) -> str:
        """Who has a place now, and who is still without."""
        placed, unplaced = self.placing.placed, self.placing.unplaced
        said = f"{self.names(placed)} {'has' if len(placed) == 1 else 'have'} a place in {self.group}."
        if unplaced:
            stay = "stays" if len(unplaced) == 1 else "stay"
            said += f" {self.names(unplaced)} {stay} without one: no more were empty."
        return said


class StartDraft(CloseGapPage):
    """Start a draft group for pupils without a place."""

    submit_label = "Start the draft group"

    def begin(self, **parts: Any) -> None:
        """Find the line, and describe the group's usual pattern."""
        self.about(parts["by"], parts["scope"], parts["pk"])
        self.pattern = self.analysis.patterns[self.row.kind.id]
        self.title = f"A draft group: {self.row.kind.name}"
        self.size = self.pattern.size or max(1, len(self.waiting))
        usual = f"The usual group has {plural(self.size, 'place')}."
        self.intro = (
            f"{self.waiting_words(self.size, usual)} {self._pattern()} A draft is on no map until you start it."
        )

    def _pattern(self) -> str:
        if self.pattern.borrowed_from:
            return f"It has the staff and time of {self.pattern.borrowed_from}; both can be changed."
        if self.pattern.staffing:
            return "It has the usual staff and time of the catalogue; both can be changed."
        return "No usual staff is known: add them on the group’s page."

    def form(self, data: Data) -> DraftForm:
        """The pupils without a place, with a free code and the usual size."""
        code = gap_services.code_for(self.access, self.row, gap_services.year_groups_for(self.analysis, self.row))
        people = [(who.id, f"{who.name}, {who.where}", self._why(who)) for who in self.waiting if who.id]
        first = [pk for pk, _, _ in people[: self.size]]
        return DraftForm(data, people=people, initial={"pupils": first, "code": code, "size": self.size})

    def _why(self, who: Who) -> str:
        return f"{self.bands[who.key]} have this"

    def save(self, form: DraftForm, *formsets: Any) -> Edit:
        values = form.values
        chosen = self.strongest_first(values["pupils"])
        return gap_services.start_draft(
            by=self.access, analysis=self.analysis, line=self.row, code=values["code"], size=values["size"],
            pupils=chosen, ticket=form.ticket,
        )  # fmt: skip

    def success(self, change: Edit) -> str:
        return f"The draft group {change.about.code} is there. Start it when it is ready."  # type: ignore[union-attr]
