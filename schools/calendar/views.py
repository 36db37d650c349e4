"""The pages that change the calendar: the first year, the year's days and half-terms, the school day."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from schools import reading
from schools.access import NotThere
from schools.calendar import services, usual_year
from schools.calendar.forms import BandFormLine, HalfTermFormLine, SchoolDayForm, YearForm
from schools.clock import today
from schools.edits import Edit
from schools.roles import Permission
from schools.views.editing import Data, EditPage
from ui.edit_forms import EditForm, Lines, lines_of
from ui.parts import Choice, Crumb

WITHIN = "They lie within the year and do not overlap. Their weekdays are the school days."
ONE_BY_ONE = "They may not overlap. A session without a part of the day of its own takes it from here."


class CalendarEditPage(EditPage):
    """The base of the pages that change the calendar."""

    permission = Permission.MANAGE_CALENDAR

    def begin(self, **parts: Any) -> None:
        slug = self.access.school.slug
        self.crumbs = (
            Crumb("School", reverse("school", args=[slug])),
            Crumb("Calendar", reverse("calendar", args=[slug])),
        )

    def next_url(self, thing: str) -> str:
        return reverse("calendar", args=[self.access.school.slug])


class FirstYear(CalendarEditPage):
    """Set up a new school's first year, with its half-terms and the school day."""

    title = "Set up the year"
    intro = "Usual dates and times are filled in. Change what differs at your school; all of it can be changed later."
    submit_label = "Set up the year"

    def begin(self, **parts: Any) -> None:
        """404 for a school that has a year already."""
        if self.access.year:
            raise NotThere("The school has an academic year.")
        slug = self.access.school.slug
        self.crumbs = (Crumb("Home", reverse("home", args=[slug])),)
        self.bands = reading.day_band_lines(self.access)
        if self.access.may(Permission.IMPORT_WORKBOOK):
            self.more = (Choice("Or bring everything in with the school workbook", reverse("import", args=[slug])),)

    def form(self, data: Data) -> EditForm:
        name, starts, ends = usual_year.academic_year_at(today())
        return YearForm(data, initial={"name": name, "starts": starts, "ends": ends})

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        """Usual half-terms, and a usual day where none is entered."""
        terms = usual_year.half_terms(usual_year.academic_year_at(today())[1].year)
        parts = [half_term_formset(data, [], terms)]
        if not self.bands:
            parts.append(day_band_formset(data, [], usual_year.day_bands()))
        return tuple(parts)

    def save(self, form: YearForm, *formsets: Any) -> Edit:
        bands = formsets[1].added if len(formsets) > 1 else ()
        return services.begin_year(
            by=self.access, ticket=form.ticket, half_terms=formsets[0].added, day_bands=bands, **form.values
        )

    def success(self, change: Edit) -> str:
        return f"The year {change.about} is set up. Next come the classes and the people."


class EditYear(CalendarEditPage):
    """The days of the year that is looked at, and its half-terms."""

    title = "The year and its half-terms"
    intro = "Sums of weeks and hours go by these days."

    def begin(self, **parts: Any) -> None:
        """Read the year again: it was read before the lock was taken, and may have been changed since."""
        super().begin()
        if self.access.year is None:
            raise NotThere("The school has no academic year yet.")
        self.access.year.refresh_from_db(fields=["name", "starts", "ends"])

    def form(self, data: Data) -> EditForm:
        return YearForm(data, now={name: getattr(self.access.year, name) for name in ("name", "starts", "ends")})

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        return (half_term_formset(data, reading.half_term_lines(self.access)),)

    def save(self, form: YearForm, *formsets: Any) -> Edit:
        return services.change_year(by=self.access, ticket=form.ticket, **form.values, **formset_changes(formsets[0]))

    def success(self, change: Edit) -> str:
        return f"The calendar of {self.access.year} is saved."


class EditSchoolDay(CalendarEditPage):
    """The parts of the school day."""

    title = "The school day"
    intro = "The parts of the day, the same for every day of the week."

    def form(self, data: Data) -> EditForm:
        return SchoolDayForm(data)

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        """The parts of the day; a usual day is offered where none is entered."""
        stored = reading.day_band_lines(self.access)
        return (day_band_formset(data, stored, [] if stored else usual_year.day_bands()),)

    def save(self, form: SchoolDayForm, *formsets: Any) -> Edit:
        return services.change_day_bands(by=self.access, ticket=form.ticket, **formset_changes(formsets[0]))

    def success(self, change: Edit) -> str:
        return "The school day is saved."


def half_term_formset(data: Data, rows: list[dict[str, Any]], offered: list[dict[str, Any]] | None = None) -> Lines:
    """The lines of half-terms."""
    lines: Lines = lines_of(
        HalfTermFormLine, data, rows, prefix="terms", legend="Half-terms", noun="half-term", hint=WITHIN,
        offered=offered or (),
    )  # fmt: skip
    return lines


def day_band_formset(data: Data, rows: list[dict[str, Any]], offered: list[dict[str, Any]] | None = None) -> Lines:
    """The lines of the school day."""
    lines: Lines = lines_of(
        BandFormLine, data, rows, prefix="bands", legend="The school day", noun="part of the day", hint=ONE_BY_ONE,
        offered=offered or (),
    )  # fmt: skip
    return lines


def formset_changes(lines: Lines) -> dict[str, Any]:
    """The lines added, changed and removed, as the services' keyword arguments."""
    return {"added": lines.added, "changed": lines.changed, "removed": lines.removed}
