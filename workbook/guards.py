"""Which sheets and columns a person may read.

An export leaves the others out, a preview does not quote them, and an import does not take them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provisions.groups.fields import FIELDS
from schools.access import Access
from schools.roles import Permission
from ui.sheets.cells import Fault, SheetColumn
from workbook.reading import SheetLine
from workbook.results import Report
from workbook.spec import SHEETS, SheetSpec, spec_of

_P = Permission

# All of these are needed to read anything of the sheet; a sheet that is not named here is for everybody.
FOR_SHEETS: dict[str, tuple[Permission, ...]] = {
    "People": (_P.VIEW_STAFF,),
    "Classes": (_P.VIEW_STAFF,),
    "Pupils": (_P.VIEW_PUPILS,),
    "Provisions": (_P.VIEW_MAP,),
    "Groups": (_P.VIEW_MAP,),
    "Staffing": (_P.VIEW_MAP,),
    "Sessions": (_P.VIEW_MAP,),
    "Places": (_P.VIEW_MAP, _P.VIEW_PUPILS),
    "Outcomes": (_P.VIEW_PUPILS, _P.VIEW_NEEDS),
    "Scores": (_P.VIEW_PUPILS, _P.VIEW_NEEDS),
    "Reviews": (_P.VIEW_PUPILS, _P.VIEW_NEEDS),
    "Other costs": (_P.VIEW_COSTS, _P.VIEW_PUPILS),
    "Whole-school provision": (_P.VIEW_COSTS,),
    "Funding streams": (_P.VIEW_COSTS,),
    "Awards": (_P.VIEW_COSTS, _P.VIEW_PUPILS),
    "Funding rules": (_P.VIEW_COSTS,),
    "Pay points": (_P.VIEW_COSTS,),
    "Audit": (_P.VIEW_PUPILS, _P.VIEW_NEEDS),
    "Current provision": (_P.VIEW_MAP,),
}

FOR_COLUMNS: dict[tuple[str, str], Permission] = {
    **{("Pupils", column): _P.VIEW_NEEDS for column in (
        "SEN status", "SEN since", "Primary need", "Other needs", "Pupil groups", "Strengths", "Needs",
        "High-quality teaching",
    )},
    **{("Groups", field.column.name): field.sees for field in FIELDS if field.sees},
    **{("Places", column): _P.VIEW_NEEDS for column in ("Outcome", "Reason")},
    **{("Reviews", column): _P.VIEW_VOICES for column in ("Pupil's view", "Family's view")},
    **{("Staff roles", column): _P.VIEW_COSTS for column in (
        "Scale", "Area", "Point", "Annual salary", "On-costs %", "Rate", "LA rate",
    )},
}  # fmt: skip


# Whoever keeps the roll writes these without reading the pupils' pages.
OF_THE_ROLL = (("Pupils", ""), ("Pupils", "Pupil groups"))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a copy leaves out of one sheet, and the rights it would take. No columns: the whole sheet."""

    sheet: str
    columns: tuple[str, ...]
    rights: tuple[Permission, ...]

    @property
    def why(self) -> str:
        """The reason in words, to follow "for those who may"."""
        return _words(self.rights)


def lacking(access: Access, sheet: str, column: str = "") -> tuple[Permission, ...]:
    """The rights this person lacks to read the sheet, or one column of it; none where it may be read."""
    wanted = FOR_SHEETS.get(sheet, ())
    if (sheet, column) in FOR_COLUMNS:
        wanted = (*wanted, FOR_COLUMNS[sheet, column])
    return tuple(right for right in wanted if not access.may(right))


def refuse_unreadable(lines: dict[str, list[SheetLine]], access: Access, report: Report) -> None:
    """Drop from the lines what this person may neither read nor write, with a fault for each sheet and column. So a
    preview does not say whether a guess was right."""
    for name in list(lines):
        if whole := _unwritable(access, name):
            del lines[name]
            what = f"This sheet is for those who may {_words(whole)}. Take it out of the workbook."
            report.faults.append(Fault(None, "", "", what, name))
            report.barred.append((name, ""))
            continue
        spec = spec_of(name)
        for column in spec or ():
            rights = _unwritable(access, name, column.name)
            if not rights or not any(column.field in line.cells for line in lines[name]):
                continue
            for line in lines[name]:
                line.cells.pop(column.field, None)
                line.values.pop(column.field, None)
            what = f"This column is for those who may {_words(rights)}. Take it out of the sheet."
            report.faults.append(Fault(1, column.name, "", what, name))
            report.barred.append((name, column.name))


def _unwritable(access: Access, sheet: str, column: str = "") -> tuple[Permission, ...]:
    keeps = access.may(_P.EDIT_PUPILS)
    lacks = lacking(access, sheet, column)
    if keeps and (sheet, "") in OF_THE_ROLL:
        lacks = tuple(right for right in lacks if right != _P.VIEW_PUPILS)
    return () if keeps and (sheet, column) in OF_THE_ROLL else lacks


def _words(rights: tuple[Permission, ...]) -> str:
    return " and ".join(right.label for right in rights)


def readable_columns(access: Access, sheet: SheetSpec) -> list[SheetColumn]:
    """The sheet's columns that this person may read, in order; none of a sheet that is not for them."""
    return [column for column in sheet if not lacking(access, sheet.name, column.name)]


def left_out(access: Access) -> Iterator[LeftOut]:
    """What this person's copy of the workbook leaves out, sheet by sheet."""
    for sheet in SHEETS:
        whole = lacking(access, sheet.name)
        if whole:
            yield LeftOut(sheet.name, (), whole)
            continue
        hidden = {column.name: lacking(access, sheet.name, column.name) for column in sheet}
        hidden = {name: rights for name, rights in hidden.items() if rights}
        if hidden:
            rights = dict.fromkeys(right for each in hidden.values() for right in each)
            yield LeftOut(sheet.name, tuple(hidden), tuple(rights))
