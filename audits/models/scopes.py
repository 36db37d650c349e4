"""The class or year group, in one year, that a chart or a sheet is about."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from pupils.models import SchoolClass, YearGroup
from schools.models import AcademicYear, SchoolOwned
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
