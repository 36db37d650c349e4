"""Every factory makes a row that the database takes, and all of it in one school."""

from __future__ import annotations

import pytest

from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize("name", factories.__all__)
def test_makes_a_row(name):
    row = getattr(factories, name)()
    assert row.pk
    assert str(row)
