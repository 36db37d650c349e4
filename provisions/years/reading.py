"""The facts that the next year begins with: the classes, pupils, groups and money of the latest year, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from costing.models import RolePay
from provisions.models import FundingStream, InterventionGroup, WholeSchoolProvision
from pupils.models import PupilYear, SchoolClass, TeachingSet, YearGroup
from pupils.reading import YEAR_GROUP_ORDER
from schools.access import Access, NotThere
from schools.models import AcademicYear, HalfTerm
from schools.roles import Permission
from ui.edit_fields import row_number
from ui.folding import by_name, in_order

YEAR_GROUPS = tuple(YearGroup.values)
WEEKS = timedelta(weeks=52)


@dataclass(frozen=True, slots=True)
class ClassNow:
    """A class of the year that ends."""

    id: int
    name: str
    year_groups: tuple[str, ...]

    @property
    def order(self) -> tuple[int, str]:
        """The sort key: by the youngest year group, then by name."""
        return min((YEAR_GROUP_ORDER[code] for code in self.year_groups), default=len(YEAR_GROUPS)), self.name


@dataclass(frozen=True, slots=True)
class PupilNow:
    """A pupil who is on roll on the last day of the year."""

    id: int
    name: str
    year_group: str
    class_id: int | None


@dataclass(frozen=True, slots=True)
class ProposedClass:
    """A class proposed for the next year: `origin` is the class whose pupils move into it, `staff` the class whose
    teachers and assistants it gets."""

    name: str
    year_groups: tuple[str, ...]
    origin: int | None = None
    staff: int | None = None


@dataclass(frozen=True)
class LatestYear:
    """The latest year. Rows that the person may not carry over (money, provision) are not read."""

    year: AcademicYear
    half_terms: tuple[tuple[str, date, date], ...]
    classes: tuple[ClassNow, ...]
    pupils: tuple[PupilNow, ...]
    sets: tuple[tuple[int, str], ...] = ()
    groups: tuple[tuple[int, str], ...] = ()
    streams: tuple[tuple[int, str, Decimal], ...] = ()
    whole: tuple[tuple[int, str], ...] = ()
    rates: int = 0
    may_provide: bool = False
    may_pay: bool = False
    by_id: dict[int, ClassNow] = field(default_factory=dict)

    @property
    def last_year_group(self) -> str:
        """The year group that leaves: the oldest on roll."""
        return max((pupil.year_group for pupil in self.pupils), key=YEAR_GROUP_ORDER.__getitem__, default="")

    @property
    def leaving(self) -> tuple[PupilNow, ...]:
        """The pupils of the oldest year group."""
        return tuple(pupil for pupil in self.pupils if pupil.year_group == self.last_year_group)

    @property
    def moving(self) -> dict[tuple[int | None, str], list[PupilNow]]:
        """The pupils who move up, by their class and the year group they move into."""
        found: dict[tuple[int | None, str], list[PupilNow]] = {}
        for pupil in self.pupils:
            if pupil.year_group != self.last_year_group:
                found.setdefault((pupil.class_id, next_up(pupil.year_group)), []).append(pupil)
        order = {held.id: held.order for held in self.classes}
        none = (len(YEAR_GROUPS), "")
        return dict(sorted(found.items(), key=lambda one: (order.get(one[0][0] or 0, none), one[0][1])))


def read(access: Access) -> LatestYear:
    """The latest year, within the person's rights. Raises NotThere where the school has no year, or the chosen one
    is not its latest."""
    year = access.year
    if year is None or any(one.starts > year.starts for one in access.years):
        raise NotThere("Only the latest year can be followed by another.")
    here = {"school": access.school, "year": year}
    provides, pays = access.may(Permission.EDIT_PROVISION), access.may(Permission.EDIT_COSTS)
    classes = tuple(
        sorted(
            (ClassNow(pk, name, tuple(codes)) for pk, name, codes in _values(SchoolClass, here, "name", "year_groups")),
            key=lambda held: held.order,
        )
    )
    return LatestYear(
        year=year,
        half_terms=tuple(HalfTerm.objects.filter(year=year).order_by("starts").values_list("name", "starts", "ends")),
        classes=classes,
        pupils=_pupils(access, year),
        sets=tuple(_values(TeachingSet, here, "name")),
        groups=_groups(here) if provides else (),
        streams=tuple(_values(FundingStream, here, "name", "amount")) if pays else (),
        whole=tuple(_values(WholeSchoolProvision, here, "description")) if pays else (),
        rates=RolePay.objects.filter(**here).order_by().values("role").distinct().count() if pays else 0,
        may_provide=provides,
        may_pay=pays,
        by_id={held.id: held for held in classes},
    )


def _values(model: Any, here: Mapping[str, Any], *names: str) -> Iterable[Any]:
    return by_name(model.objects.filter(**here).order_by("id").values_list("id", *names), 1)


def _groups(here: Mapping[str, Any]) -> tuple[tuple[int, str], ...]:
    """The running groups of provision that is still offered, by code."""
    rows = InterventionGroup.objects.filter(**here, status="running", provision__archived=False).order_by("code", "id")
    found = rows.values_list("id", "code", "name", "provision__name")
    return tuple((pk, f"{name or provision} ({code})") for pk, code, name, provision in found)


def _pupils(access: Access, year: AcademicYear) -> tuple[PupilNow, ...]:
    rows = PupilYear.objects.filter(school=access.school, year=year).exclude(pupil__leaving_date__lte=year.ends)
    fields = ("pupil__preferred_name", "pupil__forename", "pupil__surname", "year_group", "school_class_id")
    return tuple(
        PupilNow(pk, f"{called or forename} {surname}", code, held)
        for pk, called, forename, surname, code, held in sorted(
            rows.order_by("pupil_id").values_list("pupil_id", *fields), key=lambda row: in_order(row[3], row[2])
        )
    )


def next_up(year_group: str) -> str:
    """The year group after this one; the last one stays."""
    place = YEAR_GROUP_ORDER[year_group] + 1
    return YEAR_GROUPS[min(place, len(YEAR_GROUPS) - 1)]


def name_after(name: str) -> str:
    """The year's name one on: 2027/28 after 2026/27."""
    first = int(name[:4]) + 1 if row_number(name[:4]) else 0
    return f"{first}/{(first + 1) % 100:02}" if first else ""


