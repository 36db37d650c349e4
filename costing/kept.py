"""Stored values for the forms about costs, the choices, and the sums of an unsaved role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from costing.engine.facts import Rules
from costing.models import OwnPayPoint, PayPoint, RoleHolder, RolePay, SchoolFundingRules, StaffRole
from costing.reading import DEFAULT_RULES, PointTable, point_table
from costing.roles import RoleLine, role_line
from costing.rules_files import from_mapping, load_rules
from schools.access import Access, NotThere, there
from ui.folding import by_name

OF_ROLE = ("code", "name", "kind", "la_rate", "hours_available")
OF_PAY = (
    "basis", "scale", "area", "point", "annual_salary", "on_costs", "rate", "contract_hours", "hours_worked",
)  # fmt: skip
OF_POINT = ("point", "annual", "starts", "status", "source")


@dataclass(frozen=True, slots=True)
class RoleNow:
    """A stored staff role; `values` are those of its form."""

    id: int
    code: str
    name: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PayNow:
    """The stored pay of a role from a day on."""

    role: RoleNow
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OwnRules:
    """The school's own copy of funding rules."""

    id: int
    key: str
    name: str
    in_force: bool
    rules: Rules


def role_now(access: Access, number: int) -> RoleNow:
    """The school's role with this number. Raises NotThere."""
    row = StaffRole.objects.filter(school=access.school, pk=number).values("id", *OF_ROLE).first()
    if row is None:
        raise NotThere("There is no such staff role.")
    holders = RoleHolder.objects.filter(role_id=number).order_by("staff_id").values_list("staff_id", flat=True)
    return RoleNow(
        row["id"], row["code"], row["name"], {name: row[name] for name in OF_ROLE} | {"holders": list(holders)}
    )


def pay_now(access: Access, number: int) -> PayNow:
    """The pay with this number, of the access's year. Raises NotThere."""
    rows = RolePay.objects.filter(school=access.school, year=access.year, pk=number)
    row = there(rows.values("role_id", "from_date", *OF_PAY).first(), "There is no such rate this year.")
    return PayNow(role_now(access, row.pop("role_id")), row)


def latest_pay(access: Access, role: int) -> dict[str, Any]:
    """A role's last pay of the year, as the first values of a further rate; empty where it has none."""
    rows = RolePay.objects.filter(school=access.school, year=access.year, role_id=role)
    found = list(rows.order_by("from_date", "id").values(*OF_PAY, "from_date"))
    found.sort(key=lambda row: str(row["from_date"] or ""))
    return {name: found[-1][name] for name in OF_PAY} if found else {}


def scale_names(access: Access) -> list[str]:
    """The pay scales: the school's own, then the national ones."""
    national = set(PayPoint.objects.order_by().values_list("scale", flat=True))
    own = set(OwnPayPoint.objects.filter(school=access.school).order_by().values_list("scale", flat=True))
    return [*sorted(own - national), *sorted(national)]


def own_scales(access: Access) -> list[tuple[str, str]]:
    """The scales that the school entered points of, each with its area."""
    rows = OwnPayPoint.objects.filter(school=access.school).order_by("scale", "area")
    return list(dict.fromkeys(rows.values_list("scale", "area")))


def points_now(access: Access, scale: str, area: str) -> list[dict[str, Any]]:
    """The points that the school entered of the scale, the newest dates first. Raises NotThere where it has none."""
    rows = OwnPayPoint.objects.filter(school=access.school, scale=scale, area=area).order_by("-starts", "order", "id")
    found = [{"row": row.pop("id"), **row} for row in rows.values("id", *OF_POINT)]
    if not found:
        raise NotThere("The school has no such pay scale.")
    return found


def own_rules(access: Access) -> list[OwnRules]:
    """The school's own copies of funding rules, that in force first."""
    rows = SchoolFundingRules.objects.filter(school=access.school).order_by("id")
    ordered = sorted(by_name(rows, "name"), key=lambda row: not row.in_force)
    return [OwnRules(row.pk, row.key, row.name, row.in_force, from_mapping(row.content)) for row in ordered]


def in_force(copies: Iterable[OwnRules]) -> Rules:
    """Of the school's own copies the rules in force; the 38-week guidance where it has none."""
    return next((one.rules for one in copies if one.in_force), None) or load_rules(DEFAULT_RULES)


def role_codes_to_choose(access: Access) -> list[tuple[str, str]]:
    """The school's staff roles by code."""
    rows = StaffRole.objects.filter(school=access.school).order_by("id")
    return [(code, f"{name} ({code})") for code, name in by_name(rows.values_list("code", "name"), 1)]


def role_numbers(access: Access) -> list[tuple[int, str]]:
    """The school's staff roles by number."""
    rows = StaffRole.objects.filter(school=access.school).order_by("id")
    return [(number, f"{name} ({code})") for number, code, name in by_name(rows.values_list("id", "code", "name"), 2)]


def role_ids(access: Access) -> dict[str, int]:
    """The numbers of the school's staff roles by code."""
    return dict(StaffRole.objects.filter(school=access.school).order_by().values_list("code", "id"))


def drafted(access: Access, role: Mapping[str, Any], pay: Mapping[str, Any]) -> RoleLine:
    """A role from an unsaved form, for working out its hourly cost."""
    blank = {name: "" if name in ("scale", "area", "point") else None for name in OF_PAY}
    told = {**blank, "from_date": None, **{name: value for name, value in pay.items() if value not in (None, "")}}
    row = {"id": 0, "code": "", "name": "", "kind": "other", "la_rate": None, "hours_available": None, **role}
    return role_line(row, [told], point_table(access.year, [told]) if access.year else PointTable(date.max, ()))
