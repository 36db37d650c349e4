"""Somebody who works at the school: roles, hours, training, classes, and the groups they take. No pay and no pupil."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.urls import reverse

from pages.people.listing import PersonLine, StaffingTaken, class_parts, read_people, taken_by_person
from provisions.weeks import people_with_weeks
from schools.access import NotThere
from schools.people.rights import may_look_after
from schools.people.services import find_person
from schools.roles import Permission
from ui.parts import Choice, Fact
from ui.tables import Col, Listing
from ui.words import hours, minutes, number

if TYPE_CHECKING:
    from schools.access import Access

GROUPS = Listing(
    "Groups",
    "group",
    (
        Col("title", "Group", href="href", why="provision", why_head="Provision"),
        Col("area", "Area", "area"),
        Col("role", "As"),
        Col("pattern", "How often", sort=""),
        Col("training", "Training", why="trained", why_head="Trained", missing="none needed"),
        Col("hours", "Hours a week", "hours", total=True),
    ),
    foot="All groups",
)
TRAINED = {True: "trained", False: "not trained yet", None: "not noted whether trained"}


@dataclass(frozen=True)
class GroupTaken:
    """A group that the person takes."""

    title: str
    href: str
    provision: str
    area: str
    role: str
    pattern: str
    training: str
    trained: str
    hours: Fraction


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
            (name, reverse("class", args=[access.school.slug, class_id]), part.capitalize())
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
        return Choice(label, reverse(name, args=[access.school.slug, pk]), main=main)

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
    page = reverse("paper", args=[access.school.slug, "weekly-timetable"])
    return f"{page}?person={pk}" if pk in people_with_weeks(access) else ""


def _group(access: Access, one: StaffingTaken) -> GroupTaken:
    return GroupTaken(
        title=one.title,
        href=reverse("group", args=[access.school.slug, one.group_id]),
        provision="" if one.title == one.provision else one.provision,
        area=one.area,
        role=one.role,
        pattern=f"{number(one.sessions)} × {minutes(one.minutes)}",
        training=one.training,
        trained=TRAINED[one.trained] if one.training else "",
        hours=one.hours,
    )
