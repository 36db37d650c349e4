"""The unique pupil number: its form and its check letter (source: DfE, UPN guide)."""

from __future__ import annotations

import re

from ui.sheets import Value
from ui.sheets.cells import WrongValue, cell_text

ALPHABET = "ABCDEFGHJKLMNPQRTUVWXYZ"
_FORM = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]")


def check_letter(upn: str) -> str:
    """The check letter of the other twelve characters: Σ (position × digit) mod 23. A temporary number ends in a
    letter, which counts as its index in the check alphabet."""
    digits = (ALPHABET.index(mark) if mark.isalpha() else int(mark) for mark in upn[1:])
    return ALPHABET[sum(place * digit for place, digit in enumerate(digits, 2)) % len(ALPHABET)]


def upn_fault(upn: str) -> str:
    """What is wrong with this number, in a sentence; "" where nothing is."""
    if not _FORM.fullmatch(upn):
        return "A UPN is a letter, eleven digits and one more digit (a letter if temporary). Check that it is whole."
    wanted = check_letter(upn)
    if upn[0] != wanted:
        return f"The first letter does not fit the digits (they call for {wanted}). Check the number for a slip."
    return ""


def upn(value: Value) -> str:
    """The UPN of a cell, whole and with the right check letter. Raises WrongValue."""
    found = cell_text(value).upper().replace(" ", "")
    if wrong := upn_fault(found):
        raise WrongValue(wrong)
    return found
