"""The catalogue: kinds of provision, how progress is told, what the evidence says, and the money to draw on."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models

from pupils.models import Area
from schools.models import AcademicYear, SchoolOwned
from schools.privacy import Classified, Kept
from schools.roles import Permission


class Tier(models.TextChoices):
    """How far provision goes beyond what every pupil gets."""

    UNIVERSAL = "universal", "Universal"
    TARGETED = "targeted", "Targeted"
    TARGETED_PLUS = "targeted plus", "Targeted Plus"
    SPECIALIST = "specialist", "Specialist"


class Endable(SchoolOwned):
    """A line that is ended, never deleted, when it no longer holds."""

    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class EvidenceStrand(models.Model):
    """A strand of the EEF Teaching and Learning Toolkit, as published on the snapshot's date."""

    name = models.CharField(max_length=120, unique=True)
    impact_months = models.SmallIntegerField(null=True, blank=True)
    cost_rating = models.PositiveSmallIntegerField()
    evidence_rating = models.PositiveSmallIntegerField()
    headline = models.CharField(max_length=200)
    url = models.URLField()
    snapshot = models.DateField()

    class Privacy(Classified):
        kept = Kept.PUBLIC
        ordinary = "id name impact_months cost_rating evidence_rating headline url snapshot"

    class Meta:
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Measure(SchoolOwned):
    """An assessment by which progress is told: its type, range and which way is better."""

    class Type(models.TextChoices):
        AGE = "age", "Age in months"
        STANDARD = "standard", "Standard score"
        RAW = "raw", "Raw score"
        COUNT = "count", "Count"
        RATING = "rating", "Rating"

    class Better(models.TextChoices):
        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"

    name = models.CharField(max_length=150)
    type = models.CharField(max_length=10, choices=Type.choices, default=Type.RAW)
    better = models.CharField(max_length=10, choices=Better.choices, default=Better.HIGHER)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PROVISION,)

    class Privacy(Classified):
        ordinary = "id school name type better"

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "name"], name="measure_once")]

    def __str__(self) -> str:
        return self.name


class FundingStream(SchoolOwned):
    """Money that provision is paid from, in pounds for the year."""

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    amount = models.DecimalField(max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_COSTS,)

    class Privacy(Classified):
        ordinary = "id school year name amount"

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "name"], name="funding_stream_once")]

    def __str__(self) -> str:
        return self.name


class Provision(SchoolOwned):
    """A catalogue entry: a kind of provision that the school can run, with its usual pattern and evidence."""

    name = models.CharField(max_length=150)
    area = models.CharField("area of need", max_length=10, choices=Area.choices)
    strand = models.CharField(max_length=60, blank=True)
    tier = models.CharField(max_length=20, choices=Tier.choices)
    description = models.TextField("what it is", blank=True)
    usual_roles = models.CharField(max_length=150, blank=True)
    usual_size = models.PositiveSmallIntegerField(null=True, blank=True)
    usual_sessions = models.DecimalField("usual sessions a week", max_digits=6, decimal_places=2, null=True, blank=True)
    usual_minutes = models.PositiveSmallIntegerField("usual minutes a session", null=True, blank=True)
    usual_weeks = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    training_needed = models.CharField(max_length=200, blank=True)
    evidence_strand = models.CharField(max_length=120, blank=True)
    evidence_link = models.URLField(blank=True)
    entry_criteria = models.TextField(blank=True)
    exit_criteria = models.TextField(blank=True)
    archived = models.BooleanField("no longer offered for new groups", default=False)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PROVISION,)

    class Privacy(Classified):
        ordinary = (
            "id school name area strand tier description usual_roles usual_size usual_sessions usual_minutes"
            " usual_weeks measure training_needed evidence_strand evidence_link entry_criteria exit_criteria archived"
        )

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "name"], name="provision_once")]

    def __str__(self) -> str:
        return self.name
