"""The acts that change the calendar: the first year, the year's days and half-terms, the school day."""

from __future__ import annotations

from functools import partial
from typing import Any

from schools import reading
from schools.access import Access, NotThere
from schools.calendar import services, usual_year
from schools.calendar.forms import BandFormLine, HalfTermFormLine, SchoolDayForm, YearForm
from schools.clock import today
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Act, ActPage, Data
from ui.edit_forms import EditForm, Lines, lines_of
from ui.parts import Choice

WITHIN = "They lie within the year and do not overlap. Their weekdays are the school days."
ONE_BY_ONE = "They may not overlap. A session without a part of the day of its own takes it from here."


def _need_no_year(access: Access) -> None:
    if access.year:
        raise NotThere("The school has an academic year.")


def _year_read_again(access: Access) -> None:
    # It was read before the lock was taken, and may have been changed since.
    if access.year is None:
        raise NotThere("The school has no academic year yet.")
    access.year.refresh_from_db(fields=["name", "starts", "ends"])


def _first_year_form(page: ActPage, data: Data) -> EditForm:
    name, starts, ends = usual_year.academic_year_at(today())
    return YearForm(data, initial={"name": name, "starts": starts, "ends": ends})


def _first_year_lines(page: ActPage, data: Data) -> tuple[Lines, ...]:
    """Usual half-terms, and a usual day where none is entered."""
    terms = half_term_formset(data, [], usual_year.half_terms(usual_year.academic_year_at(today())[1].year))
    if reading.day_band_lines(page.access):
        return (terms,)
    return (terms, day_band_formset(data, [], usual_year.day_bands()))


def _begin_year(page: ActPage, **sent: Any) -> Edit:
    terms, *bands = (lines.added for lines in page.lines)
    return services.begin_year(half_terms=terms, day_bands=bands[0] if bands else (), **page.values, **sent)


def _by_workbook(page: ActPage) -> tuple[Choice, ...]:
    if not page.access.may(Permission.IMPORT_WORKBOOK):
        return ()
    return (Choice("Or bring everything in with the school workbook", page.access.url("import")),)


def _day_lines(page: ActPage, data: Data) -> tuple[Lines, ...]:
    """The parts of the day; a usual day is offered where none is entered."""
    stored = reading.day_band_lines(page.access)
    return (day_band_formset(data, stored, [] if stored else usual_year.day_bands()),)


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


act = partial(
    Act, permission=Permission.MANAGE_CALENDAR, crumbs=(("School", "school"), ("Calendar", "calendar")),
    then=("calendar",),
)  # fmt: skip
ACTS = (
    act("year/new/", "year_begin", "Set up the year", "Set up the year", find=_need_no_year, more=_by_workbook,
        intro="Usual dates and times are filled in. Change what differs at your school; all of it can be changed "
        "later.",
        crumbs=(("Home", "home"),), form=_first_year_form, lines=_first_year_lines, service=_begin_year,
        done="The year {change.about} is set up. Next come the classes and the people."),
    act("calendar/edit/", "calendar_edit", "The year and its half-terms", find=_year_read_again,
        intro="Sums of weeks and hours go by these days.",
        form=lambda page, data: YearForm(
            data, now={name: getattr(page.access.year, name) for name in ("name", "starts", "ends")}),
        lines=lambda page, data: (half_term_formset(data, reading.half_term_lines(page.access)),),
        service=lambda page, **sent: services.change_year(**page.values, **formset_changes(page.lines[0]), **sent),
        done=lambda page: f"The calendar of {page.access.year} is saved."),
    act("calendar/day/edit/", "day_edit", "The school day",
        intro="The parts of the day, the same for every day of the week.",
        form=lambda page, data: SchoolDayForm(data), lines=_day_lines,
        service=lambda page, **sent: services.change_day_bands(**page.values, **formset_changes(page.lines[0]), **sent),
        done="The school day is saved."),
)  # fmt: skip
