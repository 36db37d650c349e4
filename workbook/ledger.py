"""The school's rows as stored, with everything an import adds, changes, ends and removes, until it is written or
dropped.

Each table is read once, with links made to the very rows of the other tables, so that an import of any size asks the
database the same number of questions, and rows not yet stored can point to one another.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, cast

from django.db.models import ForeignKey, Model
from simple_history.utils import bulk_create_with_history

from audits.models import AuditChart, AuditRow, AuditTick, CurrentProvision
from costing.models import OwnPayPoint, RoleHolder, RolePay, SchoolFundingRules, StaffRole
from delivery.models import Review, Score
from provisions.models import (
    Award,
    Endable,
    FundingStream,
    InterventionGroup,
    Measure,
    OtherCost,
    Place,
    Provision,
    Session,
    Staffing,
    WholeSchoolProvision,
)
from pupils.models import (
    ClassStaff,
    NeedType,
    Outcome,
    Pupil,
    PupilGroup,
    PupilGroupMember,
    PupilNeed,
    PupilProfile,
    PupilYear,
    SchoolClass,
)
from schools.edits import Edit
from schools.edits.wall import door
from schools.models import AcademicYear, DayBand, HalfTerm, Membership, School, StaffMember
from ui.folding import folded, spelt
from ui.sheets import as_read
from ui.sheets.cells import to_fifteen

M = TypeVar("M", bound=Model)
REASON = "School workbook"

# In the order of writing: what is pointed to comes before what points to it. The value is the path to the year.
TABLES: dict[type[Model], str] = {
    AcademicYear: "",
    HalfTerm: "year",
    DayBand: "",
    SchoolFundingRules: "",
    OwnPayPoint: "",
    StaffRole: "",
    RolePay: "year",
    Membership: "",
    StaffMember: "",
    RoleHolder: "",
    SchoolClass: "year",
    ClassStaff: "school_class__year",
    NeedType: "",
    Pupil: "",
    PupilYear: "year",
    PupilNeed: "",
    PupilGroup: "",
    PupilGroupMember: "",
    PupilProfile: "",
    FundingStream: "year",
    Measure: "",
    Provision: "",
    InterventionGroup: "year",
    Staffing: "group__year",
    Session: "group__year",
    Outcome: "",
    Place: "group__year",
    Score: "",
    Review: "",
    OtherCost: "year",
    WholeSchoolProvision: "year",
    Award: "year",
    AuditChart: "year",
    AuditRow: "chart__year",
    AuditTick: "row__chart__year",
    CurrentProvision: "year",
}


def fold(name: object) -> str:
    """A name as it is compared (see ui.folding)."""
    return spelt(str(name))


UNNUMBERED = ("surname", "forename", "date_of_birth")


def unnumbered_key(surname: str | None, forename: str | None, born: date | None) -> Hashable:
    """The key of a pupil who has no number yet, by which the number that a file brings finds them; "" without a date of
    birth, where a name might be another child's."""
    return ("no number", folded(surname or ""), folded(forename or ""), born) if born else ""


