"""Counts of ticks with and without a place, without the whole comparison."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from audits.models import AuditTick
from provisions.models import InterventionGroup, Place
from pupils.models import PupilYear
from schools.access import Access
from schools.clock import today
from schools.kept import kept
from schools.roles import Permission


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """Needs ticked this year, each pupil once for a provision, and how many of them have no place."""

    needed: int
    unmet: int


def waiting_counts(access: Access) -> WaitingCounts | None:
    """The same counts as `gaps.gap_analysis(access).sums`, by three queries; None for whoever may not read the needs of
    every pupil, or before there is a year."""
    year = access.year
    if year is None or not {Permission.VIEW_NEEDS, Permission.VIEW_PUPILS} <= access.permissions:
        return None
    day = min(max(today(), year.starts), year.ends)
    key = ("ticked", year.pk, day)
    needed, children = kept(key, lambda: _ticked(access, day), weight=_weight, groups=False, records=True)
    lasts = Q(group__ends__isnull=True) | Q(group__ends__gte=day)
    # A group that has not begun counts by the places of its first day.
    then = Greatest(Coalesce(F("group__starts"), day), day)
    held = Place.objects.filter(lasts, group__year=year, group__status=InterventionGroup.Status.RUNNING).filter(
        Q(joined__isnull=True) | Q(joined__lte=then), Q(left__isnull=True) | Q(left__gte=then)
    )
    placed = set(held.order_by().values_list("pupil_id", "group__provision_id"))
    return WaitingCounts(len(needed) + children, len(needed - placed) + children)


def _ticked(access: Access, day: date) -> tuple[set[tuple[int, int]], int]:
    """Pupils on roll with the provisions that they are ticked for, and the number of such needs of children who are
    not on roll yet."""
    ticks = AuditTick.objects.filter(school=access.school, row__chart__year=access.year).order_by()
    here = Q(pupil__leaving_date__isnull=True) | Q(pupil__leaving_date__gte=day)
    rows = PupilYear.objects.filter(here, school=access.school, year=access.year)
    roll = set(rows.values_list("pupil_id", flat=True))
    asked = set(ticks.filter(row__pupil__isnull=False).values_list("row__pupil_id", "provision_id"))
    coming = ticks.filter(row__pupil__isnull=True).values_list("row__name", "row__year_group", "provision_id")
    # A child not on roll has no number: the same name and year group in two charts is one child.
    children = {(" ".join(name.casefold().split()), code, provision) for name, code, provision in coming}
    return {(pupil, provision) for pupil, provision in asked if pupil in roll}, len(children)


def _weight(made: tuple[set[tuple[int, int]], int]) -> int:
    return 200 * (1 + len(made[0]))
