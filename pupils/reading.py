"""Reading pupils, as far as the person may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Sized
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from pupils.models import (
    ClassStaff,
    Outcome,
    Pupil,
    PupilGroup,
    PupilGroupMember,
    PupilNeed,
    PupilProfile,
    PupilYear,
    SchoolClass,
    YearGroup,
)
from schools.access import Access, NotThere, there
from schools.edits.reach import ends_at
from schools.kept import keeping, kept
from schools.models import AcademicYear
from schools.roles import Permission
from ui.folding import by_name, finds, in_order

YEAR_GROUP_ORDER = {code: place for place, code in enumerate(YearGroup.values)}


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A pupil in one year, as lists and papers need them."""

    id: int
    reference: str
    known_as: str
    surname: str
    forename: str
    year_group: str
    class_id: int | None
    class_name: str
    status: str
    since: date | None
    needs: tuple[str, ...] = field(default=())
    groups: tuple[str, ...] = field(default=())
    arrives: date | None = None
    leaves: date | None = None

    @property
    def name(self) -> str:
        """The known-as name with the surname."""
        return f"{self.known_as} {self.surname}"

    @property
    def year_name(self) -> str:
        """The year group in words."""
        return YearGroup(self.year_group).label

    @property
    def status_words(self) -> str:
        """The SEN status in words."""
        if self.status == "K+":
            return "SEN support, very high need"
        return str(PupilYear.Status(self.status).label)


def class_ids(access: Access) -> set[int]:
    """The classes that the person teaches or assists in this year."""
    if access.staff is None or access.year is None:
        return set()
    return set(own_classes(access).values_list("pk", flat=True))


@ends_at(SchoolClass)
def are_own_classes(access: Access, classes: Sequence[SchoolClass], looked: object = None) -> bool:
    """Whether the person teaches or assists in all of these classes this year."""
    return {row.pk for row in classes} <= class_ids(access)


def own_classes(access: Access) -> QuerySet[SchoolClass]:
    """The same as a queryset, for a person who has a staff record."""
    return SchoolClass.objects.filter(class_staff__staff=access.staff, year=access.year)


def all_pupils_in_year(
    access: Access,
    year: AcademicYear,
    *,
    ids: Iterable[int] | None = None,
    within: Q | None = None,
) -> list[PupilRow]:
    """The pupils of a year in order of year group, class and name, whether or not the person may open their records
    (`provisions.reading.pupils_in_year` has those); needs only for those who may read them.

    `ids` and `within` (over PupilYear) narrow the list.
    """
    if ids is None or within is not None:
        return _pupils_in_year(access, year, ids=ids, within=within)
    some = tuple(ids)
    key = ("pupils", year.pk, some, access.may(Permission.VIEW_NEEDS), access.may(Permission.VIEW_PUPILS))

    def found() -> list[PupilRow]:
        return _pupils_in_year(access, year, ids=some, within=None)

    rows: list[PupilRow] = kept(key, found, weight=lambda rows: 1_000 * (1 + len(rows)), groups=False)
    return list(rows)


def _pupils_in_year(
    access: Access, year: AcademicYear, *, ids: Iterable[int] | None, within: Q | None
) -> list[PupilRow]:
    rows = PupilYear.objects.filter(year=year, school=access.school)
    if ids is not None:
        rows = rows.filter(pupil_id__in=list(ids))
    if within is not None:
        rows = rows.filter(within)
    found_rows = list(rows.select_related("pupil", "school_class"))
    pupils = [row.pupil_id for row in found_rows]
    needs = _needs(pupils) if access.may(Permission.VIEW_NEEDS) else {}
    groups = _groups(access, pupils)
    found = [
        PupilRow(
            id=row.pupil_id,
            reference=row.pupil.reference,
            known_as=row.pupil.known_as,
            surname=row.pupil.surname,
            forename=row.pupil.forename,
            year_group=row.year_group,
            class_id=row.school_class_id,
            class_name=row.school_class.name if row.school_class else "",
            status="K+" if row.high_need else row.sen_status,
            since=row.sen_since,
            needs=tuple(needs.get(row.pupil_id, ())),
            groups=tuple(groups.get(row.pupil_id, ())),
            arrives=row.pupil.arrival_date,
            leaves=row.pupil.leaving_date,
        )
        for row in found_rows
    ]
    return sorted(
        found,
        key=lambda row: (
            YEAR_GROUP_ORDER[row.year_group], in_order(row.class_name, row.surname, row.known_as), row.id,
        ),
    )  # fmt: skip


class _Place(NamedTuple):
    """What a list of pupils is sorted and searched by."""

    id: int
    year_group: int
    room: tuple[Any, ...]
    name: tuple[Any, ...]
    status: int
    words: tuple[str, ...]


PUPIL_ORDERS: dict[str, Callable[[_Place], Any]] = {
    "name": lambda place: place.name,
    "year": lambda place: place.year_group,
    "class": lambda place: place.room,
    "status": lambda place: place.status,
}
_STATUS_ORDER = {"E": 0, "K+": 1, "K": 2}


