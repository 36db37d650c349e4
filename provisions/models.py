"""What is provided: the catalogue, groups with their staffing, sessions and places, scores, reviews and money."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from costing.models import StaffRole
from pupils.models import Area, Outcome, Pupil, SchoolClass
from schools.models import AcademicYear, Band, SchoolOwned, StaffMember
from schools.privacy import Classified, Kept


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

    class Privacy(Classified):
        ordinary = "id school name type better"

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "name"], name="measure_once")]

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

    class Privacy(Classified):
        ordinary = (
            "id school name area strand tier description usual_roles usual_size usual_sessions usual_minutes"
            " usual_weeks measure training_needed evidence_strand evidence_link entry_criteria exit_criteria"
        )

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "name"], name="provision_once")]

    def __str__(self) -> str:
        return self.name


class FundingStream(SchoolOwned):
    """Money that provision is paid from, in pounds for the year."""

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    amount = models.DecimalField(max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])

    class Privacy(Classified):
        ordinary = "id school year name amount"

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "name"], name="funding_stream_once")]

    def __str__(self) -> str:
        return self.name


class InterventionGroup(SchoolOwned):
    """Provision as it runs in one year, for pupils taught together. Individual support is a group of one."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        RUNNING = "running", "Running"
        ENDED = "ended", "Ended"
        ARCHIVED = "archived", "Archived"

    class Setting(models.TextChoices):
        IN_CLASS = "in class", "In class"
        WITHDRAWN = "withdrawn", "Withdrawn"
        OTHER = "other", "Other"

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=150, blank=True)
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="groups")
    year_groups = models.JSONField(default=list)
    school_class = models.ForeignKey(SchoolClass, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    setting = models.CharField(max_length=20, choices=Setting.choices, blank=True)
    size = models.PositiveSmallIntegerField("group size: pupils taught together")
    weeks = models.DecimalField(max_digits=6, decimal_places=2)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    funding_stream = models.ForeignKey(FundingStream, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    focus = models.TextField(blank=True)
    expected_outcomes = models.TextField(blank=True)
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    monitoring = models.TextField(blank=True)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = (
            "id school year code name provision year_groups school_class setting size weeks starts ends status"
            " funding_stream focus expected_outcomes measure monitoring"
        )

    class Meta:
        ordering: ClassVar = ["code", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "code"], name="group_code_once_in_year"),
            models.CheckConstraint(condition=Q(size__gte=1), name="group_size_from_one"),
            models.CheckConstraint(condition=Q(weeks__gt=0), name="group_weeks_above_zero"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="group_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.provision.name


class Staffing(Endable):
    """So many staff of a role, for so many sessions a week of so many minutes."""

    group = models.ForeignKey(InterventionGroup, on_delete=models.CASCADE, related_name="staffing")
    role = models.ForeignKey(StaffRole, on_delete=models.PROTECT, related_name="+")
    staff = models.DecimalField("number of staff", max_digits=6, decimal_places=2, default=1)
    sessions = models.DecimalField("sessions a week", max_digits=6, decimal_places=2)
    minutes = models.DecimalField("minutes a session", max_digits=7, decimal_places=2)
    person = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.SET_NULL, related_name="staffing")
    trained = models.BooleanField(null=True, blank=True)

    class Privacy(Classified):
        ordinary = "id school group role staff sessions minutes person trained ended_at"

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(staff__gt=0, sessions__gt=0, minutes__gt=0), name="staffing_above_zero")
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.group}"


class Session(Endable):
    """One row of the weekly timetable of a group; one row per role where several work at the same time."""

    class Day(models.IntegerChoices):
        MON = 0, "Monday"
        TUE = 1, "Tuesday"
        WED = 2, "Wednesday"
        THU = 3, "Thursday"
        FRI = 4, "Friday"

    class Week(models.TextChoices):
        EVERY = "", "Every week"
        A = "A", "Week A"
        B = "B", "Week B"

    group = models.ForeignKey(InterventionGroup, on_delete=models.CASCADE, related_name="sessions")
    week = models.CharField(max_length=1, choices=Week.choices, blank=True)
    day = models.PositiveSmallIntegerField(choices=Day.choices)
    start = models.TimeField()
    minutes = models.DecimalField(max_digits=7, decimal_places=2)
    band = models.CharField(max_length=20, choices=Band.choices, blank=True, help_text="Blank = from the day bands.")
    structured = models.BooleanField(null=True, blank=True)
    role = models.ForeignKey(StaffRole, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    staff = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    pupils = models.PositiveSmallIntegerField(null=True, blank=True)
    room = models.CharField(max_length=60, blank=True)
    left_out = models.CharField("left out, and why", max_length=200, blank=True)

    class Privacy(Classified):
        ordinary = "id school group week day start minutes band structured role staff pupils room left_out ended_at"

    class Meta:
        ordering: ClassVar = ["day", "start", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="session_minutes_above_zero"),
            models.CheckConstraint(condition=Q(day__lte=4), name="session_on_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {self.get_day_display()} {self.start:%H:%M}"


class Place(SchoolOwned):
    """A pupil's place in a group; a pupil who leaves and comes back has two."""

    group = models.ForeignKey(InterventionGroup, on_delete=models.CASCADE, related_name="places")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="places")
    joined = models.DateField(null=True, blank=True)
    left = models.DateField(null=True, blank=True)
    days = models.JSONField("days attended (0 = Monday); empty = all", default=list)
    outcome = models.ForeignKey(Outcome, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    charged_in_full = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school charged_in_full"
        personal = "joined left days"
        special = "group pupil outcome reason"

    class Meta:
        ordering: ClassVar = ["joined", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "pupil", "joined"], name="place_once_from_date"),
            models.UniqueConstraint(
                fields=["group", "pupil"], condition=Q(joined__isnull=True), name="place_once_from_start"
            ),
            models.CheckConstraint(
                condition=Q(joined__isnull=True) | Q(left__isnull=True) | Q(left__gte=F("joined")),
                name="place_left_after_joined",
            ),
            models.CheckConstraint(
                condition=Q(charged_in_full=False) | ~Q(reason=""), name="charged_in_full_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil} in {self.group}"


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
    """Assess, plan, do, review: what was found on a day, and what comes next. Added, never overwritten."""

    class Result(models.TextChoices):
        MET = "met", "Met"
        PARTLY = "partly met", "Partly met"
        NOT_MET = "not met", "Not met"

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="reviews")
    date = models.DateField()
    group = models.ForeignKey(InterventionGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    found = models.TextField(blank=True)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    next_step = models.TextField(blank=True)
    pupils_view = models.TextField(blank=True)
    familys_view = models.TextField(blank=True)
    by = models.CharField(max_length=150, blank=True)

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
    starts = models.DateField("from", null=True, blank=True)
    ends = models.DateField("to", null=True, blank=True)

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
