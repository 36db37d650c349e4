"""The way to what is set once for the school: its people, classes and calendar."""

from __future__ import annotations

from dataclasses import dataclass

from schools.access import Access
from schools.roles import Permission
from ui.parts import Fact

P = Permission
CARDS = (
    (
        "people",
        "People",
        "person-badge",
        "Who works here, their roles, hours, and the groups they take.",
        (P.VIEW_STAFF,),
    ),
    ("classes", "Classes", "easel", "Year groups, teachers and assistants, and how many pupils.", (P.VIEW_STAFF,)),
    (
        "calendar",
        "Calendar",
        "calendar3",
        "The academic year, its half-terms and school weeks, and the day.",
        (P.HOME,),
    ),
    ("rooms", "Rooms", "door-open", "Where groups meet, and the week of each room.", (P.VIEW_MAP, P.MANAGE_CALENDAR)),
)


@dataclass(frozen=True)
class SchoolCard:
    """A page of the school."""

    label: str
    icon: str
    line: str
    href: str


@dataclass(frozen=True)
class SchoolPage:
    """The school at a glance, and the pages this person may open."""

    facts: tuple[Fact, ...]
    cards: tuple[SchoolCard, ...]


def build(access: Access) -> SchoolPage:
    """What this person may open."""
    school = access.school
    known = (
        ("Phase", school.get_phase_display()),
        ("Local authority", school.local_authority),
        ("URN", school.urn),
        ("Telephone", school.telephone),
        ("E-mail", school.email),
        ("Website", school.website),
    )
    return SchoolPage(
        facts=tuple(Fact(label, str(value)) for label, value in known if value),
        cards=tuple(
            SchoolCard(label, icon, line, access.url(name))
            for name, label, icon, line, needed in CARDS
            if access.permissions.intersection(needed)
        ),
    )
