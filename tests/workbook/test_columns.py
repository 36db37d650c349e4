"""How each kind of cell is read, and what is said where it cannot be."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from pupils.models import Area
from workbook import columns
from workbook.columns import WrongValue


@pytest.mark.parametrize(
    ("parse", "typed", "read"),
    [
        (columns.day, "2026-09-07", date(2026, 9, 7)),
        (columns.day, "07/09/2026", date(2026, 9, 7)),
        (columns.day, date(2026, 9, 7), date(2026, 9, 7)),
        (columns.day, datetime(2026, 9, 7, 12), date(2026, 9, 7)),  # noqa: DTZ001
        (columns.clock, "9:15", time(9, 15)),
        (columns.clock, "09.15", time(9, 15)),
        (columns.clock, time(9, 15, 0), time(9, 15)),
        (columns.clock, datetime(2026, 9, 7, 9, 15), time(9, 15)),  # noqa: DTZ001
        *[(columns.yes_no, typed, True) for typed in ("yes", "Y", "TRUE", 1, True)],
        *[(columns.yes_no, typed, False) for typed in ("no", "n", "False", 0, False)],
        *[(columns.year_group, typed, "3") for typed in ("3", 3, "Year 3", "Y3", "y 3", Decimal("3.0"))],
        *[(columns.year_group, typed, "R") for typed in ("R", "reception")],
        (columns.year_group, "Nursery 2", "N2"),
        (columns.year_group, "14", "14"),
        (columns.comma_list(columns.year_group), "Year 3, 4", ["3", "4"]),
        (columns.comma_list(columns.year_group), 5, ["5"]),
        (columns.comma_list(columns.weekday), "Wed, Monday, wed", [2, 0]),
        (columns.choice(Area), "cognition AND learning", "C&L"),
        (columns.choice(Area), "semh", "SEMH"),
        (columns.exact_number("0"), "£1,234.50", Decimal("1234.5")),
        (columns.exact_number("0"), "30 %", Decimal(30)),
        (columns.exact_number("0", places=2), Decimal("0.30000000000000004"), Decimal("0.3")),
        (columns.whole(1, 9), "6.0", 6),
        (columns.text(), 3, "3"),
        (columns.text(), Decimal("3.0"), "3"),
        (columns.upn, "t20110001804v", "T20110001804V"),
        (columns.email, "A.B@School.example", "a.b@school.example"),
        (columns.web_address, "example.org/a", "https://example.org/a"),
        (columns.academic_year, "2026-27", "2026/27"),
        (columns.academic_year, "2026/2027", "2026/27"),
        (columns.staff_ratio, "9:1", "1:9"),
        (columns.staff_ratio, "1:9", "1:9"),
        (columns.staff_ratio, "2 : 10", "2:10"),
        (columns.staff_ratio, time(1, 9), "1:9"),
    ],
)
def test_cells_are_read(parse: columns.Parse, typed: Any, read: Any) -> None:
    found = parse(typed)
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(
    ("parse", "typed", "says"),
    [
        (columns.day, "7 Sept", "Type a date"),
        (columns.day, "2026-02-30", "Type a date"),
        (columns.day, 46272, "Type a date"),
        (columns.clock, "quarter past", "Type a time"),
        (columns.yes_no, "maybe", "yes or no"),
        (columns.year_group, "15", "1 to 14"),
        (columns.year_group, "0", "1 to 14"),
        (columns.weekday, "Sun", "Mon, Tue"),
        (columns.choice(Area), "Reading", "C&I, C&L, SEMH, S&P, Other"),
        (columns.exact_number("0"), "lots", "a number"),
        (columns.exact_number("0"), "NaN", "a number"),
        (columns.exact_number("0"), "1e9999999", "a number"),
        (columns.exact_number("0"), True, "a number"),
        (columns.exact_number("0"), date(2026, 9, 7), "a number"),
        (columns.exact_number("0", above=True), 0, "more than 0"),
        (columns.exact_number("0", "5"), 6, "at most 5"),
        (columns.exact_number("0", places=2), "1.005", "2 decimal places"),
        (columns.whole(1, 9), "1.5", "whole number"),
        (columns.text(3), "four", "3 letters"),
        (columns.text(), date(2026, 4, 3), "turned this into a date"),
        (columns.upn, "A801200018001", "they call for U"),
        (columns.upn, "80120001800", "eleven digits"),
        (columns.email, "tess", "an e-mail address"),
        (columns.web_address, "javascript://x", "a web address"),
        (columns.web_address, "not a page", "a web address"),
        (columns.academic_year, "2026/28", "2026/27"),
        (columns.staff_ratio, "six", "1:6"),
        (columns.staff_ratio, "0:6", "1:6"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(parse: columns.Parse, typed: Any, says: str) -> None:
    with pytest.raises(WrongValue, match=says):
        parse(typed)
