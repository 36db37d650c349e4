"""Scores and reviews."""

from __future__ import annotations

import datetime
from decimal import Decimal

from delivery.models import Review, Score
from tests.factories.base import OwnedFactory, within

PUPIL = "tests.factories.pupils.PupilFactory"


class ScoreFactory(OwnedFactory):
    class Meta:
        model = Score

    pupil = within(PUPIL, "school")
    measure = within("tests.factories.provisions.MeasureFactory", "school")
    date = datetime.date(2026, 9, 14)
    value = Decimal("84")
    point = Score.Point.BASELINE


class ReviewFactory(OwnedFactory):
    class Meta:
        model = Review

    pupil = within(PUPIL, "school")
    date = datetime.date(2026, 11, 16)
    found = "Reads aloud with more confidence."
