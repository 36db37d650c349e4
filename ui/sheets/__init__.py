"""Spreadsheets, safely in and out: the only user of openpyxl.

Out: text stays text, whatever it begins with; formulas are written only where asked for, with their value beside
them for previewers. In: a file is measured before it is unpacked, numbers come as exact decimals, and whatever cannot
be read is one clear sentence.
"""

from ui.sheets.papers import FORMATS, STYLES, Cell, Formula, Page, sheet_name, write_paper
from ui.sheets.reading import (
    BROKEN,
    LIMITS,
    MEGABYTE,
    NO_VALUE,
    NOT_A_WORKBOOK,
    Grid,
    Limits,
    Row,
    Sheet,
    SheetError,
    Unreadable,
    Value,
    read_content,
    read_grids,
    read_workbook,
    refuse_page,
    too_many,
    too_many_cells,
)
from ui.sheets.tables import Table, write_workbook
from ui.sheets.text import LIKE_A_FORMULA, Target, as_read

__all__ = [
    "BROKEN",
    "FORMATS",
    "LIKE_A_FORMULA",
    "LIMITS",
    "MEGABYTE",
    "NOT_A_WORKBOOK",
    "NO_VALUE",
    "STYLES",
    "Cell",
    "Formula",
    "Grid",
    "Limits",
    "Page",
    "Row",
    "Sheet",
    "SheetError",
    "Table",
    "Target",
    "Unreadable",
    "Value",
    "as_read",
    "read_content",
    "read_grids",
    "read_workbook",
    "refuse_page",
    "sheet_name",
    "too_many",
    "too_many_cells",
    "write_paper",
    "write_workbook",
]
