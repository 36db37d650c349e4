"""The school's year as a workbook: every sheet and column that the importer reads, for what the person may read.

Only what holds is written: ended lines and archived groups stay behind in the school, and an import leaves them alone.
Left behind as well is what the workbook has no way to say: a pupil without a year group in the year, scores and
reviews of another year's groups, and people without an e-mail or without a role here.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Model

from audits.models import AuditRow, AuditTick, CurrentProvision
from costing.models import OwnPayPoint, RoleHolder, RolePay, SchoolFundingRules, StaffRole
from delivery.models import Review, Score
from provisions.models import (
    Award,
    FundingStream,
    InterventionGroup,
    OtherCost,
    Place,
    Provision,
    Session,
    Staffing,
    WholeSchoolProvision,
)
from pupils.models import ClassStaff, Outcome, PupilGroupMember, PupilNeed, PupilProfile, PupilYear, SchoolClass
from schools.access import Access, NotThere
from schools.models import DayBand, HalfTerm, Membership, StaffMember
from ui.sheets import Table, write_workbook
from ui.sheets.cells import DAYS
from workbook.desk import SHOWN
from workbook.guards import readable_columns
from workbook.ledger import Ledger, fold
from workbook.loaders.rules import changed_rules
from workbook.spec import SCHOOL_KEYS, SHEETS, spec_of

Read = Callable[["Book", Any], object]
ARCHIVED = InterventionGroup.Status.ARCHIVED
STAFF_ROLES = spec_of("Staff roles") or ()


class NoYear(NotThere):
    """The school has no academic year yet, so there is nothing to write."""

    def __init__(self) -> None:
        super().__init__("The school has no academic year yet, so there is no workbook to take out.")


def workbook_of(access: Access) -> list[Table]:
    """The year's workbook as tables for `ui.sheets.write_workbook`: what this person may read of it.

    Sheets and columns are in the order of the specification. Those that the person may not read are left out, so that
    importing the copy leaves them alone. The number of queries does not depend on the school.
    Raises NoYear.
    """
    if access.year is None:
        raise NoYear
    book = Book(Ledger(access.school, access.year))
    tables: list[Table] = []
    for sheet in SHEETS:
        columns = readable_columns(access, sheet)
        if columns:
            source = SOURCES[sheet.name]
            reads = [source.read(column.field) for column in columns]
            rows = [[cell_value(read(book, row)) for read in reads] for row in source.rows(book)]
            tables.append((sheet.name, [column.name for column in columns], rows))
    return tables


def workbook_file(access: Access) -> bytes:
    """The same as an Excel workbook. Raises NoYear, and ui.sheets.SheetError for a text too long for a cell."""
    target = io.BytesIO()
    write_workbook(target, workbook_of(access))
    return target.getvalue()


def cell_value(value: object) -> object:
    """A value as a cell: yes or no, lists with commas, what is pointed to by its short name; blank text as nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(str(cell_value(item)) for item in value) or None
    if isinstance(value, Model):
        return SHOWN.get(type(value), str)(value)
    return value


class Book:
    """The data of an export: the importer's ledger of the school, with rows grouped by what they link to."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._gathered: dict[tuple[type[Model], str], dict[int, list[Any]]] = {}

    def rows(self, model: type[Model]) -> list[Any]:
        """The rows of a table that hold in the year."""
        return self.ledger.rows(model)

    def rows_of(self, model: type[Model], link: str, row: Model) -> list[Any]:
        """The rows of `model` whose `link` is this row."""
        if (model, link) not in self._gathered:
            found: dict[int, list[Any]] = defaultdict(list)
            for each in self.rows(model):
                found[getattr(each, f"{link}_id")].append(each)
            self._gathered[model, link] = found
        return self._gathered[model, link].get(row.pk, [])

    @cached_property
    def class_names(self) -> frozenset[str]:
        """The names of the year's classes, as they are compared."""
        return frozenset(fold(room.name) for room in self.rows(SchoolClass))

    def first_of(self, model: type[Model], link: str, row: Model) -> Any:
        """The first of `rows_of`, or None."""
        return next(iter(self.rows_of(model, link, row)), None)


