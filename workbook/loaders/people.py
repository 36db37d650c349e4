"""The sheets Staff roles, People and Classes."""

from __future__ import annotations

from collections.abc import Iterable

from costing.models import RoleHolder, RolePay, StaffRole
from pupils.models import ClassStaff, SchoolClass, YearGroup
from schools.models import Membership, StaffMember
from schools.people.rights import gives_themself, manages, why_not
from schools.people.services import LAST
from schools.roles import Permission, Role, read_roles
from ui.words import date_uk
from workbook.desk import Desk, RowImport
from workbook.ledger import fold
from workbook.reading import SheetLine


def load_role(desk: Desk, line: SheetLine) -> None:
    """A staff role and what it is paid this year. One without a rate is allowed; papers then say what is missing."""
    code, starts = line.get("code"), line.get("from_date")
    if not code or "from_date" in line.broken or not desk.first(line, (fold(code), starts), "code"):
        return
    if _differs(desk, line, code):
        return
    entry = RowImport(desk, line)
    known = desk.ledger.find(StaffRole, fold(code))
    role = entry.put(StaffRole, known, line.part("role"), school=desk.school)
    pays = desk.ledger.all(RolePay, id(role))
    pay = next((pay for pay in pays if pay.from_date == starts), None) if line.has("from_date") else first_pay(pays)
    values = line.part("pay")
    if starts and not desk.year.starts <= starts <= desk.year.ends:
        line.note(f"{date_uk(starts)} lies outside the year. The rate is taken as it stands.")
    if line.has("basis") and not line.get("basis"):
        if not known or pay or any(values.values()):  # one without pay this year may stay so
            line.wrong("basis", "Fill this in: how the cost of an hour is found.")
    elif pay or line.has("basis"):
        entry.put(RolePay, pay, values, school=desk.school, year=desk.year, role=role)
    if "%" not in str(line.cells.get("on_costs")) and 0 < (line.get("on_costs") or 0) < 1:
        line.note(f"On-costs are read as {line.get('on_costs')} per cent. For 30 per cent type 30.")
    entry.close(f"{role.code}, {role.name}" if role.name else role.code)


def _differs(desk: Desk, line: SheetLine, code: str) -> bool:
    """Whether an earlier row about the same role gives it another name, kind, LA rate or hours; records a fault."""
    values = line.part("role", drop=("code",))
    before: tuple[int, dict[str, object]] | None = desk.earlier(("role", fold(code)), (line.number, values))
    other = next((name for name in values if before and before[1].get(name) != values[name]), "")
    if before and other:
        line.wrong(other, f"Row {before[0]} about the same role says otherwise. Write the same in both rows.")
    return bool(other)


def first_pay(pays: Iterable[RolePay]) -> RolePay | None:
    """What a role is paid from the start of the year, for a file without the column From."""
    return min(pays, key=lambda pay: (pay.from_date is not None, pay.from_date), default=None)


def load_person(desk: Desk, line: SheetLine) -> None:
    """Somebody who works here: a membership that waits, the staff member, and the roles they work in."""
    address = line.get("email")
    desk.resolve(line)
    if not address or not desk.first(line, address, "email"):
        return
    entry = RowImport(desk, line)
    existing = desk.ledger.find(Membership, fold(address))
    roles = line.part("membership")
    if "roles" in roles:
        roles["roles"] = [role.value for role in Role if role in roles["roles"]]
        if existing and set(existing.roles) == set(roles["roles"]):
            roles = {}
        elif existing and (refusal := _refusal(desk, existing, roles["roles"])):
            line.wrong("roles", refusal)
            return
    membership = entry.put(Membership, existing, roles, school=desk.school, email=address)
    staff = _staff_at(desk, address) or _staff_without_address(desk, line)
    fixed = {"school": desk.school, "email": address, "membership": membership}
    staff = entry.put(StaffMember, staff, line.part("staff"), **fixed)
    if line.has("staff_roles"):
        _hold_roles(desk, entry, staff, line.get("staff_roles"))
    entry.close(f"{staff.name}, {address}" if staff.name else address)


