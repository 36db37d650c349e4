"""The roll: every pupil's name, year group and class in the access's year. It tells nothing of needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pupils.models import Pupil, PupilYear, YearGroup, is_number
from pupils.reading import YEAR_GROUP_ORDER, classes_of
from pupils.roll.services import has_left
from ui.filters import ListFilters
from ui.folding import in_order
from ui.tables import Col, Listing, Mark
from ui.words import date_uk

if TYPE_CHECKING:
    from schools.access import Access

LISTING = Listing(
    "The roll", "pupil",
    (
        Col("name", "Pupil", href="href", why="formal", why_head="Forename", sort="by_surname", panel=True),
        Col("year", "Year", "short", sort="year_place"),
        Col("school_class", "Class", "short"),
        Col("born", "Date of birth", "date"),
        Col("reference", "UPN or admission number"),
        Col("arrives", "First day", "date", shown=False),
        Col("leaves", "Last day", "date"),
    ),
    ticks="pupils",
)  # fmt: skip
SHOWN = (
    ("", "On the roll"),
    ("nowhere", "Without a class"),
    ("number", "Without a number"),
    ("left", "Leavers"),
    ("all", "Everybody"),
)


@dataclass(frozen=True, slots=True)
class RollRow:
    """A pupil in the roll. `year_place` is None for a pupil without a year group in the year."""

    id: int
    name: str
    formal: str
    by_surname: str
    texts: tuple[str, ...]
    href: str
    year: str | Mark
    year_place: int | None
    class_id: int | None
    class_name: str
    school_class: str | Mark
    born: date | None
    reference: str | Mark
    arrives: date | None
    leaves: date | None
    left: bool


def rows_of(access: Access) -> list[RollRow]:
    """Every pupil of the school, in order of year group, class and name. Two queries."""
    rows = PupilYear.objects.filter(school=access.school, year=access.year)
    places = {
        pupil: more
        for pupil, *more in rows.values_list("pupil_id", "year_group", "school_class_id", "school_class__name")
    }
    fields = (
        "id", "surname", "forename", "preferred_name", "upn", "admission_number", "date_of_birth", "arrival_date",
        "leaving_date",
    )  # fmt: skip
    pupils = Pupil.objects.filter(school=access.school).values(*fields)
    found = [_row(access, one, places.get(one["id"])) for one in pupils]
    return sorted(found, key=lambda row: (
        row.year_place is None, row.year_place or 0, in_order(row.class_name, row.by_surname, row.formal), row.id,
    ))  # fmt: skip


def _row(access: Access, one: Mapping[str, Any], place: list[Any] | None) -> RollRow:
    year_group, class_id, class_name = place or ("", None, None)
    left = has_left(one["leaving_date"], access.year)
    known_as = one["preferred_name"] or one["forename"]
    reference = one["upn"] or one["admission_number"]
    return RollRow(
        id=one["id"],
        name=f"{known_as} {one['surname']}",
        formal=one["forename"] if one["preferred_name"] not in ("", one["forename"]) else "",
        by_surname=f"{one['surname']} {known_as}",
        texts=(one["surname"], one["forename"], one["preferred_name"], one["upn"], one["admission_number"]),
        href=access.url("pupil_edit", one["id"]),
        year=YearGroup(year_group).label if place else Mark("left" if left else "not in this year", "muted"),
        year_place=YEAR_GROUP_ORDER[year_group] if place else None,
        class_id=class_id,
        class_name=class_name or "",
        school_class=class_name or ("" if left or not place else Mark("no class", "warn")),
        born=one["date_of_birth"],
        reference=reference if is_number(reference) else Mark("no number yet", "warn"),
        arrives=one["arrival_date"],
        leaves=one["leaving_date"],
        left=left,
    )


@dataclass(frozen=True)
class RollPage:
    """The roll under the filters of the address."""

    filters: ListFilters
    rows: tuple[RollRow, ...]
    every: int
    classes: dict[int, str]
    leavers: bool


def build(access: Access, params: Mapping[str, str]) -> RollPage:
    """The pupils under the filters of the address; by default those on roll."""
    rows, classes = rows_of(access), classes_of(access)
    held = {row.year_place for row in rows}
    years = [(code, YearGroup(code).label) for code, place in YEAR_GROUP_ORDER.items() if place in held]
    form = ListFilters(
        params,
        {"yeargroup": ("Year", years), "class": ("Class", classes.items()), "show": ("Show", SHOWN)},
        search="Name or number",
    )
    show = form.chosen("show")
    kept = tuple(row for row in rows if _shows(show, row) and _fits(form, row))
    every = sum(_shows("", row) for row in rows)
    return RollPage(form, kept, every, classes, leavers=show in ("left", "all"))


def _shows(show: str, row: RollRow) -> bool:
    if show == "all":
        return True
    if show == "nowhere":
        return not row.left and row.class_id is None
    if show == "number":
        return not row.left and isinstance(row.reference, Mark)
    return row.left == (show == "left") and (row.left or row.year_place is not None)


def _fits(form: ListFilters, row: RollRow) -> bool:
    year_group, room = form.chosen("yeargroup"), form.chosen("class")
    return (
        (not year_group or row.year_place == YEAR_GROUP_ORDER[year_group])
        and (not room or str(row.class_id) == room)
        and form.finds(*row.texts)
    )


def to_tick(rows: Iterable[RollRow], *, left: bool, ticked: Collection[str] = ()) -> list[tuple[Any, Any]]:
    """Pupils to tick, by class: those on roll, or those who left, and any that are ticked already."""
    offered = [row for row in rows if row.left == left or str(row.id) in ticked]
    return [
        (head, [(row.id, row.name + (f", left {date_uk(row.leaves)}" if row.left else "")) for row in held])
        for head, held in groupby(offered, key=lambda row: row.class_name or "Without a class")
    ]
