"""Makes the demo schools' workbooks from the CSV files beside this script.

Each school has a folder, each sheet of the school workbook a file with that sheet's own column names. Links to
pupils use admission numbers. Everybody named in these files is invented.
"""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from ui.sheets import write_workbook

School = Literal["demo", "demo-secondary"]
Sheet = tuple[str, list[str], list[list[object]]]

FOLDERS: dict[School, str] = {"demo": "ashgrove", "demo-secondary": "marlbrook"}
SHEETS = (
    "School",
    "Half-terms",
    "Day bands",
    "People",
    "Classes",
    "Staff roles",
    "Pupils",
    "Provisions",
    "Groups",
    "Staffing",
    "Sessions",
    "Places",
    "Outcomes",
    "Scores",
    "Reviews",
    "Other costs",
    "Whole-school provision",
    "Funding streams",
    "Awards",
    "Audit",
    "Current provision",
)
DATES = frozenset(
    {"Starts", "Ends", "Date of birth", "SEN since", "Leaving date", "Joined", "Left", "Date", "From", "To"}
)
NUMBERS = frozenset(
    {
        "Hours a week", "Annual salary", "On-costs %", "Rate", "Contract hours", "LA rate", "Hours available a week",
        "Usual size", "Usual sessions", "Usual minutes", "Usual weeks", "Group size", "Weeks", "Staff",
        "Sessions a week", "Minutes a session", "Minutes", "Pupils", "Value", "Amount", "Hours a year",
        "Weekly minutes",
    }
)  # fmt: skip
WORDS = {("School", "Value"), ("Day bands", "Starts"), ("Day bands", "Ends"), ("Current provision", "Staff")}


def sheets(school: School) -> list[Sheet]:
    """Every sheet of the school's workbook: name, column names, rows with dates and numbers as such."""
    folder = Path(__file__).parent / FOLDERS[school]
    return [_sheet(name, folder / f"{name.lower().replace(' ', '-')}.csv") for name in SHEETS]


def write(school: School, path: Path) -> None:
    """Write the school's workbook (.xlsx) to the path."""
    write_workbook(path, sheets(school))


def _sheet(name: str, file: Path) -> Sheet:
    with file.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    return name, header, [[_cell(name, column, text) for column, text in zip(header, row, strict=True)] for row in rows]


def _cell(sheet: str, column: str, text: str) -> object:
    """What the CSV's text means in this column; an empty cell is None."""
    if not text or (sheet, column) in WORDS:
        return text or None
    if column in DATES or (sheet == "Outcomes" and column == "By"):
        return date.fromisoformat(text)
    return Decimal(text) if column in NUMBERS else text