def _refusal(desk: Desk, membership: Membership, wanted: list[str]) -> str:
    """Why the importer may not change the roles of somebody who has joined or been invited; blank where they may. The
    rule is that of the pages: otherwise a workbook could give rights that its importer lacks."""
    waits = membership.user_id is None and membership.invited is None
    if waits or desk.by is None:
        return ""
    if own := gives_themself(desk.by, membership, wanted):
        return own
    if not desk.by.may(Permission.MANAGE_PEOPLE):
        return "Only somebody who looks after people may change what this person may do here. Ask them."
    if beyond := why_not(desk.by, read_roles(membership.roles) ^ read_roles(wanted)):
        return beyond
    managing = [row for row in desk.ledger.rows(Membership) if row is not membership and _manages(row, row.roles)]
    if _manages(membership, membership.roles) and not _manages(membership, wanted) and not managing:
        return LAST
    return ""


def _manages(membership: Membership, roles: list[str]) -> bool:
    return manages(roles, joined=membership.user_id is not None, suspended=membership.suspended)


def _staff_at(desk: Desk, address: str) -> StaffMember | None:
    return next((row for row in desk.ledger.all(StaffMember, fold(address)) if fold(row.email) == fold(address)), None)


def _staff_without_address(desk: Desk, line: SheetLine) -> StaffMember | None:
    alike = [row for row in desk.ledger.all(StaffMember, fold(line.get("name") or "")) if not row.email]
    return alike[0] if len(alike) == 1 else None


def _hold_roles(desk: Desk, entry: RowImport, staff: StaffMember, wanted: list[StaffRole]) -> None:
    held = {id(row.role): row for row in desk.ledger.all(RoleHolder, id(staff))}
    before = [row.role for row in held.values()]
    for role in wanted:
        if not held.pop(id(role), None):
            desk.ledger.add(RoleHolder(school=desk.school, staff=staff, role=role))
    for row in held.values():
        desk.ledger.remove(row)
    _show_list_field(entry, "staff_roles", (role.code for role in before), (role.code for role in wanted))


def _show_list_field(entry: RowImport, field: str, before: Iterable[str], after: Iterable[str]) -> None:
    if entry.kind != "added":
        entry.show_fields({field: (sorted(before), sorted(after))})


def load_class(desk: Desk, line: SheetLine) -> None:
    """A class with its teachers and assistants; e-mails not seen before make memberships that wait."""
    name = line.get("name")
    if not name or not desk.first(line, fold(name), "name"):
        return
    values = line.part()
    if "year_groups" in values:
        values["year_groups"] = youngest_first(values["year_groups"])
    entry = RowImport(desk, line)
    school_class = entry.put(
        SchoolClass, desk.ledger.find(SchoolClass, fold(name)), values, school=desk.school, year=desk.year
    )
    for field, part, role in PARTS:
        if line.has(field):
            _staff_class(desk, entry, school_class, field, part, role)
    entry.close(name)


PARTS = (
    ("teachers", ClassStaff.Part.TEACHER, Role.TEACHER),
    ("assistants", ClassStaff.Part.ASSISTANT, Role.ASSISTANT),
)


def _staff_class(desk: Desk, entry: RowImport, school_class: SchoolClass, field: str, part: str, role: Role) -> None:
    wanted = [_person_at(desk, address, role) for address in entry.line.get(field)]
    stored = desk.ledger.all(ClassStaff, (id(school_class), str(part)))
    there = {id(row.staff): row for row in stored if row.staff.email}  # the column cannot name anybody else
    before = [row.staff.email for row in there.values()]
    for staff in wanted:
        if not there.pop(id(staff), None):
            desk.ledger.add(ClassStaff(school=desk.school, school_class=school_class, staff=staff, part=str(part)))
    for row in there.values():
        desk.ledger.remove(row)
    _show_list_field(entry, field, before, (staff.email for staff in wanted))


def _person_at(desk: Desk, address: str, role: Role) -> StaffMember:
    staff = _staff_at(desk, address)
    membership = desk.ledger.find(Membership, fold(address))
    if membership is None:
        membership = desk.ledger.add(Membership(school=desk.school, email=address, roles=[role.value]))
    if staff is None:
        staff = desk.ledger.add(StaffMember(school=desk.school, name=address, email=address, membership=membership))
    elif staff.membership is None:
        desk.ledger.change(staff, {"membership": membership})
    return staff


def youngest_first(year_groups: list[str]) -> list[str]:
    """Year groups from the youngest up."""
    return [value for value in YearGroup.values if value in year_groups]