def days_after(year: AcademicYear) -> tuple[date, date]:
    """The first and the last day of the year that follows."""
    return max(_a_year_on(year.starts), year.ends + timedelta(days=1)), _a_year_on(year.ends)


def _a_year_on(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + 1, day=28)


def half_terms_after(now: LatestYear) -> list[tuple[str, date, date]]:
    """The half-terms a year later on the same weekdays, within the new year and beginning and ending on school days."""
    first, last = days_after(now.year)
    return [
        (name, _weekday(max(starts + WEEKS, first), 1), _weekday(min(ends + WEEKS, last), -1))
        for name, starts, ends in now.half_terms
    ]


def _weekday(day: date, step: int) -> date:
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def classes_after(now: LatestYear) -> list[ProposedClass]:
    """The proposed classes: a class of one year group moves up with its pupils, a mixed one stays as it is, and the
    youngest year group gets new classes."""
    # The staff go with the class of the same name; where there is none, with their pupils.
    youngest = min((code for held in now.classes for code in held.year_groups), key=YEAR_GROUP_ORDER.get, default="")  # type: ignore[arg-type]
    same = {held.name: held.id for held in now.classes}
    found: dict[str, ProposedClass] = {}
    for held in now.classes:
        name, codes = held.name, held.year_groups
        if len(codes) == 1:
            if codes[0] == now.last_year_group:
                continue
            name, codes = name_up(name, codes[0]), (next_up(codes[0]),)
        found.setdefault(name, ProposedClass(name, codes, held.id, same.get(name)))
    for held in now.classes:
        if held.year_groups == (youngest,):
            found.setdefault(held.name, ProposedClass(held.name, held.year_groups, None, held.id))
    given = {one.staff for one in found.values()}
    made = (
        replace(one, staff=one.origin) if one.staff is None and one.origin not in given else one
        for one in found.values()
    )
    return sorted(made, key=lambda one: ClassNow(0, one.name, one.year_groups).order)


def name_up(name: str, year_group: str) -> str:
    """The name of a class a year on, where its name has the year group in it: 4W after 3W, 1W after RW."""
    if year_group == YearGroup.R:
        return re.sub(r"^R(?=$|[^a-z])", "1", name)
    return re.sub(rf"(?<!\d){re.escape(year_group)}(?!\d)", next_up(year_group), name, count=1)