def ids_in_order(
    access: Access, year: AcademicYear, *, ids: Iterable[int] | None, within: Q, order: str = "", search: str = ""
) -> list[int]:
    """The numbers of a year's pupils whose names hold the search, for cutting a list into pages: in order of year
    group, class and name, or first by one of PUPIL_ORDERS ("-" before it for descending)."""
    every: list[_Place] = kept(
        ("pupils in order", year.pk),
        lambda: _in_order(PupilYear.objects.filter(year=year, school=access.school)),
        weight=lambda places: 1_000 * (1 + len(places)),
        groups=False,
    )
    wanted = None if ids is None else set(ids)
    if within:
        rows = PupilYear.objects.filter(within, year=year, school=access.school).order_by()
        fitting = set(rows.values_list("pupil_id", flat=True))
        wanted = fitting if wanted is None else wanted & fitting
    found = [
        place
        for place in every
        if (wanted is None or place.id in wanted) and (not search or finds(search, place.words))
    ]
    first = PUPIL_ORDERS.get(order.removeprefix("-"))
    if first:
        found.sort(key=first, reverse=order.startswith("-"))
    return [place.id for place in found]


def _in_order(rows: QuerySet[PupilYear]) -> list[_Place]:
    """By year group, class and name. Names are compared here and not in the database (see ui.folding)."""
    found = [
        _Place(
            pupil, YEAR_GROUP_ORDER[code], in_order(room or ""), in_order(surname, preferred or forename),
            _STATUS_ORDER.get("K+" if high else status, 3), (forename, preferred, surname),
        )
        for pupil, code, room, surname, forename, preferred, status, high in rows.values_list(
            "pupil_id", "year_group", "school_class__name", "pupil__surname", "pupil__forename",
            "pupil__preferred_name", "sen_status", "high_need",
        ).order_by()
    ]  # fmt: skip
    return sorted(found, key=lambda place: (place.year_group, place.room, place.name, place.id))


