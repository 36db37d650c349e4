"""The pupils a person reaches, as a list with filters and a search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse

from provisions.selectors import groups_by_pupil, reach
from pupils.models import PupilYear
from pupils.selectors import (
    YEAR_GROUP_ORDER,
    PupilRow,
    classes_of,
    ids_in_order,
    members_of,
    on_roll,
    pupil_groups_of,
    pupils_in_year,
)
from reports.forms import PupilFilters
from schools.clock import today
from schools.roles import Permission
from ui.marks import STATUSES

if TYPE_CHECKING:
    from schools.access import Access

PAGE = 50


@dataclass(frozen=True)
class PupilLine:
    """A pupil in the list; needs and status only for those who may read them."""

    row: PupilRow
    href: str
    provision: tuple[str, ...]


@dataclass(frozen=True)
class PupilsPage:
    """The list. `statuses` says whether SEN status is shown."""

    filters: PupilFilters
    page: Page[int]
    lines: tuple[PupilLine, ...]
    statuses: bool
    needs: bool
    narrowed: bool


def build(access: Access, params: Mapping[str, str]) -> PupilsPage:
    """The pupils within the person's reach that the address asks for, a page of them."""
    statuses = bool(access.permissions & {Permission.VIEW_NEEDS, Permission.VIEW_PUPILS})
    year = access.year
    assert year is not None  # noqa: S101 - the view answers for a school without a year
    roll = on_roll(year)
    form = PupilFilters(
        params,
        year_groups=[code for code in YEAR_GROUP_ORDER if code in roll],
        classes=classes_of(access),
        statuses=[(code, words) for code, (words, _) in STATUSES.items()] if statuses else (),
        pupil_groups=pupil_groups_of(access),
    )
    within = reach(access)
    provided = groups_by_pupil(access, today())
    found = ids_in_order(access, year, ids=within, within=_wanted(access, form, set(provided)))
    page = Paginator(found, PAGE).get_page(params.get("page"))
    return PupilsPage(
        filters=form,
        page=page,
        lines=tuple(
            PupilLine(row, reverse("pupil", args=[access.school.slug, row.id]), tuple(provided.get(row.id, ())))
            for row in pupils_in_year(access, year, ids=page)
        ),
        statuses=statuses,
        needs=access.may(Permission.VIEW_NEEDS),
        narrowed=within is not None,
    )


def _wanted(access: Access, form: PupilFilters, on_map: set[int]) -> Q:
    """The filters over PupilYear."""
    wanted = Q()
    for word in form.asked("q").split():
        wanted &= (
            Q(pupil__surname__icontains=word)
            | Q(pupil__forename__icontains=word)
            | Q(pupil__preferred_name__icontains=word)
        )
    if form.asked("yeargroup"):
        wanted &= Q(year_group=form.asked("yeargroup"))
    if form.asked("class"):
        wanted &= Q(school_class_id=int(form.asked("class")))
    if form.asked("pupilgroup"):
        wanted &= Q(pupil_id__in=members_of(access, int(form.asked("pupilgroup"))))
    if form.asked("map"):
        there = Q(pupil_id__in=on_map)
        wanted &= there if form.asked("map") == "yes" else ~there
    return wanted & _status(form.asked("status"))


def _status(status: str) -> Q:
    if not status:
        return Q()
    if status == "K+":
        return Q(high_need=True)
    return Q(sen_status=PupilYear.Status(status), high_need=False)
