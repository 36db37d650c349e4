"""Two full schools, with the cast in the first and the stranger in the second: built once for all tests of a file, each
of which begins with them as they were built."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from schools.models import AcademicYear, Membership, School
from schools.roles import Role
from tests.access.world import Full, fill
from tests.conftest import cast_of
from tests.databases import kept_apart
from tests.factories import SchoolFactory, YearFactory


@dataclass(frozen=True)
class World:
    """Both schools, and a browser for each of the cast in which they are signed in."""

    school: School
    other_school: School
    year: AcademicYear
    cast: dict[str, Membership]
    ours: Full
    theirs: Full
    clients: dict[str, Client]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, join: Callable[..., Membership]) -> Iterator[World]:
    with django_db_blocker.unblock(), kept_apart():
        yield _built(join)


def _built(join: Callable[..., Membership]) -> World:
    school = SchoolFactory(name="Ashgrove Primary", slug="ashgrove")
    other = SchoolFactory(name="Brook Lane Primary", slug="brook-lane")
    year = YearFactory(school=school, half_terms=True)
    cast = cast_of(school, other, join)
    ours = fill(school, year, "Quillon", cast["teacher"], cast["assistant"])
    their_year = AcademicYear.objects.get(school=other)
    theirs = fill(other, their_year, "Zephyrine", join(other, Role.TEACHER), join(other, Role.ASSISTANT))
    clients = {name: Client() for name in cast}
    for name, client in clients.items():
        client.force_login(cast[name].user)
    return World(school, other, year, cast, ours, theirs, clients)


@pytest.fixture
def school(db, world) -> School:
    return world.school


@pytest.fixture
def other_school(db, world) -> School:
    return world.other_school


@pytest.fixture
def year(db, world) -> AcademicYear:
    return world.year


@pytest.fixture
def cast(db, world) -> dict[str, Membership]:
    return world.cast


@pytest.fixture
def ours(db, world) -> Full:
    return world.ours


@pytest.fixture
def theirs(db, world) -> Full:
    return world.theirs


@pytest.fixture
def client_of(db, world) -> Callable[[str], Client]:
    """A browser in which a member of the cast is signed in, with nothing in it from another test."""
    used: dict[str, Client] = {}

    def signed_in(name: str) -> Client:
        if name not in used:
            used[name] = Client()
            used[name].cookies.load(world.clients[name].cookies.output(header=""))
        return used[name]

    return signed_in
