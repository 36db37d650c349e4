"""Changing the school's own pay scales. Points have no history of their own: the trail records the changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from costing.models import PayPoint, RolePay
from costing.reading import PointTable, points_of
from schools.access import Access
from schools.edits import DoneAlready, Refused, school_locked, trail
from schools.models import TrailEntry
from schools.roles import Permission
from ui.words import date_uk, money

POINT = ("point", "starts", "annual", "source", "status")


@dataclass(frozen=True)
class ScaleSaved:
    """The result of saving a scale: its line in the trail, None where nothing changed."""

    entry: TrailEntry | None


def save_scale(
    *, by: Access, scale: str, area: str, new: bool = False, added: Sequence[Mapping[str, Any]] = (),
    changed: Mapping[int, Mapping[str, Any]] | None = None, removed: Iterable[int] = (), ticket: UUID | None = None,
) -> ScaleSaved:  # fmt: skip
    """Add, change and remove points of the school's own scale in an area; `new` begins one.

    Each point has point, starts, annual (pounds a year), source and status. Raises Refused for a national scale's
    name, a point twice, a scale without points and a point that a role is still paid on.
    """
    by.need(Permission.EDIT_COSTS)
    with school_locked(by):
        if ticket and (before := TrailEntry.objects.filter(school=by.school, ticket=ticket).first()):
            raise DoneAlready(before)
        rows = {row.pk: row for row in own_points(by, scale, area)}
        if new:
            _refuse_name(scale, area, taken=bool(rows))
        was = _told(rows.values())
        _write(by, rows, PayPoint(school=by.school, scale=scale, area=area), added, changed or {}, set(removed))
        now = _told(found := own_points(by, scale, area))
        _order(found)
        if was == now:
            return ScaleSaved(None)
        if not found and new:
            raise Refused("Add at least one point: what it is called, and the pounds a year it is paid.")
        _refuse_lost_points(by, scale)
        detail = {"scale": scale, "area": area, "before": was, "after": now}
        return ScaleSaved(trail.record(by, "changed the pay scale", None, detail, summary=scale, ticket=ticket))


def own_points(by: Access, scale: str, area: str) -> list[PayPoint]:
    """The points of the school's own scale in an area, the newest dates first, each day's in order."""
    rows = PayPoint.objects.filter(school=by.school, scale=scale, area=area)
    return list(rows.order_by("-starts", "order", "id"))


def _write(
    by: Access, rows: Mapping[int, PayPoint], kind: PayPoint, added: Sequence[Mapping[str, Any]],
    changed: Mapping[int, Mapping[str, Any]], removed: set[int],
) -> None:  # fmt: skip
    """Store the points; two may swap their names."""
    kept = [row for number, row in rows.items() if number not in removed]
    for row in kept:
        for name, value in changed.get(row.pk, {}).items():
            setattr(row, name, value)
    _refuse_twice([*map(_values, kept), *added])
    held = PayPoint.objects.filter(school=by.school)
    held.filter(pk__in=rows.keys() & removed).delete()
    # Names are unique in a scale at every moment: temporary ones come first.
    held.filter(pk__in=[row.pk for row in kept]).update(point=Concat(Value("~"), Cast("pk", CharField())))
    PayPoint.objects.bulk_update(kept, POINT)
    PayPoint.objects.bulk_create(
        PayPoint(school=kind.school, scale=kind.scale, area=kind.area, **values) for values in added
    )


def _values(row: PayPoint) -> dict[str, Any]:
    return {name: getattr(row, name) for name in POINT}


def _told(rows: Iterable[PayPoint]) -> list[str]:
    """Points in words, for the trail."""
    return sorted(
        f"{row.point} from {row.starts.isoformat()}: {money(row.annual)}, {row.status}, {row.source}" for row in rows
    )


def _order(rows: Sequence[PayPoint]) -> None:
    """The sort key of a scale's points is their pay, because the mid-point is found by it."""
    for place, row in enumerate(sorted(rows, key=lambda row: (row.starts, row.annual))):
        row.order = place
    PayPoint.objects.bulk_update(rows, ["order"])


def _refuse_name(scale: str, area: str, *, taken: bool) -> None:
    if PayPoint.objects.filter(school=None, scale__iexact=scale).exists():
        raise Refused(f"{scale} is a national scale. Give the school’s own another name.", "scale")
    if taken:
        raise Refused(f"The school has a scale {scale} there already. Change that one.", "scale")


def _refuse_twice(wanted: Iterable[Mapping[str, Any]]) -> None:
    seen = set()
    for values in wanted:
        key = (values["point"], values["starts"])
        if key in seen:
            raise Refused(f"Point {key[0]} stands twice from {date_uk(key[1])}. Keep one of the two.")
        seen.add(key)


def _refuse_lost_points(by: Access, scale: str) -> None:
    """Raise Refused where a role is paid on a point that would be removed."""
    tables: dict[int, PointTable] = {}
    pays = RolePay.objects.filter(school=by.school, scale=scale, annual_salary=None).select_related("role", "year")
    for pay in pays:
        table = tables.setdefault(
            pay.year_id, PointTable(points_of(pay.year, [{"scale": scale, "annual_salary": None}]))
        )
        if not table.chosen(scale, pay.area, pay.point):
            named = f"point {pay.point}" if pay.point else "its mid-point"
            raise Refused(f"{pay.role.name} is paid on {named} of {scale} in {pay.year}. Change its pay first.")
