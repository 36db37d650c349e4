"""What somebody types or pastes that cannot be meant is told, and never taken for something else."""

from __future__ import annotations

from decimal import Decimal

from ui.edit_fields import Amount, Day, Words, row_number
from ui.edit_forms import EditForm


class Sample(EditForm):
    name = Words("Name", longest=12)
    paid = Amount("Paid")
    day = Day("Day")


def test_a_comma_stands_between_thousands_only():
    assert Sample({"paid": "£1,234.50"}).fields["paid"].clean("£1,234.50") == Decimal("1234.50")
    assert "paid" in Sample({"paid": "1,5"}).errors


def test_a_year_out_of_reach_is_told():
    assert Sample({"day": "0001-01-01"}).errors["day"] == ["Check the year: it cannot be before 1900."]
    assert "day" in Sample({"day": "9999-12-31"}).errors


def test_signs_that_cannot_be_printed_are_left_out():
    form = Sample({"name": "Sum\x00mer\x0b =1+1"})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Summer =1+1"


def test_too_long_is_told_with_both_lengths():
    assert Sample({"name": "x" * 13}).errors["name"] == ["This is too long: it has 13 characters, and at most 12 fit."]


def test_only_a_number_that_a_row_can_have_is_one():
    assert [row_number(text) for text in ("12", "²", "", "9" * 5000)] == [12, None, None, None]


def test_hidden_marks_that_were_tampered_with_do_no_harm():
    assert Sample({"name": "Ann", "seen": "[" * 100_000}, now={"name": "Ann"}).is_valid()
