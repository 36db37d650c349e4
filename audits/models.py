"""What is needed against what is there: audit charts and current provision."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from provisions.models import Provision
from pupils.models import Pupil, SchoolClass, YearGroup
from schools.models import AcademicYear, SchoolOwned
from schools.privacy import Classified, Kept
from schools.roles import Permission


class Scoped(SchoolOwned):
    """Something about one class, or one year group, in one year."""

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey(SchoolClass, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    year_group = models.CharField(max_length=2, choices=YearGroup.choices, blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_AUDIT,)

    class Meta:
        abstract = True

    @property
    def scope(self) -> str:
        """The class's name, or the year group in words."""
        return self.school_class.name if self.school_class else self.get_year_group_display()


ONE_SCOPE = Q(school_class__isnull=True) & ~Q(year_group="") | Q(school_class__isnull=False, year_group="")


class AuditChart(Scoped):
    """A must / should / could chart of the pupils of a class or year group."""

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school year school_class year_group"

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_SCOPE, name="audit_chart_class_or_year_group"),
            models.UniqueConstraint(
                fields=["year", "school_class"], condition=Q(school_class__isnull=False), name="audit_chart_per_class"
            ),
            models.UniqueConstraint(
                fields=["year", "year_group"], condition=~Q(year_group=""), name="audit_chart_per_year_group"
            ),
        ]

    def __str__(self) -> str:
        return f"Audit of need, {self.scope}"


class AuditRow(SchoolOwned):
    """A pupil in a chart: how strongly provision is needed, and what else would help."""

    class Band(models.TextChoices):
        MUST = "must", "Must"
        SHOULD = "should", "Should"
        COULD = "could", "Could"

    chart = models.ForeignKey(AuditChart, on_delete=models.CASCADE, related_name="rows")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="audit_rows")
    band = models.CharField(max_length=6, choices=Band.choices)
    other = models.CharField(max_length=300, blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_AUDIT,)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school chart"
        special = "pupil band other"

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["chart", "pupil"], name="audit_row_once")]

    def __str__(self) -> str:
        return f"{self.pupil}, {self.get_band_display()}"


class AuditTick(SchoolOwned):
    """A tick: this pupil would need this provision."""

    row = models.ForeignKey(AuditRow, on_delete=models.CASCADE, related_name="ticks")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="+")

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_AUDIT,)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school row"
        special = "provision"

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["row", "provision"], name="audit_tick_once")]

    def __str__(self) -> str:
        return f"{self.row}: {self.provision}"


class CurrentProvision(Scoped):
    """What a class or year group has now, as its staff wrote it down."""

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="+")
    ratio = models.CharField(max_length=20, blank=True)
    staff = models.CharField(max_length=150, blank=True)
    weekly_minutes = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    weeks = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)

    class Privacy(Classified):
        ordinary = "id school year school_class year_group provision ratio staff weekly_minutes weeks"

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_SCOPE, name="current_provision_class_or_year_group"),
            models.UniqueConstraint(
                fields=["year", "school_class", "provision"],
                condition=Q(school_class__isnull=False),
                name="current_provision_per_class",
            ),
            models.UniqueConstraint(
                fields=["year", "year_group", "provision"],
                condition=~Q(year_group=""),
                name="current_provision_per_year_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provision}, {self.scope}"
