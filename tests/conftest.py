"""The cast: seven people of one school, and the SENCO of another, who must never see anything of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.test import Client

from schools import reading
from schools.access import Access
from schools.edits.wall import school_table, wall, walled
from schools.models import AcademicYear, Membership, School
from schools.roles import Role
from tests.databases import Databases
from tests.factories import MembershipFactory, SchoolFactory, StaffFactory, UserFactory, YearFactory

ROOT = Path(__file__).resolve().parents[1]
MAY_WRITE = (ROOT / "tests", ROOT / "benchmarks", ROOT / "provisionmap")  # fixtures and commands: no wall stands there
BETWEEN = (ROOT / "schools/history.py", ROOT / "schools/edits/wall.py", ROOT / ".venv")

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


@pytest.fixture(autouse=True)
def _no_write_goes_round_the_doors():
    """What the tests themselves write is a fixture; what our code writes goes through a door."""
    with walled(_wall_but_for_tests):
        yield


def _wall_but_for_tests(execute, sql, params, many, context):
    if school_table(sql) and _is_written_by_a_test():
        return execute(sql, params, many, context)
    return wall(execute, sql, params, many, context)


def _is_written_by_a_test() -> bool:
    """Whether the innermost code of ours that a statement comes from may write rows by itself."""
    frame = sys._getframe(2)
    while frame:
        by_itself = _may_write_by_itself(frame.f_code.co_filename)
        if by_itself is not None:
            return by_itself
        frame = frame.f_back
    return True


@cache
def _may_write_by_itself(name: str) -> bool | None:
    """Whether a file's code may write rows by itself; None for a file that is not of ours or stands between."""
    file = Path(name)
    if not file.is_relative_to(ROOT) or any(file.is_relative_to(each) for each in BETWEEN):
        return None
    return any(file.is_relative_to(each) for each in MAY_WRITE)


@pytest.fixture
def school(db) -> School:
    return SchoolFactory(name="Ashgrove Primary", slug="ashgrove")


@pytest.fixture
def other_school(db) -> School:
    return SchoolFactory(name="Brook Lane Primary", slug="brook-lane")


@pytest.fixture
def year(school) -> AcademicYear:
    return YearFactory(school=school, half_terms=True)


@pytest.fixture(scope="session")
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
    return cast_of(school, other_school, join)


def cast_of(school: School, other_school: School, join: Callable[..., Membership]) -> dict[str, Membership]:
    """The cast of a school, and the SENCO of the other."""
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
def shared_folder(request, tmp_path_factory) -> Path:
    """A folder of this run, the same for all workers."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if hasattr(request.config, "workerinput") else base


@pytest.fixture(scope="session")
def databases(shared_folder, testrun_uid, worker_id) -> Databases:
    """The databases of this run."""
    return Databases(shared_folder, testrun_uid, worker_id)


@pytest.fixture(scope="session")
def django_db_setup(databases, django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The test database: a copy of the one that was migrated in this run."""
    with django_db_blocker.unblock():
        databases.begin()
    yield
    with django_db_blocker.unblock():
        databases.end()
