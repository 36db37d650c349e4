"""How each kind of cell is read, and what is said where it cannot be."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from pupils.models import Area
from pupils.upn import upn
from ui.sheets import cells
from ui.sheets.cells import WrongValue


@pytest.mark.parametrize(
    ("parse", "typed", "read"),
    [
        (cells.day, "2026-09-07", date(2026, 9, 7)),
        (cells.day, "07/09/2026", date(2026, 9, 7)),
        (cells.day, date(2026, 9, 7), date(2026, 9, 7)),
        (cells.day, datetime(2026, 9, 7, 12), date(2026, 9, 7)),  # noqa: DTZ001
        (cells.clock, "9:15", time(9, 15)),
        (cells.clock, "09.15", time(9, 15)),
        (cells.clock, time(9, 15, 0), time(9, 15)),
        (cells.clock, datetime(2026, 9, 7, 9, 15), time(9, 15)),  # noqa: DTZ001
        *[(cells.yes_no, typed, True) for typed in ("yes", "Y", "TRUE", 1, True)],
        *[(cells.yes_no, typed, False) for typed in ("no", "n", "False", 0, False)],
        *[(cells.year_group, typed, "3") for typed in ("3", 3, "Year 3", "Y3", "y 3", Decimal("3.0"))],
        *[(cells.year_group, typed, "R") for typed in ("R", "reception")],
        (cells.year_group, "Nursery 2", "N2"),
        (cells.year_group, "14", "14"),
        (cells.comma_list(cells.year_group), "Year 3, 4", ["3", "4"]),
        (cells.comma_list(cells.year_group), 5, ["5"]),
        (cells.comma_list(cells.weekday), "Wed, Monday, wed", [2, 0]),
        (cells.choice(Area), "cognition AND learning", "C&L"),
        (cells.choice(Area), "semh", "SEMH"),
        (cells.exact_number("0"), "£1,234.50", Decimal("1234.5")),
        (cells.exact_number("0"), "30 %", Decimal(30)),
        (cells.exact_number("0", places=2), Decimal("0.30000000000000004"), Decimal("0.3")),
        (cells.whole(1, 9), "6.0", 6),
        (cells.text(), 3, "3"),
        (cells.text(), Decimal("3.0"), "3"),
        (upn, "t20110001804v", "T20110001804V"),
        (cells.email, "A.B@School.example", "a.b@school.example"),
        (cells.web_address, "example.org/a", "https://example.org/a"),
        (cells.academic_year, "2026-27", "2026/27"),
        (cells.academic_year, "2026/2027", "2026/27"),
        (cells.staff_ratio, "9:1", "1:9"),
        (cells.staff_ratio, "1:9", "1:9"),
        (cells.staff_ratio, "2 : 10", "2:10"),
        (cells.staff_ratio, time(1, 9), "1:9"),
    ],
)
def test_cells_are_read(parse: cells.Parse, typed: Any, read: Any) -> None:
    found = parse(typed)
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(
    ("parse", "typed", "says"),
    [
        (cells.day, "7 Sept", "Give a date"),
        (cells.day, "2026-02-30", "Give a date"),
        (cells.day, 46272, "Give a date"),
        (cells.clock, "quarter past", "Type a time"),
        (cells.yes_no, "maybe", "yes or no"),
        (cells.year_group, "15", "1 to 14"),
        (cells.year_group, "0", "1 to 14"),
        (cells.weekday, "Sun", "Mon, Tue"),
        (cells.choice(Area), "Reading", "C&I, C&L, SEMH, S&P, Other"),
        (cells.exact_number("0"), "lots", "a number"),
        (cells.exact_number("0"), "NaN", "a number"),
        (cells.exact_number("0"), "1e9999999", "a number"),
        (cells.exact_number("0"), True, "a number"),
        (cells.exact_number("0"), date(2026, 9, 7), "a number"),
        (cells.exact_number("0", above=True), 0, "more than 0"),
        (cells.exact_number("0", "5"), 6, "at most 5"),
        (cells.exact_number("0", places=2), "1.005", "2 decimal places"),
        (cells.whole(1, 9), "1.5", "whole number"),
        (cells.text(3), "four", "3 letters"),
        (cells.text(), date(2026, 4, 3), "turned this into a date"),
        (upn, "A801200018001", "they call for U"),
        (upn, "80120001800", "eleven digits"),
        (cells.email, "tess", "an e-mail address"),
        (cells.web_address, "javascript://x", "a web address"),
        (cells.web_address, "not a page", "a web address"),
        (cells.academic_year, "2026/28", "2026/27"),
        (cells.staff_ratio, "six", "1:6"),
        (cells.staff_ratio, "0:6", "1:6"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(parse: cells.Parse, typed: Any, says: str) -> None:
    with pytest.raises(WrongValue, match=says):
        parse(typed)
