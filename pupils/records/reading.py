"""Reading what is recorded of a pupil, for the forms that change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from pupils.models import Area, NeedType, Outcome, Pupil, PupilGroup, PupilGroupMember, PupilNeed, PupilYear
from pupils.reading import members_of, pupil_groups_of
from schools.access import Access, NotThere, there
from schools.roles import Permission
from ui.folding import by_name


@dataclass(frozen=True)
class PupilRecord:
    """A pupil's record: `now` are the values by its form's fields, with the year group and class of the access's year;
    `placed` is whether the pupil has these in that year."""

    id: int
    name: str
    placed: bool
    now: dict[str, Any]


RECORD = (
    "surname", "forename", "preferred_name", "sex", "date_of_birth", "upn", "admission_number",
    "arrival_date", "leaving_date",
)  # fmt: skip


def record_of(access: Access, pk: int) -> PupilRecord:
    """The record of a pupil of the school, on roll in the year or not. Raises NotThere where there is none."""
    pupil = there(Pupil.objects.filter(school=access.school, pk=pk).first(), "There is no such pupil.")
    place = PupilYear.objects.filter(school=access.school, year=access.year, pupil=pupil).first()
    where = {
        "year_group": place.year_group if place else "",
        "school_class": place.school_class_id if place else None,
    }
    now = {name: getattr(pupil, name) for name in RECORD} | where
    return PupilRecord(pk, str(pupil), place is not None, now if pupil.numbered else now | {"admission_number": ""})


def needs_of(access: Access, pk: int) -> tuple[PupilYear, list[dict[str, Any]]]:
    """The pupil's row of the access's year, and the needs as lines of a form. Raises NotThere where the pupil has no
    year group in the year, or the person may not read needs."""
    place = PupilYear.objects.filter(school=access.school, year=access.year, pupil=pk).select_related("pupil").first()
    if place is None or not access.may(Permission.VIEW_NEEDS):
        raise NotThere("The pupil has no year group in this year.")
    rows = PupilNeed.objects.filter(school=access.school, pupil=pk).order_by("rank", "id")
    return place, [{"row": row.pk, "need_type": row.need_type_id, "rank": row.rank} for row in rows]


def need_types(held: Iterable[int] = ()) -> list[tuple[str, list[tuple[int, str]]]]:
    """The DfE's types of need as choices, by broad area; those no longer in use only where they are in `held`."""
    found: dict[str, list[tuple[int, str]]] = {label: [] for label in Area.labels}
    rows = NeedType.objects.filter(Q(in_use=True) | Q(pk__in=list(held)))
    for pk, code, label, area in rows.values_list("pk", "code", "label", "area"):
        found[Area(area or Area.OTHER).label].append((pk, f"{label} ({code})"))
    return [(area, types) for area, types in found.items() if types]


def outcome_in(access: Access, pk: int, outcome: int) -> Outcome:
    """An outcome of a pupil. Raises NotThere where there is none, or the person may not read needs."""
    found = Outcome.objects.filter(school=access.school, pupil=pk, pk=outcome).select_related("pupil").first()
    if found is None or not access.may(Permission.VIEW_NEEDS):
        raise NotThere("The pupil has no such outcome.")
    return found


@dataclass(frozen=True, slots=True)
class PupilGroupRow:
    """A pupil group with who sees it and how many pupils of the year are in it."""

    id: int
    name: str
    seen_by: str
    pupils: int
    href: str


def pupil_group_rows(access: Access) -> list[PupilGroupRow]:
    """The pupil groups that the person may see, by name, with the number of pupils of the year in each."""
    this_year = Q(members__pupil__years__year=access.year)
    rows = PupilGroup.objects.filter(school=access.school, pk__in=pupil_groups_of(access))
    counted = rows.annotate(number=Count("members", filter=this_year)).order_by("id")
    return [
        PupilGroupRow(
            one.pk, one.name, one.get_visibility_display(), one.number, access.url("pupil_group_edit", one.pk)
        )
        for one in by_name(counted, "name")
    ]


def pupil_group(access: Access, pk: int) -> dict[str, Any]:
    """A pupil group's name, visibility and members. Raises NotThere where the person sees none of this number."""
    found = PupilGroup.objects.filter(school=access.school, pk=pk).first()
    if found is None or pk not in pupil_groups_of(access):
        raise NotThere("There is no such pupil group.")
    return {"name": found.name, "visibility": found.visibility, "members": sorted(members_of(access, pk))}


def groups_of_pupil(access: Access, pk: int) -> list[int]:
    """The pupil groups that a pupil is in, of those the person may see."""
    rows = PupilGroupMember.objects.filter(pupil=pk, group__in=pupil_groups_of(access))
    return [group for group, _ in by_name(rows.order_by("id").values_list("group_id", "group__name"), 1)]