KEYS: dict[type[Model], Callable[[Any], Iterable[Hashable]]] = {
    AcademicYear: lambda row: [row.name],
    HalfTerm: lambda row: [fold(row.name)],
    SchoolFundingRules: lambda row: [row.key],
    OwnPayPoint: lambda row: [(fold(row.scale), row.area, fold(row.point), row.starts)],
    StaffRole: lambda row: [fold(row.code)],
    RolePay: lambda row: [id(row.role)],
    Membership: lambda row: [fold(row.email)],
    StaffMember: lambda row: {fold(row.email), fold(row.name)} - {""},
    RoleHolder: lambda row: [id(row.staff)],
    SchoolClass: lambda row: [fold(row.name)],
    ClassStaff: lambda row: [(id(row.school_class), row.part)],
    NeedType: lambda row: {fold(row.code), fold(row.label)},
    Pupil: lambda row: (
        {
            fold(row.upn),
            fold(row.admission_number),
            "" if row.numbered else unnumbered_key(*(getattr(row, name) for name in UNNUMBERED)),
        }
        - {""}
    ),
    PupilYear: lambda row: [id(row.pupil)],
    PupilNeed: lambda row: [id(row.pupil)],
    PupilGroup: lambda row: [fold(row.name)],
    PupilGroupMember: lambda row: [id(row.pupil)],
    PupilProfile: lambda row: [id(row.pupil)],
    FundingStream: lambda row: [fold(row.name)],
    Measure: lambda row: [fold(row.name)],
    Provision: lambda row: [fold(row.name)],
    InterventionGroup: lambda row: [fold(row.code)],
    Staffing: lambda row: [id(row.group)],
    Session: lambda row: [id(row.group)],
    Outcome: lambda row: [(id(row.pupil), fold(row.wording))],
    Place: lambda row: [(id(row.group), id(row.pupil), row.joined), (id(row.group), id(row.pupil))],
    Score: lambda row: [(id(row.pupil), id(row.measure), row.date)],
    Review: lambda row: [(id(row.pupil), row.date, id(row.group))],
    OtherCost: lambda row: [id(row.group or row.pupil)],
    WholeSchoolProvision: lambda row: [fold(row.description)],
    Award: lambda row: [(id(row.pupil), row.kind, row.starts)],
    AuditChart: lambda row: [(row.name and ("cohort", row.name)) or row.year_group or id(row.school_class)],
    AuditRow: lambda row: [(id(row.chart), id(row.pupil))],
    AuditTick: lambda row: [id(row.row)],
    CurrentProvision: lambda row: [(row.year_group or id(row.school_class), id(row.provision))],
}


