"""A pay award: from a day on, roles are paid more, or a scale has other points. Part of an edit that is being made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from costing.kept import OF_PAY
from costing.models import OwnPayPoint, RolePay, StaffRole
from costing.reading import SALARIED, PointTable, point_table
from costing.roles import by_scale
from costing.services.roles import of_the_year, refuse_unknown_point
from costing.services.scales import ENTERED, store_points, values_of
from schools.access import Access, NotThere
from schools.edits import Edit, Refused
from ui.folding import in_order
from ui.words import date_uk

PENNY, EXACT = Decimal("0.01"), Decimal(1).scaleb(-14)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Raised:
    """A role, or a point of a scale, that an award may raise, as it is on the day of the award. `now` is pounds by its
    basis (a year, an hour, a minute), None where it has no amount; `point` is the scale's, where one pays the role."""

    key: int | str
    name: str
    now: Fraction | None
    unit: str = "a year"
    point: str = ""
    scale: str = ""


class Rates:
    """The rates of the year's roles, with the points that they are paid on, as an award finds them on a day."""

    def __init__(self, by: Access, day: date | None) -> None:
        self.by, self.year = by, of_the_year(by)
        self.day = None if day is None or day == self.year.starts else day
        if day and not self.year.starts <= day <= self.year.ends:
            raise Refused(
                f"Choose a day from {date_uk(self.year.starts)} to {date_uk(self.year.ends)}: rates are those of "
                f"{self.year}. For an earlier day choose its year at the top.",
                "from_date",
            )
        rows = RolePay.objects.filter(year=self.year).order_by("id").values("id", "role_id", "from_date", *OF_PAY)
        self.by_role: dict[int, list[Row]] = {}
        for row in sorted(rows, key=lambda row: row["from_date"] or date.min):
            self.by_role.setdefault(row["role_id"], []).append(row)
        self.table: PointTable = point_table(self.year, [row for held in self.by_role.values() for row in held])
        self.roles = StaffRole.objects.filter(school=by.school).in_bulk()

    def in_force(self, role: int) -> Row | None:
        """The rate that the role has on the day."""
        begun = [row for row in self.by_role.get(role, ()) if not row["from_date"] or self._begun(row["from_date"])]
        return begun[-1] if begun else None

    def _begun(self, starts: date) -> bool:
        return self.day is not None and starts <= self.day

    def until(self, row: Row) -> date:
        """The last day on which the points of a rate may begin."""
        return self.table.until(row, self.by_role[row["role_id"]])

    def amount(self, row: Row) -> Fraction | None:
        """The salary or rate of a row, in pounds."""
        if by_scale(row):
            found = self.table.annual(row["scale"], row["area"], row["point"], self.until(row))
            return found[0] if found else None
        held = row["annual_salary"] if row["basis"] in SALARIED else row["rate"]
        return None if held is None else Fraction(held)

    @property
    def scales(self) -> list[tuple[str, str]]:
        """The scales that roles are paid on, each with the area whose points are paid."""
        rows = (row for held in self.by_role.values() for row in held if by_scale(row))
        found = {(row["scale"], self.table.area_of(row["scale"], row["area"])) for row in rows}
        return sorted(pair for pair in found if pair in self.table.sets)

    def on_scale(self, scale: str, area: str) -> list[Row]:
        """The rates on the day that are paid on the scale."""
        rows = (row for role in self.by_role if (row := self.in_force(role)) and by_scale(row))
        return [row for row in rows if (row["scale"], self.table.area_of(scale, row["area"])) == (scale, area)]

    def points(self, scale: str, area: str) -> list[Row]:
        """The points that these rates are paid on, in order; the newest where they differ. Raises NotThere where none
        is."""
        sets = (self.table.in_force(scale, area, self.until(row)) for row in self.on_scale(scale, area))
        found = max((points for points in sets if points), key=lambda points: points[0]["starts"], default=None)
        if found is None:
            raise NotThere("No role is paid on this scale.")
        return found


UNITS = {
    RolePay.Basis.HOURLY: "an hour", RolePay.Basis.MINUTE: "a minute",
    RolePay.Basis.ANNUAL_PER_WEEKLY_HOUR: "a year for one hour a week",
}  # fmt: skip


def roles_to_raise(rates: Rates) -> list[Raised]:
    """The roles that have a rate on the day, by name."""
    found = []
    for number, role in rates.roles.items():
        row = rates.in_force(number)
        if row:
            scale = row["scale"] if by_scale(row) else ""
            unit = UNITS.get(row["basis"], "a year")
            found.append(Raised(number, role.name, rates.amount(row), unit, row["point"] if scale else "", scale))
    return sorted(found, key=lambda one: (in_order(one.name), one.key))


