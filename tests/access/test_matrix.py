"""Every address, every role, and the SENCO of another school."""

from __future__ import annotations

import pytest
from django.db import connection

from reports.renderings import pdf
from tests.access.matrix import CLASS_TEAM, IDS, MATRIX, ROWS, SCHOOL, address
from tests.architecture.addresses import addresses
from tests.conftest import CAST, STRANGER

# Every page is read by the tests of leaks, which are measured; to trace these as well would double their time.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
# Who may do what does not rest on the database, but what a page asks of it does: on PostgreSQL one role reads them all.
ASKING = {"senco"} if connection.vendor == "postgresql" else {*CAST}
each_row = pytest.mark.parametrize(("pattern", "row"), ROWS, ids=IDS)
each_row_with_a_number = pytest.mark.parametrize(
    ("pattern", "row"), [(pattern, row) for pattern, row in ROWS if "<int:pk>" in pattern]
)
each_row_about_a_pupil = pytest.mark.parametrize(("pattern", "row"), [each for each in ROWS if each[1].in_reach])


@pytest.fixture(autouse=True)
def _drawing_is_spared(monkeypatch):
    """Who gets a PDF does not rest on how it is drawn."""
    monkeypatch.setattr(pdf, "pdf_of", lambda page, watch=None: b"%PDF-1.7")


def test_every_address_has_its_row():
    stand = {found.removeprefix(SCHOOL) for found in addresses() if found.startswith(SCHOOL)}
    assert stand == set(MATRIX)


@each_row
def test_who_gets_it(pattern, row, client, client_of, ours, theirs):
    path = address(pattern, row, ours)
    expected = {name: row.ok if name in row.who else 403 for name in ASKING}
    expected |= dict.fromkeys([*(row.not_theirs & ASKING), STRANGER], 404)
    assert {name: client_of(name).get(path).status_code for name in expected} == expected
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/in/")


@each_row
def test_writing_is_no_way_round(pattern, row, client_of, ours, theirs):
    """A colleague without the right, and the stranger, get no further by POST."""
    path = address(pattern, row, ours)
    got = {name: client_of(name).post(path).status_code for name in [*CAST, STRANGER] if name not in row.who}
    assert got.pop(STRANGER) == 404
    assert {got.pop(name) for name in row.not_theirs} <= {404, 405}
    assert set(got.values()) <= {403, 405}


@each_row_with_a_number
def test_another_schools_row_is_not_found_here(pattern, row, client_of, ours, theirs):
    """The address of our school with a number of theirs."""
    path = address(pattern, row, theirs).replace(theirs.school.slug, ours.school.slug)
    assert {name: client_of(name).get(path).status_code for name in row.who} == dict.fromkeys(row.who, 404)


@each_row_about_a_pupil
def test_a_pupil_out_of_reach_is_not_found(pattern, row, client_of, ours):
    path = address(pattern, row, ours).replace(f"/pupils/{ours.near.pk}/", f"/pupils/{ours.far.pk}/")
    team = CLASS_TEAM & row.who
    assert {name: client_of(name).get(path).status_code for name in team} == dict.fromkeys(team, 404)
    assert client_of("senco").get(path).status_code == row.ok


@pytest.mark.parametrize(("pattern", "row"), [each for each in ROWS if "<slug:form>" in each[0]])
def test_a_file_comes_under_its_name(pattern, row, client_of, ours):
    answer = client_of("senco").get(address(pattern, row, ours))
    assert answer["Content-Disposition"].startswith("attachment; filename=")
