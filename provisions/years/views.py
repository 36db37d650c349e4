"""Opening the next academic year, step by step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from provisions.years.plan import class_lines, findings, without_class
from provisions.years.reading import read
from provisions.years.services import open_next_year
from provisions.years.steps import NAMES, STEPS, Steps
from schools.access import NotThere
from schools.edits import DoneAlready, Refused
from schools.roles import Permission
from schools.views import SchoolView
from ui.parts import Crumb

LINE = "Classes and pupils move up, and what goes on is carried over. Nothing is stored before the last step."


class OpenYear(SchoolView):
    """The steps, each a form that carries the values of the others; the last one previews everything and opens the
    year."""

    permission = Permission.MANAGE_CALENDAR

    def get(self, request: HttpRequest) -> HttpResponse:
        """The first step, or why a year cannot be opened."""
        try:
            return self.draw(Steps(self.access, read(self.access), request.GET.copy()), "year")
        except NotThere:
            return self.followed()

    def post(self, request: HttpRequest) -> HttpResponse:
        """On to the next step, back to the one before, or open the year."""
        try:
            steps = Steps(self.access, read(self.access), request.POST)
        except NotThere:
            return self.followed()
        step = request.POST.get("step", "")
        step = step if step in STEPS else STEPS[0]
        if request.POST.get("go") == "back":
            return self.draw(steps, STEPS[max(STEPS.index(step) - 1, 0)])
        if wrong := steps.wrong(step):
            return self.draw(steps, wrong, status=422)
        if step == STEPS[-1]:
            return self.save(steps)
        return self.draw(steps, STEPS[STEPS.index(step) + 1])

    def save(self, steps: Steps) -> HttpResponse:
        """Open the year and report what was done; whoever opened it stays in the year they were in."""
        try:
            change = open_next_year(by=self.access, plan=steps.plan, ticket=steps.year.ticket)
        except Refused as refusal:
            steps.year.add_error(None, refusal.sentence)
            return self.draw(steps, "year", status=422)
        except DoneAlready:
            messages.info(self.request, "This was saved already, so nothing was done twice.")
            return redirect("calendar", self.access.school.slug)
        said = f"{steps.plan.name} is open. You are still in {self.access.year}: choose {steps.plan.name} at the top."
        messages.success(self.request, said, extra_tags=f"undo {change.entry.pk if change.entry else 0}")
        return redirect("calendar", self.access.school.slug)

    def draw(self, steps: Steps, step: str, status: int = 200) -> HttpResponse:
        """A step with the values of the others."""
        context: dict[str, Any] = {
            "title": "Open the next year", "intro": LINE, "step": step, "name": NAMES[step], "now": steps.now,
            "number": STEPS.index(step) + 1, "count": len(STEPS), "hidden": steps.hidden(step),
            "crumbs": (Crumb("Calendar", self.access.url("calendar")),),
            "template": f"provisions/years_{step}.html", "form": None, "formsets": (),
        }  # fmt: skip
        if step == STEPS[-1]:
            context |= self.preview(steps)
        else:
            context |= {"form": steps.form_of(step), "formsets": steps.lines_of(step)}
        return render(self.request, "provisions/years_new.html", context, status=status)

    def preview(self, steps: Steps) -> dict[str, Any]:
        """The preview of everything that would be done."""
        now, plan = steps.now, steps.plan
        names = {pupil.id: pupil.name for pupil in now.pupils}
        return {
            "plan": plan, "classes": class_lines(now, plan), "findings": findings(now, plan),
            "alone": without_class(now, plan), "leaving": [names[pk] for pk in names if pk in plan.leaving],
            "groups": [said for pk, said in now.groups if pk in plan.groups],
            "sets": [said for pk, said in now.sets if pk in plan.sets],
            "streams": [(said, amount) for pk, said, amount in now.streams if pk in plan.streams],
            "whole": [said for pk, said in now.whole if pk in plan.whole],
        }  # fmt: skip

    def followed(self) -> HttpResponse:
        """The page where there is a later year already, or no year at all."""
        newest = self.access.years[0] if self.access.years else None
        return render(self.request, "provisions/years_followed.html", {"title": "Open the next year", "newest": newest})
