"""The kinds of cell of an export, in the spellings of other systems: each gives a value, or raises WrongValue; a word
that may mean something here is a WordUnknown, about which the preview asks once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from pupils.models import Pupil
from schools.clock import today
from ui.edit_fields import printable
from ui.folding import folded, spelt
from ui.sheets import Value, cells
from ui.sheets.cells import Parse, WrongValue, cell_text

OLDEST, YOUNGEST = 26, 1  # a pupil's age in years, for telling a slip in a date of birth
LONGEST_WORD = 100
_FORMS = (
    "%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%d-%B-%Y", "%d/%b/%Y",
    "%d/%m/%y", "%d-%b-%y", "%d %b %y", "%d.%m.%y", "%d-%m-%y", "%Y/%m/%d", "%b %d, %Y", "%B %d, %Y",
)  # fmt: skip
_EXCEL_BEGINS = date(1899, 12, 30)
_LONDON = ZoneInfo("Europe/London")
_WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?,?\s+(?=\d)", re.IGNORECASE)
_CLOCK = re.compile(
    r"[T ](?P<hour>\d{1,2}):(?P<minute>\d{2})(:(?P<second>\d{2})(\.\d+)?)?"
    r"\s*(?P<half>[AP]M)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_NOT_A_DAY = (
    "This has a time of day, which a date does not have; the day may be another in your system. Give the date alone, "
    "such as 03/09/2016."
)
# Marks by which a spreadsheet is made to keep a number as text: ="K99…" and '03/09/2016.
_KEPT_AS_TEXT = re.compile(r'=\s*"(?P<inner>[^"]*)"|\'(?P<bare>[=+\-@].*|\S*\d\S*)')

_YES = {"t", "x", "✓", "✔", "√", "☑", "currently", "current", "eligible"}
_NO = {"f", "-", "–", "none", "ineligible", "n/a", "na", "nil"}
_SILENT = {"not known", "unknown", "not stated", "not obtained", "information not obtained", "refused", "not yet known"}
_STATUS = {
    "n": "N", "none": "N", "no": "N", "no sen": "N", "no send": "N", "not sen": "N", "non sen": "N",
    "no special educational need": "N", "no special educational needs": "N", "no sen provision": "N",
    "no sen status": "N", "none recorded": "N",
    "k": "K", "sen support": "K", "send support": "K", "support": "K", "school support": "K", "sen k": "K",
    "special educational needs support": "K", "sens": "K",
    "k+": "K+", "sen support+": "K+", "school support+": "K+", "school support +": "K+",
    "e": "E", "ehcp": "E", "ehc plan": "E", "ehc": "E", "education, health and care plan": "E",
    "education health and care plan": "E",
    # codes of before 2014, which old files still hold
    "s": "E", "statement": "E", "statemented": "E", "a": "K", "p": "K", "school action": "K", "school action plus": "K",
    "early years action": "K", "early years action plus": "K",
}  # fmt: skip
_EARLY = {
    "yr": "R", "rec": "R", "reception class": "R", "reception year": "R", "fs2": "R", "f2": "R", "eyfs2": "R",
    "foundation stage 2": "R", "foundation 2": "R", "fs1": "N2", "f1": "N2", "eyfs1": "N2", "foundation stage 1": "N2",
    "foundation 1": "N2",
}  # fmt: skip
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
}  # fmt: skip


class WordUnknown(WrongValue):
    """A word of the school's own. Asked about once for all rows that have it; the answer is remembered."""

    def __init__(self, word: str) -> None:
        self.word = word[:LONGEST_WORD]
        super().__init__(f"Say what “{self.word}” means.")


def plain(value: Value) -> str:
    """A cell's text in one line, as a spreadsheet shows it."""
    text = " ".join(printable(cell_text(value)).split())
    kept = _KEPT_AS_TEXT.fullmatch(text)
    return (kept["inner"] if kept["inner"] is not None else kept["bare"]).strip() if kept else text


def _loose(value: Value) -> str:
    return spelt(plain(value)).replace("&", "and")


def in_one_line(parse: Callable[[Value], str]) -> Callable[[Value], str]:
    """The same reader for a cell's text in one line, without the marks that keep a number as text."""
    return lambda value: parse(value if isinstance(value, date | time) else plain(value))


