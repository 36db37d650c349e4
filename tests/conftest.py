"""The cast: seven people of one school, and the SENCO of another, who must never see anything of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from schools import reading
from schools.access import Access
from schools.models import AcademicYear, Membership, School
from schools.roles import Role
from tests.factories import MembershipFactory, SchoolFactory, StaffFactory, UserFactory, YearFactory

CAST = {
    "head": Role.HEAD,
    "senco": Role.SENCO,
    "teacher": Role.TEACHER,
    "assistant": Role.ASSISTANT,
    "business_manager": Role.BUSINESS_MANAGER,
    "governor": Role.GOVERNOR,
    "system_manager": Role.SYSTEM_MANAGER,
}
STRANGER = "stranger"


@pytest.fixture(autouse=True)
def _second_factor_is_set_up(request, monkeypatch):
    """The cast has its second factor; tests of the second factor itself say `real_second_factor`."""
    if "real_second_factor" not in request.keywords:
        monkeypatch.setattr("schools.reading.is_mfa_enabled", lambda user: True)


@pytest.fixture
def school(db) -> School:
    return SchoolFactory(name="Ashgrove Primary", slug="ashgrove")


@pytest.fixture
def other_school(db) -> School:
    return SchoolFactory(name="Brook Lane Primary", slug="brook-lane")


@pytest.fixture
def year(school) -> AcademicYear:
    return YearFactory(school=school, half_terms=True)


@pytest.fixture
def join() -> Callable[..., Membership]:
    """Make a person a member, with a staff record: `join(school, Role.TEACHER, name="Tess Teacher")`."""

    def joined(school: School, *roles: Role, name: str = "") -> Membership:
        user = UserFactory(name=name) if name else UserFactory()
        membership = MembershipFactory(school=school, user=user, roles=[role.value for role in roles])
        StaffFactory(school=school, name=user.name, email=user.email, membership=membership)
        return membership

    return joined


@pytest.fixture
def cast(school, other_school, year, join) -> dict[str, Membership]:
    """One member per role by name (`cast["senco"]`), and the SENCO of another school as `cast["stranger"]`."""
    YearFactory(school=other_school)
    people = {name: join(school, role, name=f"{name.title().replace('_', ' ')} Person") for name, role in CAST.items()}
    return people | {STRANGER: join(other_school, Role.SENCO, name="Stranger Person")}


@pytest.fixture
def access(cast) -> Callable[[str], Access]:
    """What a member of the cast may do, as the middleware would find it: `access("senco")`."""

    def found(name: str) -> Access:
        membership = reading.membership_at(cast[name].user, cast[name].school.slug)
        assert membership
        return reading.access_for(membership)

    return found


@pytest.fixture
def client_of(cast) -> Callable[[str], Client]:
    """A browser in which a member of the cast is signed in: `client_of("teacher").get(…)`."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast[name].user)
        return client

    return signed_in


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Numbers begin elsewhere in each table, so that no test passes because rows of two tables have the same number,
    or come in the order of it."""
    numbered = [one for one in apps.get_models() if one._meta.auto_field]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for place, model in enumerate(sorted(numbered, key=lambda one: one._meta.db_table), 1):
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) SELECT %s, %s WHERE NOT EXISTS "
                    "(SELECT 1 FROM sqlite_sequence WHERE name = %s)",
                    [model._meta.db_table, place * 1009, model._meta.db_table],
                )
