"""The steps of opening a year: their forms, what they hold, and the first with an error."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import QueryDict

from provisions.years import forms
from provisions.years.plan import PlannedClass, YearPlan
from provisions.years.reading import LatestYear, days_after, half_terms_after, name_after
from schools.access import Access
from schools.calendar.forms import HalfTermFormLine, YearForm
from schools.calendar.services import check_new_year
from schools.edits import Refused
from ui.edit_forms import EditForm, Lines, lines_of

NAMES = {
    "year": "The year and its half-terms",
    "classes": "Classes",
    "pupils": "Pupils",
    "carry": "What is carried over",
    "check": "Check, and open the year",
}
STEPS = tuple(NAMES)
PREFIXES = {"year": ("year-", "terms-"), "classes": ("classes-",), "pupils": ("pupils-",), "carry": ("carry-",)}


class Steps:
    """The forms of all steps with what was sent so far; a step not reached yet has the proposal."""

    def __init__(self, access: Access, now: LatestYear, sent: QueryDict) -> None:
        self.access, self.now, self.sent = access, now, sent

    def hidden(self, step: str) -> list[tuple[str, str]]:
        """The values of the other steps, to be sent again with this one."""
        others = tuple(prefix for name, own in PREFIXES.items() if name != step for prefix in own)
        return [(name, value) for name in self.sent if name.startswith(others) for value in self.sent.getlist(name)]

    def _data(self, mark: str) -> Mapping[str, Any] | None:
        return self.sent if mark in self.sent else None

    @cached_property
    def year(self) -> YearForm:
        """The year's name and days."""
        first, last = days_after(self.now.year)
        usual = {"name": name_after(self.now.year.name), "starts": first, "ends": last}
        return YearForm(self._data("year-ticket"), initial=usual, prefix="year")

    @cached_property
    def terms(self) -> Lines:
        """Its half-terms."""
        rows = [dict(zip(("name", "starts", "ends"), term, strict=True)) for term in half_terms_after(self.now)]
        hint = "The days of this year’s, a year on and on the same weekdays. Look them up in your authority’s calendar."
        data = self._data("terms-TOTAL_FORMS")
        return self._lines(
            HalfTermFormLine, data, rows, prefix="terms", legend="Half-terms", noun="half-term", hint=hint
        )

    @cached_property
    def classes(self) -> Lines:
        """The classes."""
        hint = (
            "Classes of one year group go up with their pupils; mixed ones stay what they are. Add a line for a class "
            "that is to be split or is new; where pupils go, you choose in the next step."
        )
        return self._lines(
            forms.NextClassLine, self._data("classes-TOTAL_FORMS"), forms.class_rows(self.now),
            prefix="classes", legend="Classes of the next year", noun="class", hint=hint,
            form_kwargs={"there": self.now},
        )  # fmt: skip

    def _lines(self, form: Any, data: Mapping[str, Any] | None, rows: Any, **more: Any) -> Lines:
        found: Lines = lines_of(form, data, (), offered=rows, **more)
        return found

    @cached_property
    def planned(self) -> tuple[PlannedClass, ...]:
        """The classes of the second step, which must be valid."""
        return forms.planned(self.classes)

    @cached_property
    def pupils(self) -> forms.PupilsForm:
        """Where pupils go."""
        return forms.PupilsForm(self._data("pupils-ticket"), now=self.now, classes=self.planned, prefix="pupils")

    @cached_property
    def carry(self) -> forms.CarryForm:
        """What is carried over."""
        return forms.CarryForm(self._data("carry-ticket"), now=self.now, prefix="carry")

    def form_of(self, step: str) -> EditForm:
        """The form of a step; the classes have nothing but lines."""
        found: EditForm = forms.ClassesForm() if step == "classes" else getattr(self, step)
        return found

    def lines_of(self, step: str) -> tuple[Lines, ...]:
        """The lines of a step."""
        return {"year": (self.terms,), "classes": (self.classes,)}.get(step, ()) if step in PREFIXES else ()

    def wrong(self, through: str) -> str:
        """The first step up to this one with an error; "" where there is none."""
        upto = STEPS[: STEPS.index(through) + 1]
        return next((step for step in upto if step in PREFIXES and not self._stands(step)), "")

    def _stands(self, step: str) -> bool:
        if step == "year":
            return self.year.is_valid() and self.terms.is_valid() and self._days_stand()
        if step == "classes":
            return self.classes.is_valid() and not forms.refuse_twice(self.classes)
        return self.form_of(step).is_valid()

    def _days_stand(self) -> bool:
        try:
            check_new_year(by=self.access, **self._calendar)
        except Refused as refusal:
            self.year.add_error(refusal.field if refusal.field in self.year.fields else None, refusal.sentence)
            return False
        return True

    @property
    def _calendar(self) -> dict[str, Any]:
        terms = sorted(self.terms.added, key=lambda term: term["starts"])
        return {**self.year.values, "half_terms": terms}

    @property
    def plan(self) -> YearPlan:
        """The planned year; every step must be valid."""
        return YearPlan(
            **self._calendar,
            classes=self.planned,
            ways=self.pupils.going,
            leaving=self.pupils.leaving,
            **self.carry.carried,
        )
