"""Costs beside regular staffing, what cannot be tracked to one pupil, and top-up awards."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from costing.models import StaffRole
from provisions.models.catalogue import Endable, FundingStream
from provisions.models.groups import InterventionGroup
from pupils.models import Pupil
from schools.models import AcademicYear, SchoolOwned
from schools.privacy import Classified, Kept
from schools.roles import Permission


class CostKind(models.TextChoices):
    """What money other than regular staffing goes on."""

    EQUIPMENT = "equipment", "Equipment"
    LICENCE = "licence", "Licence"
    TRAINING = "training", "Training"
    PROFESSIONAL = "professional", "Professional"
    MEETING = "meeting", "Meeting"
    OTHER = "other", "Other"


class OtherCost(Endable):
    """Equipment, a licence, training, a professional or a meeting, for a group or a pupil."""

    class Payer(models.TextChoices):
        SCHOOL = "school", "School"
        LA = "LA", "LA"
        HEALTH = "health", "Health"
        CHARITY = "charity", "Charity"
        FAMILY = "family", "Family"

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    description = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=CostKind.choices)
    group = models.ForeignKey(
        InterventionGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="other_costs"
    )
    pupil = models.ForeignKey(Pupil, null=True, blank=True, on_delete=models.CASCADE, related_name="other_costs")
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    role = models.ForeignKey(StaffRole, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hours = models.DecimalField("hours a year", max_digits=8, decimal_places=2, null=True, blank=True)
    date = models.DateField(null=True, blank=True)
    payer = models.CharField(max_length=10, choices=Payer.choices, default=Payer.SCHOOL)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_COSTS, Permission.EDIT_PROVISION)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school year description kind group amount role hours date payer ended_at"
        personal = "pupil"

    class Meta:
        ordering: ClassVar = ["description", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(group__isnull=True, pupil__isnull=False) | Q(group__isnull=False, pupil__isnull=True),
                name="other_cost_group_or_pupil",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(role__isnull=False, hours__isnull=False),
                name="other_cost_amount_or_role_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.description


class WholeSchoolProvision(SchoolOwned):
    """What cannot be tracked to one pupil: administration, development, general resources, preparation."""

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    description = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    role = models.ForeignKey(StaffRole, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hours_a_week = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    weeks = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    funding_stream = models.ForeignKey(FundingStream, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_COSTS,)

    class Privacy(Classified):
        ordinary = "id school year description kind amount role hours_a_week weeks funding_stream"

    class Meta:
        ordering: ClassVar = ["description", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "description"], name="whole_school_provision_once"),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(role__isnull=False, hours_a_week__isnull=False),
                name="whole_school_amount_or_role_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.description


class Award(SchoolOwned):
    """Top-up funding applied for, granted or refused for a pupil."""

    class Status(models.TextChoices):
        APPLIED = "applied", "Applied for"
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="awards")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, default="top-up")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.APPLIED)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    starts = models.DateField("first day", null=True, blank=True)
    ends = models.DateField("last day", null=True, blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_COSTS,)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school year kind"
        personal = "pupil"
        special = "status amount starts ends"

    class Meta:
        ordering: ClassVar = ["starts", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pupil", "year", "kind", "starts"], name="award_once_from_date"),
            models.UniqueConstraint(
                fields=["pupil", "year", "kind"], condition=Q(starts__isnull=True), name="award_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.pupil}"
