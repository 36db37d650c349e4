"""Reading roles, pay and rules as the facts that the engine takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q, Value

from costing.engine.facts import Pay, RateBasis, Role, Rules
from costing.models import OwnPayPoint, PayPoint, RolePay, SchoolFundingRules, StaffRole
from costing.rules_files import available, from_mapping, load_rules
from schools.access import NotThere
from schools.models import AcademicYear, School

DEFAULT_RULES = "38-week-guidance"
Row = Mapping[str, Any]


def rules_for(school: School, key: str | None = None) -> Rules:
    """The rules of a paper: `key`'s own, or the school's copy in force (the 38-week guidance by default). Raises
    NotThere with a sentence where no rules have that key."""
    if key and key in available():
        return load_rules(key)
    wanted = Q(key=key) if key else Q(in_force=True)
    own = SchoolFundingRules.objects.filter(wanted, school=school).first()
    if own:
        return from_mapping(own.content)
    if key:
        raise NotThere(f"There are no funding rules called {key!r}. Choose one of: {', '.join(sorted(available()))}.")
    return load_rules(DEFAULT_RULES)


def roles_for(year: AcademicYear) -> dict[str, Role]:
    """Every staff role of the school by code, with what it is paid in this year and the LA's rate."""
    pay = list(RolePay.objects.filter(year=year).order_by("role_id", "from_date", "id").values())
    points = point_table(year, pay)
    rows: dict[int, list[Row]] = {}
    for row in pay:
        rows.setdefault(row["role_id"], []).append(row)
    by_role = {role: [paid for row in held if (paid := pay_of(row, points, held))] for role, held in rows.items()}
    return {
        row["code"]: Role(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            pay=tuple(sorted(by_role.get(row["id"], []), key=lambda found: found.from_date or date.min)),
            la_rate=None if row["la_rate"] is None else Fraction(row["la_rate"]),
        )
        for row in StaffRole.objects.filter(school_id=year.school_id).values()
    }


def point_table(year: AcademicYear, pay: Iterable[Row]) -> PointTable:
    """The points of the scales that these rows of pay name, of every day that the year or one of them can use."""
    december = date(year.starts.year, 12, 31)
    rows = [row for row in pay if row["scale"] and row["annual_salary"] is None]
    if not rows:
        return PointTable(december, ())
    last = max([december, *(row["from_date"] for row in rows if row.get("from_date"))])
    held = {"scale__in": {row["scale"] for row in rows}, "starts__lte": last}
    names = ("scale", "area", "point", "order", "starts", "annual", "status", "source")
    own = OwnPayPoint.objects.filter(school_id=year.school_id, **held).order_by().values(*names, own=Value(1))
    national = PayPoint.objects.filter(**held).order_by().values(*names, own=Value(0))
    return PointTable(december, national.union(own, all=True))


class PointTable:
    """Pay points by scale, area and day.

    A rate from a day inside the year is paid on the newest points of that day; the year's first rate on the newest that
    have come by December ("2026/27 uses NJC April 2026 and teachers' September 2026 points"), but on none from the day
    on which a later rate of its role begins.
    """

    def __init__(self, december: date, points: Iterable[Row]) -> None:
        self.december = december
        self.sets: dict[tuple[str, str], dict[date, list[Row]]] = {}
        for row in sorted(points, key=lambda row: (-row["own"], row["order"])):
            rows = self.sets.setdefault((row["scale"], row["area"]), {}).setdefault(row["starts"], [])
            if not rows or rows[0]["own"] == row["own"]:  # where both have points of a day, the school's own are paid
                rows.append(row)

    def until(self, row: Row, others: Iterable[Row] = ()) -> date:
        """The last day on which the points of this rate may begin; `others` are the rates of its role."""
        if row.get("from_date"):
            return row["from_date"]
        later = [other["from_date"] for other in others if other.get("from_date")]
        return min([self.december, *(day - timedelta(days=1) for day in later)])

    def annual(self, scale: str, area: str, point: str, until: date) -> tuple[Fraction, str] | None:
        """The salary and its source: a point, the mean of a range such as 5-6, or the mid-point if blank."""
        chosen = self.chosen(scale, area, point, until)
        if not chosen:
            return None
        mean = sum((Fraction(row["annual"]) for row in chosen), Fraction(0)) / len(chosen)
        named = f"point {point}" if point else "mid-point"
        provisional = ", provisional" if any("provisional" in row["status"] for row in chosen) else ""
        return mean, f"{scale} {named}, {chosen[0]['starts']:%B %Y}{provisional}"

    def area_of(self, scale: str, area: str) -> str:
        """The area whose points of the scale are paid: the one named, or England where it has none of its own."""
        return area if area and (scale, area) in self.sets else "england"

    def in_force(self, scale: str, area: str, until: date) -> list[Row]:
        """The newest points of the scale that begin up to the day, in order; its first ones where none do."""
        days = self.sets.get((scale, self.area_of(scale, area)), {})
        return days[max((day for day in days if day <= until), default=min(days))] if days else []

    def chosen(self, scale: str, area: str, point: str, until: date) -> list[Row]:
        """The rows that a point names: itself, all of a range, the two middle ones (or the one) if blank."""
        rows = self.in_force(scale, area, until)
        return _choose(rows, point) if rows else []


def _choose(rows: list[Row], point: str) -> list[Row]:
    """The rows a point names: the two middle ones (or the one) if blank, all from first to last of a range."""
    if not point:
        middle = len(rows) // 2
        return rows[middle : middle + 1] if len(rows) % 2 else rows[middle - 1 : middle + 1]
    names = [_bare(row["point"]) for row in rows]
    ends = [_bare(part) for part in re.split(r"\s*[-–]\s*", point)]
    if any(end not in names for end in ends):
        return []
    first, last = names.index(ends[0]), names.index(ends[-1])
    return rows[min(first, last) : max(first, last) + 1]


def _bare(point: str) -> str:
    """A point without its letter: `M3`, `m3` and `3` are the same point of the main scale."""
    return re.sub(r"^\D+", "", point.strip()) or point.strip().upper()


SALARIED = {RateBasis.SALARY, RateBasis.CONTRACT_HOURS, RateBasis.DIRECTED_TIME}


def pay_of(row: Row, points: PointTable, others: Iterable[Row] = ()) -> Pay | None:
    """The engine's pay of one stored row, `others` being the rates of its role; None where the amount is not known, so
    that the engine reports it."""
    basis = RateBasis(row["basis"])
    amount, source = _exact(row["rate"]), "the rate entered for the school"
    if basis in SALARIED:
        amount, source = _exact(row["annual_salary"]), "the salary entered for the school"
        if amount is None and row["scale"]:
            paid = points.annual(row["scale"], row["area"], row["point"], points.until(row, others))
            amount, source = paid or (None, "")
    if amount is None:
        return None
    return Pay(
        basis=basis,
        amount=amount,
        on_costs=_exact(row["on_costs"]) or Fraction(0),
        contract_hours=_exact(row["contract_hours"]),
        hours_worked=_exact(row["hours_worked"]),
        from_date=row["from_date"],
        source=source,
    )


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
