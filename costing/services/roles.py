"""Changing staff roles, their staff and their pay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import ProtectedError

from costing.models import RoleHolder, RolePay, SchoolFundingRules, StaffRole
from costing.reading import SALARIED, point_table
from schools.access import Access, there
from schools.edits import Edit, Refused, edit
from schools.models import AcademicYear, StaffMember
from ui.words import date_uk, plural

_SALARY = ("scale", "area", "point", "annual_salary", "on_costs")
NEEDED: dict[str, tuple[str, ...]] = {
    RolePay.Basis.SALARY: _SALARY,
    RolePay.Basis.HOURLY: ("rate",),
    RolePay.Basis.ANNUAL_PER_WEEKLY_HOUR: ("rate",),
    RolePay.Basis.MINUTE: ("rate",),
    RolePay.Basis.CONTRACT_HOURS: (*_SALARY, "contract_hours", "hours_worked"),
    RolePay.Basis.DIRECTED_TIME: _SALARY,
}
"""The fields of pay that each basis asks for."""
_BLANK = {"scale": "", "area": "", "point": ""}


def add_role(
    *, by: Access, holders: Iterable[int] = (), pay: Mapping[str, Any], ticket: UUID | None = None, **values: Any
) -> Edit:
    """A new staff role with what it is paid from the start of the access's year. Raises Refused."""
    with edit(by, "added", ticket=ticket) as change:
        _refuse_same_code(by, values["code"])
        role = change.add(StaffRole(**values))
        change.about = role
        change.add(RolePay(role=role, year=of_the_year(by), **_pay(by, pay)))
        change.add_all([RoleHolder(role=role, staff=person) for person in _staff(by, holders)])
    return change


def change_role(
    number: int, *, by: Access, holders: Iterable[int] | None = None, ticket: UUID | None = None, **values: Any
) -> Edit:
    """Change a role and, where given, its staff. Raises NotThere and Refused."""
    with edit(by, "changed", ticket=ticket) as change:
        role = change.about = find_role(by, number)
        before = role.code
        _refuse_same_code(by, values.get("code", before), but=role)
        change.set(role, **values)
        if role.code != before:
            _rename_in_rules(change, before, role.code)
        if holders is not None:
            _set_holders(change, role, set(holders))
    return change


def remove_role(number: int, *, by: Access, ticket: UUID | None = None) -> Edit:
    """Remove a role that nothing refers to, with its pay and the record of its staff. Raises Refused."""
    with edit(by, "removed", ticket=ticket) as change:
        role = find_role(by, number)
        change.about = copy(role)
        for row in (*role.pay.all(), *role.holders.all()):
            change.remove(row)
        try:
            change.remove(role)
        except ProtectedError as held:
            first = min(str(one) for one in held.protected_objects)
            count = plural(len(held.protected_objects), "line")
            raise Refused(
                f"{role.name} stands in {count} of staff, sessions or costs, such as “{first}”. Give those another "
                "role first; lines of earlier years keep their role."
            ) from None
    return change


def add_pay(role: int, *, by: Access, ticket: UUID | None = None, **values: Any) -> Edit:
    """What a role is paid from a day of the year on (`from_date` None: from its start). Raises Refused."""
    with edit(by, "set a rate for", ticket=ticket) as change:
        found = change.about = find_role(by, role)
        _refuse_same_day(by, found, values.get("from_date"))
        change.add(RolePay(role=found, year=of_the_year(by), **_pay(by, values)))
    return change


def change_pay(number: int, *, by: Access, ticket: UUID | None = None, **values: Any) -> Edit:
    """Change a role's pay. Values that the new basis does not use are cleared."""
    with edit(by, "changed the pay of", ticket=ticket) as change:
        pay = find_pay(by, number)
        change.about = pay.role
        _refuse_same_day(by, pay.role, values.get("from_date"), but=pay)
        change.set(pay, **_pay(by, values, only=values["basis"] != pay.basis))
    return change


def remove_pay(number: int, *, by: Access, ticket: UUID | None = None) -> Edit:
    """Remove a rate: the one before it continues."""
    with edit(by, "removed a rate of", ticket=ticket) as change:
        pay = find_pay(by, number)
        change.about = pay.role
        change.remove(pay)
    return change


def find_role(by: Access, number: int) -> StaffRole:
    """The school's role with this number. Raises NotThere."""
    return there(StaffRole.objects.filter(school=by.school, pk=number).first(), "There is no such staff role.")


