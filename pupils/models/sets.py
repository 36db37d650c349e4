"""Sets and year teams, and the remembered columns of a school's export."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from pupils.models.pupils import Pupil
from schools.models import AcademicYear, SchoolOwned, StaffMember
from schools.privacy import Classified, Kept
from schools.roles import Permission


class TeachingSet(SchoolOwned):
    """Pupils taught together who are not a class: a set, a year team, or some pupils by name."""

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    year_groups = models.JSONField("year groups taken whole", default=list)
    ends = models.DateField("last day", null=True, blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.MANAGE_CALENDAR,)

    class Privacy(Classified):
        ordinary = "id school year name year_groups ends"

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "name"], name="set_name_once_in_year")]

    def __str__(self) -> str:
        return self.name


class TeachingSetStaff(SchoolOwned):
    """Somebody who teaches a set: they may see its pupils until its last day."""

    teaching_set = models.ForeignKey(TeachingSet, on_delete=models.CASCADE, related_name="set_staff")
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="sets")

    editors: ClassVar[tuple[Permission, ...]] = (Permission.MANAGE_CALENDAR,)

    class Privacy(Classified):
        kept = Kept.STAFF
        ordinary = "id school teaching_set staff"

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["teaching_set", "staff"], name="set_staff_once")]

    def __str__(self) -> str:
        return f"{self.staff}, {self.teaching_set}"


class TeachingSetPupil(SchoolOwned):
    """A pupil of a set, by name."""

    teaching_set = models.ForeignKey(TeachingSet, on_delete=models.CASCADE, related_name="set_pupils")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="sets")

    editors: ClassVar[tuple[Permission, ...]] = (Permission.MANAGE_CALENDAR,)

    class Privacy(Classified):
        kept = Kept.PUPIL
        ordinary = "id school pupil"
        personal = "teaching_set"

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["teaching_set", "pupil"], name="set_pupil_once")]

    def __str__(self) -> str:
        return f"{self.pupil}, {self.teaching_set}"


class ImportMapping(SchoolOwned):
    """What a school said of its own exports: the field of each heading, and what words in a field mean (field → word →
    answer)."""

    headings = models.JSONField(default=dict)
    words = models.JSONField(default=dict)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PUPILS,)

    class Privacy(Classified):
        ordinary = "id school headings words"

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["school"], name="import_mapping_once")]

    def __str__(self) -> str:
        return f"Headings of {self.school}"
