"""Changing money: whole-school provision, other costs, funding streams and awards."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, ProtectedError
from django.utils import timezone

from costing.models import StaffRole
from provisions.models import Award, FundingStream, InterventionGroup, OtherCost, WholeSchoolProvision
from pupils.models import Pupil
from schools.access import Access, NotThere
from schools.edits import Edit, Refused, edit
from ui.words import date_uk, plural

M = TypeVar("M", bound=Model)
Values = Mapping[str, Any]
LINKS: dict[str, type[Model]] = {
    "role": StaffRole, "funding_stream": FundingStream, "group": InterventionGroup, "pupil": Pupil,
}  # fmt: skip
OF_THE_YEAR = (FundingStream, InterventionGroup)


def save_whole_school(number: int | None = None, *, by: Access, ticket: UUID | None = None, **values: Any) -> Edit:
    """Add a cost of the whole school, or change the one with this number. Raises Refused."""
    with edit(by, "added" if number is None else "changed", ticket=ticket) as change:
        _refuse_without_amount(values, "hours_a_week", "hours a week")
        same = WholeSchoolProvision.objects.filter(year=by.year, description__iexact=values["description"])
        if same.exclude(pk=number or 0).exists():
            raise Refused(
                f"{values['description']} is on this year’s list already. Change that line, or call this one "
                "something else.",
                "description",
            )
        _save(change, WholeSchoolProvision, number, values)
    return change


def remove_whole_school(number: int, *, by: Access, ticket: UUID | None = None) -> Edit:
    """Remove a cost of the whole school from the year; its history stays."""
    return _remove(WholeSchoolProvision, number, by, ticket)


def save_other_cost(number: int | None = None, *, by: Access, ticket: UUID | None = None, **values: Any) -> Edit:
    """Add an other cost of a group or a pupil, or change the one with this number. Raises Refused."""
    with edit(by, "added" if number is None else "changed", ticket=ticket) as change:
        if values["group"] and values["pupil"]:
            raise Refused("Choose either a group or a pupil, not both.", "pupil")
        if not values["group"] and not values["pupil"]:
            raise Refused("Say whose cost this is: choose a group or a pupil.", "group")
        _refuse_without_amount(values, "hours", "hours a year")
        day = values.get("date")
        if day and by.year and not by.year.starts <= day <= by.year.ends:
            raise Refused(
                f"Choose a day from {date_uk(by.year.starts)} to {date_uk(by.year.ends)}, or leave it blank.", "date"
            )
        _save(change, OtherCost, number, values)
    return change


def end_other_cost(number: int, *, by: Access, ticket: UUID | None = None) -> Edit:
    """End an other cost: it counts no more, and its line is kept."""
    with edit(by, "ended", ticket=ticket) as change:
        row = change.about = find(OtherCost, number, by)
        change.set(row, ended_at=row.ended_at or timezone.now())
    return change


def save_stream(number: int | None = None, *, by: Access, ticket: UUID | None = None, **values: Any) -> Edit:
    """Add a funding stream of the year, or change the one with this number. Raises Refused."""
    with edit(by, "added" if number is None else "changed", ticket=ticket) as change:
        same = FundingStream.objects.filter(year=by.year, name__iexact=values["name"])
        if same.exclude(pk=number or 0).exists():
            raise Refused(f"There is a budget {values['name']} this year already. Choose another name.", "name")
        _save(change, FundingStream, number, values)
    return change


def remove_stream(number: int, *, by: Access, ticket: UUID | None = None) -> Edit:
    """Remove a funding stream that nothing is paid from. Raises Refused."""
    return _remove(FundingStream, number, by, ticket)


def save_award(number: int | None = None, *, by: Access, ticket: UUID | None = None, **values: Any) -> Edit:
    """Add a pupil's award of the year, or change the one with this number. Raises Refused."""
    with edit(by, "added" if number is None else "changed", ticket=ticket) as change:
        starts, ends = values.get("starts"), values.get("ends")
        if starts and ends and ends < starts:
            raise Refused("This award ends before it starts. Correct one of the two days.", "ends")
        if values["status"] == Award.Status.GRANTED and values.get("amount") is None:
            raise Refused("Type the amount that was granted.", "amount")
        same = Award.objects.filter(year=by.year, pupil_id=values["pupil"], kind=values["kind"], starts=starts)
        if same.exclude(pk=number or 0).exists():
            when = f"from {date_uk(starts)}" if starts else "without a first day"
            raise Refused(f"This pupil has a {values['kind']} {when} already. Change that one.", "starts")
        _save(change, Award, number, values)
    return change


def remove_award(number: int, *, by: Access, ticket: UUID | None = None) -> Edit:
    """Remove an award that was entered by mistake; its history stays."""
    return _remove(Award, number, by, ticket)


def find(model: type[M], number: int, by: Access) -> M:
    """The row of the access's year with this number. Raises NotThere."""
    rows = model._default_manager.filter(school=by.school, year=by.year, pk=number)
    rows = rows.filter(ended_at=None) if model is OtherCost else rows
    found = rows.first()
    if found is None:
        raise NotThere("There is no such line this year.")
    return found


def _save(change: Edit, model: type[M], number: int | None, values: Values) -> None:
    if change.by.year is None:
        raise Refused("The school has no academic year yet. Add one first.")
    linked = {name: _linked(change.by, name, value) if name in LINKS else value for name, value in values.items()}
    if number is not None:
        row = find(model, number, change.by)
        change.set(row, **linked)
    else:
        row = change.add(model(year=change.by.year, **linked))
    change.about = row


def _linked(by: Access, name: str, number: int | None) -> Model | None:
    if number is None:
        return None
    model = LINKS[name]
    within = {"year": by.year} if model in OF_THE_YEAR else {}
    found = model._default_manager.filter(school=by.school, pk=number, **within).first()
    if found is None:
        raise Refused("This is not there any more. Choose another.", name)
    return found


def _remove(model: type[M], number: int, by: Access, ticket: UUID | None) -> Edit:
    with edit(by, "removed", ticket=ticket) as change:
        row = find(model, number, by)
        change.about = copy(row)
        try:
            change.remove(row)
        except ProtectedError as held:
            first = min(str(one) for one in held.protected_objects)
            count = plural(len(held.protected_objects), "line")
            raise Refused(
                f"{row} pays for {count} of this year’s map, such as “{first}”. Choose another budget for each first."
            ) from None
    return change


def _refuse_without_amount(values: Values, hours: str, words: str) -> None:
    if values.get("amount") is not None or (values.get("role") and values.get(hours) is not None):
        return
    field = hours if values.get("role") else "amount"
    raise Refused(f"Type an amount, or else choose a staff role and type its {words}.", field)
