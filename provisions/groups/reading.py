"""Reading groups for the pages that change them: who may, their values and lines, and groups that are not on the
map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from provisions.models import InterventionGroup, OtherCost, Place, Session, Staffing
from pupils.reading import class_ids
from schools.access import Access, NotAllowed, there
from schools.kept import kept
from schools.roles import Permission

Row = dict[str, Any]
STATUS = InterventionGroup.Status
OFF_THE_MAP = (STATUS.DRAFT.value, STATUS.ARCHIVED.value)
EDITORS = (Permission.EDIT_PROVISION, Permission.EDIT_OWN_GROUPS)
LINKS = {"provision", "school_class", "funding_stream", "measure", "role", "person", "outcome"}
STAFFING = ("role", "staff", "sessions", "minutes", "person", "trained")
SESSION = (
    "week", "day", "start", "minutes", "band", "structured", "role", "staff", "pupils", "room", "left_out",
)  # fmt: skip
COST = ("description", "kind", "amount", "role", "hours", "date", "payer")


def may_edit(access: Access, class_id: int | None) -> bool:
    """Whether the person may change a group for this class: any, or those of their own classes."""
    if access.may(Permission.EDIT_PROVISION):
        return True
    return access.may(Permission.EDIT_OWN_GROUPS) and class_id is not None and class_id in class_ids(access)


def need_edit(access: Access, class_id: int | None) -> None:
    """Raise NotAllowed unless the person may change a group for this class."""
    if not may_edit(access, class_id):
        raise NotAllowed(Permission.EDIT_PROVISION)


def group_to_read(access: Access, pk: int) -> InterventionGroup:
    """A group of the year, whatever its status. Raises NotThere where there is none."""
    rows = InterventionGroup.objects.filter(school=access.school, year=access.year, pk=pk)
    return there(rows.select_related("provision", "school_class").first(), "There is no such group this year.")


def group_to_edit(access: Access, pk: int) -> InterventionGroup:
    """The same, for those who may change it. Raises NotAllowed for a colleague who may not."""
    found = group_to_read(access, pk)
    need_edit(access, found.school_class_id)
    return found


def values_of(row: Any, names: Iterable[str]) -> Row:
    """A stored row's values by field; links by their number."""
    return {name: getattr(row, f"{name}_id" if name in LINKS else name) for name in names}


def staffing_of(group: InterventionGroup) -> list[Row]:
    """The staffing lines in force, each with its number as `row`."""
    return [{"row": one.pk, **values_of(one, STAFFING)} for one in Staffing.objects.filter(group=group, ended_at=None)]


def sessions_of(group: InterventionGroup) -> list[Row]:
    """The sessions in force, each with its number as `row`."""
    return [{"row": one.pk, **values_of(one, SESSION)} for one in Session.objects.filter(group=group, ended_at=None)]


def costs_of(group: InterventionGroup) -> list[Row]:
    """The other costs in force, each with its number as `row`."""
    return [{"row": one.pk, **values_of(one, COST)} for one in OtherCost.objects.filter(group=group, ended_at=None)]


def groups_aside(access: Access, status: str) -> QuerySet[Any]:
    """The year's drafts, or archived groups, that the person may change, in order of code; `held` counts their open
    places."""
    rows = InterventionGroup.objects.filter(school=access.school, year=access.year, status=status)
    if not access.may(Permission.EDIT_PROVISION):
        rows = rows.filter(school_class__in=class_ids(access))
    places = Count("places", filter=Q(places__left=None), distinct=True)
    return rows.select_related("provision", "school_class").annotate(held=places)


def many_set_aside(access: Access) -> dict[str, int]:
    """The number of drafts, and of archived groups, that the person may change."""
    key = ("set aside", access.reader(), access.year and access.year.pk)

    def counted() -> dict[str, int]:
        return {status: groups_aside(access, status).count() for status in OFF_THE_MAP}

    return kept(key, counted, weight=lambda made: 500)


def rows_for_cost(group: InterventionGroup) -> list[Row]:
    """A stored group's places for the costs."""
    fields = ("id", "pupil_id", "joined", "left", "days", "charged_in_full", "reason", "outcome__wording")
    return list(Place.objects.filter(group=group).order_by("id").values(*fields))
