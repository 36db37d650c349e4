"""Sixty people who write to one school again and again at the same moment: no write is lost."""

from __future__ import annotations

import pytest

from pupils.models import Outcome, PupilGroup
from schools.edits import edit
from schools.models import TrailEntry
from tests.factories import PupilFactory, PupilGroupFactory
from tests.schools.edits.test_concurrent import at_once

__all__ = ["at_once"]
pytestmark = pytest.mark.long
PEOPLE, TIMES = 60, 10


def test_sixty_people_ten_times_lose_nothing(at_once, access):
    senco = access("senco")
    pupil, counter = PupilFactory(school=senco.school), PupilGroupFactory(school=senco.school, name="0")

    def write(number):
        for time in range(TIMES):
            with edit(senco, "counted") as change:
                row = PupilGroup.objects.get(pk=counter.pk)
                change.set(row, name=str(int(row.name) + 1))
                change.add(Outcome(pupil_id=pupil.pk, wording=f"Outcome {number}.{time}"))

    look = at_once(write, PEOPLE)
    assert look(lambda: PupilGroup.objects.get(pk=counter.pk).name) == str(PEOPLE * TIMES)
    assert look(Outcome.objects.count) == PEOPLE * TIMES
    assert look(TrailEntry.objects.filter(verb="counted").count) == PEOPLE * TIMES
