"""Changing the calendar: the academic year, its half-terms, and the parts of the school day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from schools.access import Access, NotThere
from schools.edits import Edit, Refused, edit
from schools.models import AcademicYear, Band, DayBand, HalfTerm
from ui.words import date_uk, time_uk

M = TypeVar("M", bound=Model)
Values = Mapping[str, Any]


def begin_year(
    *,
    by: Access,
    name: str,
    starts: date,
    ends: date,
    half_terms: Sequence[Values],
    day_bands: Sequence[Values] = (),
    ticket: UUID | None = None,
) -> Edit:
    """Set up the first academic year of a school, with its half-terms (name, starts, ends) and, where the school has
    none yet, the parts of its day (band, starts, ends). Raises Refused for dates and times that cannot be."""
    with edit(by, "set up", ticket=ticket) as change:
        if AcademicYear.objects.filter(school=by.school).exists():
            raise Refused("The school has an academic year already. Change its dates in the calendar.")
        change.about = add_year(change, name=name, starts=starts, ends=ends, half_terms=half_terms)
        if day_bands and not DayBand.objects.filter(school=by.school).exists():
            _refuse_day_bands(day_bands)
            change.add_all([DayBand(**values) for values in day_bands])
    return change


def check_new_year(*, by: Access, name: str, starts: date, ends: date, half_terms: Sequence[Values]) -> None:
    """Raise Refused where a new year could not have these days, or the school has it already."""
    _refuse_year(by, None, name, starts, ends)
    _refuse_half_terms(half_terms, starts, ends)


def add_year(change: Edit, *, name: str, starts: date, ends: date, half_terms: Sequence[Values]) -> AcademicYear:
    """Add a year with its half-terms within an edit. Raises Refused as `check_new_year` does."""
    check_new_year(by=change.by, name=name, starts=starts, ends=ends, half_terms=half_terms)
    year = change.add(AcademicYear(name=name, starts=starts, ends=ends))
    change.add_all([HalfTerm(year=year, **values) for values in half_terms])
    return year


def change_year(
    *,
    by: Access,
    name: str,
    starts: date,
    ends: date,
    added: Sequence[Values] = (),
    changed: Mapping[int, Values] | None = None,
    removed: Iterable[int] = (),
    ticket: UUID | None = None,
) -> Edit:
    """Change the name and days of the year that is looked at, and its half-terms: lines added, changed by number, and
    removed. Lines that are not named stay. Raises NotThere without a year, and Refused for dates that cannot be."""
    if by.year is None:
        raise NotThere("The school has no academic year yet.")
    with edit(by, "changed", by.year, ticket=ticket) as change:
        stored = list(HalfTerm.objects.filter(school=by.school, year=by.year))
        wanted = _after(stored, ("name", "starts", "ends"), added, changed or {}, removed)
        _refuse_year(by, by.year, name, starts, ends)
        _refuse_half_terms(wanted, starts, ends)
        change.set(by.year, name=name, starts=starts, ends=ends)
        _settle(change, stored, wanted, lambda values: values["name"], lambda values: HalfTerm(year=by.year, **values))
    return change


def change_day_bands(
    *,
    by: Access,
    added: Sequence[Values] = (),
    changed: Mapping[int, Values] | None = None,
    removed: Iterable[int] = (),
    ticket: UUID | None = None,
) -> Edit:
    """Change the parts of the school day, as lines. Raises Refused for times that cannot be."""
    with edit(by, "changed", by.school, summary="The school day", ticket=ticket) as change:
        stored = list(DayBand.objects.filter(school=by.school))
        wanted = _after(stored, ("band", "starts", "ends"), added, changed or {}, removed)
        _refuse_day_bands(wanted)
        _settle(
            change, stored, wanted, lambda values: (values["band"], values["starts"]), lambda values: DayBand(**values)
        )
    return change


def _after(
    stored: Sequence[Model],
    fields: Sequence[str],
    added: Sequence[Values],
    changed: Mapping[int, Values],
    removed: Iterable[int],
) -> list[Values]:
    """The values of all lines after the change."""
    gone = set(removed)
    kept = [row for row in stored if row.pk not in gone]
    return [changed.get(row.pk) or {name: getattr(row, name) for name in fields} for row in kept] + list(added)


def _settle(
    change: Edit,
    stored: Sequence[M],
    wanted: Sequence[Values],
    key: Callable[[Values], Hashable],
    made: Callable[[Values], M],
) -> None:
    """Make the stored rows equal to `wanted`. A row whose key is still wanted keeps it: if two lines swap their names,
    writing one before the other would break the unique constraint."""
    free = {key(vars(row)): row for row in stored}
    pairs = [(free.pop(key(values)), values) for values in wanted if key(values) in free]
    held = {key(values) for _, values in pairs}
    new = [values for values in wanted if key(values) not in held]
    spare = list(free.values())
    for row in spare[len(new) :]:
        change.remove(row)
    change.set_all([(row, dict(values)) for row, values in [*pairs, *zip(spare, new, strict=False)]])
    change.add_all([made(values) for values in new[len(spare) :]])


def _refuse_year(by: Access, year: AcademicYear | None, name: str, starts: date, ends: date) -> None:
    if ends <= starts:
        raise Refused("The year ends before it starts. Correct one of the two days.", "ends")
    if starts.year != int(name[:4]):
        raise Refused(f"{name} starts in {name[:4]}. Correct the name or the first day.", "starts")
    if (ends - starts).days > 400:
        raise Refused("A year has twelve months, or a few days more. Correct one of the two days.", "ends")
    for other in AcademicYear.objects.filter(school=by.school).exclude(pk=year.pk if year else 0):
        if other.name == name:
            raise Refused(f"The school has a year {name} already. Choose it at the top to change it.", "name")
        if starts <= other.ends and other.starts <= ends:
            said = f"{other.name} goes from {date_uk(other.starts)} to {date_uk(other.ends)}"
            raise Refused(f"{said}, so the two years would share days. Correct the days.", "starts")


def _refuse_half_terms(terms: Sequence[Values], starts: date, ends: date) -> None:
    names = [term["name"].casefold() for term in terms]
    for term in terms:
        if names.count(term["name"].casefold()) > 1:
            raise Refused(f"Two half-terms are called {term['name']}. Give one of them another name.")
        if term["ends"] < term["starts"]:
            raise Refused(f"{term['name']} ends before it starts. Correct one of the two days.")
        if term["starts"] < starts or term["ends"] > ends:
            said = f"{term['name']} is not within the year, which goes from {date_uk(starts)} to {date_uk(ends)}"
            raise Refused(f"{said}. Correct its days or the year’s.")
    for before, after in pairwise(sorted(terms, key=lambda term: term["starts"])):
        if after["starts"] <= before["ends"]:
            raise Refused(f"{after['name']} starts before {before['name']} ends. Correct the days of one of them.")


def _refuse_day_bands(bands: Sequence[Values]) -> None:
    for band in bands:
        if band["ends"] <= band["starts"]:
            raise Refused(f"{_band(band)} ends before it starts. Correct one of the two times.")
    for before, after in pairwise(sorted(bands, key=lambda band: band["starts"])):
        if after["starts"] < before["ends"]:
            raise Refused(f"{_band(after)} starts before {_band(before)} ends. Correct the times of one of them.")


def _band(values: Values) -> str:
    return f"{Band(values['band']).label}, {time_uk(values['starts'])},"
