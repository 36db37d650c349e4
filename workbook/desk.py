"""What the loaders of the sheets share during an import: links to other rows, and the result of each row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any, TypeVar

from django.db.models import Model

from audits.models import AuditChart
from costing.models import StaffRole
from provisions.models import FundingStream, InterventionGroup, Measure, Provision
from pupils.models import NeedType, Pupil, PupilYear, SchoolClass
from schools.access import Access
from schools.edits.reach import OWN
from schools.models import AcademicYear, School, StaffMember
from schools.roles import Permission
from ui.sheets.cells import DAYS, Fault, FieldChange, WrongValue, cell_text, year_group
from ui.words import date_uk
from workbook.ledger import Ledger, fold
from workbook.reading import SheetLine
from workbook.results import Change, Report

M = TypeVar("M", bound=Model)


class Desk:
    """One import: its ledger and report, and the school and year it is for."""

    def __init__(self, ledger: Ledger, report: Report, by: Access | None, now: datetime) -> None:
        self.ledger, self.report, self.by, self.now = ledger, report, by, now
        self._seen: dict[tuple[str, Hashable], int] = {}
        self._earlier: dict[Hashable, Any] = {}
        self.sheet = "School"
        self.row: int | None = None
        self._refused: set[tuple[str, type[Model]]] = set()
        ledger.asked = self._need

    @property
    def school(self) -> School:
        """The school, stored or about to be."""
        return self.ledger.school

    @property
    def year(self) -> AcademicYear:
        """The year that the workbook is about."""
        if self.ledger.year is None:
            raise LookupError("The year is read before any other sheet.")
        return self.ledger.year

    def _need(self, model: type[Model], fields: Iterable[str]) -> None:
        """Record a fault, once for each sheet and model, where whoever imports may not change such rows on the
        pages."""
        if self.by is None or (self.sheet, model) in self._refused:
            return
        editors: tuple[Permission, ...] = getattr(model, "editors", ())
        if model is PupilYear and NEEDS_FIELDS.intersection(fields):
            editors = (Permission.EDIT_NEEDS,)
        rights = self.by.permissions.intersection(editors)
        # Rights to one's own classes and groups do not open a sheet of the whole school's.
        if rights - OWN or (rights - {Permission.EDIT_OWN_GROUPS} and self.by.may(Permission.VIEW_PUPILS)):
            return
        self._refused.add((self.sheet, model))
        self.report.barred.append((self.sheet, ""))
        what = f"This would change {model._meta.verbose_name_plural}, which is for those who may {_any_of(editors)}."
        self.fault(self.sheet, "", f"{what} Put it back as it was, or take it out.", row=self.row)

    def resolve(self, line: SheetLine) -> None:
        """Replace the names in a row's link columns by the rows they point to."""
        for column in line.spec:
            value = line.get(column.field)
            if column.link and value:
                try:
                    line.values[column.field] = LINKS[column.link](self, value)
                except WrongValue as error:
                    line.wrong(column.field, str(error))

    def first(self, line: SheetLine, key: Hashable, column: str) -> bool:
        """Whether no earlier row of the sheet has this key; records a fault where one has."""
        earlier = self._seen.setdefault((line.spec.name, key), line.number)
        if earlier != line.number:
            line.wrong(column, f"Row {earlier} is about the same. Keep one of the two.")
        return earlier == line.number

    def earlier(self, key: Hashable, value: Any = True) -> Any:
        """The value that an earlier row of the file gave for this key, or None; stores `value` where it is the
        first."""
        earlier = self._earlier.get(key)
        self._earlier.setdefault(key, value)
        return earlier

    def fault(self, sheet: str, column: str, what: str, *, row: int | None = None, value: str = "") -> None:
        """Record a fault that does not belong to a single row."""
        self.report.faults.append(Fault(row, column, value, what, sheet))


class RowImport:
    """The import of one row of a sheet: what it adds, changes (by column) or leaves alone."""

    def __init__(self, desk: Desk, line: SheetLine) -> None:
        self.desk, self.line = desk, line
        desk.row = line.number
        self.kind: str = ""
        self.fields: list[FieldChange] = []

    def put(self, model: type[M], existing: M | None, values: dict[str, Any], **fixed: Any) -> M:
        """Plan a new row of the model, or the differing values of the existing one. `fixed` goes unmentioned."""
        if existing is None:
            if not self.kind:
                self._needs_all_required()
            else:
                self.show_fields({field: (None, value) for field, value in values.items()})
            row = self.desk.ledger.add(model(**fixed, **values))
            self.kind = self.kind or "added"
            return row
        self.kind = self.kind or "same"
        differing = self.desk.ledger.change(existing, {**fixed, **values})
        self.show_fields({field: pair for field, pair in differing.items() if field in values})
        return existing

    def show_fields(self, differing: dict[str, tuple[Any, Any]]) -> None:
        """Add columns that differ to what the preview shows."""
        names = {column.field: column.name for column in self.line.spec}
        for field, (before, after) in differing.items():
            if preview_text(before) != preview_text(after):
                self.fields.append(FieldChange(names.get(field, field), preview_text(before), preview_text(after)))

    def close(self, label: str) -> None:
        """Enter the row in the report."""
        self.desk.row = None
        result = self.desk.report.sheet(self.line.spec.name)
        if self.kind == "added":
            result.changes.append(Change("added", self.line.number, label))
        elif self.fields:
            result.changes.append(Change("changed", self.line.number, label, tuple(self.fields)))
        else:
            result.same += 1

    def _needs_all_required(self) -> None:
        spec, line = self.line.spec, self.line
        for column in spec:
            if column.required and column.field not in line.cells:
                what = f"The sheet has no column {column.name}, which new rows need. Add it."
                fault = Fault(1, column.name, "", what, spec.name)
                if fault not in self.desk.report.faults:
                    self.desk.report.faults.append(fault)