@dataclass(frozen=True, slots=True)
class SheetSource:
    """How a sheet is written: its rows, and a function for each cell that is not the row's field of the same name."""

    rows: Callable[[Book], Iterable[Any]]
    cells: Mapping[str, Read] = field(default_factory=dict)

    def read(self, name: str) -> Read:
        """The function for the cell of the column that fills `name`."""
        return self.cells.get(name, lambda book, row: getattr(row, name))


def _all(model: type[Model]) -> Callable[[Book], Iterable[Any]]:
    return lambda book: book.rows(model)


def _school(book: Book) -> list[tuple[str, object]]:
    school, year = book.ledger.school, book.ledger.year
    rules = next((each for each in book.rows(SchoolFundingRules) if each.in_force), None)
    values = {
        "year": year.name if year else None,
        "starts": year.starts if year else None,
        "ends": year.ends if year else None,
        "rules": rules.key if rules else None,
        "divide_by": rules.content.get("divide_by") if rules else None,
    }
    return [(key.name, values.get(key.field, getattr(school, key.field, None))) for key in SCHOOL_KEYS]


def _staffed(book: Book) -> Iterable[tuple[Membership, StaffMember]]:
    staff = {fold(each.email): each for each in book.rows(StaffMember) if each.email}
    return [(each, staff[fold(each.email)]) for each in book.rows(Membership) if fold(each.email) in staff]


def _rates(book: Book) -> list[tuple[StaffRole, RolePay | None]]:
    """A row for each rate of a role, in order of date; one for a role without."""
    return [
        (role, pay)
        for role in book.rows(StaffRole)
        for pay in sorted(book.rows_of(RolePay, "role", role), key=lambda pay: pay.from_date or date.min) or [None]
    ]


def _role(name: str) -> Read:
    return lambda book, row: getattr(row[0], name)


def _pay(name: str) -> Read:
    return lambda book, row: getattr(row[1], name, None)


def _team(part: str) -> Read:
    return lambda book, room: sorted(
        each.staff.email
        for each in book.rows_of(ClassStaff, "school_class", room)
        if each.part == part and each.staff.email
    )


def _needs(book: Book, year: PupilYear, *, primary: bool) -> list[Any]:
    ranked = sorted(book.rows_of(PupilNeed, "pupil", year.pupil), key=lambda need: need.rank)
    return [need.need_type for need in ranked if (need.rank == 1) == primary]


def _pupil(name: str) -> Read:
    return lambda book, year: getattr(year.pupil, name)


def _profile(name: str) -> Read:
    return lambda book, year: getattr(book.first_of(PupilProfile, "pupil", year.pupil), name, None)


def _on_roll(model: type[Model]) -> Callable[[Book], Iterable[Any]]:
    """Rows about the year's pupils; of those about a group, those of this year's groups."""

    def rows(book: Book) -> list[Any]:
        groups = {None, *(group.pk for group in book.rows(InterventionGroup))}
        return [
            row
            for row in book.rows(model)
            if book.rows_of(PupilYear, "pupil", row.pupil) and getattr(row, "group_id", None) in groups
        ]

    return rows


def _running(model: type[Model]) -> Callable[[Book], Iterable[Any]]:
    """Rows of groups that are not archived, and of none."""
    return lambda book: [row for row in book.rows(model) if row.group is None or row.group.status != ARCHIVED]


def _ticks(book: Book) -> list[tuple[AuditRow, Provision | None, bool]]:
    """A row for each tick. Values of the pupil as a whole are only in the first of them, where they can be changed.

    The sheet names classes, year groups and pupils on roll: cohorts and children to come stay in the application.
    """
    return [
        (row, tick.provision if tick else None, place == 0)
        for row in book.rows(AuditRow)
        if row.pupil and not row.chart.name
        for place, tick in enumerate(book.rows_of(AuditTick, "row", row) or [None])
    ]