class Ledger:
    """One import's view of the school: rows by key, with what has been added, changed and removed so far."""

    def __init__(self, school: School, year: AcademicYear | None = None) -> None:
        self.school, self.year = school, year
        self.asked: Callable[[type[Model], Iterable[str]], None] = lambda model, fields: None
        """Told of each model that something is planned for, with the fields that change, before it is."""
        self._rows: dict[type[Model], list[Any]] = {}
        self._keyed: dict[type[Model], dict[Hashable, list[Any]]] = {}
        self._added: dict[type[Model], list[Any]] = {}
        self._changed: dict[type[Model], dict[int, tuple[Any, dict[str, Any]]]] = {}  # with what stood there before
        self._removed: dict[type[Model], list[Any]] = {}

    def rows(self, model: type[M]) -> list[M]:
        """The rows of a table as they would be after what has been planned so far; ended lines are not among them."""
        if model not in self._rows:
            self._rows[model] = self._load(model)
        return cast("list[M]", self._rows[model])

    def all(self, model: type[M], key: Hashable) -> list[M]:
        """The rows with this key (see KEYS)."""
        if model not in self._keyed:
            self._keyed[model] = {}
            for row in self.rows(model):
                self._index(row)
        return list(self._keyed[model].get(key, ()))

    def find(self, model: type[M], key: Hashable) -> M | None:
        """The one row with this key, or None."""
        found = self.all(model, key)
        return found[0] if found else None

    def add(self, row: M) -> M:
        """Plan a new row."""
        model = type(row)
        self.asked(model, ())
        self.rows(model).append(row)
        self._added.setdefault(model, []).append(row)
        if model in self._keyed:
            self._index(row)
        return row

    def change(self, row: Model, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
        """Plan new values for a row; returns what really differs, as field → (before, after)."""
        differing = {
            field: (getattr(row, field), value)
            for field, value in values.items()
            if not same(getattr(row, field), value)
        }
        for field, (_, value) in differing.items():
            setattr(row, field, value)
        if differing and stored(row):
            self.asked(type(row), differing)
            before = self._changed.setdefault(type(row), {}).setdefault(id(row), (row, {}))[1]
            for field, (stood, _) in differing.items():
                before.setdefault(field, stood)
        if differing and type(row) in self._keyed:
            self._index(row)
        return differing

    def end(self, row: Endable, when: datetime) -> None:
        """Plan the end of a line: it stays in the database and is no longer part of the map."""
        self.change(row, {"ended_at": when})
        self._forget(row)

    def remove(self, row: Model) -> None:
        """Plan the removal of a row that only joins two others (its history stays)."""
        self._forget(row)
        if stored(row):
            self.asked(type(row), ())
            self._removed.setdefault(type(row), []).append(row)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self._added or self._changed or self._removed)

    def write(self, change: Edit) -> None:
        """Store everything planned as part of an edit, in bulk."""
        models: list[type[Model]] = [School, *TABLES]
        for model in models:
            change.remove_all(self._removed.get(model) or [])
            self._write_changes(model, change)
            for row in self._added.get(model, ()):
                _link_anew(row)
            change.add_all(self._added.get(model) or [])
        self._added, self._changed, self._removed = {}, {}, {}

    def found_school(self) -> None:
        """Store a school that is new, which an edit of it takes for granted."""
        new = self._added.pop(School, [])
        if new:
            with door():
                bulk_create_with_history(new, School, default_change_reason=REASON)

    def _write_changes(self, model: type[Model], change: Edit) -> None:
        changed = []
        for row, before in self._changed.get(model, {}).values():
            _link_anew(row)
            changed.append((row, {field: getattr(row, field) for field in before}))
            for field, value in before.items():  # the edit compares with what is stored
                setattr(row, field, value)
        if model is SchoolFundingRules:  # only one may be in force at any moment, also between two rows of a batch
            for row, values in sorted(changed, key=lambda pair: bool(pair[1].get("in_force"))):
                change.set(row, **values)
        else:
            change.set_all(changed)

    def _load(self, model: type[M]) -> list[M]:
        if model is School:
            return [cast("M", self.school)] if stored(self.school) else []
        queryset = model._default_manager.all()
        if model is not NeedType:
            if not stored(self.school):
                return []
            queryset = queryset.filter(school=self.school)
        path = TABLES[model]
        if path:
            if self.year is None or not stored(self.year):
                return []
            queryset = queryset.filter(**{path: self.year})
        if issubclass(model, Endable):
            queryset = queryset.filter(ended_at__isnull=True)
        rows = list(queryset.order_by("pk"))
        self._link(model, rows)
        return rows

    def _link(self, model: type[Model], rows: list[Any]) -> None:
        """Set each row's links to the objects loaded from the other tables, so that they compare by identity without a
        query, also with rows that are not stored yet."""
        for field in model._meta.concrete_fields:
            target = field.related_model
            if not isinstance(field, ForeignKey) or not (target in TABLES or target is School):
                continue
            if target is AcademicYear:
                by_key: dict[Any, Model] = {self.year.pk: self.year} if self.year else {}
            elif target is School:
                by_key = {self.school.pk: self.school}
            else:
                by_key = {row.pk: row for row in self.rows(cast("type[Model]", target))}
            for row in rows:
                linked = by_key.get(getattr(row, field.attname))
                if linked is not None:
                    setattr(row, field.name, linked)

    def _index(self, row: Model) -> None:
        table = self._keyed[type(row)]
        for key in KEYS[type(row)](row):
            found = table.setdefault(key, [])
            if not any(other is row for other in found):  # rows not yet stored have no number to compare by
                found.append(row)

    def _forget(self, row: Model) -> None:
        rows = self.rows(type(row))
        rows[:] = [other for other in rows if other is not row]
        for found in self._keyed.get(type(row), {}).values():
            found[:] = [other for other in found if other is not row]


def _link_anew(row: Model) -> None:
    """Give a row the numbers of the rows that it points to, which had none while they were planned."""
    for field in row._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.is_cached(row):
            setattr(row, field.name, getattr(row, field.name))


def stored(row: Model) -> bool:
    """Whether the row is in the database, rather than planned."""
    return not row._state.adding


def same(before: Any, after: Any) -> bool:
    """Whether a stored and a read value are the same: links by identity, text and numbers to the precision of a
    cell."""
    if isinstance(before, Model) or isinstance(after, Model):
        return before is after
    if isinstance(before, str) and isinstance(after, str):
        return as_read(before) == as_read(after)
    if isinstance(before, Decimal) and isinstance(after, Decimal):
        return to_fifteen(before) == to_fifteen(after)
    return bool(before == after)
