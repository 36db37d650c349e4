"""Scores and reviews of pupils."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from provisions.models import InterventionGroup, Measure
from pupils.models import Pupil
from schools.models import SchoolOwned
from schools.privacy import Classified, Kept
from schools.roles import Permission


class Score(SchoolOwned):
    """A pupil's result on a measure on a day."""

    class Point(models.TextChoices):
        BASELINE = "baseline", "Baseline"
        INTERIM = "interim", "Interim"
        EXIT = "exit", "Exit"

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="scores")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    value = models.DecimalField(max_digits=9, decimal_places=2)
    point = models.CharField(max_length=10, choices=Point.choices, blank=True)
    group = models.ForeignKey(InterventionGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_NEEDS,)
    reach: ClassVar[tuple[str, ...]] = ("pupil",)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school pupil measure group point"
        special = "date value"

    class Meta:
        ordering: ClassVar = ["date", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pupil", "measure", "date"], name="score_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value}"


class Review(SchoolOwned):
    """A review (assess, plan, do, review): what was found on a day, and the next steps. Added to, never overwritten."""

    class Result(models.TextChoices):
        MET = "met", "Met"
        PARTLY = "partly met", "Partly met"
        NOT_MET = "not met", "Not met"

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="reviews")
    date = models.DateField()
    group = models.ForeignKey(InterventionGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    found = models.TextField("findings", blank=True)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    next_step = models.TextField(blank=True)
    pupils_view = models.TextField(blank=True)
    familys_view = models.TextField(blank=True)
    by = models.CharField(max_length=150, blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_NEEDS,)
    reach: ClassVar[tuple[str, ...]] = ("pupil",)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school pupil group"
        personal = "by"
        special = "date found result next_step pupils_view familys_view"

    class Meta:
        ordering: ClassVar = ["-date", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pupil", "date", "group"], name="review_once_a_day_and_group"),
            models.UniqueConstraint(
                fields=["pupil", "date"], condition=Q(group__isnull=True), name="review_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.pupil}, {self.date}"
