"""Who is supported: pupils, where they are in each year, their needs, profile, outcomes and classes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from schools.models import AcademicYear, SchoolOwned, StaffMember
from schools.privacy import Classified, Kept
from schools.roles import Permission

NO_NUMBER = "no number "
"""What the stand-in begins with by which a pupil is known until there is a UPN or an admission number."""


class YearGroup(models.TextChoices):
    """National Curriculum year groups, in order."""

    N1 = "N1", "Nursery 1"
    N2 = "N2", "Nursery 2"
    R = "R", "Reception"
    Y1 = "1", "Year 1"
    Y2 = "2", "Year 2"
    Y3 = "3", "Year 3"
    Y4 = "4", "Year 4"
    Y5 = "5", "Year 5"
    Y6 = "6", "Year 6"
    Y7 = "7", "Year 7"
    Y8 = "8", "Year 8"
    Y9 = "9", "Year 9"
    Y10 = "10", "Year 10"
    Y11 = "11", "Year 11"
    Y12 = "12", "Year 12"
    Y13 = "13", "Year 13"
    Y14 = "14", "Year 14"


KEY_STAGES: dict[str, tuple[str, ...]] = {
    "EYFS": ("N1", "N2", "R"),
    "KS1": ("1", "2"),
    "KS2": ("3", "4", "5", "6"),
    "KS3": ("7", "8", "9"),
    "KS4": ("10", "11"),
    "KS5": ("12", "13", "14"),
}


class Area(models.TextChoices):
    """The four broad areas of need of the SEND Code of Practice, and other."""

    CI = "C&I", "Communication and interaction"
    CL = "C&L", "Cognition and learning"
    SEMH = "SEMH", "Social, emotional and mental health"
    SP = "S&P", "Sensory and/or physical"
    OTHER = "Other", "Other"


class NeedType(models.Model):
    """A DfE type of SEN with its broad area."""

    code = models.CharField(max_length=10, unique=True)
    label = models.CharField(max_length=120)
    area = models.CharField(max_length=10, choices=Area.choices, blank=True)
    in_use = models.BooleanField(default=True)

    class Privacy(Classified):
        kept = Kept.PUBLIC
        ordinary = "id code label area in_use"

    class Meta:
        ordering: ClassVar = ["label", "id"]

    def __str__(self) -> str:
        return self.label


class SchoolClass(SchoolOwned):
    """A class (or form) in one year, with its year groups; mixed classes have several."""

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    year_groups = models.JSONField(default=list)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.MANAGE_CALENDAR,)

    class Privacy(Classified):
        ordinary = "id school year name year_groups"

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "name"], name="class_name_once_in_year")]

    def __str__(self) -> str:
        return self.name


class ClassStaff(SchoolOwned):
    """A teacher or assistant of a class: what they may see follows from it."""

    class Part(models.TextChoices):
        TEACHER = "teacher", "Teacher"
        ASSISTANT = "assistant", "Assistant"

    school_class = models.ForeignKey(SchoolClass, models.CASCADE, related_name="class_staff", verbose_name="class")
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="classes")
    part = models.CharField(max_length=10, choices=Part.choices)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.MANAGE_CALENDAR,)
    reach: ClassVar[tuple[str, ...]] = ("school_class",)

    class Privacy(Classified):
        kept = Kept.STAFF
        ordinary = "id school school_class staff part"

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school_class", "staff", "part"], name="class_staff_once")
        ]

    def __str__(self) -> str:
        return f"{self.staff}, {self.school_class}"


class Pupil(SchoolOwned):
    """A pupil. Known by the UPN or the admission number; need not have SEN to be on the map.

    A pupil who has neither yet has a stand-in as the admission number, so that files that go out and come in again know
    the same child (`NO_NUMBER`, `numbered`).
    """

    class Sex(models.TextChoices):
        FEMALE = "F", "Female"
        MALE = "M", "Male"

    upn = models.CharField("UPN", max_length=13, blank=True)
    admission_number = models.CharField(max_length=20, blank=True)
    surname = models.CharField(max_length=100)
    forename = models.CharField(max_length=100)
    preferred_name = models.CharField(max_length=100, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    arrival_date = models.DateField("first day", null=True, blank=True)
    leaving_date = models.DateField(null=True, blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PUPILS,)

    class Privacy(Classified):
        kept = Kept.PUPIL
        ordinary = "id school"
        personal = "upn admission_number surname forename preferred_name sex date_of_birth arrival_date leaving_date"

    class Meta:
        ordering: ClassVar = ["surname", "forename", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "upn"], condition=~Q(upn=""), name="upn_once_in_school"),
            models.UniqueConstraint(
                fields=["school", "admission_number"],
                condition=~Q(admission_number=""),
                name="admission_number_once_in_school",
            ),
            models.CheckConstraint(condition=~Q(upn="", admission_number=""), name="pupil_upn_or_admission_number"),
        ]

    def __str__(self) -> str:
        return f"{self.known_as} {self.surname}"

    @property
    def known_as(self) -> str:
        """The name the pupil is called by."""
        return self.preferred_name or self.forename

    @property
    def reference(self) -> str:
        """The UPN, or the admission number where there is none."""
        return self.upn or self.admission_number

    @property
    def numbered(self) -> bool:
        """Whether the pupil has a number, rather than a stand-in for one."""
        return is_number(self.reference)


def is_number(reference: str) -> bool:
    """Whether a pupil's reference is a number, rather than a stand-in for one."""
    return not reference.startswith(NO_NUMBER)