NEEDS_FIELDS = frozenset({"sen_status", "high_need", "sen_since"})


def _any_of(rights: Iterable[Permission]) -> str:
    return " or ".join(right.label for right in rights if right is not Permission.EDIT_OWN_GROUPS)


def preview_text(value: Any) -> str:
    """A value as the workbook would show it, for the preview."""
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(preview_text(item) for item in value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    for kind, written in SHOWN.items():
        if isinstance(value, kind):
            return written(value)
    return date_uk(value) if isinstance(value, date) else cell_text(value)


SHOWN: dict[type[Model], Callable[[Any], str]] = {
    StaffRole: lambda role: str(role.code),
    InterventionGroup: lambda group: str(group.code),
    Pupil: lambda pupil: str(pupil.reference),
    NeedType: lambda need: str(need.code),
    AuditChart: lambda chart: str(chart.scope),
}


def show_days(days: Iterable[int]) -> str:
    """Days of the week as the workbook writes them."""
    return ", ".join(DAYS[place] for place in days)


def linked_row(desk: Desk, model: type[M], name: str, what: str, sheet: str) -> M:
    """The row of this name. Raises Wrong, with the nearest name there is, where there is none or more than one."""
    found = desk.ledger.all(model, fold(name))
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongValue(f"There is more than one {what} of this name. Give the e-mail instead.")
    names = {fold(preview_text(row)): preview_text(row) for row in desk.ledger.rows(model)}
    near = get_close_matches(fold(name), names, n=1, cutoff=0.75)
    hint = f" Did you mean “{names[near[0]]}”?" if near else ""
    raise WrongValue(f"There is no {what} of this name.{hint} Correct it, or add it to the sheet {sheet}.")


def linked_pupil(desk: Desk, number: str) -> Pupil:
    """The pupil with this UPN or admission number."""
    found = desk.ledger.all(Pupil, fold(number))
    if len(found) != 1:
        raise WrongValue("No pupil has this UPN or admission number. Correct it, or add the pupil to the sheet Pupils.")
    return found[0]


def linked_measure(desk: Desk, name: str) -> Measure:
    """The measure of this name, planned if it is new: there is no sheet for measures."""
    found = desk.ledger.find(Measure, fold(name))
    return found or desk.ledger.add(Measure(school=desk.school, name=name))


def linked_need(desk: Desk, name: str) -> NeedType:
    """The type of need with this DfE code or label."""
    found = desk.ledger.find(NeedType, fold(name))
    if found is None:
        codes = ", ".join(need.code for need in desk.ledger.rows(NeedType) if need.in_use)
        raise WrongValue(f"Give a DfE code of a type of need: {codes}.")
    return found


def linked_scope(desk: Desk, name: str) -> SchoolClass | str:
    """A class of this name, or else the year group meant."""
    found = desk.ledger.find(SchoolClass, fold(name))
    if found:
        return found
    try:
        return year_group(name)
    except WrongValue:
        raise WrongValue("Give a class of the sheet Classes, or a year group such as Year 3.") from None


LINKS: dict[str, Callable[[Desk, Any], Any]] = {
    "class": lambda desk, name: linked_row(desk, SchoolClass, name, "class", "Classes"),
    "group": lambda desk, name: linked_row(desk, InterventionGroup, name, "group", "Groups"),
    "measure": linked_measure,
    "need": linked_need,
    "needs": lambda desk, names: [linked_need(desk, name) for name in names],
    "person": lambda desk, name: linked_row(desk, StaffMember, name, "person", "People"),
    "provision": lambda desk, name: linked_row(desk, Provision, name, "provision", "Provisions"),
    "pupil": linked_pupil,
    "role": lambda desk, name: linked_row(desk, StaffRole, name, "staff role", "Staff roles"),
    "roles": lambda desk, names: [linked_row(desk, StaffRole, name, "staff role", "Staff roles") for name in names],
    "scope": linked_scope,
    "stream": lambda desk, name: linked_row(desk, FundingStream, name, "funding stream", "Funding streams"),
}
