"""Provision as it runs: groups with their staffing, sessions and places."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from costing.models import StaffRole
from provisions.models.catalogue import Endable, FundingStream, Measure, Provision
from pupils.models import Outcome, Pupil, SchoolClass
from schools.models import AcademicYear, Band, SchoolOwned, StaffMember
from schools.privacy import Classified, Kept
from schools.roles import Permission
from ui.words import time_uk


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
    school_class = models.ForeignKey(
        SchoolClass, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="class"
    )
    setting = models.CharField(max_length=20, choices=Setting.choices, blank=True)
    size = models.PositiveSmallIntegerField("group size")
    weeks = models.DecimalField(max_digits=6, decimal_places=2)
    starts = models.DateField("first day", null=True, blank=True)
    ends = models.DateField("last day", null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    funding_stream = models.ForeignKey(FundingStream, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    focus = models.TextField(blank=True)
    expected_outcomes = models.TextField(blank=True)
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    monitoring = models.TextField(blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PROVISION, Permission.EDIT_OWN_GROUPS)
    reach: ClassVar[tuple[str, ...]] = ("school_class",)

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
    minutes = models.DecimalField("session length", max_digits=7, decimal_places=2)
    person = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.SET_NULL, related_name="staffing")
    trained = models.BooleanField("mark for training", null=True, blank=True)
    starts = models.DateField("first day", null=True, blank=True, help_text="Blank = the group's.")
    ends = models.DateField("last day", null=True, blank=True, help_text="Blank = the group's.")

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PROVISION, Permission.EDIT_OWN_GROUPS)
    reach: ClassVar[tuple[str, ...]] = ("group",)

    class Privacy(Classified):
        ordinary = "id school group role staff sessions minutes person trained starts ends ended_at"

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(staff__gt=0, sessions__gt=0, minutes__gt=0), name="staffing_above_zero"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="staffing_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.group}"

    @property
    def hours(self) -> Fraction:
        """Hours a week of one person."""
        return Fraction(self.sessions) * Fraction(self.minutes) / 60


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
    minutes = models.DecimalField("length", max_digits=7, decimal_places=2)
    band = models.CharField(max_length=20, choices=Band.choices, blank=True, help_text="Blank = from the day bands.")
    structured = models.BooleanField("mark for structured time", null=True, blank=True)
    role = models.ForeignKey(StaffRole, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    staff = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    pupils = models.PositiveSmallIntegerField(null=True, blank=True)
    room = models.CharField(max_length=60, blank=True)
    left_out = models.CharField("reason for leaving it out", max_length=200, blank=True)
    together = models.CharField(
        max_length=40, blank=True, help_text="The same word: one person leads these groups at once."
    )
    starts = models.DateField("first day", null=True, blank=True, help_text="Blank = the group's.")
    ends = models.DateField("last day", null=True, blank=True, help_text="Blank = the group's.")

    editors: ClassVar[tuple[Permission, ...]] = (
        Permission.EDIT_PROVISION,
        Permission.EDIT_OWN_GROUPS,
        Permission.MANAGE_CALENDAR,  # the name of a room alone
    )
    reach: ClassVar[tuple[str, ...]] = ("group",)

    class Privacy(Classified):
        ordinary = (
            "id school group week day start minutes band structured role staff pupils room left_out together starts"
            " ends ended_at"
        )

    class Meta:
        ordering: ClassVar = ["day", "start", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="session_minutes_above_zero"),
            models.CheckConstraint(condition=Q(day__lte=4), name="session_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="session_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {self.get_day_display()} {time_uk(self.start)}"


class Place(SchoolOwned):
    """A pupil's place in a group; a pupil who leaves and comes back has two."""

    group = models.ForeignKey(InterventionGroup, on_delete=models.CASCADE, related_name="places")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="places")
    joined = models.DateField("first day", null=True, blank=True)
    left = models.DateField("last day", null=True, blank=True)
    days = models.JSONField("days attended", default=list)  # 0 = Monday; empty = all
    outcome = models.ForeignKey(Outcome, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    charged_in_full = models.BooleanField("charge in full", default=False)
    reason = models.CharField(max_length=300, blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PROVISION, Permission.EDIT_OWN_GROUPS)
    reach: ClassVar[tuple[str, ...]] = ("group", "pupil")

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
