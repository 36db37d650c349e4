"""Who works here: schools, people, memberships, the academic year, and the trail of who did what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from schools.privacy import Classified, Kept
from schools.roles import Permission


class UserManager(BaseUserManager["User"]):
    """Makes people who sign in by e-mail."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """A person with this e-mail; without a password they cannot sign in until they accept an invitation."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail; what they may do follows from their memberships."""

    email = models.EmailField("e-mail", unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Privacy(Classified):
        kept = Kept.STAFF
        ordinary = "id is_active is_superuser groups user_permissions created last_login password"
        personal = "email name"

    def __str__(self) -> str:
        return self.name or self.email


class YearMarked(models.Model):
    """A field on every line of history: the first day of the academic year that the change was made for.

    An earlier year does not see it, so that its papers stay as they were. Blank = it holds for every year.
    """

    holds_from = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class School(models.Model):
    """A school: the tenant that every other row belongs to."""

    class Phase(models.TextChoices):
        NURSERY = "nursery", "Nursery"
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        ALL_THROUGH = "all-through", "All-through"
        SPECIAL = "special", "Special"

    name = models.CharField(max_length=200)
    slug = models.SlugField("short name for addresses", max_length=60, unique=True)
    urn = models.CharField("URN", max_length=10, blank=True)
    local_authority = models.CharField(max_length=100, blank=True)
    phase = models.CharField(max_length=20, choices=Phase.choices, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField("e-mail", blank=True)
    website = models.URLField(blank=True)
    timetable_weeks = models.PositiveSmallIntegerField(default=1)
    teachers_make_groups = models.BooleanField("teachers may set up groups for their own classes", default=False)
    assistants_fill_audits = models.BooleanField(
        "teaching assistants may fill in audit charts and current provision", default=False
    )
    history = HistoricalRecords(bases=[YearMarked])

    editors: ClassVar[tuple[Permission, ...]] = (Permission.MANAGE_CALENDAR,)
    reach: ClassVar[tuple[str, ...]] = ()

    class Privacy(Classified):
        ordinary = (
            "id name slug urn local_authority phase telephone email website timetable_weeks teachers_make_groups "
            "assistants_fill_audits"
        )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(timetable_weeks__in=(1, 2)), name="school_timetable_one_or_two_weeks")
        ]

    def __str__(self) -> str:
        return self.name


class SchoolOwned(models.Model):
    """A row that belongs to exactly one school; the database refuses links to another school's rows.

    `editors` are the rights any one of which it takes to change such rows. `reach` are the links by which a row is part
    of somebody's own classes, groups and pupils, the one that it belongs to first: rights that reach no further than
    the person does (`schools.edits.reach.OWN`) hold for rows that are. None: the whole school's.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords(inherit=True, bases=[YearMarked])

    editors: ClassVar[tuple[Permission, ...]] = ()
    reach: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


class Membership(SchoolOwned):
    """Joins a person to a school with one or more roles. Without a user it waits for an invitation to be taken up."""

    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    email = models.EmailField("e-mail")
    roles = models.JSONField(default=list)
    invited = models.DateTimeField(null=True, blank=True)
    suspended = models.BooleanField(default=False)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.MANAGE_PEOPLE,)

    class Privacy(Classified):
        kept = Kept.STAFF
        ordinary = "id school user roles invited suspended"
        personal = "email"

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "email"], name="membership_email_once_in_school"),
        ]

    def __str__(self) -> str:
        return self.email


class StaffMember(SchoolOwned):
    """Somebody who works at the school, whether or not they sign in."""

    name = models.CharField(max_length=150)
    email = models.EmailField("e-mail", blank=True)
    hours_a_week = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    membership = models.OneToOneField(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="staff_member"
    )

    editors: ClassVar[tuple[Permission, ...]] = (Permission.MANAGE_PEOPLE, Permission.EDIT_COSTS)

    class Privacy(Classified):
        kept = Kept.STAFF
        ordinary = "id school hours_a_week membership"
        personal = "name email"

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "email"], condition=~Q(email=""), name="staff_email_once"),
        ]

    def __str__(self) -> str:
        return self.name


class AcademicYear(SchoolOwned):
    """A school year such as 2026/27."""

    name = models.CharField(max_length=7)
    starts = models.DateField()
    ends = models.DateField()

    editors: ClassVar[tuple[Permission, ...]] = (Permission.MANAGE_CALENDAR,)

    class Privacy(Classified):
        ordinary = "id school name starts ends"

    class Meta:
        ordering: ClassVar = ["starts", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "name"], name="year_name_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="year_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


class HalfTerm(SchoolOwned):
    """One of the (usually six) half-terms of a year; its weekdays are the school days."""

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="half_terms")
    name = models.CharField(max_length=40)
    starts = models.DateField()
    ends = models.DateField()

    editors: ClassVar[tuple[Permission, ...]] = (Permission.MANAGE_CALENDAR,)

    class Privacy(Classified):
        ordinary = "id school year name starts ends"

    class Meta:
        ordering: ClassVar = ["starts", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "name"], name="half_term_name_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="half_term_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


class Band(models.TextChoices):
    """The parts of the school day."""

    BEFORE_SCHOOL = "before school", "Before school"
    REGISTRATION = "registration", "Registration"
    LESSON = "lesson", "Lesson"
    BREAK = "break", "Break"
    LUNCH = "lunch", "Lunch"
    AFTER_SCHOOL = "after school", "After school"


class DayBand(SchoolOwned):
    """A part of the school day with its times."""

    band = models.CharField(max_length=20, choices=Band.choices)
    starts = models.TimeField()
    ends = models.TimeField()

    editors: ClassVar[tuple[Permission, ...]] = (Permission.MANAGE_CALENDAR,)

    class Privacy(Classified):
        ordinary = "id school band starts ends"

    class Meta:
        ordering: ClassVar = ["starts", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "band", "starts"], name="day_band_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="day_band_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.get_band_display()


class TrailEntry(models.Model):
    """Who did what, to what, when. Added, never changed."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=150)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60, blank=True)
    thing = models.CharField(max_length=64, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)
    ticket = models.UUIDField(null=True, blank=True, help_text="The form that was sent, so that it counts only once.")

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school at by verb kind thing ticket"
        personal = "by_name summary detail"

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["school", "kind", "thing"], name="trail_by_thing")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "ticket"], name="trail_ticket_once")]

    def __str__(self) -> str:
        return f"{self.by_name} {self.verb} {self.summary}"


class Token(models.Model):
    """A random number that changes whenever rows of its kind do: see schools.kept.tokens. Written by triggers alone."""

    class Kind(models.TextChoices):
        MAP = "map", "Map"
        GROUPS = "groups", "Groups"
        RECORDS = "records", "Records"
        GLOBAL = "global", "Global"

    school = models.ForeignKey(School, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    value = models.BigIntegerField()

    class Privacy(Classified):
        kept = Kept.SCHOOL
        ordinary = "id school kind value"

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "kind"], name="token_once_a_school_and_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.school_id}"
