"""Changing classes and sets, and who works in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from pupils.models import ClassStaff, Pupil, SchoolClass, TeachingSet, TeachingSetPupil, TeachingSetStaff, YearGroup
from schools.access import Access, NotThere, there
from schools.edits import Edit, Refused, edit
from schools.edits.removal import dependent_rows
from schools.models import AcademicYear, StaffMember

PARTS = {"teachers": ClassStaff.Part.TEACHER, "assistants": ClassStaff.Part.ASSISTANT}


def find_class(by: Access, number: int) -> SchoolClass:
    """A class of the year. Raises NotThere."""
    found = SchoolClass.objects.filter(school=by.school, year=by.year, pk=number).first()
    return there(found, "There is no such class this year.")


def find_set(by: Access, number: int) -> TeachingSet:
    """A set of the year. Raises NotThere."""
    found = TeachingSet.objects.filter(school=by.school, year=by.year, pk=number).first()
    return there(found, "There is no such set this year.")


def add_class(
    *,
    by: Access,
    name: str,
    year_groups: Iterable[str],
    teachers: Iterable[int] = (),
    assistants: Iterable[int] = (),
    ticket: UUID | None = None,
) -> Edit:
    """Add a class to the year. Teachers and assistants are staff members by number. Raises Refused for a name that is
    taken and for somebody named as both."""
    with edit(by, "added", ticket=ticket) as change:
        name = _free_name(by, SchoolClass, name)
        held = change.add(SchoolClass(year=_year(by), name=name, year_groups=_in_order(year_groups)))
        change.about = held
        _staff_class(change, held, teachers, assistants)
    return change


def change_class(
    *,
    by: Access,
    number: int,
    name: str,
    year_groups: Iterable[str],
    teachers: Iterable[int],
    assistants: Iterable[int],
    ticket: UUID | None = None,
) -> Edit:
    """Change a class as a whole. Raises NotThere, and Refused as `add_class` does."""
    held = find_class(by, number)
    with edit(by, "changed", held, ticket=ticket) as change:
        name = _free_name(by, SchoolClass, name, held)
        change.set(held, name=name, year_groups=_in_order(year_groups))
        _staff_class(change, held, teachers, assistants)
    return change


def remove_class(*, by: Access, number: int, ticket: UUID | None = None) -> Edit:
    """Remove a class that nothing refers to. Raises NotThere and Refused."""
    held = find_class(by, number)
    with edit(by, "removed", held, ticket=ticket) as change:
        if standing := held.pupil_years.count():
            whom = "1 pupil is" if standing == 1 else f"{standing} pupils are"
            raise Refused(f"{whom} in {held}. Move them to another class first.")
        if found := dependent_rows(held, besides=(ClassStaff,)):
            raise Refused(f"{held} is named by {_listed(found)}. Change those first, or keep the class.")
        for row in held.class_staff.all():
            change.remove(row)
        change.remove(held)
    return change


def give_classes(change: Edit, staff: StaffMember, *, teaches: Iterable[int], assists: Iterable[int]) -> None:
    """Set the classes of the year that somebody teaches and assists in. Raises NotThere for a class of another
    school or year, and Refused for a class named as both."""
    wanted = {(number, part) for part, held in _parts(teaches, assists).items() for number in held}
    rooms = {room.pk: room for room in SchoolClass.objects.filter(school=change.by.school, year=change.by.year)}
    if {number for number, _ in wanted} - set(rooms):
        raise NotThere("There is no such class this year.")
    twice = set(teaches) & set(assists)
    if twice:
        names = ", ".join(rooms[number].name for number in sorted(twice))
        raise Refused(f"{names}: choose whether {staff.name} teaches or assists there.", "assists")
    rows = ClassStaff.objects.filter(school=change.by.school, school_class__year=change.by.year, staff=staff)
    stored = {(row.school_class_id, row.part): row for row in rows}
    for key in set(stored) - wanted:
        change.remove(stored[key])
    change.add_all(
        [
            ClassStaff(school_class=rooms[number], staff=staff, part=part)
            for number, part in sorted(wanted - set(stored))
        ]
    )


def add_set(
    *,
    by: Access,
    name: str,
    staff: Iterable[int] = (),
    year_groups: Iterable[str] = (),
    pupils: Iterable[int] = (),
    ends: date | None = None,
    ticket: UUID | None = None,
) -> Edit:
    """Add a set to the year: whole year groups, pupils by number, or both. Raises Refused for a name that is taken, a
    set without pupils, and a last day outside the year."""
    with edit(by, "added", ticket=ticket) as change:
        values = _set_values(by, None, name, year_groups, ends)
        held = change.about = change.add(TeachingSet(year=_year(by), **values))
        _people_of_set(change, held, staff, pupils)
    return change


def change_set(
    *,
    by: Access,
    number: int,
    name: str,
    staff: Iterable[int],
    year_groups: Iterable[str],
    ends: date | None,
    pupils: Iterable[int] | None = None,
    ticket: UUID | None = None,
) -> Edit:
    """Change a set as a whole; `pupils` None leaves its named pupils as they are. Raises NotThere, and Refused as
    `add_set` does."""
    held = find_set(by, number)
    with edit(by, "changed", held, ticket=ticket) as change:
        change.set(held, **_set_values(by, held, name, year_groups, ends))
        named = held.set_pupils.values_list("pupil_id", flat=True) if pupils is None else pupils
        _people_of_set(change, held, staff, list(named))
    return change


def remove_set(*, by: Access, number: int, ticket: UUID | None = None) -> Edit:
    """Remove a set; its staff no longer see its pupils. Raises NotThere and Refused."""
    held = find_set(by, number)
    with edit(by, "removed", held, ticket=ticket) as change:
        if found := dependent_rows(held, besides=(TeachingSetStaff, TeachingSetPupil)):
            raise Refused(f"{held} is named by {_listed(found)}. Give it a last day instead.")
        for row in [*held.set_staff.all(), *held.set_pupils.all()]:
            change.remove(row)
        change.remove(held)
    return change


def _year(by: Access) -> AcademicYear:
    if by.year is None:
        raise NotThere("The school has no academic year yet.")
    return by.year


def _free_name(
    by: Access, model: type[SchoolClass] | type[TeachingSet], name: str, held: SchoolClass | TeachingSet | None = None
) -> str:
    name = " ".join(name.split())
    taken = model._default_manager.filter(school=by.school, year=by.year, name__iexact=name)
    if taken.exclude(pk=held.pk if held else 0).exists():
        what = "class" if model is SchoolClass else "set"
        raise Refused(f"There is a {what} {name} already this year. Choose another name.", "name")
    return name


def _staff_class(change: Edit, held: SchoolClass, teachers: Iterable[int], assistants: Iterable[int]) -> None:
    parts = _parts(teachers, assistants)
    people = _staff(change.by, {number for numbers in parts.values() for number in numbers})
    if both := set(teachers) & set(assistants):
        names = ", ".join(people[number].name for number in sorted(both))
        raise Refused(f"{names}: choose whether they teach the class or assist in it.", "assistants")
    wanted = {(number, str(part)) for part, numbers in parts.items() for number in numbers}
    stored = {(row.staff_id, row.part): row for row in held.class_staff.all()}
    for key in set(stored) - wanted:
        change.remove(stored[key])
    new = sorted(wanted - set(stored))
    change.add_all([ClassStaff(school_class=held, staff=people[number], part=part) for number, part in new])


def _parts(teachers: Iterable[int], assistants: Iterable[int]) -> dict[str, set[int]]:
    return {PARTS["teachers"].value: set(teachers), PARTS["assistants"].value: set(assistants)}


def _staff(by: Access, numbers: Iterable[int]) -> dict[int, StaffMember]:
    wanted = set(numbers)
    found = StaffMember.objects.filter(school=by.school).in_bulk(wanted)
    if wanted - set(found):
        raise NotThere("Nobody like that works at this school.")
    return found


def _set_values(
    by: Access, held: TeachingSet | None, name: str, year_groups: Iterable[str], ends: date | None
) -> Mapping[str, Any]:
    year = _year(by)
    if ends and not year.starts <= ends <= year.ends:
        raise Refused(f"The last day is outside the year {year}. Choose a day in it, or leave it blank.", "ends")
    return {"name": _free_name(by, TeachingSet, name, held), "year_groups": _in_order(year_groups), "ends": ends}


def _people_of_set(change: Edit, held: TeachingSet, staff: Iterable[int], pupils: Iterable[int]) -> None:
    wanted = set(pupils)
    if not wanted and not held.year_groups:
        raise Refused("Choose the pupils of the set: whole year groups, or pupils by name.", "year_groups")
    people = _staff(change.by, staff)
    found = Pupil.objects.filter(school=change.by.school).in_bulk(wanted)
    if wanted - set(found):
        raise NotThere("There is no such pupil at this school.")
    workers = {row.staff_id: row for row in held.set_staff.all()}
    named = {row.pupil_id: row for row in held.set_pupils.all()}
    gone = [*(workers[one] for one in set(workers) - set(people)), *(named[one] for one in set(named) - wanted)]
    for row in gone:
        change.remove(row)
    new = sorted(set(people) - set(workers))
    change.add_all([TeachingSetStaff(teaching_set=held, staff=people[number]) for number in new])
    change.add_all([TeachingSetPupil(teaching_set=held, pupil=found[number]) for number in sorted(wanted - set(named))])


def _in_order(year_groups: Iterable[str]) -> list[str]:
    wanted = set(year_groups)
    return [code for code in YearGroup.values if code in wanted]


def _listed(found: Mapping[str, int]) -> str:
    return " and ".join(f"{count} {name if count == 1 else f'{name}s'}" for name, count in found.items())