class PupilYear(SchoolOwned):
    """Where a pupil is in one academic year: year group, class and SEN status."""

    class Status(models.TextChoices):
        NONE = "N", "No special educational need"
        SUPPORT = "K", "SEN support"
        EHCP = "E", "EHC plan"

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="years")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    year_group = models.CharField(max_length=2, choices=YearGroup.choices)
    school_class = models.ForeignKey(
        SchoolClass, null=True, blank=True, on_delete=models.SET_NULL, related_name="pupil_years", verbose_name="class"
    )
    sen_status = models.CharField("SEN status", max_length=1, choices=Status.choices, default=Status.NONE)
    high_need = models.BooleanField("very high need without a plan", default=False)
    sen_since = models.DateField("start of SEN", null=True, blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PUPILS,)
    reach: ClassVar[tuple[str, ...]] = ("pupil",)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school pupil year"
        personal = "year_group school_class"
        special = "sen_status high_need sen_since"

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pupil", "year"], name="pupil_once_a_year"),
            models.CheckConstraint(condition=Q(high_need=False) | Q(sen_status="K"), name="high_need_is_sen_support"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil} {self.year}"

    @property
    def status_code(self) -> str:
        """N, K, K+ or E."""
        return "K+" if self.high_need else self.sen_status


class PupilNeed(SchoolOwned):
    """A type of need of a pupil; rank 1 is the primary need."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="needs")
    need_type = models.ForeignKey(NeedType, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_NEEDS,)
    reach: ClassVar[tuple[str, ...]] = ("pupil",)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school pupil"
        special = "need_type rank"

    class Meta:
        ordering: ClassVar = ["rank", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pupil", "need_type"], name="pupil_need_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="pupil_need_rank_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.need_type}"


class PupilGroup(SchoolOwned):
    """A group such as pupil premium or young carer, with who may see it."""

    class Visibility(models.TextChoices):
        ALL_STAFF = "all staff", "All who may see the pupil"
        SENIOR = "senior", "SENCO and senior leaders"

    name = models.CharField(max_length=100)
    visibility = models.CharField(max_length=20, choices=Visibility.choices, default=Visibility.ALL_STAFF)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PUPILS,)

    class Privacy(Classified):
        ordinary = "id school name visibility"

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "name"], name="pupil_group_once")]

    def __str__(self) -> str:
        return self.name


class PupilGroupMember(SchoolOwned):
    """A pupil in a pupil group."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="group_memberships")
    group = models.ForeignKey(PupilGroup, on_delete=models.CASCADE, related_name="members")

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PUPILS,)
    reach: ClassVar[tuple[str, ...]] = ("pupil",)

    class Privacy(Classified):
        kept = Kept.PUPIL
        ordinary = "id school pupil"
        special = "group"

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["pupil", "group"], name="pupil_in_group_once")]

    def __str__(self) -> str:
        return f"{self.pupil}: {self.group}"


class PupilProfile(SchoolOwned):
    """A pupil's strengths, needs and high-quality teaching, in words."""

    pupil = models.OneToOneField(Pupil, on_delete=models.CASCADE, related_name="profile")
    strengths = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    high_quality_teaching = models.TextField(blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_NEEDS,)
    reach: ClassVar[tuple[str, ...]] = ("pupil",)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school pupil"
        special = "strengths needs high_quality_teaching"

    def __str__(self) -> str:
        return f"Profile of {self.pupil}"


class Outcome(SchoolOwned):
    """What a pupil will be able to do, by when."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        MET = "met", "Met"
        PARTLY = "partly met", "Partly met"
        NOT_MET = "not met", "Not met"

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="outcomes")
    wording = models.CharField("outcome", max_length=500)
    area = models.CharField("area of need", max_length=10, choices=Area.choices, blank=True)
    by = models.DateField("by when", null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_NEEDS,)
    reach: ClassVar[tuple[str, ...]] = ("pupil",)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school pupil"
        special = "wording area by status"

    class Meta:
        ordering: ClassVar = ["by", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["pupil", "wording"], name="outcome_once")]

    def __str__(self) -> str:
        return self.wording
