"""The kinds of cell of an export, in the spellings of other systems: each gives a value, or raises WrongValue."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta

from django.db.models import Model

from pupils.models import Pupil
from schools.clock import today
from ui.edit_fields import printable
from ui.sheets import Value, cells
from ui.sheets.cells import Parse, WrongValue, cell_text

OLDEST, YOUNGEST = 26, 1  # a pupil's age in years, for telling a slip in a date of birth
_FORMS = (
    "%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%d-%B-%Y", "%d/%b/%Y",
    "%d/%m/%y", "%d-%b-%y", "%d %b %y", "%d.%m.%y", "%d-%m-%y", "%Y/%m/%d", "%Y%m%d",
)  # fmt: skip
_EXCEL_BEGINS = date(1899, 12, 30)
_YES = {"t", "x", "✓", "✔", "currently", "current", "eligible"}
_NO = {"f", "-", "none", "ineligible", "n/a"}
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
_EARLY = {"yr": "R", "rec": "R", "fs2": "R", "f2": "R", "eyfs2": "R", "fs1": "N2", "f1": "N2", "eyfs1": "N2"}


def plain(value: Value) -> str:
    """A cell's text in one line, as a spreadsheet shows it."""
    return " ".join(printable(cell_text(value)).split())


def _loose(value: Value) -> str:
    return plain(value).casefold()


def _in_one_line(parse: Callable[[Value], str]) -> Callable[[Value], str]:
    return lambda value: parse(value if isinstance(value, date | time) else plain(value))


def words(longest: int) -> Callable[[Value], str]:
    """A reader of texts in one line, of at most `longest` characters."""
    return _in_one_line(cells.text(longest))


def words_for(field: str, model: type[Model] = Pupil) -> Callable[[Value], str]:
    """A reader of texts that fit this field, of a pupil or another model; a bare number counts as text."""
    return _in_one_line(cells.words(model, field))


def whole_name(value: Value) -> tuple[str, str]:
    """Surname and forename of a whole name: “Bell, Ann” or “Ann Bell”."""
    found = words_for("surname")(value)
    surname, comma, forename = found.partition(",")
    if not comma:
        forename, _, surname = found.rpartition(" ")
    if not surname.strip() or not forename.strip():
        raise WrongValue("Give the name as “Surname, Forename”.")
    return surname.strip(), forename.strip()


def day(value: Value) -> date:
    """A date in any of the formats of exports, the day before the month."""
    text = plain(value)
    if re.fullmatch(r"[2-6]\d{4}", text):
        return _EXCEL_BEGINS + timedelta(days=int(text))
    text = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$", "", text)
    text = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text, flags=re.IGNORECASE).replace("Sept ", "Sep ")
    return cells.day(text, _FORMS)


def date_of_birth(value: Value) -> date:
    """A date of birth."""
    found = day(value)
    years = (today() - found).days / 365.25
    if not YOUNGEST <= years <= OLDEST:
        raise WrongValue("This cannot be a pupil's date of birth. Check the year.")
    return found


def year_group(value: Value) -> str:
    """A year group: Year 3, 3, Y3, R, Reception, N2, and what other systems call them."""
    said = re.sub(r"^(national curriculum |nc )?(year( group)?|yr|y)\b\.?\s*(?=.)", "", _loose(value))
    return _EARLY.get(said) or cells.year_group(said.removesuffix(".0"))


def yes_no(name: str) -> Parse:
    """Yes or no in any of the forms of exports: whether a pupil is in the column's group."""
    itself = name.casefold()

    def parse(value: Value) -> bool:
        text = re.sub(r"^(y|yes|t|true|n|no|f|false)\b\s*[-–(:].*", r"\1", _loose(value))
        if text in _YES or text == itself:
            return True
        return not (text in _NO or text.startswith(("not ", "no ", "non-", "never "))) and cells.yes_no(text)

    return parse


def sex(value: Value) -> str:
    """Female or male."""
    found = {"f": "F", "female": "F", "girl": "F", "m": "M", "male": "M", "boy": "M"}.get(_loose(value))
    if found is None:
        raise WrongValue("Give F or M.")
    return found


def sen_status(value: Value) -> str:
    """N, K, K+ or E, by code or in words: “K - SEN Support”."""
    text = _loose(value)
    for part in (text, *(each.strip() for each in re.split(r"\s[-–:]\s|[()]", text))):
        if part in _STATUS:
            return _STATUS[part]
    raise WrongValue("Give the SEN status: N, K or E.")
