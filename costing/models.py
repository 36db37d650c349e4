"""What an hour of each staff role costs, and the funding rules that sums are made under."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from schools.models import AcademicYear, SchoolOwned, StaffMember
from schools.privacy import Classified, Kept
from schools.roles import Permission


class Point(models.Model):
    """A dated point of a pay scale. The points of one day are a set: each day's holds all points of the scale."""

    class Area(models.TextChoices):
        ENGLAND = "england", "England"
        FRINGE = "fringe", "Fringe"
        OUTER_LONDON = "outer_london", "Outer London"
        INNER_LONDON = "inner_london", "Inner London"

    scale = models.CharField(max_length=60)
    area = models.CharField(max_length=20, choices=Area.choices, default=Area.ENGLAND)
    point = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField(default=0)
    starts = models.DateField(help_text="The day from which this point is paid.")
    annual = models.DecimalField("annual salary", max_digits=10, decimal_places=2)
    source = models.CharField(max_length=200)
    status = models.CharField(max_length=40, help_text="How sure the figure is.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.scale} {self.point}"


class PayPoint(Point):
    """A point of a national scale: reference data, the same for every school."""

    class Privacy(Classified):
        kept = Kept.PUBLIC
        ordinary = "id scale area point order starts annual source status"

    class Meta:
        ordering: ClassVar = ["scale", "area", "starts", "order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scale", "area", "point", "starts"], name="national_pay_point_once"),
            models.CheckConstraint(condition=Q(annual__gt=0), name="pay_point_above_zero"),
        ]


class OwnPayPoint(Point, SchoolOwned):
    """A point that the school itself entered: of a scale of its own, or of a national one as raised from a day."""

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_COSTS,)

    class Privacy(Classified):
        ordinary = "id school scale area point order starts annual source status"

    class Meta:
        ordering: ClassVar = ["scale", "area", "starts", "order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "scale", "area", "point", "starts"], name="own_pay_point_once"),
            models.CheckConstraint(condition=Q(annual__gt=0), name="own_pay_point_above_zero"),
        ]


class StaffRole(SchoolOwned):
    """A role that delivers provision: its code on the map, its kind, the LA's rate for it, the hours there are."""

    class Kind(models.TextChoices):
        OTHER = "other", "Other"
        CLASS_TEACHER = "class teacher", "Class teacher"
        CLASS_TA = "class TA", "Class TA"
        SENCO = "SENCO", "SENCO"

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OTHER)
    la_rate = models.DecimalField("LA rate", max_digits=24, decimal_places=14, null=True, blank=True)
    hours_available = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_COSTS,)

    class Privacy(Classified):
        ordinary = "id school code name kind la_rate hours_available"

    class Meta:
        ordering: ClassVar = ["code", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "code"], name="role_code_once")]

    def __str__(self) -> str:
        return self.name


class RoleHolder(SchoolOwned):
    """A staff member who works in a role."""

    role = models.ForeignKey(StaffRole, on_delete=models.CASCADE, related_name="holders")
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="role_holdings")

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_COSTS, Permission.MANAGE_PEOPLE)

    class Privacy(Classified):
        kept = Kept.STAFF
        ordinary = "id school role staff"

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["role", "staff"], name="role_holder_once")]

    def __str__(self) -> str:
        return f"{self.staff} as {self.role}"


class RolePay(SchoolOwned):
    """What the school pays a role in a year, from a date where it changes inside the year."""

    class Basis(models.TextChoices):
        SALARY = "salary", "Salary ÷ weeks ÷ days ÷ hours"
        HOURLY = "hourly", "Hourly rate, on-costs included"
        ANNUAL_PER_WEEKLY_HOUR = "annual per weekly hour", "Pounds a year for one hour a week"
        MINUTE = "minute", "Rate a minute"
        CONTRACT_HOURS = "contract hours", "Salary ÷ 52.143 ÷ contract hours"
        DIRECTED_TIME = "directed time", "Teacher's salary ÷ 1,265 hours"

    role = models.ForeignKey(StaffRole, on_delete=models.CASCADE, related_name="pay")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    from_date = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=30, choices=Basis.choices)
    scale = models.CharField(max_length=60, blank=True)
    area = models.CharField(max_length=20, choices=PayPoint.Area.choices, blank=True)
    point = models.CharField(max_length=20, blank=True, help_text="Blank = mid-point; 5-6 = the mean of the two.")
    annual_salary = models.DecimalField(max_digits=24, decimal_places=14, null=True, blank=True)
    on_costs = models.DecimalField("on-costs %", max_digits=18, decimal_places=14, null=True, blank=True)
    rate = models.DecimalField(max_digits=24, decimal_places=14, null=True, blank=True)
    contract_hours = models.DecimalField(max_digits=18, decimal_places=14, null=True, blank=True)
    hours_worked = models.DecimalField(max_digits=18, decimal_places=14, null=True, blank=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_COSTS,)

    class Privacy(Classified):
        ordinary = (
            "id school role year from_date basis scale area point annual_salary on_costs rate contract_hours"
            " hours_worked"
        )

    class Meta:
        ordering: ClassVar = ["from_date", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "year", "from_date"], name="role_pay_once_from_date"),
            models.UniqueConstraint(
                fields=["role", "year"], condition=Q(from_date__isnull=True), name="role_pay_once_from_year_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.get_basis_display()}"


class SchoolFundingRules(SchoolOwned):
    """A school's own copy of an LA's funding rules; `content` has the keys of the shipped data files."""

    key = models.CharField(max_length=60)
    name = models.CharField(max_length=150)
    content = models.JSONField()
    in_force = models.BooleanField(default=False)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_COSTS,)

    class Privacy(Classified):
        ordinary = "id school key name content in_force"

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "key"], name="funding_rules_key_once"),
            models.UniqueConstraint(
                fields=["school"], condition=Q(in_force=True), name="one_set_of_funding_rules_in_force"
            ),
        ]

    def __str__(self) -> str:
        return self.name
