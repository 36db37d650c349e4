"""The check letter of a UPN."""

from __future__ import annotations

import pytest

from pupils.upn import check_letter, upn_fault


@pytest.mark.parametrize("upn", ["R201100018042", "T20110001804V", "H801200001001", "R674123101121"])
def test_good_numbers(upn: str) -> None:
    assert upn_fault(upn) == ""
    assert check_letter(upn) == upn[0]


@pytest.mark.parametrize(
    ("upn", "says"),
    [
        ("S201100018042", "eleven digits"),
        ("R20110001804", "eleven digits"),
        ("R20110001804S", "eleven digits"),
        ("", "eleven digits"),
        ("R201100018043", "they call for"),
    ],
)
def test_bad_numbers_say_why(upn: str, says: str) -> None:
    assert says in upn_fault(upn)
