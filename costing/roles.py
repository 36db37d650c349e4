"""Staff roles, their pay and their pay scales, for the pages of costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from costing.engine.facts import Pay, Role
from costing.models import PayPoint, RolePay, StaffRole
from costing.reading import SALARIED, PointTable, pay_of, point_table
from schools.access import Access
from ui.folding import in_order

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PointLine:
    """A point of a pay scale: pounds a year, and how sure the figure is."""

    point: str
    annual: Decimal
    starts: date
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class PayLine:
    """A role's pay from a day on, as entered. `points` are those the salary is the mean of; `pay` is None where the
    amount is not known."""

    basis: str
    basis_words: str
    from_date: date | None
    scale: str
    area: str
    point: str
    points: tuple[PointLine, ...]
    on_costs: Decimal | None
    contract_hours: Decimal | None
    hours_worked: Decimal | None
    pay: Pay | None
    id: int = 0


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A staff role with its pay of the year in order of date. `role` is the engine's."""

    id: int
    role: Role
    kind: str
    hours_available: Decimal | None
    pay: tuple[PayLine, ...]


@dataclass(frozen=True, slots=True)
class ScaleLine:
    """The points of a pay scale in an area (its code), in order, from a day on: the year's `first`, `last` or both."""

    scale: str
    area: str
    starts: date
    points: tuple[PointLine, ...]
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Rates:
    """The staff roles of a year by code, and the scales that they are paid on."""

    roles: dict[str, RoleLine]
    scales: tuple[ScaleLine, ...]


def rates_of(access: Access) -> Rates:
    """Every staff role of the school with its pay in the access's year. Three queries, however many there are."""
    if access.year is None:
        return Rates({}, ())
    rows = list(RolePay.objects.filter(year=access.year).order_by("role_id", "from_date", "id").values())
    table = point_table(access.year, rows)
    by_role: dict[int, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["from_date"] or date.min):
        by_role.setdefault(row["role_id"], []).append(row)
    roles = StaffRole.objects.filter(school=access.school).order_by("id").values()
    return Rates(
        {
            row["code"]: role_line(row, by_role.get(row["id"], []), table)
            for row in sorted(roles, key=lambda row: in_order(row["code"]))
        },
        _scales(by_role.values(), table),
    )


def role_line(row: Row, pay: Iterable[Row], table: PointTable) -> RoleLine:
    """A role from its stored row and those of its pay in order of date."""
    rates = list(pay)
    lines = tuple(_pay_line(one, table, rates) for one in rates)
    known = tuple(line.pay for line in lines if line.pay)
    la_rate = row["la_rate"]
    return RoleLine(
        id=row["id"],
        role=Role(row["code"], row["name"], row["kind"], known, None if la_rate is None else Fraction(la_rate)),
        kind=StaffRole.Kind(row["kind"]).label,
        hours_available=row["hours_available"],
        pay=lines,
    )


def _pay_line(row: Row, table: PointTable, rates: Iterable[Row]) -> PayLine:
    from_scale, until = by_scale(row), table.until(row, rates)
    chosen = table.chosen(row["scale"], row["area"], row["point"], until) if from_scale else []
    return PayLine(
        basis=row["basis"],
        basis_words=str(RolePay.Basis(row["basis"]).label),
        from_date=row["from_date"],
        scale=row["scale"] if from_scale else "",
        area=area_words(row["area"]) if from_scale else "",
        point=row["point"],
        points=tuple(_point(found) for found in chosen),
        on_costs=row["on_costs"] if row["basis"] in SALARIED else None,
        contract_hours=row["contract_hours"],
        hours_worked=row["hours_worked"],
        pay=pay_of(row, table, rates),
        id=row.get("id", 0),
    )


def by_scale(row: Row) -> bool:
    """Whether a row of pay is paid by the points of a scale, not by a salary that was typed."""
    return bool(row["basis"] in SALARIED and row["annual_salary"] is None and row["scale"])


def _scales(by_role: Iterable[Sequence[Row]], table: PointTable) -> tuple[ScaleLine, ...]:
    """The scales in use, each in the area and from the day whose points are paid."""
    used: dict[tuple[str, str], set[date]] = {}
    for rates in by_role:
        for row in filter(by_scale, rates):
            points = table.in_force(row["scale"], row["area"], table.until(row, rates))
            if points:
                used.setdefault((row["scale"], table.area_of(row["scale"], row["area"])), set()).add(
                    points[0]["starts"]
                )
    return tuple(
        ScaleLine(
            scale, area, day, tuple(map(_point, table.sets[scale, area][day])), day == min(days), day == max(days)
        )
        for (scale, area), days in sorted(used.items())
        for day in sorted(days)
    )


def area_words(area: str) -> str:
    """A pay area in words."""
    return str(PayPoint.Area(area or PayPoint.Area.ENGLAND).label)


def scale_label(scale: str, area: str) -> str:
    """A scale with its area in words: NJC, England."""
    return f"{scale}, {area_words(area)}"


def _point(row: Row) -> PointLine:
    return PointLine(row["point"], row["annual"], row["starts"], row["status"], row["source"])
