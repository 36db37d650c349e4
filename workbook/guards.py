"""Which sheets and columns a person may read: what an export leaves out, and a preview does not quote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schools.access import Access
from schools.roles import Permission
from workbook.columns import SheetColumn
from workbook.spec import SHEETS, SheetSpec

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
    "Audit": (_P.VIEW_PUPILS, _P.VIEW_NEEDS),
    "Current provision": (_P.VIEW_MAP,),
}

FOR_COLUMNS: dict[tuple[str, str], Permission] = {
    **{("Pupils", column): _P.VIEW_NEEDS for column in (
        "SEN status", "SEN since", "Primary need", "Other needs", "Pupil groups", "Strengths", "Needs",
        "High-quality teaching",
    )},
    **{("Groups", column): _P.VIEW_NEEDS for column in ("Expected outcomes", "Monitoring")},
    **{("Places", column): _P.VIEW_NEEDS for column in ("Outcome", "Reason")},
    **{("Reviews", column): _P.VIEW_VOICES for column in ("Pupil's view", "Family's view")},
    **{("Staff roles", column): _P.VIEW_COSTS for column in (
        "Scale", "Area", "Point", "Annual salary", "On-costs %", "Rate", "LA rate",
    )},
    ("Groups", "Funding stream"): _P.VIEW_COSTS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a copy leaves out of one sheet, and the rights it would take. No columns: the whole sheet."""

    sheet: str
    columns: tuple[str, ...]
    rights: tuple[Permission, ...]

    @property
    def why(self) -> str:
        """The reason in words, to follow "for those who may"."""
        return " and ".join(right.label for right in self.rights)


def lacking(access: Access, sheet: str, column: str = "") -> tuple[Permission, ...]:
    """The rights this person lacks to read the sheet, or one column of it; none where it may be read."""
    wanted = FOR_SHEETS.get(sheet, ())
    if (sheet, column) in FOR_COLUMNS:
        wanted = (*wanted, FOR_COLUMNS[sheet, column])
    return tuple(right for right in wanted if not access.may(right))


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