def points_to_raise(rates: Rates, scale: str, area: str) -> list[Raised]:
    """The points of the scale, in order. Raises NotThere where no role is paid on it."""
    return [Raised(row["point"], f"Point {row['point']}", Fraction(row["annual"])) for row in rates.points(scale, area)]


def raise_roles(
    change: Edit, roles: Iterable[int], *, day: date, percent: Decimal | None, figures: Mapping[int, Any]
) -> None:
    """Raise what these roles are paid from the day on: each to its figure (pounds by its basis; for a role on a scale
    the point), else by the per cent. By per cent, rates that begin later in the year rise too; a figure holds until
    them. Raises Refused."""
    rates = Rates(change.by, day)
    new, changed = [], []
    for number in dict.fromkeys([*roles, *figures]):
        row, figure = rates.in_force(number), figures.get(number)
        if row is None:
            name = rates.roles[number].name if number in rates.roles else "One of these roles"
            raise Refused(f"{name} has no rate on {date_uk(day)} that could be raised. Add one on its page first.")
        if figure is None and percent is None:
            raise Refused(
                f"Say by how many per cent {rates.roles[number].name} rises, or type its new figure.", "percent"
            )
        values = _to(rates, row, figure) if figure is not None else _by(rates, row, percent or Decimal(0))
        if row["from_date"] == rates.day:
            changed.append((row["id"], values))
        else:
            kept = {name: row[name] for name in OF_PAY}
            new.append(RolePay(role=rates.roles[number], year=rates.year, from_date=rates.day, **kept | values))
        if figure is None:
            later = (held for held in rates.by_role[number] if held["from_date"] and held["from_date"] > day)
            changed += [(held["id"], _by(rates, held, percent or Decimal(0))) for held in later]
    stored = RolePay.objects.in_bulk([pk for pk, _ in changed])
    change.set_all([(stored[pk], values) for pk, values in changed])
    change.add_all(new)


def _to(rates: Rates, row: Row, figure: Any) -> dict[str, Any]:
    """The values of a rate that has a new figure."""
    if by_scale(row):
        point = {"point": str(figure).strip()}
        refuse_unknown_point(rates.by, {**row, **point, "from_date": rates.day}, f"to_{row['role_id']}")
        return point
    return {"annual_salary" if row["basis"] in SALARIED else "rate": figure}


def _by(rates: Rates, row: Row, percent: Decimal) -> dict[str, Any]:
    """The values of a rate raised by per cent. A salary by a scale is typed from then on, for no point says it."""
    amount = rates.amount(row)
    if amount is None:
        raise Refused(f"{rates.roles[row['role_id']].name} has pay without an amount. Put it right on its page first.")
    raised = amount * (1 + Fraction(percent) / 100)
    return {"annual_salary" if row["basis"] in SALARIED else "rate": _decimal(raised, EXACT)}


def raise_scale(
    change: Edit,
    scale: str,
    area: str,
    *,
    day: date,
    percent: Decimal | None,
    figures: Mapping[str, Decimal],
    source: str,
) -> None:
    """Give the scale new points from the day on: each its figure (pounds a year), else raised by the per cent, to the
    penny, else as it is. Every role that is paid on it on the day follows. Raises Refused and NotThere."""
    rates = Rates(change.by, day)
    points, held = rates.points(scale, area), rates.on_scale(scale, area)
    # The year's first rates are paid on points that begin after its first day, as teachers' often do.
    starts = rates.day or max(rates.year.starts, points[0]["starts"])
    raised = [
        {
            "point": row["point"], "starts": starts, "source": source, "status": ENTERED,
            "annual": figures.get(row["point"]) or _raised(row["annual"], percent),
        }
        for row in points
    ]  # fmt: skip
    stored = list(OwnPayPoint.objects.filter(school=change.by.school, scale=scale, area=area).order_by("id"))
    others = [row for row in stored if row.starts != starts]
    store_points(change, scale, area, stored, [*map(values_of, others), *raised])
    change.add_all([
        RolePay(
            role=rates.roles[row["role_id"]], year=rates.year, from_date=rates.day,
            **{name: row[name] for name in OF_PAY},
        )
        for row in held if row["from_date"] != rates.day
    ])  # fmt: skip


def _raised(annual: Decimal, percent: Decimal | None) -> Decimal:
    return _decimal(Fraction(annual) * (1 + Fraction(percent or 0) / 100), PENNY)


def _decimal(value: Fraction, step: Decimal) -> Decimal:
    """The value as it is stored, half up."""
    with localcontext(prec=60):
        return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(step, ROUND_HALF_UP)
