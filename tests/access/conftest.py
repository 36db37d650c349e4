"""Two full schools, with the cast in the first and the stranger in the second."""

from __future__ import annotations

import pytest

from schools.models import AcademicYear
from schools.roles import Role
from tests.access.world import Full, fill


@pytest.fixture
def ours(cast, school, year) -> Full:
    return fill(school, year, "Quillon", cast["teacher"], cast["assistant"])


@pytest.fixture
def theirs(cast, other_school, join) -> Full:
    year = AcademicYear.objects.get(school=other_school)
    return fill(other_school, year, "Zephyrine", join(other_school, Role.TEACHER), join(other_school, Role.ASSISTANT))