def number_or_none(parse: Callable[[Value], str]) -> Callable[[Value], str]:
    """A reader of numbers; what has no digit, such as “–” or “TBC”, says that there is none yet."""
    return lambda value: parse(text) if any(map(str.isdecimal, text := plain(value))) else ""


def words(longest: int) -> Callable[[Value], str]:
    """A reader of texts in one line, of at most `longest` characters."""
    return in_one_line(cells.text(longest))


def words_for(field: str, model: type[Model] = Pupil) -> Callable[[Value], str]:
    """A reader of texts that fit this field, of a pupil or another model; a bare number counts as text."""
    return in_one_line(cells.words(model, field))


def listed(longest: int) -> Callable[[Value], str]:
    """A reader of texts whose line breaks part one entry from the next."""
    inner = cells.text(longest)
    return lambda value: inner("\n".join(filter(None, map(plain, printable(cell_text(value)).splitlines()))))


_PARTICLES = frozenset((
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "ten", "ter", "zu",
    "zur", "bin", "ibn", "al", "el", "st", "st.", "san", "santa", "mac", "mc",
))  # fmt: skip
_FIRST_PARTICLES = frozenset(("van", "von", "de", "der"))


def whole_name(value: Value) -> tuple[str, str]:
    """Surname and forename of a whole name: “Bell, Ann”, “Ann Bell” or “Ann van der Berg”."""
    found = words_for("surname")(value)
    surname, comma, forename = found.partition(",")
    if not comma:
        parts = found.split()
        first = len(parts) - 1
        while first > 1 and parts[first - 1].casefold() in _PARTICLES:
            first -= 1
        forename, surname = " ".join(parts[:first]), " ".join(parts[first:])
    if not surname.strip() or not forename.strip():
        raise WrongValue("Give the name as “Surname, Forename”.")
    return surname.strip(), forename.strip()


def proper_case(name: str) -> str:
    """A name in capitals as people write it: O'ROOSTER-MCDONALD is O'Rooster-McDonald."""
    return " ".join(
        word.lower() if word.casefold() in (_PARTICLES if place else _FIRST_PARTICLES)
        else "".join(map(_capital, re.split(r"([-‐‑'’])", word)))
        for place, word in enumerate(name.split())
    )  # fmt: skip


def _capital(part: str) -> str:
    low = part.lower()
    if re.fullmatch(r"mc\w{2,}", low):
        return f"Mc{low[2].upper()}{low[3:]}"
    return low[:1].upper() + low[1:]


def day(value: Value) -> date:
    """A date in any of the formats of exports, the day before the month. A time of day other than midnight is turned
    into London's, if its zone is given."""
    if isinstance(value, datetime):
        if value.time() != time():
            raise WrongValue(_NOT_A_DAY)
        return cells.day(value)
    text = spelt(plain(value))
    if re.fullmatch(r"[2-6]\d{4}(\.0+)?", text):
        return _EXCEL_BEGINS + timedelta(days=int(text[:5]))
    if re.fullmatch(r"\d{8}", text):
        return cells.day(text, ("%Y%m%d",) if text[:2] in ("19", "20") else ("%d%m%Y",))
    clock = _CLOCK.search(text)
    text = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", _CLOCK.sub("", text)).replace("sept ", "sep ")
    found = cells.day(_WEEKDAY.sub("", text), _FORMS)
    return _in_london(found, clock) if clock else found


def _in_london(found: date, clock: re.Match[str]) -> date:
    """The day in London at a written time. Raises WrongValue unless it is midnight there or as written."""
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"] == "pm" else 0)
    try:
        written = time(hour, int(clock["minute"]), int(clock["second"] or 0))
    except ValueError:
        raise WrongValue(_NOT_A_DAY) from None
    if written == time():
        return found
    if not clock["zone"]:
        raise WrongValue(_NOT_A_DAY)
    sign, hours, minutes = (clock["zone"] + "0000")[0], clock["zone"][1:3], clock["zone"][-2:]
    ahead = timedelta() if sign == "z" else timedelta(hours=int(hours), minutes=int(minutes))
    moment = datetime.combine(found, written, UTC) - (ahead if sign == "+" else -ahead)
    there = moment.astimezone(_LONDON)
    if there.time() != time():
        raise WrongValue(_NOT_A_DAY)
    return there.date()


