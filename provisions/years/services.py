"""Opening the year after the latest one: all or nothing, with undo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F, Model

from costing.models import RolePay
from provisions.models import FundingStream, InterventionGroup, Place, Session, Staffing, WholeSchoolProvision
from provisions.years.plan import YearPlan
from provisions.years.reading import WEEKS, LatestYear, next_up, read
from pupils.models import ClassStaff, Pupil, PupilYear, SchoolClass, TeachingSet, TeachingSetStaff
from schools.access import Access
from schools.calendar.services import add_year
from schools.edits import Edit, edit
from schools.models import AcademicYear

M = TypeVar("M", bound=Model)


def open_next_year(*, by: Access, plan: YearPlan, ticket: UUID | None = None) -> Edit:
    """Open the year after `by`'s: its half-terms and classes, the pupils in them, and what is carried over as drafts.
    The year before does not change. What `by` may not carry over is left out.

    Raises NotThere where `by`'s year is not the latest, Refused for impossible days or a year that exists already,
    and NotAllowed.
    """
    with edit(by, "opened", ticket=ticket, summary=f"the year {plan.name}") as change:
        now = read(by)
        year = add_year(
            change, name=plan.name, starts=plan.starts, ends=plan.ends, half_terms=plan.half_terms
        )  # fmt: skip
        change.about, change.by = year, replace(by, year=year)  # what is changed now, is changed for the new year
        opening = _Opening(change, now, plan, year)
        opening.classes()
        opening.pupils()
        opening.sets()
        opening.money()
        opening.groups()
    return change


class _Opening:
    """One opening: the new class and stream for each old one."""

    def __init__(self, change: Edit, now: LatestYear, plan: YearPlan, year: AcademicYear) -> None:
        self.change, self.now, self.plan, self.year = change, now, plan, year
        self.by_key: dict[str, SchoolClass] = {}
        self.stream_of: dict[int, FundingStream] = {}

    def classes(self) -> None:
        """Add the classes, with the teachers and assistants who move with them."""
        for one in self.plan.classes:
            self.by_key[one.key] = SchoolClass(year=self.year, name=one.name, year_groups=list(one.year_groups))
        self.change.add_all(list(self.by_key.values()))
        staff = _by(ClassStaff.objects.filter(school_class__year=self.now.year), lambda row: row.school_class_id)
        self.change.add_all(
            [
                _copy(row, school_class_id=self.by_key[one.key].pk)
                for one in self.plan.classes
                for row in staff.get(one.staff, [])
            ]
        )

    def pupils(self) -> None:
        """Give those who stay their year group, class and SEN status, and the leavers a last day."""
        rows = PupilYear.objects.filter(year=self.now.year, pupil_id__in=list(self.plan.ways))
        self.change.add_all([self._pupil_year(row) for row in rows.order_by("id")])
        known = {pupil.id for pupil in self.now.pupils}
        leaving = Pupil.objects.filter(school=self.change.by.school, pk__in=known & self.plan.leaving)
        last = self.now.year.ends
        self.change.set_all([(one, {"leaving_date": last}) for one in leaving if one.leaving_date is None])

    def _pupil_year(self, row: PupilYear) -> PupilYear:
        code, key = self.plan.ways[row.pupil_id]
        held = self.by_key.get(key)
        return _copy(row, year_id=self.year.pk, year_group=code, school_class_id=held.pk if held else None)

    def sets(self) -> None:
        """Copy the sets with their teachers, without pupils: those change each year."""
        rows = self._chosen(TeachingSet, self.plan.sets)
        made = {row.pk: _copy(row, year_id=self.year.pk, ends=None) for row in rows}
        self.change.add_all(list(made.values()))
        staff = TeachingSetStaff.objects.filter(teaching_set_id__in=made).order_by("id")
        self.change.add_all([_copy(row, teaching_set_id=made[row.teaching_set_id].pk) for row in staff])

    def money(self) -> None:
        """Copy rates from the first day on, budgets and whole-school costs, for those who may change them."""
        if not self.now.may_pay:
            return
        for row in self._chosen(FundingStream, self.plan.streams):
            self.stream_of[row.pk] = _copy(row, year_id=self.year.pk)
        self.change.add_all(list(self.stream_of.values()))
        whole = self._chosen(WholeSchoolProvision, self.plan.whole)
        self.change.add_all([_copy(row, year_id=self.year.pk, funding_stream_id=self._stream(row)) for row in whole])
        if self.plan.rates:
            rows = RolePay.objects.filter(year=self.now.year).order_by(F("from_date").asc(nulls_first=True), "id")
            newest = {row.role_id: row for row in rows}  # in order of date, so a role's last rate wins
            self.change.add_all([_copy(row, year_id=self.year.pk, from_date=None) for row in newest.values()])

    def groups(self) -> None:
        """Copy the chosen groups as drafts, with their pattern, and their pupils where asked."""
        if not self.now.may_provide:
            return
        rows = self._chosen(InterventionGroup, self.plan.groups & {pk for pk, _ in self.now.groups})
        made = {row.pk: self._group(row) for row in rows}
        self.change.add_all(list(made.values()))
        if self.plan.with_pattern:
            for model in (Staffing, Session):
                lines: Any = model._default_manager.filter(group_id__in=made, ended_at=None).order_by("id")
                self.change.add_all([_copy(line, group_id=made[line.group_id].pk) for line in lines])
        if self.plan.with_pupils:
            self.change.add_all(self._places(made))

    def _group(self, row: InterventionGroup) -> InterventionGroup:
        codes = [next_up(code) for code in row.year_groups] if self.plan.with_pupils else row.year_groups
        return _copy(
            row, year_id=self.year.pk, status=InterventionGroup.Status.DRAFT, year_groups=codes,
            school_class_id=self._class(row.school_class_id), funding_stream_id=self._stream(row),
            starts=self._moved(row.starts), ends=self._moved(row.ends),
        )  # fmt: skip

    def _places(self, made: dict[int, InterventionGroup]) -> list[Place]:
        """Add a place from the first day on for each pupil who has one at the end of the year and stays."""
        rows = Place.objects.filter(group_id__in=made, pupil_id__in=list(self.plan.ways)).order_by("id")
        open_ones = [row for row in rows if row.left is None or row.left >= self.now.year.ends]
        # A pupil who left and came back has two places: one of them is copied.
        once = {(row.group_id, row.pupil_id): row for row in open_ones}
        return [_copy(row, group_id=made[row.group_id].pk, joined=None, left=None) for row in once.values()]

    def _class(self, old: int | None) -> int | None:
        """The new class of a group: where most of its pupils go if they are carried over, else the class of the same
        name."""
        if old is None:
            return None
        if self.plan.with_pupils:
            goes = Counter(
                self.plan.ways[one.id][1] for one in self.now.pupils if one.class_id == old and one.id in self.plan.ways
            )
            key = next((key for key, _ in goes.most_common() if key), "")
        else:
            name = self.now.by_id[old].name
            key = next((one.key for one in self.plan.classes if one.name == name), "")
        return self.by_key[key].pk if key else None

    def _stream(self, row: Any) -> int | None:
        made = self.stream_of.get(row.funding_stream_id)
        return made.pk if made else None

    def _moved(self, day: date | None) -> date | None:
        """A day's counterpart in the next year: a half-term's first day stays the first, its last the last."""
        if day is None:
            return None
        new = {term["name"].casefold(): term for term in self.plan.half_terms}
        ends = [(self.now.year.starts, self.plan.starts), (self.now.year.ends, self.plan.ends)]
        for name, starts, last in self.now.half_terms:
            if term := new.get(name.casefold()):
                ends += [(starts, term["starts"]), (last, term["ends"])]
        # Half-terms are listed after the year itself, so theirs wins for a day that is both.
        return dict(ends).get(day) or min(max(day + WEEKS, self.plan.starts), self.plan.ends)

    def _chosen(self, model: type[M], chosen: Iterable[int]) -> list[M]:
        rows: Any = model._default_manager.filter(school=self.change.by.school)
        return list(rows.filter(year=self.now.year, pk__in=list(chosen)).order_by("id"))


def _copy(row: M, **changes: Any) -> M:
    """A new row like this one, with some values of its own."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{**{name: getattr(row, name) for name in names}, **changes})


def _by(rows: Iterable[M], key: Callable[[M], Any]) -> dict[Any, list[M]]:
    found: dict[Any, list[M]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
