"""Somebody who works at the school: roles, hours, training, classes, and the groups they take. No pay and no pupil."""

from __future__ import annotations

from dataclasses import dataclass

from pages.people.listing import PersonLine, class_parts, read_people, taken_by_person
from provisions.models import Staffing
from provisions.weeks import people_with_weeks
from schools.access import Access, NotThere
from schools.people.rights import may_look_after
from schools.people.services import find_person
from schools.roles import Permission
from ui.parts import Choice, Fact
from ui.tables import Col, Listing
from ui.words import hours, minutes, number

GROUPS = Listing(
    "Groups",
    "group",
    (
        Col("title", "Group", href="href", why="provision", why_head="Provision"),
        Col("area", "Area", "area", "staffing.group.provision.area"),
        Col("role", "As", path="staffing.role.name"),
        Col("pattern", "How often", sort=""),
        Col(
            "training",
            "Training",
            path="staffing.group.provision.training_needed",
            why="trained",
            why_head="Trained",
            missing="none needed",
        ),
        Col("hours", "Hours a week", "hours", "staffing.hours", total=True),
    ),
    foot="All groups",
)
TRAINED = {True: "trained", False: "not trained yet", None: "not noted whether trained"}


@dataclass(frozen=True)
class GroupTaken:
    """A group that the person takes."""

    staffing: Staffing
    title: str
    href: str
    provision: str
    pattern: str
    trained: str


@dataclass(frozen=True)
class PersonPage:
    """The page. `groups`, and `week` with the address of the timetable, only for those who see the map: the name of a
    group can tell of a child."""

    person: PersonLine
    facts: tuple[Fact, ...]
    classes: tuple[tuple[str, str, str], ...]
    sees_groups: bool
    groups: tuple[GroupTaken, ...]
    week: str = ""
    acts: tuple[Choice, ...] = ()


def build(access: Access, pk: int) -> PersonPage:
    """The person with this id. Raises NotThere where nobody of the school has it."""
    found = read_people(access, [pk])
    if not found:
        raise NotThere("Nobody like that works at this school.")
    person, taken = found[0], taken_by_person(access).get(pk, [])
    sees = access.may(Permission.VIEW_MAP)
    return PersonPage(
        person=person,
        facts=(
            Fact("Hours a week", hours(person.hours)),
            Fact("Hours with groups", hours(person.with_groups) if person.with_groups else "none"),
            Fact("Groups", str(person.groups or "none")),
        ),
        classes=tuple(
            (name, access.url("class", class_id), part.capitalize())
            for who, class_id, name, part in class_parts(access)
            if who == pk
        ),
        sees_groups=sees,
        groups=tuple(_group(access, one) for one in taken) if sees else (),
        week=_week(access, pk) if sees else "",
        acts=_acts(access, pk) if access.may(Permission.MANAGE_PEOPLE) else (),
    )


def _acts(access: Access, pk: int) -> tuple[Choice, ...]:
    """What whoever looks after people may do with this one."""

    def act(label: str, name: str, *, main: bool = False) -> Choice:
        return Choice(label, access.url(name, pk), main=main)

    membership = find_person(access, pk).membership
    change = act("Change", "person_edit")
    if membership is None or not membership.roles or not may_look_after(access, membership):
        return (change,)
    if membership.suspended:
        return (change, act("Let back in", "person_return"))
    own = access.membership is not None and access.membership.pk == membership.pk
    out = () if own else (act("Suspend", "person_suspend"),)
    if membership.user_id:
        return (*out, change)
    again = "Send the invitation again" if membership.invited else "Send the invitation"
    return (*out, change, act(again, "person_invite", main=True))


def _week(access: Access, pk: int) -> str:
    """The way to the person's timetable; blank for who takes no group this year."""
    page = access.url("paper", "weekly-timetable")
    return f"{page}?person={pk}" if pk in people_with_weeks(access) else ""


def _group(access: Access, one: Staffing) -> GroupTaken:
    title, provision = str(one.group), one.group.provision
    return GroupTaken(
        staffing=one,
        title=title,
        href=access.url("group", one.group_id),
        provision="" if title == provision.name else provision.name,
        pattern=f"{number(one.sessions)} × {minutes(one.minutes)}",
        trained=TRAINED[one.trained] if provision.training_needed else "",
    )
