"""The database itself refuses a link from one school's row to another school's."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from schools import guards
from tests import factories
from tests.factories import GroupFactory, HalfTermFactory, PlaceFactory, PupilFactory, YearFactory

pytestmark = pytest.mark.django_db


def test_a_place_cannot_hold_a_pupil_of_another_school(school, other_school):
    group = GroupFactory(school=school)
    with pytest.raises(IntegrityError, match="another school"), transaction.atomic():
        PlaceFactory(school=school, group=group, pupil=PupilFactory(school=other_school))


def test_a_link_cannot_be_changed_to_another_school(school, other_school):
    place = PlaceFactory(school=school)
    place.pupil = PupilFactory(school=other_school)
    with pytest.raises(IntegrityError, match="another school"), transaction.atomic():
        place.save()


def test_a_row_cannot_move_to_another_school(school, other_school):
    pupil = PupilFactory(school=school)
    with pytest.raises(IntegrityError, match="cannot move"), transaction.atomic():
        type(pupil).objects.filter(pk=pupil.pk).update(school=other_school)


def test_bulk_writing_is_no_way_round(school, other_school):
    year = YearFactory(school=school)
    theirs = HalfTermFactory.build(year=year, school=other_school)
    with pytest.raises(IntegrityError, match="another school"), transaction.atomic():
        type(theirs).objects.bulk_create([theirs])


def test_what_belongs_together_is_written(school):
    assert PlaceFactory(school=school).pk


def test_every_link_is_guarded():
    """Read from the database: a new model's links are guarded by the migrate that makes its table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        standing = {name for (name,) in cursor.fetchall()}
    suffixes = ("_new", "_change") if connection.vendor == "sqlite" else ("",)
    wanted = {link.name[:63] + suffix for link in guards.links() for suffix in suffixes}
    wanted |= {f"guard_{model._meta.db_table}_stays" for model in guards.owned_models()}
    assert wanted <= standing
    assert len(list(guards.links())) > 40


def test_putting_them_up_again_changes_nothing(school, other_school):
    guards.put_up()
    guards.put_up()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.OutcomeFactory(school=school, pupil=PupilFactory(school=other_school))
