"""The pupils a person reaches, as a list with filters and a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from pages.filters import PupilFilters
from provisions.reading import groups_by_pupil, reach
from pupils.models import PupilYear
from pupils.reading import (
    YEAR_GROUP_ORDER,
    PupilRow,
    all_pupils_in_year,
    class_ids,
    classes_of,
    ids_in_order,
    members_of,
    on_roll,
    pupil_groups_of,
)
from schools.clock import today
from schools.roles import Permission
from ui.marks import STATUSES
from ui.parts import Empty
from ui.tables import Col, Lazy, Listing, Mark

if TYPE_CHECKING:
    from schools.access import Access

LINE = {False: "Every pupil on roll this year.", True: "The children of your classes and groups."}
COLUMNS = (
    Col("name", "Pupil", path="pupil.name", href="href", why="groups", why_head="Pupil groups"),
    Col("year", "Year", path="pupil.year_name"),
    Col("class", "Class", path="pupil.class_name", href="class_href"),
    Col("status", "SEN", "status"),
    Col("needs", "Needs", path="pupil.needs", sort=""),
    Col("provision", "Gets now", sort=""),
    Col("since", "SEN since", "date", "pupil.since", sort="", shown=False),
    Col("reference", "UPN or admission number", path="pupil.reference", sort="", shown=False),
)


@dataclass(frozen=True, slots=True)
class PupilLine:
    """A pupil in the list."""

    pupil: PupilRow
    href: str
    groups: str
    class_href: str
    status: str | Mark
    provision: tuple[str, ...]


@dataclass(frozen=True)
class PupilsPage:
    """The list, with only the columns this person may read."""

    filters: PupilFilters
    listing: Listing
    rows: Lazy
    every: int
    line: str
    empty: Empty


def build(access: Access, params: Mapping[str, str]) -> PupilsPage:
    """The pupils within the person's reach that fit the filters; read a page at a time, because a school may have a
    thousand."""
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
    wanted = _wanted(access, form, set(provided))

    def in_order(order: str) -> list[int]:
        return ids_in_order(access, year, ids=within, within=wanted, order=order, search=form.chosen("q"))

    def fetch(ids: Sequence[int]) -> list[PupilLine]:
        found = {row.id: row for row in all_pupils_in_year(access, year, ids=ids)}
        open_classes = None if access.may(Permission.VIEW_PUPILS) else class_ids(access)
        return [_line(access, found[one], provided.get(one, []), open_classes) for one in ids]

    return PupilsPage(
        filters=form,
        listing=_listing(access, statuses),
        rows=Lazy(in_order, fetch),
        every=sum(pupils for pupils, _ in roll.values()) if within is None else 0,
        line=LINE[within is not None],
        empty=_empty(access, within is not None),
    )


def _listing(access: Access, statuses: bool) -> Listing:
    hidden = {
        "status": not statuses,
        "since": not statuses,
        "needs": not access.may(Permission.VIEW_NEEDS),
        "reference": not access.may(Permission.VIEW_PUPILS),
    }
    return Listing("Pupils", "pupil", tuple(col for col in COLUMNS if not hidden.get(col.name)))


def _line(access: Access, row: PupilRow, provided: Sequence[str], open_classes: set[int] | None) -> PupilLine:
    """The cells of a pupil. The class leads to its page where the person may open that (None: every class)."""
    opens = row.class_id and (open_classes is None or row.class_id in open_classes)
    return PupilLine(
        pupil=row,
        href=access.url("pupil", row.id),
        groups=", ".join(row.groups),
        class_href=access.url("class", row.class_id) if opens else "",
        status=row.status if row.status != "N" else Mark("No", "muted"),
        provision=tuple(provided),
    )


def _empty(access: Access, narrowed: bool) -> Empty:
    if narrowed:
        line = "You see the children of your classes, and of the groups you are named to take. "
        return Empty("No children here yet", f"{line}Ask your SENCO if somebody is missing.", "people")
    line = "Bring in the list of pupils from your school’s own system, or add them one by one."
    if not access.may(Permission.EDIT_PUPILS):
        return Empty("No pupils yet", "The SENCO and the system manager keep the roll.", "people")
    return Empty("No pupils yet", line, "people", access.url("pupil_roll"), "Begin the roll")


def _wanted(access: Access, form: PupilFilters, on_map: set[int]) -> Q:
    """The filters over PupilYear, without the search."""
    wanted = Q()
    if form.chosen("yeargroup"):
        wanted &= Q(year_group=form.chosen("yeargroup"))
    if form.chosen("class"):
        wanted &= Q(school_class_id=int(form.chosen("class")))
    if form.chosen("pupilgroup"):
        wanted &= Q(pupil_id__in=members_of(access, int(form.chosen("pupilgroup"))))
    if form.chosen("map"):
        there = Q(pupil_id__in=on_map)
        wanted &= there if form.chosen("map") == "yes" else ~there
    return wanted & _status(form.chosen("status"))


def _status(status: str) -> Q:
    if not status:
        return Q()
    if status == "K+":
        return Q(high_need=True)
    return Q(sen_status=PupilYear.Status(status), high_need=False)