def date_of_birth(value: Value) -> date:
    """A date of birth."""
    found = day(value)
    years = (today() - found).days / 365.25
    if not YOUNGEST <= years <= OLDEST:
        raise WrongValue("This cannot be a pupil's date of birth. Check the year.")
    return found


def year_group(value: Value) -> str:
    """A year group: Year 3, 3, Y3, R, Reception, N2, Year One, 3rd, and what other systems call them."""
    said = re.sub(r"^(national curriculum |nc )?(year( group)?|yr|y)\b\.?\s*(?=.)", "", _loose(value)).removesuffix(
        ".0"
    )
    said = re.sub(r"^(\d{1,2})(st|nd|rd|th)( year)?$", r"\1", _NUMBERS.get(said, said))
    if said in _EARLY:
        return _EARLY[said]
    try:
        return cells.year_group(said)
    except WrongValue:
        if said.isdecimal() and said.strip("0"):
            raise
        raise WordUnknown(plain(value)) from None


def yes_no(name: str, also: Iterable[str] = ()) -> Parse:
    """Yes or no in any of the forms of exports: whether a pupil is in the column's group. `also` are other words for
    the group, as folded headings; None where the cell says that it is not known."""
    itself = {_letters(name), *also}

    def parse(value: Value) -> bool | None:
        text = re.sub(r"^(y|yes|t|true|n|no|f|false)\b\s*[-–(:].*", r"\1", _loose(value))
        if text in _SILENT:
            return None
        if text in _YES or _letters(text) in itself:
            return True
        if text in _NO or text.startswith(("not ", "no ", "non-", "never ", "none ")):
            return False
        if re.fullmatch(r"[01](\.0+)?", text):
            return text.startswith("1")
        try:
            return cells.yes_no(text)
        except WrongValue:
            raise WordUnknown(plain(value)) from None

    return parse


def _letters(text: str) -> str:
    return "".join(re.findall(r"[a-z0-9+]+", folded(text)))


def english_as_additional(also: Iterable[str]) -> Parse:
    """Yes or no to English as an additional language; a column may also say whether English is spoken."""
    usual = yes_no("EAL", also)

    def parse(value: Value) -> bool | None:
        text = _loose(value)
        if re.fullmatch(r"(not|other than|believed (to be )?other than) english", text):
            return True
        return False if re.fullmatch(r"(believed (to be )?)?english", text) else usual(value)

    return parse


PREVIOUSLY = "previously"  # a looked-after column's word for another group


def looked_after(also: Iterable[str]) -> Parse:
    """Whether a pupil is looked after: yes, no, or PREVIOUSLY."""
    usual = yes_no("looked-after child", also)

    def parse(value: Value) -> Any:
        text = _loose(value)
        if re.match(r"(previous|prev\b|post\b|former|plac\b|ceased|no longer|left care|adopted)", text):
            return PREVIOUSLY
        return True if text in ("currently looked after", "in la care") else usual(value)

    return parse


def sex(value: Value) -> str:
    """Female or male; blank where the file says that it is neither known."""
    text = _loose(value)
    if text in ("u", "i", "x", "0", "9", "indeterminate", "unspecified", "not specified", *_SILENT):
        return ""
    found = {"f": "F", "female": "F", "girl": "F", "m": "M", "male": "M", "boy": "M"}.get(text)
    if found is None:
        raise WrongValue("Give F or M.")
    return found


def sen_status(value: Value) -> str:
    """N, K, K+ or E, by code or in words: “K - SEN Support”."""
    text = _loose(value)
    if text in _STATUS:
        return _STATUS[text]
    parts = [part for each in re.split(r"\s[-:]\s|[()/]", text) if (part := each.strip())]
    meant = {_STATUS[part] for part in parts if part in _STATUS}
    if len(meant) == 1 and (len(meant) == len(parts) or "/" not in text or all(part in _STATUS for part in parts)):
        return meant.pop()
    raise WordUnknown(plain(value))


def rank(value: Value) -> int | None:
    """The rank of a need, 1 for the primary one; None for what is no rank."""
    text = plain(value).removesuffix(".0")
    return int(text) if re.fullmatch(r"[0-9]{1,2}", text) else {"primary": 1, "secondary": 2}.get(text.casefold())
