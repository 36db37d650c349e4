"""Reading the kinds of cell of an export: each gives a value, or raises CellError with a sentence on what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pupils.models import Pupil, SchoolClass, YearGroup
from pupils.upn import upn_fault
from schools.clock import today
from ui.edit_fields import printable
from ui.sheets import Unreadable, Value

Parse = Callable[[Value], Any]
OLDEST, YOUNGEST = 26, 1  # a pupil's age in years, for telling a slip in a date of birth
_FORMS = (
    "%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%d-%B-%Y", "%d/%b/%Y",
    "%d/%m/%y", "%d-%b-%y", "%d %b %y", "%d.%m.%y", "%d-%m-%y", "%Y/%m/%d", "%Y%m%d",
)  # fmt: skip
_EXCEL_BEGINS = date(1899, 12, 30)
_YES = {"y", "yes", "t", "true", "1", "x", "✓", "✔", "currently", "current", "eligible"}
_NO = {"n", "no", "f", "false", "0", "-", "none", "not eligible", "ineligible", "n/a"}
_STATUS = {
    "n": "N", "none": "N", "no": "N", "no sen": "N", "not sen": "N", "non sen": "N", "no special educational need": "N",
    "no special educational needs": "N", "no sen provision": "N",
    "k": "K", "sen support": "K", "send support": "K", "support": "K", "school support": "K", "sen k": "K",
    "special educational needs support": "K",
    "k+": "K+", "sen support+": "K+", "school support+": "K+", "school support +": "K+",
    "e": "E", "ehcp": "E", "ehc plan": "E", "ehc": "E", "education, health and care plan": "E",
    "education health and care plan": "E", "education, health & care plan": "E",
    # codes of before 2014, which old files still hold
    "s": "E", "statement": "E", "statemented": "E", "a": "K", "p": "K", "school action": "K", "school action plus": "K",
    "early years action": "K", "early years action plus": "K",
}  # fmt: skip
_EARLY = {
    "r": "R", "yr": "R", "reception": "R", "rec": "R", "fs2": "R", "f2": "R", "eyfs2": "R",
    "n1": "N1", "nursery 1": "N1", "nursery1": "N1", "n2": "N2", "nursery 2": "N2", "nursery2": "N2",
    "fs1": "N2", "f1": "N2", "eyfs1": "N2",
}  # fmt: skip


class CellError(Exception):
    """A value that cannot be read; the message says what to do."""


def plain(value: Value) -> str:
    """A cell's text as a spreadsheet shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else " ".join(printable(value).split())


def _loose(value: Value) -> str:
    return plain(value).casefold()


def words(longest: int) -> Parse:
    """A reader of texts of at most `longest` characters."""

    def parse(value: Value) -> str:
        if isinstance(value, date | time):
            raise CellError(
                "The spreadsheet has turned this into a date. Give the column the format Text, and type it again."
            )
        found = plain(value)
        if len(found) > longest:
            raise CellError(f"Keep this to {longest} letters; it has {len(found)}.")
        return found

    return parse


def words_for(field: str) -> Parse:
    """A reader of texts that fit this field of a pupil."""
    return words(Pupil._meta.get_field(field).max_length or 0)  # type: ignore[union-attr]


def class_name(value: Value) -> str:
    """The name of a class; a bare number counts as text."""
    found: str = words(SchoolClass._meta.get_field("name").max_length or 0)(value)
    return found


def whole_name(value: Value) -> tuple[str, str]:
    """Surname and forename of a whole name: “Bell, Ann” or “Ann Bell”."""
    found = words_for("surname")(value)
    surname, comma, forename = found.partition(",")
    if not comma:
        forename, _, surname = found.rpartition(" ")
    if not surname.strip() or not forename.strip():
        raise CellError("Give the name as “Surname, Forename”.")
    return surname.strip(), forename.strip()


def day(value: Value) -> date:
    """A date in any of the formats of exports, the day before the month."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    text = plain(value)
    if re.fullmatch(r"[2-6]\d{4}", text):
        return _EXCEL_BEGINS + timedelta(days=int(text))
    text = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$", "", text)
    text = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text, flags=re.IGNORECASE).replace("Sept ", "Sep ")
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    raise CellError("Give a date such as 03/09/2016, the day before the month.")


def date_of_birth(value: Value) -> date:
    """A date of birth."""
    found = day(value)
    years = (today() - found).days / 365.25
    if not YOUNGEST <= years <= OLDEST:
        raise CellError("This cannot be a pupil's date of birth. Check the year.")
    return found


def year_group(value: Value) -> str:
    """A year group: Year 3, 3, Y3, R, Reception, N2."""
    said = _loose(value)
    text = re.sub(r"^(national curriculum |nc )?(year( group)?|yr|y)\b\.?\s*|^(yr|y)(?=\d)", "", said).strip()
    if found := _EARLY.get(said) or _EARLY.get(text):
        return found
    if re.fullmatch(r"\d{1,2}(\.0)?", text) and str(int(float(text))) in YearGroup.values:
        return str(int(float(text)))
    raise CellError("Give a year group: N1, N2, R, or a number from 1 to 14.")


def yes_no(name: str) -> Parse:
    """Yes or no in any of the forms of exports: whether a pupil is in the column's group."""
    itself = name.casefold()

    def parse(value: Value) -> bool:
        text = _loose(value)
        if text in _YES or text == itself:
            return True
        if text in _NO or text.startswith(("not ", "no ", "non-", "never ")):
            return False
        if re.match(r"(y|yes|t|true)\b\s*[-–(:]", text):
            return True
        if re.match(r"(n|no|f|false)\b\s*[-–(:]", text):
            return False
        raise CellError("Give yes or no.")

    return parse


def sex(value: Value) -> str:
    """Female or male."""
    found = {"f": "F", "female": "F", "girl": "F", "m": "M", "male": "M", "boy": "M"}.get(_loose(value))
    if found is None:
        raise CellError("Give F or M.")
    return found


def sen_status(value: Value) -> str:
    """N, K, K+ or E, by code or in words: “K - SEN Support”."""
    text = _loose(value)
    for part in (text, *(each.strip() for each in re.split(r"\s[-–:]\s|[()]", text))):
        if part in _STATUS:
            return _STATUS[part]
    raise CellError("Give the SEN status: N, K or E.")


def upn(value: Value) -> str:
    """A UPN with the right check letter."""
    found = plain(value).upper().replace(" ", "")
    wrong = upn_fault(found)
    if wrong:
        raise CellError(wrong)
    return found


def readable_cell(value: Value) -> Value:
    """The cell itself. Raises CellError for a formula without a value and for an error."""
    if isinstance(value, Unreadable):
        raise CellError(value.why)
    return value
