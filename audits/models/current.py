"""Current provision, as class teams write it down."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from audits.models.scopes import Scoped
from provisions.models import InterventionGroup, Provision
from schools.privacy import Classified

ONE_SCOPE = Q(school_class__isnull=True) & ~Q(year_group="") | Q(school_class__isnull=False, year_group="")


class CurrentProvision(Scoped):
    """What a class or year group has now, as its staff wrote it down: an entry of the catalogue, or their own words."""

    provision = models.ForeignKey(Provision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    named = models.CharField("what it is called, where the catalogue has it not", max_length=150, blank=True)
    ratio = models.CharField(max_length=20, blank=True)
    staff = models.CharField(max_length=150, blank=True)
    weekly_minutes = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    weeks = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    group = models.ForeignKey(
        InterventionGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name="the group it was made into",
    )  # fmt: skip

    class Privacy(Classified):
        ordinary = "id school year school_class year_group provision named ratio staff weekly_minutes weeks group"

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_SCOPE, name="current_provision_class_or_year_group"),
            models.CheckConstraint(
                condition=Q(provision__isnull=False, named="") | Q(provision__isnull=True) & ~Q(named=""),
                name="current_provision_entry_or_name",
            ),
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
        return f"{self.provision or self.named}, {self.scope}"