def _in_catalogue(book: Book) -> list[CurrentProvision]:
    """The sheet names entries of the catalogue; a line under a name of its own stays in the application."""
    return [row for row in book.rows(CurrentProvision) if row.provision]


def _scope(book: Book, row: Any) -> str:
    """The class, or the year group in the first spelling that is not also the name of a class."""
    if row.school_class:
        return str(row.school_class)
    spellings = (row.get_year_group_display(), row.year_group, f"Y{row.year_group}")
    return next((each for each in spellings if fold(each) not in book.class_names), spellings[0])


SOURCES: dict[str, SheetSource] = {
    "School": SheetSource(_school, {"key": lambda book, row: row[0], "value": lambda book, row: row[1]}),
    "Half-terms": SheetSource(_all(HalfTerm)),
    "Day bands": SheetSource(_all(DayBand)),
    "People": SheetSource(_staffed, {
        "email": lambda book, row: row[0].email,
        "name": lambda book, row: row[1].name,
        "roles": lambda book, row: row[0].roles,
        "staff_roles": lambda book, row: [each.role for each in book.rows_of(RoleHolder, "staff", row[1])],
        "hours_a_week": lambda book, row: row[1].hours_a_week,
    }),
    "Classes": SheetSource(_all(SchoolClass), {
        "teachers": _team(ClassStaff.Part.TEACHER),
        "assistants": _team(ClassStaff.Part.ASSISTANT),
    }),
    "Staff roles": SheetSource(_rates, {
        column.field: _pay(column.field) if column.part == "pay" else _role(column.field)
        for column in STAFF_ROLES
    }),
    "Funding rules": SheetSource(lambda book: changed_rules(book.rows(SchoolFundingRules)), {
        "key": lambda book, row: row[0], "field": lambda book, row: row[1], "value": lambda book, row: row[2],
    }),
    "Pay points": SheetSource(_all(OwnPayPoint)),
    "Pupils": SheetSource(_all(PupilYear), {
        **{name: _pupil(name) for name in (
            "upn", "admission_number", "surname", "forename", "preferred_name", "sex", "date_of_birth", "leaving_date",
        )},
        **{name: _profile(name) for name in ("strengths", "needs", "high_quality_teaching")},
        "status": lambda book, year: year.status_code,
        "primary_need": lambda book, year: _needs(book, year, primary=True),
        "other_needs": lambda book, year: _needs(book, year, primary=False),
        "groups": lambda book, year: sorted(
            each.group.name for each in book.rows_of(PupilGroupMember, "pupil", year.pupil)
        ),
    }),
    "Provisions": SheetSource(_all(Provision)),
    "Groups": SheetSource(lambda book: [group for group in book.rows(InterventionGroup) if group.status != ARCHIVED]),
    "Staffing": SheetSource(_running(Staffing), {
        "person": lambda book, line: line.person and (line.person.email or line.person.name),
    }),
    "Sessions": SheetSource(_running(Session), {"day": lambda book, session: DAYS[session.day]}),
    "Places": SheetSource(_running(Place), {
        "days": lambda book, place: [DAYS[day] for day in place.days],
        "charged": lambda book, place: "in full" if place.charged_in_full else "shared",
    }),
    "Outcomes": SheetSource(_on_roll(Outcome)),
    "Scores": SheetSource(_on_roll(Score)),
    "Reviews": SheetSource(_on_roll(Review)),
    "Other costs": SheetSource(_running(OtherCost)),
    "Whole-school provision": SheetSource(_all(WholeSchoolProvision)),
    "Funding streams": SheetSource(_all(FundingStream)),
    "Awards": SheetSource(_all(Award)),
    "Audit": SheetSource(_ticks, {
        "scope": lambda book, tick: _scope(book, tick[0].chart),
        "pupil": lambda book, tick: tick[0].pupil,
        "band": lambda book, tick: tick[0].band if tick[2] else None,
        "provision": lambda book, tick: tick[1],
        "other": lambda book, tick: tick[0].other if tick[2] else None,
    }),
    "Current provision": SheetSource(_in_catalogue, {"scope": _scope}),
}  # fmt: skip
