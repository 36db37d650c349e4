"""Thirty people who write to one school at the same moment: nobody is turned away, and no write is lost."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from pupils.models import Outcome, PupilGroup
from schools.edits import edit
from schools.models import TrailEntry
from tests.factories import PupilFactory, PupilGroupFactory

WRITERS = 30


@pytest.fixture
def at_once(transactional_db, tmp_path):
    """Runs a deed for each of so many writers, each on a connection of its own to a database that all of them share."""
    settings = connections.settings["default"]
    held = settings["NAME"]
    if connection.vendor == "sqlite":
        shared = tmp_path / "shared.sqlite3"

    def run(deed, writers=WRITERS):
        if connection.vendor == "sqlite":  # the tests' own lies in memory, where nobody else reaches it
            with sqlite3.connect(shared) as copy:
                connection.connection.backup(copy)
                copy.execute("PRAGMA journal_mode=WAL")
            settings["NAME"] = str(shared)
        together = Barrier(writers)

        def one(number):
            together.wait(timeout=60)
            closing(lambda: deed(number))

        with ThreadPoolExecutor(writers) as pool:
            list(pool.map(one, range(writers)))
        return seen

    def seen(look):
        """What stands in the shared database afterwards."""
        with ThreadPoolExecutor(1) as reader:
            return reader.submit(closing, look).result()

    def closing(look):
        try:
            return look()
        finally:
            connection.close()

    yield run
    settings["NAME"] = held


def test_thirty_writers_at_once_lose_nothing(at_once, access):
    senco = access("senco")
    pupil, counter = PupilFactory(school=senco.school), PupilGroupFactory(school=senco.school, name="0")

    def write(number):
        with edit(senco, "counted") as change:
            row = PupilGroup.objects.get(pk=counter.pk)
            change.set(row, name=str(int(row.name) + 1))
            change.add(Outcome(pupil_id=pupil.pk, wording=f"Outcome {number}"))

    look = at_once(write)
    assert look(lambda: PupilGroup.objects.get(pk=counter.pk).name) == str(WRITERS)
    assert look(Outcome.objects.count) == WRITERS
    assert look(TrailEntry.objects.filter(verb="counted").count) == WRITERS
