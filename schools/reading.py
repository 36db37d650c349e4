"""Reading who works here: memberships, years, people to ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.apps import apps
from django.conf import settings
from django.db.models import Exists, Max, Min, OuterRef, QuerySet

from schools.access import Access, access_of
from schools.clock import today
from schools.kept import kept
from schools.models import AcademicYear, DayBand, HalfTerm, Membership, School, StaffMember, User
from schools.roles import SECOND_FACTOR_ROLES, Permission, Role, read_roles, roles_with
from ui.folding import by_name, in_order


def membership_at(user: User, slug: str) -> Membership | None:
    """This person's membership of the school with this short name, or None."""
    found = Membership.objects.select_related("school", "user", "staff_member").annotate(several=Exists(_others()))
    return found.filter(user=user, school__slug=slug).first()


def _others() -> QuerySet[Membership]:
    return Membership.objects.filter(user=OuterRef("user"), suspended=False).exclude(school=OuterRef("school"))


def schools_elsewhere(access: Access) -> list[tuple[str, str]]:
    """Short name and name of the other schools that this person belongs to; no query where there is none."""
    if not getattr(access.membership, "several", False):
        return []
    rows = Membership.objects.filter(user=access.person, suspended=False).exclude(school=access.school)
    return by_name(rows.order_by("school_id").values_list("school__slug", "school__name"), 1)


def memberships_of(user: User) -> list[Membership]:
    """Every school this person may enter, by name."""
    return by_name(Membership.objects.select_related("school").filter(user=user).order_by("school_id"), "school.name")


def access_for(membership: Membership, year_choice: str | None = None) -> Access:
    """The membership's access in the chosen year (its number or its name), else in the current one.

    Raises AcademicYear.DoesNotExist if the choice is none of this school's years.
    """
    years = tuple(AcademicYear.objects.filter(school_id=membership.school_id).order_by("-starts", "id"))
    for year in years:
        year.school = membership.school  # loaded already: saves a query on each page
    return access_of(membership, year=_chosen(years, year_choice), years=years)


def current_year(school: School, on: date | None = None) -> AcademicYear | None:
    """The school's year that holds the day (today by default), else the last begun before it, else the next."""
    return _current(tuple(AcademicYear.objects.filter(school=school).order_by("-starts", "id")), on or today())


def _chosen(years: tuple[AcademicYear, ...], choice: str | None) -> AcademicYear | None:
    if not choice:
        return _current(years, today())
    for year in years:
        if choice in (str(year.pk), year.name):
            return year
    raise AcademicYear.DoesNotExist


def another_year_of(access: Access, model: str, number: int) -> AcademicYear | None:
    """The year that a row of the school belongs to, if it is another than the one looked at. `model` is `app.Model`."""
    rows = apps.get_model(model)._default_manager.filter(school=access.school, pk=number)
    years = AcademicYear.objects.filter(pk__in=rows.values("year"))
    return years.exclude(pk=access.year.pk).first() if access.year else None


def _current(years: tuple[AcademicYear, ...], on: date) -> AcademicYear | None:
    begun = [year for year in years if year.starts <= on]
    return begun[0] if begun else (years[-1] if years else None)


def lacks_second_factor(access: Access) -> bool:
    """Whether this person's roles ask for a second factor that they have not set up. The demo asks for none."""
    if settings.DEMO or not access.roles & SECOND_FACTOR_ROLES:
        return False
    return not is_mfa_enabled(access.person)


def people_to_ask(access: Access) -> list[str]:
    """Names of those who look after people and roles at this school, else of its SENCOs, else of its heads."""
    memberships = Membership.objects.select_related("user").filter(
        school=access.school, user__isnull=False, suspended=False
    )
    by_role: dict[Role, list[str]] = {}
    for membership in by_name(memberships.order_by("id"), "user.name"):
        for role in read_roles(membership.roles):
            by_role.setdefault(role, []).append(str(membership.user))
    for roles in (roles_with([Permission.MANAGE_PEOPLE]), [Role.SENCO], [Role.HEAD]):
        names = [name for role in roles for name in by_role.get(role, [])]
        if names:
            return list(dict.fromkeys(names))
    return []


def role_labels(permissions: Iterable[Permission]) -> list[str]:
    """The roles a page is for, as people say them."""
    return [role.label for role in roles_with(permissions)]


def people_with_role(school: School, role: Role) -> list[str]:
    """Names of the school's people in this role, whether or not they have signed in yet."""
    members = StaffMember.objects.filter(school=school, membership__suspended=False).order_by("id")
    found = by_name(members.values_list("name", "membership__roles"), 0)
    return [name for name, roles in found if role in read_roles(roles)]


def staff_names(access: Access) -> list[tuple[int, str, str]]:
    """Id, name and roles (as people say them) of the school's staff members."""
    rows = StaffMember.objects.filter(school=access.school).order_by("id")
    found = sorted(rows.values_list("id", "name", "membership__roles"), key=lambda row: in_order(row[1]))
    return [(pk, name, ", ".join(_labels(roles or ()))) for pk, name, roles in found]


def _labels(roles: Iterable[str]) -> list[str]:
    held = read_roles(roles)
    return [role.label for role in Role if role in held]


def school_day(school: School) -> tuple[time, time] | None:
    """When the school's day begins and ends, by its bands; None where none is entered."""
    bands = DayBand.objects.filter(school=school)

    def found() -> dict[str, time | None]:
        return bands.aggregate(first=Min("starts"), last=Max("ends"))

    day = kept(("school day",), found, weight=lambda made: 500, groups=False)
    return (day["first"], day["last"]) if day["first"] and day["last"] else None


def half_term_lines(access: Access) -> list[dict[str, Any]]:
    """The half-terms of the year in order, as a form's lines take them."""
    rows = HalfTerm.objects.filter(school=access.school, year=access.year).order_by("starts", "id")
    return [{"row": row.pk, "name": row.name, "starts": row.starts, "ends": row.ends} for row in rows]


def day_band_lines(access: Access) -> list[dict[str, Any]]:
    """The parts of the school day in order, as a form's lines take them."""
    rows = DayBand.objects.filter(school=access.school).order_by("starts", "id")
    return [{"row": row.pk, "band": row.band, "starts": row.starts, "ends": row.ends} for row in rows]
