"""The people of the school: what they do, the classes they are given, and the hours they spend with groups. No pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from costing.models import RoleHolder
from provisions.models import InterventionGroup, Staffing
from pupils.models import ClassStaff
from schools.clock import today
from schools.entrance.services import INVITATION_DAYS
from schools.models import StaffMember
from schools.roles import Permission, Role, read_roles
from ui.filters import ListFilters
from ui.folding import by_name, in_order
from ui.parts import Empty
from ui.tables import Col, Listing
from ui.words import date_uk

if TYPE_CHECKING:
    from schools.access import Access

LISTING = Listing(
    "People",
    "person,people",
    (
        Col("name", "Name", href="href"),
        Col("roles", "Role in the school"),
        Col("works_as", "Works as"),
        Col("classes", "Classes"),
        Col("hours", "Hours a week", "hours", total=True),
        Col("groups", "Groups", "number"),
        Col("with_groups", "Hours with groups", "hours", total=True),
        Col("email", "E-mail", shown=False),
        Col("state", "Signing in"),
    ),
    foot="All people shown",
)
DOES_NOT = "does not sign in"
STATES = {
    "in": ("Signs in", ("signs in",)),
    "waiting": ("Invited, or to be invited", ("invited", "invitation", "not invited")),
    "suspended": ("Suspended", ("suspended",)),
    "none": ("Does not sign in", (DOES_NOT,)),
}


@dataclass(frozen=True)
class PersonLine:
    """Somebody who works at the school."""

    id: int
    name: str
    href: str
    state: str
    email: str
    roles: tuple[str, ...]
    works_as: tuple[str, ...]
    classes: tuple[str, ...]
    hours: Decimal | None
    groups: int | None
    with_groups: Fraction | None


@dataclass(frozen=True)
class PeoplePage:
    """The list with its filters."""

    filters: ListFilters
    lines: tuple[PersonLine, ...]
    every: int
    empty: Empty


def build(access: Access, params: Mapping[str, str]) -> PeoplePage:
    """The people whom the address asks for."""
    lines = read_people(access)
    works_as = sorted({name for line in lines for name in line.works_as})
    form = ListFilters(
        params,
        {
            "role": ("Role", [(role.label, role.label) for role in Role]),
            "as": ("Works as", [(name, name) for name in works_as]),
            "groups": ("Takes groups", [("yes", "Yes"), ("no", "No")]),
            "signing": ("Signing in", [(key, label) for key, (label, _) in STATES.items()]),
        },
    )
    return PeoplePage(form, tuple(line for line in lines if _wants(form, line)), len(lines), _empty(access))


def _wants(form: ListFilters, line: PersonLine) -> bool:
    return (
        form.finds(line.name, line.email)
        and form.chosen("role") in ("", *line.roles)
        and form.chosen("as") in ("", *line.works_as)
        and form.chosen("groups") in ("", "yes" if line.groups else "no")
        and (not form.chosen("signing") or line.state.startswith(STATES[form.chosen("signing")][1]))
    )


def read_people(access: Access, ids: Iterable[int] | None = None) -> list[PersonLine]:
    """The people of the school by name, or those of `ids`; the number of queries does not grow with them."""
    held = StaffMember.objects.filter(school=access.school).select_related("membership")
    if ids is not None:
        held = held.filter(pk__in=list(ids))
    people = sorted(held.order_by("id"), key=lambda one: in_order(one.name))
    works_as = works_as_of(access)
    classes: dict[int, list[str]] = defaultdict(list)
    for person, _, name, _ in class_parts(access):
        if name not in classes[person]:
            classes[person].append(name)
    taken = taken_by_person(access)
    return [_line(access, one, works_as.get(one.pk, []), classes[one.pk], taken.get(one.pk, [])) for one in people]


def _line(
    access: Access, one: StaffMember, works_as: list[str], classes: list[str], taken: list[Staffing]
) -> PersonLine:
    return PersonLine(
        id=one.pk,
        name=one.name,
        href=access.url("person", one.pk),
        state=sign_in_words(one),
        email=one.email,
        roles=role_words(one),
        works_as=tuple(works_as),
        classes=tuple(classes),
        hours=one.hours_a_week,
        groups=len({line.group_id for line in taken}) or None,
        with_groups=sum((line.hours for line in taken), Fraction(0)) or None,
    )


def role_words(one: StaffMember) -> tuple[str, ...]:
    """The person's roles for signing in, in the order of the list of roles."""
    roles = read_roles(one.membership.roles) if one.membership else frozenset[Role]()
    return tuple(role.label for role in Role if role in roles)


def sign_in_words(one: StaffMember) -> str:
    """Whether somebody signs in, or the state of their invitation, in words."""
    membership = one.membership
    if membership is None or not (membership.user_id or membership.roles):
        return DOES_NOT
    if membership.suspended:
        return "suspended"
    if membership.user_id:
        return "signs in"
    if membership.invited is None:
        return "not invited yet"
    day = timezone.localdate(membership.invited)
    over = today() - day > timedelta(days=INVITATION_DAYS)
    return f"invitation of {date_uk(day)} has run out" if over else f"invited {date_uk(day)}"


def works_as_of(access: Access) -> dict[int, list[str]]:
    """The staff roles that each person works in, by name."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = RoleHolder.objects.filter(school=access.school).order_by("id")
    for person, name in by_name(rows.values_list("staff_id", "role__name"), 1):
        found[person].append(name)
    return dict(found)


def class_parts(access: Access) -> list[tuple[int, int, str, str]]:
    """Who is given which class this year: (person, class id, class, teacher or assistant)."""
    rows = ClassStaff.objects.filter(school=access.school, school_class__year=access.year)
    found = rows.order_by("id").values_list("staff_id", "school_class_id", "school_class__name", "part")
    return by_name(found, 2, 3)


def taken_by_person(access: Access) -> dict[int, list[Staffing]]:
    """The running groups that each person is named to take today."""
    on = today()
    begun = Q(group__starts__isnull=True) | Q(group__starts__lte=on)
    goes_on = Q(group__ends__isnull=True) | Q(group__ends__gte=on)
    rows = Staffing.objects.filter(
        begun,
        goes_on,
        school=access.school,
        group__year=access.year,
        group__status=InterventionGroup.Status.RUNNING,
        ended_at=None,
        person__isnull=False,
    ).order_by("id")
    found: dict[int, list[Staffing]] = defaultdict(list)
    for row in by_name(rows.select_related("group__provision", "role"), "group.provision.name", "group.code"):
        found[row.person_id or 0].append(row)
    return dict(found)


def _empty(access: Access) -> Empty:
    line = "Everybody who works at the school stands here."
    if not access.may(Permission.MANAGE_PEOPLE):
        return Empty("No people yet", line, "person-badge")
    href = access.url("person_new")
    return Empty("No people yet", line, "person-badge", href, "Add a person")
