"""Changing the points of pay scales that the school itself entered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from costing.models import OwnPayPoint, PayPoint, RolePay
from costing.reading import PointTable, point_table
from schools.access import Access
from schools.edits import Edit, Refused, edit
from ui.words import date_uk

ENTERED = "entered by the school"
POINT = ("point", "starts", "annual", "source", "status")
Values = Mapping[str, Any]


def save_scale(
    *, by: Access, scale: str, area: str, new: bool = False, added: Sequence[Values] = (),
    changed: Mapping[int, Values] | None = None, removed: Iterable[int] = (), ticket: UUID | None = None,
) -> Edit:  # fmt: skip
    """Add, change and remove points of the school's own scale in an area; `new` begins one.

    Each point has point, starts, annual (pounds a year), source and status. Raises Refused for a national scale's
    name, a point twice, a scale without points and a point that a role is still paid on.
    """
    with edit(by, "changed the pay scale", summary=scale, ticket=ticket) as change:
        rows = list(OwnPayPoint.objects.filter(school=by.school, scale=scale, area=area).order_by("id"))
        if new:
            _refuse_name(scale, area, taken=bool(rows))
        gone, sent = set(removed), changed or {}
        kept = [values_of(row) | dict(sent.get(row.pk, {})) for row in rows if row.pk not in gone]
        store_points(change, scale, area, rows, [*kept, *added])
        if new and not added:
            raise Refused("Add at least one point: what it is called, and the pounds a year it is paid.")
        _refuse_lost_points(by, scale)
    return change


def store_points(change: Edit, scale: str, area: str, rows: Iterable[OwnPayPoint], wanted: Sequence[Values]) -> None:
    """Store these points in place of `rows`, each known by its name and day, so that two may swap their names. A
    scale's points are in the order of their pay, because the mid-point is found by it. Raises Refused for a point
    twice."""
    by_key = {(row.point, row.starts): row for row in rows}
    points: dict[tuple[str, Any], dict[str, Any]] = {}
    for place, values in enumerate(sorted(wanted, key=lambda values: (values["starts"], values["annual"]))):
        key = (values["point"], values["starts"])
        if key in points:
            raise Refused(f"Point {key[0]} stands twice from {date_uk(key[1])}. Keep one of the two.")
        points[key] = {**values, "order": place}
    change.remove_all([row for key, row in by_key.items() if key not in points])
    change.set_all([(row, points[key]) for key, row in by_key.items() if key in points])
    new = [values for key, values in points.items() if key not in by_key]
    change.add_all([OwnPayPoint(scale=scale, area=area, **values) for values in new])


def values_of(row: OwnPayPoint) -> dict[str, Any]:
    """The values of a point, as `store_points` takes them."""
    return {name: getattr(row, name) for name in POINT}


def _refuse_name(scale: str, area: str, *, taken: bool) -> None:
    if PayPoint.objects.filter(scale__iexact=scale).exists():
        raise Refused(f"{scale} is a national scale. Give the school’s own another name.", "scale")
    if taken:
        raise Refused(f"The school has a scale {scale} there already. Change that one.", "scale")


def _refuse_lost_points(by: Access, scale: str) -> None:
    """Raise Refused where a role is paid on a point that would be removed."""
    tables: dict[int, PointTable] = {}
    pays = RolePay.objects.filter(school=by.school, scale=scale, annual_salary=None).select_related("role", "year")
    for pay in pays:
        row = {"scale": scale, "annual_salary": None, "from_date": pay.from_date}
        table = tables.setdefault(pay.year_id, point_table(pay.year, [row]))
        if not table.chosen(scale, pay.area, pay.point, table.until(row)):
            named = f"point {pay.point}" if pay.point else "its mid-point"
            raise Refused(f"{pay.role.name} is paid on {named} of {scale} in {pay.year}. Change its pay first.")
