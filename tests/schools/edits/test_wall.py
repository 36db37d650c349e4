"""A school's rows are written through a door or not at all."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import RequestFactory

import tests.factories as make
from audits.charts.round import tasks as reminders
from pupils.models import Pupil
from reports.jobs.services import look_again, work
from schools.edits import edit
from schools.edits.wall import WrittenOutside, door, school_table, walled
from schools.middleware import SchoolMiddleware
from schools.models import School, SchoolOwned, TrailEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupil(school):
    return make.PupilFactory(school=school)


WRITES = {
    "save": lambda pupil: pupil.save(),
    "delete": lambda pupil: pupil.delete(),
    "create": lambda pupil: Pupil.objects.create(school=pupil.school, surname="A", admission_number="A1"),
    "update": lambda pupil: Pupil.objects.filter(pk=pupil.pk).update(surname="A"),
    "bulk_create": lambda pupil: Pupil.objects.bulk_create([Pupil(school=pupil.school, surname="A", forename="B")]),
    "bulk, repeated": lambda pupil: Pupil.objects.bulk_create([Pupil(school=pupil.school)], ignore_conflicts=True),
    "history": lambda pupil: Pupil.history.filter(id=pupil.pk).update(history_type="~"),
    "school": lambda pupil: School.objects.update(name="Elsewhere"),
    "sql": lambda pupil: connection.cursor().execute("  delete from pupils_pupil"),
    "sql with a part before": lambda pupil: connection.cursor().execute(
        "WITH gone AS (SELECT 1) UPDATE pupils_pupil SET surname = 'A'"
    ),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_outside_a_door_raises(write, pupil):
    with walled(), pytest.raises(WrittenOutside):
        write(pupil)


@pytest.mark.parametrize("write", list(WRITES.values())[:3], ids=list(WRITES)[:3])
def test_a_door_lets_it_through(write, pupil):
    with walled(), door():
        write(pupil)


def test_an_edit_opens_the_door_for_what_it_writes_alone(access, pupil):
    def both(*more):
        with walled(), edit(access("senco"), "renamed", pupil) as change:
            change.set(Pupil.objects.get(), surname="Okafor")
            for act in more:
                act()

    with pytest.raises(WrittenOutside):
        both(lambda: Pupil.objects.filter(pk=pupil.pk).update(surname="Smith"))
    both()
    assert Pupil.objects.get().surname == "Okafor"


def test_what_is_no_school_s_row_is_free(school, pupil):
    with walled():
        TrailEntry.objects.create(school=school, verb="looked")
        make.UserFactory().save()
        list(Pupil.objects.all())


def test_the_wall_stands_in_every_request(pupil):
    with pytest.raises(WrittenOutside):
        SchoolMiddleware(lambda request: pupil.save())(RequestFactory().get("/"))


MAILS = {reminders.write_to: ("opened", [1], ""), reminders.remind_before: ([1], "2027-01-15", "")}


@pytest.mark.parametrize("task", [work, look_again, reminders.write_to, reminders.remind_before])
def test_the_wall_stands_in_every_task(task, pupil, monkeypatch):
    spy = {"reports.jobs.services.work_on", "reports.jobs.services.take_up"}
    for name in spy:
        monkeypatch.setattr(name, lambda *args: pupil.save())
    monkeypatch.setattr(reminders.AuditChart, "objects", models.Manager())
    monkeypatch.setattr(reminders.AuditChart.objects, "filter", lambda **where: pupil.save(), raising=False)
    with pytest.raises(WrittenOutside):
        task.func(*([1] if task in (work, look_again) else MAILS[task]))


def test_every_table_of_a_school_is_behind_it():
    owned = [model for model in apps.get_models() if issubclass(model, SchoolOwned)]
    free = {model._meta.label for model in owned if not school_table(f'DELETE FROM "{model._meta.db_table}"')}
    assert free == {"reports.DocumentJob", "reports.DocumentJobItem"}
    assert not school_table('SELECT 1 FROM "pupils_pupil"')
