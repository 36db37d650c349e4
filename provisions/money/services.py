"""Changing money: whole-school provision, other costs, funding streams and awards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, ProtectedError, QuerySet
from django.utils import timezone

from costing.models import StaffRole
from provisions.models import Award, FundingStream, InterventionGroup, OtherCost, WholeSchoolProvision
from pupils.models import Pupil
from schools.access import Access, there
from schools.edits import Edit, Refused, edit
from schools.models import AcademicYear
from ui.words import date_uk, plural

M = TypeVar("M", bound=Model)
Values = Mapping[str, Any]
Rows = QuerySet[Any]
LINKS: dict[str, type[Model]] = {
    "role": StaffRole, "funding_stream": FundingStream, "group": InterventionGroup, "pupil": Pupil,
}  # fmt: skip
OF_THE_YEAR = (FundingStream, InterventionGroup)


def save(kind: str, number: int | None = None, /, *, by: Access, ticket: UUID | None = None, **values: Any) -> Edit:
    """Add a line of this kind to the year, or change the one with this number. Raises Refused."""
    model, check = KINDS[kind]
    with edit(by, "added" if number is None else "changed", ticket=ticket) as change:
        if by.year is None:
            raise Refused("The school has no academic year yet. Add one first.")
        held: Any = None if number is None else find(model, number, by)
        year = held.year if held else by.year
        check(year, model._default_manager.filter(year=year).exclude(pk=number or 0), values)
        linked = {name: _linked(by, name, value) if name in LINKS else value for name, value in values.items()}
        if held:
            change.about = held
            change.set(held, **linked)
        else:
            change.about = change.add(model(year=by.year, **linked))
    return change


def end(kind: str, number: int, *, by: Access, ticket: UUID | None = None) -> Edit:
    """End an other cost: it counts no more, and its line is kept. Remove a line of any other kind; its history stays.
    Raises Refused for a budget that something is paid from."""
    model, _ = KINDS[kind]
    with edit(by, "ended" if model is OtherCost else "removed", ticket=ticket) as change:
        row: Any = find(model, number, by)
        change.about = copy(row)
        if model is OtherCost:
            change.set(row, ended_at=timezone.now())
            return change
        try:
            change.remove(row)
        except ProtectedError as held:
            first = min(str(one) for one in held.protected_objects)
            count = plural(len(held.protected_objects), "line")
            raise Refused(
                f"{row} pays for {count} of this year’s map, such as “{first}”. Choose another budget for each first."
            ) from None
    return change


def _whole_school(year: AcademicYear, others: Rows, values: Values) -> None:
    _refuse_without_amount(values, "hours_a_week", "hours a week")
    if others.filter(description__iexact=values["description"]).exists():
        raise Refused(
            f"{values['description']} is on this year’s list already. Change that line, or call this one something "
            "else.",
            "description",
        )


def _other_cost(year: AcademicYear, others: Rows, values: Values) -> None:
    if values["group"] and values["pupil"]:
        raise Refused("Choose either a group or a pupil, not both.", "pupil")
    if not values["group"] and not values["pupil"]:
        raise Refused("Say whose cost this is: choose a group or a pupil.", "group")
    _refuse_without_amount(values, "hours", "hours a year")
    day = values.get("date")
    if day and not year.starts <= day <= year.ends:
        raise Refused(f"Choose a day from {date_uk(year.starts)} to {date_uk(year.ends)}, or leave it blank.", "date")


def _stream(year: AcademicYear, others: Rows, values: Values) -> None:
    if others.filter(name__iexact=values["name"]).exists():
        raise Refused(f"There is a budget {values['name']} this year already. Choose another name.", "name")


def _award(year: AcademicYear, others: Rows, values: Values) -> None:
    starts, ends = values.get("starts"), values.get("ends")
    if starts and ends and ends < starts:
        raise Refused("This award ends before it starts. Correct one of the two days.", "ends")
    if values["status"] == Award.Status.GRANTED and values.get("amount") is None:
        raise Refused("Type the amount that was granted.", "amount")
    if others.filter(pupil_id=values["pupil"], kind=values["kind"], starts=starts).exists():
        when = f"from {date_uk(starts)}" if starts else "without a first day"
        raise Refused(f"This pupil has a {values['kind']} {when} already. Change that one.", "starts")


KINDS: dict[str, tuple[type[Model], Callable[[AcademicYear, Rows, Values], None]]] = {
    "whole_school": (WholeSchoolProvision, _whole_school), "other_cost": (OtherCost, _other_cost),
    "stream": (FundingStream, _stream), "award": (Award, _award),
}  # fmt: skip
"""Each kind of line: its model, and what refuses values that it cannot have beside the other lines of the year."""


def find(model: type[M], number: int, by: Access) -> M:
    """The row of the access's year with this number. Raises NotThere."""
    rows = model._default_manager.filter(school=by.school, pk=number)
    if model is not Award:  # an award belongs to the pupil, whatever year it was entered in
        rows = rows.filter(year=by.year)
    rows = rows.filter(ended_at=None) if model is OtherCost else rows
    return there(rows.first(), "There is no such line this year.")


def _linked(by: Access, name: str, number: int | None) -> Model | None:
    if number is None:
        return None
    model = LINKS[name]
    within = {"year": by.year} if model in OF_THE_YEAR else {}
    found = model._default_manager.filter(school=by.school, pk=number, **within).first()
    if found is None:
        raise Refused("This is not there any more. Choose another.", name)
    return found


def _refuse_without_amount(values: Values, hours: str, words: str) -> None:
    if values.get("amount") is not None and values.get(hours) is not None:
        raise Refused(
            f"This has an amount and {words}, and only one of them can be its cost. Clear the amount, or the {words}.",
            hours,
        )
    if values.get("amount") is not None or (values.get("role") and values.get(hours) is not None):
        return
    field = hours if values.get("role") else "amount"
    raise Refused(f"Type an amount, or else choose a staff role and type its {words}.", field)
