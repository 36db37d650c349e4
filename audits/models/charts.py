"""The audit of need: a must / should / could chart with the provisions it offers, its rows, ticks and questions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from audits.models.scopes import Scoped
from provisions.models import Provision
from pupils.models import Pupil, YearGroup
from schools.models import SchoolOwned
from schools.privacy import Classified, Kept
from schools.roles import Permission

ONE_SCOPE = (
    Q(school_class__isnull=False, year_group="", name="")
    | Q(school_class__isnull=True, name="") & ~Q(year_group="")
    | Q(school_class__isnull=True, year_group="") & ~Q(name="")
)


class AuditChart(Scoped):
    """A must / should / could chart of the pupils of a class, a year group, or a cohort that the SENCO names."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        HANDED_IN = "handed in", "Handed in"
        QUESTIONS = "questions", "Questions back"
        AGREED = "agreed", "Agreed"

    name = models.CharField("cohort", max_length=100, blank=True)
    due = models.DateField("to be handed in by", null=True, blank=True)
    message = models.TextField("message to the class team", max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    since = models.DateTimeField("in this state since", null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school year school_class year_group name due message state since reminded_at"

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_SCOPE, name="audit_chart_class_year_group_or_cohort"),
            models.UniqueConstraint(
                fields=["year", "school_class"], condition=Q(school_class__isnull=False), name="audit_chart_per_class"
            ),
            models.UniqueConstraint(
                fields=["year", "year_group"], condition=~Q(year_group=""), name="audit_chart_per_year_group"
            ),
            models.UniqueConstraint(fields=["year", "name"], condition=~Q(name=""), name="audit_chart_per_cohort"),
        ]

    def __str__(self) -> str:
        return f"Audit of need, {self.scope}"

    @property
    def scope(self) -> str:
        """The class's name, the year group in words, or the cohort's name."""
        return self.name or super().scope


class AuditColumn(SchoolOwned):
    """A provision that a chart offers."""

    chart = models.ForeignKey(AuditChart, on_delete=models.CASCADE, related_name="columns")
    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="+")

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PROVISION,)
    reach: ClassVar[tuple[str, ...]] = ("chart",)

    class Privacy(Classified):
        ordinary = "id school chart provision"

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["chart", "provision"], name="audit_column_once")]

    def __str__(self) -> str:
        return f"{self.provision} in {self.chart}"


class AuditRow(SchoolOwned):
    """A pupil in a chart: how strongly provision is needed, what else would help, and why. A child who is not on roll
    yet is kept by name and year group alone, until the pupil is known."""

    class Band(models.TextChoices):
        MUST = "must", "Must"
        SHOULD = "should", "Should"
        COULD = "could", "Could"

    chart = models.ForeignKey(AuditChart, on_delete=models.CASCADE, related_name="rows")
    pupil = models.ForeignKey(Pupil, null=True, blank=True, on_delete=models.CASCADE, related_name="audit_rows")
    name = models.CharField("name of a child not on roll yet", max_length=150, blank=True)
    year_group = models.CharField(max_length=2, choices=YearGroup.choices, blank=True)
    band = models.CharField(max_length=6, choices=Band.choices)
    other = models.CharField(max_length=300, blank=True)
    why = models.CharField("why in this band", max_length=300, blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_AUDIT,)
    reach: ClassVar[tuple[str, ...]] = ("chart", "pupil")

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school chart year_group"
        personal = "name"
        special = "pupil band other why"

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chart", "pupil"], name="audit_row_once"),
            models.CheckConstraint(
                condition=Q(pupil__isnull=False, name="") | Q(pupil__isnull=True) & ~Q(name="") & ~Q(year_group=""),
                name="audit_row_pupil_or_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil or self.name}, {self.get_band_display()}"


class AuditTick(SchoolOwned):
    """A tick: this pupil would need this provision."""

    row = models.ForeignKey(AuditRow, on_delete=models.CASCADE, related_name="ticks")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="+")

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_AUDIT,)
    reach: ClassVar[tuple[str, ...]] = ("row",)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school row"
        special = "provision"

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["row", "provision"], name="audit_tick_once")]

    def __str__(self) -> str:
        return f"{self.row}: {self.provision}"


class AuditQuestion(SchoolOwned):
    """What the SENCO asks the class team about a chart, or about one pupil in it, and what they answer."""

    chart = models.ForeignKey(AuditChart, on_delete=models.CASCADE, related_name="questions")
    row = models.ForeignKey(AuditRow, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    question = models.CharField(max_length=500)
    answer = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_AUDIT,)
    reach: ClassVar[tuple[str, ...]] = ("chart",)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school chart asked_at"
        special = "row question answer"

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]

    def __str__(self) -> str:
        return self.question
