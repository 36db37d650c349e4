"""A token changes whenever rows of its school do, whoever writes and however, and no other school's does."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from costing.models import PayPoint
from provisions.models import InterventionGroup, Place
from schools.kept.tokens import Tokens, tokens_of, watched
from tests.factories import GroupFactory, PayPointFactory, PlaceFactory, ScoreFactory

pytestmark = pytest.mark.django_db


class Unchanged:
    """Which tokens of a school change within a block: `with told(school) as changed: …; changed() == {"map"}`."""

    def __init__(self, *schools):
        self.schools = schools
        self.before = self.now()

    def now(self) -> list[Tokens]:
        return [tokens_of(school.pk) for school in self.schools]

    def changed(self) -> list[set[str]]:
        """For each school, the kinds that differ since."""
        return [
            {kind for kind in ("map", "groups", "records", "published") if getattr(was, kind) != getattr(now, kind)}
            for was, now in zip(self.before, self.now(), strict=True)
        ]


def test_adding_changing_and_removing_a_row(school, other_school):
    group = GroupFactory(school=school)
    added = Unchanged(school, other_school)
    place = PlaceFactory(school=school, group=group)
    assert added.changed() == [{"groups", "map"}, set()]  # with the pupil whose place it is
    changed = Unchanged(school, other_school)
    Place.objects.filter(pk=place.pk).update(reason="One to one")
    assert changed.changed() == [{"groups"}, set()]
    removed = Unchanged(school, other_school)
    Place.objects.filter(pk=place.pk).delete()
    assert removed.changed() == [{"groups"}, set()]


def test_records_leave_the_map_alone(school, other_school):
    score = ScoreFactory(school=school)
    since = Unchanged(school, other_school)
    type(score).objects.filter(pk=score.pk).update(value=12)
    assert since.changed() == [{"records"}, set()]


def test_the_school_itself_and_its_history(school, other_school):
    since = Unchanged(school, other_school)
    type(school).objects.filter(pk=school.pk).update(name="Ashgrove Church of England Primary")
    assert since.changed() == [{"map"}, set()]
    group = GroupFactory(school=school)
    since = Unchanged(school, other_school)
    group.history.update(history_change_reason="Corrected")
    assert since.changed() == [{"groups"}, set()]


def test_published_data_concern_every_school(school, other_school):
    since = Unchanged(school, other_school)
    PayPoint.objects.filter(scale="NJC", point="5").update(status="sourced")
    assert since.changed() == [{"published"}, {"published"}]


def test_points_that_a_school_entered_concern_that_school(school, other_school):
    since = Unchanged(school, other_school)
    PayPointFactory(school=school)
    assert since.changed() == [{"map"}, set()]


def test_plain_sql_and_many_rows_at_once(school, other_school):
    GroupFactory.create_batch(3, school=school)
    GroupFactory(school=other_school)
    since = Unchanged(school, other_school)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE provisions_interventiongroup SET focus = 'Phonics' WHERE school_id = %s", [school.pk])
    assert since.changed() == [{"groups"}, set()]
    since = Unchanged(school, other_school)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE provisions_interventiongroup SET focus = 'Spelling'")
    assert since.changed() == [{"groups"}, {"groups"}]


def test_what_is_rolled_back_leaves_the_token_as_it_was_and_the_next_change_is_another(school):
    group = GroupFactory(school=school)
    rows = InterventionGroup.objects.filter(pk=group.pk)
    seen = {tokens_of(school.pk).groups}
    for _ in range(5):
        before = tokens_of(school.pk)
        with transaction.atomic():
            rows.update(focus="Tried out")
            within = tokens_of(school.pk).groups
            transaction.set_rollback(True)
        assert tokens_of(school.pk) == before
        assert within not in seen
        seen.add(within)
    rows.update(focus="For real")
    assert tokens_of(school.pk).groups not in seen


def test_every_table_of_a_school_is_watched():
    """Read from the database: a new model's table is watched by the migrate that makes it."""
    tables = {each.table for each in watched()}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'token!_%' ESCAPE '!'"
            )
            kinds = {"insert", "update", "delete"}
            standing = {(table, name.rpartition("_")[2]) for table, name in cursor.fetchall()}
        else:
            cursor.execute(
                "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
            )
            kinds = {"insert", "update", "delete", "truncate"}
            standing = {(table, name.split("_")[1]) for table, name in cursor.fetchall() if name.startswith("token_")}
    assert {(table, kind) for table in tables for kind in kinds} <= standing
    assert len(tables) > 60
