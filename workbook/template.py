"""The empty school workbook, made from the same table that it is read by."""

from __future__ import annotations

from typing import IO

from ui.sheets import Cell, Page, write_paper
from workbook.reading import READ_ME
from workbook.spec import SCHOOL_KEYS, SHEETS

HELP = (
    "Fill in the sheets you need and delete the others. Columns may stand in any order, and those you do not need may "
    "be deleted too: a sheet or column that is not there leaves what is stored, a blank cell clears it."
)


def write_template(target: IO[bytes]) -> None:
    """Write the template: a sheet that explains every column, then every sheet with its header."""
    pages = [Page(READ_ME, _read_me(), widths=(24, 24, 10, 90), head=3)]
    for sheet in SHEETS:
        header: list[object] = [Cell(column.name, "head") for column in sheet]
        keys: list[list[object]] = [[column.name] for column in SCHOOL_KEYS] if sheet.name == "School" else []
        widths = [max(12.0, len(column.name) + 3.0) for column in sheet]
        pages.append(Page(sheet.name, [header, *keys], widths=[28.0, 40.0] if keys else widths))
    write_paper(target, pages, title="School workbook")


def _read_me() -> list[list[object]]:
    rows: list[list[object]] = [
        [Cell("School workbook", "title")],
        [Cell(HELP, "note")],
        [Cell(name, "head") for name in ("Sheet", "Column", "Needed", "What it is")],
    ]
    for sheet in SHEETS:
        rows.append([Cell(sheet.name, "total"), Cell("", "total"), Cell("", "total"), Cell(sheet.meaning, "total")])
        columns = SCHOOL_KEYS if sheet.name == "School" else sheet
        rows += [["", column.name, "yes" if column.required else "", column.meaning] for column in columns]
    return rows