def _needs(pupils: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = PupilNeed.objects.filter(pupil_id__in=pupils).order_by("rank", "id")
    for pupil, label in rows.values_list("pupil_id", "need_type__label"):
        found[pupil].append(label)
    return found


def _groups(access: Access, pupils: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = PupilGroupMember.objects.filter(pupil_id__in=pupils).order_by("id")
    # A group for fewer people may not be told by its pupils' rows either.
    if not access.may(Permission.VIEW_PUPILS):
        rows = rows.filter(group__visibility="all staff")
    for pupil, name in by_name(rows.values_list("pupil_id", "group__name"), 1):
        found[pupil].append(name)
    return found


def find_pupil(access: Access, reference: str) -> Pupil:
    """The school's pupil with this UPN or admission number. Raises NotThere with a sentence."""
    known = Q(upn=reference) | Q(admission_number=reference)  # either may be blank
    found = Pupil.objects.filter(known, school=access.school).first() if reference else None
    return there(found, f"No pupil of {access.school.name} has the UPN or admission number {reference!r}.")


def years_of(access: Access, pupil_id: int) -> list[PupilYear]:
    """The years in which the pupil is on roll with year group, class and status, the newest first."""
    rows = PupilYear.objects.filter(school=access.school, pupil_id=pupil_id).select_related("year", "school_class")
    return list(rows.order_by("-year__starts", "id"))


def profile_of(access: Access, pupil_id: int) -> PupilProfile | None:
    """The pupil's profile, for those who may read it."""
    if not access.may(Permission.VIEW_NEEDS):
        return None
    return PupilProfile.objects.filter(pupil_id=pupil_id, school=access.school).first()


def open_outcomes(access: Access, pupil_id: int) -> list[Outcome]:
    """The pupil's outcomes in order of when they are due."""
    return list(Outcome.objects.filter(pupil_id=pupil_id, school=access.school).order_by("by", "id"))


def on_roll(year: AcademicYear) -> dict[str, tuple[int, int]]:
    """Year group → (pupils, pupils with SEN) in the year."""

    def counted() -> dict[str, tuple[int, int]]:
        rows = PupilYear.objects.filter(year=year).values("year_group")
        found = rows.annotate(pupils=Count("id"), sen=Count("id", filter=~Q(sen_status="N"))).order_by()
        return {row["year_group"]: (row["pupils"], row["sen"]) for row in found}

    made: dict[str, tuple[int, int]] = kept(("on roll", year.pk), counted, weight=_few, groups=False)
    return dict(made)


def _few(rows: Sized) -> int:
    return 200 * (1 + len(rows))


@dataclass(frozen=True, slots=True)
class PupilName:
    """A pupil's name and place in a year."""

    id: int
    name: str
    year_group: str
    class_id: int | None
    class_name: str


def names_of_everyone(access: Access, ids: Iterable[int] | None = None) -> dict[int, PupilName]:
    """The names of the access's year's pupils by number, all of them or those of `ids`, whether or not the person may
    open their records (`provisions.reading.names_of` has those)."""
    if not keeping() or access.year is None:
        return _names(access, ids)
    every = kept(("names", access.year.pk), lambda: _names(access), weight=_names_weigh, groups=False)
    if ids is None:
        return dict(every)
    wanted = set(ids)
    return {pupil: name for pupil, name in every.items() if pupil in wanted}


def _names_weigh(names: Sized) -> int:
    return 500 * len(names)


def _names(access: Access, ids: Iterable[int] | None = None) -> dict[int, PupilName]:
    rows = PupilYear.objects.filter(school=access.school, year=access.year)
    if ids is not None:
        rows = rows.filter(pupil_id__in=list(ids))
    found = rows.order_by("pupil_id").values_list(
        "pupil_id",
        "pupil__preferred_name",
        "pupil__forename",
        "pupil__surname",
        "year_group",
        "school_class_id",
        "school_class__name",
    )
    return {
        pupil: PupilName(pupil, f"{preferred or forename} {surname}", year_group, class_id, class_name or "")
        for pupil, preferred, forename, surname, year_group, class_id, class_name in sorted(
            found, key=lambda row: in_order(row[3], row[2])
        )
    }


def classes_of(access: Access) -> dict[int, str]:
    """The classes of the access's year by id, in order of name."""

    def read() -> dict[int, str]:
        rows = SchoolClass.objects.filter(school=access.school, year=access.year).order_by("id")
        return dict(sorted(rows.values_list("id", "name"), key=lambda row: in_order(row[1])))

    made: dict[int, str] = kept(("classes", access.year and access.year.pk), read, weight=_few, groups=False)
    return dict(made)


def class_called(access: Access, name: str) -> int:
    """The class of the access's year with this name. Raises NotThere with a sentence."""
    rows = SchoolClass.objects.filter(school=access.school, year=access.year, name__iexact=name.strip())
    found = there(rows.values_list("id", flat=True).first(), f"There is no class {name!r} this year.")
    return int(found)


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class of the year with the people who work in it."""

    id: int
    name: str
    year_groups: tuple[str, ...]
    teachers: tuple[str, ...]
    assistants: tuple[str, ...]


def class_of(access: Access, class_id: int) -> ClassRow:
    """A class of the access's year. Raises NotThere where there is none, or it is not this person's to see: those
    who see neither every pupil nor the classes of the school see their own classes."""
    if not access.permissions & {Permission.VIEW_PUPILS, Permission.VIEW_STAFF} and class_id not in class_ids(access):
        raise NotThere("This class is not among the classes given to you.")
    held = SchoolClass.objects.filter(school=access.school, year=access.year, id=class_id).first()
    if held is None:
        raise NotThere("There is no such class this year.")
    people = by_name(ClassStaff.objects.filter(school_class=held).order_by("id").values_list("part", "staff__name"), 1)
    by_part: dict[str, list[str]] = defaultdict(list)
    for part, name in people:
        by_part[part].append(name)
    return ClassRow(
        id=held.pk,
        name=held.name,
        year_groups=tuple(held.year_groups),
        teachers=tuple(by_part[ClassStaff.Part.TEACHER]),
        assistants=tuple(by_part[ClassStaff.Part.ASSISTANT]),
    )


def pupil_groups_of(access: Access) -> dict[int, str]:
    """The pupil groups that the person may see, by id, in order of name."""
    rows, every = PupilGroup.objects.filter(school=access.school), access.may(Permission.VIEW_PUPILS)
    if not every:
        rows = rows.filter(visibility=PupilGroup.Visibility.ALL_STAFF)
    made: dict[int, str] = kept(
        ("pupil groups", every),
        lambda: dict(by_name(rows.order_by("id").values_list("id", "name"), 1)),
        weight=_few,
        groups=False,
    )
    return dict(made)


def members_of(access: Access, group_id: int) -> set[int]:
    """The pupils in a pupil group that the person may see; empty where they may not."""
    if group_id not in pupil_groups_of(access):
        return set()
    return set(PupilGroupMember.objects.filter(group_id=group_id).values_list("pupil_id", flat=True))


def members_by_group(access: Access) -> dict[int, set[int]]:
    """The pupils of each pupil group that the person may see."""
    rows = PupilGroupMember.objects.filter(group__school=access.school)
    if not access.may(Permission.VIEW_PUPILS):
        rows = rows.filter(group__visibility=PupilGroup.Visibility.ALL_STAFF)
    found: dict[int, set[int]] = defaultdict(set)
    for group, pupil in rows.values_list("group_id", "pupil_id"):
        found[group].add(pupil)
    return dict(found)


def class_by_pupil(access: Access) -> dict[int, int]:
    """The class of each pupil of the access's year, by id; pupils without one are left out."""
    rows = PupilYear.objects.filter(school=access.school, year=access.year, school_class__isnull=False)
    return dict(rows.values_list("pupil_id", "school_class_id"))
