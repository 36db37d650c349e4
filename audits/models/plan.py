"""The plan within the money: unmet need as proposals, and what was decided of each."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from audits.models.charts import AuditRow
from provisions.models import FundingStream, Provision
from pupils.models import Pupil, YearGroup
from schools.models import AcademicYear, SchoolOwned
from schools.privacy import Classified, Kept
from schools.roles import Permission


class Plan(SchoolOwned):
    """What is to be done about unmet need in one year. One is open at a time; accepting it makes the draft groups."""

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PROVISION,)

    class Privacy(Classified):
        ordinary = "id school year number begun_at accepted_at"

    class Meta:
        ordering: ClassVar = ["number", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "number"], name="plan_number_once"),
            models.UniqueConstraint(fields=["year"], condition=Q(accepted_at__isnull=True), name="plan_one_open"),
        ]

    def __str__(self) -> str:
        return f"Plan {self.number}, {self.year}"


class Proposal(SchoolOwned):
    """Groups of one provision that would meet need which is unmet in one year group, and what was decided of them.

    `band` is the strongest need among its pupils. `roles` are the codes of the staff in each group, one of each;
    `sessions`, `minutes` and `weeks` are the pattern that each group would run to.
    """

    class Decision(models.TextChoices):
        OPEN = "", "Not decided"
        FUNDED = "funded", "Funded"
        DEFERRED = "deferred", "Deferred"
        DECLINED = "declined", "Declined"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="proposals")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="+")
    year_group = models.CharField(max_length=2, choices=YearGroup.choices)
    band = models.CharField(max_length=6, choices=AuditRow.Band.choices)
    groups = models.PositiveSmallIntegerField("groups needed", validators=[MinValueValidator(1)])
    size = models.PositiveSmallIntegerField("pupils taught together", validators=[MinValueValidator(1)])
    roles = models.CharField(max_length=150, blank=True)
    sessions = models.DecimalField("sessions a week", max_digits=6, decimal_places=2, null=True, blank=True)
    minutes = models.DecimalField("minutes a session", max_digits=7, decimal_places=2, null=True, blank=True)
    weeks = models.DecimalField(max_digits=6, decimal_places=2)
    funding_stream = models.ForeignKey(
        FundingStream, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by_cut = models.BooleanField("decided by funding in order", default=False)
    deferred_to = models.CharField("term it is deferred to", max_length=40, blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PROVISION,)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = (
            "id school plan provision year_group band groups size roles sessions minutes weeks funding_stream decision"
            " reason by_cut deferred_to"
        )

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "provision", "year_group", "band"], name="proposal_once_per_year_group_and_band"
            ),
            models.CheckConstraint(condition=Q(groups__gte=1, size__gte=1, weeks__gt=0), name="proposal_above_zero"),
            models.CheckConstraint(
                condition=~Q(decision="deferred") | ~Q(deferred_to=""), name="proposal_deferred_to_a_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provision}, {self.get_year_group_display()}"


class ProposalPupil(SchoolOwned):
    """A pupil for whom a proposal is made; a child not on roll yet by their row in the chart."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="pupils")
    pupil = models.ForeignKey(Pupil, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    newcomer = models.ForeignKey(AuditRow, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    band = models.CharField(max_length=6, choices=AuditRow.Band.choices)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PROVISION,)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school proposal"
        special = "pupil newcomer band"

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "pupil"], name="proposal_pupil_once"),
            models.UniqueConstraint(fields=["proposal", "newcomer"], name="proposal_newcomer_once"),
            models.CheckConstraint(
                condition=Q(pupil__isnull=False, newcomer__isnull=True) | Q(pupil__isnull=True, newcomer__isnull=False),
                name="proposal_pupil_or_newcomer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil or self.newcomer}"
