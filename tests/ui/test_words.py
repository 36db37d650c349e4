"""Figures, dates and times as they are written everywhere."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from fractions import Fraction

import pytest

from ui import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1662.5"), "£1,662.50"),
        ("0", "£0.00"),
        (Fraction(20006, 1140), "£17.55"),
        (Fraction(5, 1000), "£0.01"),
        (Decimal("-12.345"), "−£12.35"),
        (Fraction(-1, 1000), "£0.00"),
        (None, "not recorded"),
        ("", ""),
    ],
)
def test_money_is_exact_half_up_and_says_when_nothing_is_recorded(value: words.Number | None, text: str) -> None:
    assert words.money(value) == text


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        words.money(17.55)  # type: ignore[arg-type]


def test_whole_pounds_for_chips() -> None:
    assert words.pounds("1662.50") == "£1,663"
    assert words.pounds("664.49") == "£664"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (10, "10 h"),
        (Decimal("2.5"), "2 h 30"),
        ("0.5", "30 min"),
        (Fraction(13, 12), "1 h 05"),
        (Fraction(1, 9), "6.67 min"),
        (Fraction(85, 80), "1 h 3.75"),
        (0, "0 min"),
        (None, "not recorded"),
        ("", ""),
    ],
)
def test_hours_read_as_a_length_of_time(value: words.Number | None, text: str) -> None:
    assert words.hours(value) == text


def test_minutes() -> None:
    assert words.minutes(30) == "30 min"
    assert words.minutes(Decimal(90)) == "1 h 30"


def test_dates() -> None:
    assert words.date_uk(date(2027, 3, 3)) == "3 Mar 2027"
    assert words.date_uk("2026-09-01") == "1 Sep 2026"
    assert words.date_uk(None) == ""
    assert words.dates_uk(date(2026, 9, 7), date(2026, 12, 18)) == "7 Sep – 18 Dec 2026"
    assert words.dates_uk(date(2026, 9, 7), date(2027, 3, 19)) == "7 Sep 2026 – 19 Mar 2027"
    assert words.dates_uk(date(2026, 9, 7), None) == "from 7 Sep 2026"
    assert words.dates_uk(None, date(2026, 9, 7)) == "until 7 Sep 2026"
    assert words.dates_uk(None, None) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [(time(9, 15), "9.15 am"), ("13:05", "1.05 pm"), (time(0, 30), "12.30 am"), (time(12), "12.00 pm"), (None, "")],
)
def test_times(value: time | str | None, text: str) -> None:
    assert words.time_uk(value) == text


def test_numbers_ratios_and_counts() -> None:
    assert words.number(Decimal("38.00")) == "38"
    assert words.number("2.50") == "2.5"
    assert words.number(1100) == "1,100"
    assert words.number(None) == ""
    assert words.ratio(1, Decimal("6.0")) == "1:6"
    assert words.plural(1, "pupil") == "1 pupil"
    assert words.plural(0, "pupil") == "0 pupils"
    assert words.plural(2, "class,classes") == "2 classes"
    assert words.plural("fewer than five", "pupils") == "fewer than five pupils"