def find_pay(by: Access, number: int) -> RolePay:
    """The pay with this number, of the access's year. Raises NotThere."""
    found = RolePay.objects.filter(school=by.school, year=by.year, pk=number).select_related("role").first()
    return there(found, "There is no such rate this year.")


def of_the_year(by: Access) -> AcademicYear:
    """The year whose rates are changed. Raises Refused where there is none."""
    if by.year is None:
        raise Refused("The school has no academic year yet. Add one first.")
    return by.year


def _staff(by: Access, numbers: Iterable[int]) -> list[StaffMember]:
    return list(StaffMember.objects.filter(school=by.school, pk__in=list(numbers)))


def _set_holders(change: Edit, role: StaffRole, wanted: set[int]) -> None:
    held = {holder.staff_id: holder for holder in role.holders.all()}
    for person in held.keys() - wanted:
        change.remove(held[person])
    new = _staff(change.by, wanted - held.keys())
    change.add_all([RoleHolder(role=role, staff=person) for person in new])


def _refuse_same_code(by: Access, code: str, but: StaffRole | None = None) -> None:
    same = StaffRole.objects.filter(school=by.school, code__iexact=code)
    other = same.exclude(pk=but.pk).first() if but else same.first()
    if other:
        raise Refused(f"{other.name} has the code {other.code} already. Choose another code.", "code")


def _rename_in_rules(change: Edit, before: str, after: str) -> None:
    """Follow a changed code in the school's rules, which name roles by their code."""
    for rules in SchoolFundingRules.objects.filter(school=change.by.school):
        content = dict(rules.content)
        for table in ("role_rates", "caps"):
            if before in content.get(table, {}):
                content[table] = {after if code == before else code: n for code, n in content[table].items()}
        change.set(rules, content=content)


def _refuse_same_day(by: Access, role: StaffRole, day: date | None, but: RolePay | None = None) -> None:
    year = of_the_year(by)
    same = role.pay.filter(year=year, from_date=day)
    if (same.exclude(pk=but.pk) if but else same).exists():
        when = f"from {date_uk(day)}" if day else "from the start of the year"
        raise Refused(f"{role.name} has a rate {when} already. Change that one, or choose another day.", "from_date")
    if day and not year.starts < day <= year.ends:
        raise Refused(
            f"Choose a day after {date_uk(year.starts)} and up to {date_uk(year.ends)}: this rate is for {year}. "
            "Leave it blank for a rate that holds from the start of the year.",
            "from_date",
        )


def _pay(by: Access, values: Mapping[str, Any], *, only: bool = True) -> dict[str, Any]:
    """Pay to be stored; with `only`, values that the basis does not use are blank. Raises Refused."""
    _refuse_without_amount(by, values)
    kept = dict(values)
    if only:
        unasked = {name for names in NEEDED.values() for name in names} - set(NEEDED[values["basis"]])
        kept |= {name: _BLANK.get(name) for name in unasked}
    return kept


def _refuse_without_amount(by: Access, values: Mapping[str, Any]) -> None:
    if values["basis"] not in SALARIED:
        if values.get("rate") is None:
            raise Refused("Type the rate in pounds.", "rate")
        return
    if values.get("annual_salary") is None:
        if not values.get("scale"):
            raise Refused("Choose a pay scale, or type the annual salary.", "annual_salary")
        refuse_unknown_point(by, values)
    contract = values["basis"] == RolePay.Basis.CONTRACT_HOURS
    if contract and not (values.get("contract_hours") or values.get("hours_worked")):
        raise Refused("Type the hours a week of the contract, or the hours worked a year.", "contract_hours")


def refuse_unknown_point(by: Access, values: Mapping[str, Any], field: str = "point") -> None:
    """Raise Refused, about the field, for a point that the scale does not have on the day of the rate."""
    row = {"scale": values["scale"], "annual_salary": None, "from_date": values.get("from_date")}
    table = point_table(of_the_year(by), [row])
    if not table.chosen(values["scale"], values.get("area") or "", values.get("point") or "", table.until(row)):
        named = f"point {values['point']}" if values.get("point") else "points that are paid by this year"
        raise Refused(
            f"{values['scale']} has no {named}. Pay scales lists the points; a range is written as 5-6.", field
        )
