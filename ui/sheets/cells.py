"""How each kind of cell is read: a value, or WrongValue with what to do. What cannot be used is a Fault, at its place.

The kinds are strict. An importer of other programs' files turns their spellings into these first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Choices, DecimalField, Model

from ui.days import day_fault
from ui.sheets.reading import Unreadable, Value

Parse = Callable[[Value], Any]
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
# Spreadsheets keep fifteen digits. Keeping no more means that an exported figure is read again unchanged.
_PRECISION = Context(prec=15, rounding=ROUND_HALF_UP)
_NOISE = Decimal("0.0000001")


class WrongValue(Exception):
    """A cell whose value cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that stops an import: where it is, what is there, and what to do. `unit` is what the file counts;
    `name` what the row is about, where its number says little."""

    row: int | None
    column: str
    value: str
    what: str
    sheet: str = ""
    unit: str = "Row"
    name: str = ""

    @property
    def where(self) -> str:
        """The sheet and the row."""
        place = f"{self.unit} {self.row}" if self.row else ""
        place = f"{place} ({self.name})" if place and self.name else place
        return f"{self.sheet}, {place[0].lower()}{place[1:]}" if self.sheet and place else self.sheet or place

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.where, self.column) if part)
        found = f" found “{self.value}”." if self.value else ""
        return f"{place}:{found} {self.what}" if place else self.what


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet. `field` is what it fills; `link` names the list of things it points to.

    `checked_later`: whether a required cell may be blank depends on what is stored, so its loader says so.
    """

    name: str
    field: str
    parse: Parse
    meaning: str
    required: bool = False
    link: str = ""
    blank: Any = None
    part: str = ""
    checked_later: bool = False


C = SheetColumn


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row, before and after, as a person would write it."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.label}: {self.before or '–'} → {self.after or '–'}"


def read_cell(value: Value, parse: Parse) -> Any:
    """What a filled cell is read as. Raises WrongValue, for a formula without a value and an error too."""
    if isinstance(value, Unreadable):
        raise WrongValue(value.why)
    return parse(value)


def cell_text(value: Value) -> str:
    """A cell as text, as it is shown in the spreadsheet."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def text(longest: int = 0) -> Callable[[Value], str]:
    """Words, at most so many letters."""

    def parse(value: Value) -> str:
        if isinstance(value, date | time):
            raise WrongValue(
                "The spreadsheet has turned this into a date. Set the cell's format to Text and type the words again."
            )
        found = cell_text(value).replace("\r\n", "\n").strip()
        if longest and len(found) > longest:
            raise WrongValue(f"Keep this to {longest} letters; it has {len(found)}.")
        return found

    return parse


def words(model: type[Model], field: str) -> Callable[[Value], str]:
    """Words, as many as the model's field holds."""
    return text(getattr(model._meta.get_field(field), "max_length", None) or 0)


def exact_number(
    low: str | None = None, high: str | None = None, *, places: int | None = None, above: bool = False
) -> Parse:
    """An exact number from `low` (left out itself if `above`) to `high`, with at most so many decimals."""
    least, most = (None if low is None else Decimal(low)), (None if high is None else Decimal(high))

    def parse(value: Value) -> Decimal:
        found = _number(value)
        if least is not None and (found < least or (above and found == least)):
            raise WrongValue(f"This must be {'more than' if above else 'at least'} {cell_text(least)}.")
        if most is not None and found > most:
            raise WrongValue(f"This must be at most {cell_text(most)}.")
        return found if places is None else _to_places(found, places)

    return parse


def decimal(model: type[Model], field: str, low: str | None = "0", high: str | None = None, **more: Any) -> Parse:
    """An exact number that the model's field holds."""
    column = model._meta.get_field(field)
    if not isinstance(column, DecimalField):
        raise TypeError(field)
    whole = Decimal(10) ** (column.max_digits - column.decimal_places) - 1
    return exact_number(low, high or str(whole), places=column.decimal_places, **more)


def whole(low: int, high: int) -> Parse:
    """A whole number from `low` to `high`."""
    inner = exact_number(str(low), str(high))

    def parse(value: Value) -> int:
        found = inner(value)
        if found != found.to_integral_value():
            raise WrongValue("This must be a whole number.")
        return int(found)

    return parse


def to_fifteen(value: Decimal) -> Decimal:
    """The number to the fifteen digits that a spreadsheet keeps."""
    return _PRECISION.plus(value)


def _number(value: Value) -> Decimal:
    if isinstance(value, bool | date | time | Unreadable) or value is None:
        raise WrongValue("Type a number here.")
    typed = re.sub(r"[£,\s]", "", str(value)).removesuffix("%")
    try:
        found = to_fifteen(Decimal(typed))
    except DecimalException:
        raise WrongValue("Type a number here.") from None
    if not found.is_finite():
        raise WrongValue("Type a number here.")
    return found


def _to_places(found: Decimal, places: int) -> Decimal:
    """The number with at most so many decimals. Noise of floating-point arithmetic is cut off; raises WrongValue where
    rounding would change the figure."""
    exponent = found.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return found
    cut = found.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if places < 10 and abs(cut - found) > _NOISE:
        raise WrongValue(f"Give this with at most {places} decimal places.")
    return cut


def day(value: Value, forms: Sequence[str] = ("%Y-%m-%d", "%d/%m/%Y")) -> date:
    """A real date, or a text in one of these forms."""
    if isinstance(value, date):
        return _within(value.date() if isinstance(value, datetime) else value)
    for form in forms:
        try:
            found = datetime.strptime(cell_text(value), form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
        return _within(found)
    raise WrongValue("Give a date such as 03/09/2016, the day before the month.")


def _within(found: date) -> date:
    if fault := day_fault(found):
        raise WrongValue(fault)
    return found


def clock(value: Value) -> time:
    """A time of the day, such as 09:15."""
    if isinstance(value, datetime):
        return value.time().replace(second=0, microsecond=0)
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    match = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::00)?", cell_text(value))
    if match and int(match[1]) < 24 and int(match[2]) < 60:
        return time(int(match[1]), int(match[2]))
    raise WrongValue("Type a time such as 09:15.")


def yes_no(value: Value) -> bool:
    """Yes, no, y, n, true, false, 1 or 0."""
    answer = cell_text(value).lower()
    if answer in ("yes", "y", "true", "1"):
        return True
    if answer in ("no", "n", "false", "0"):
        return False
    raise WrongValue("Give yes or no.")


def choice(choices: type[Choices] | Iterable[str], **also: str) -> Parse:
    """One of a list, in any letter case, by its short or its long name. `also` are further spellings."""
    if isinstance(choices, type):
        pairs = [(str(value), str(label)) for value, label in choices.choices]
    else:
        pairs = [(value, value) for value in choices]
    known = {_loose(spelling): value for value, label in pairs for spelling in (label, value)}
    known |= {_loose(spelling): value for spelling, value in also.items()}

    def parse(value: Value) -> str:
        found = known.get(_loose(cell_text(value)))
        if found is None:
            raise WrongValue(f"Choose one of: {', '.join(value for value, _ in pairs if value)}.")
        return found

    return parse


def _loose(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().lower()


def comma_list(inner: Parse) -> Parse:
    """Several values with commas between them, each read by `inner`; a repeated one counts once."""

    def parse(value: Value) -> list[Any]:
        parts: list[Value] = [*value.replace(";", ",").split(",")] if isinstance(value, str) else [value]
        found = [inner(part.strip() if isinstance(part, str) else part) for part in parts if part not in ("", None)]
        return list({repr(item): item for item in found if item != ""}.values())

    return parse


def year_group(value: Value) -> str:
    """A year group: R, Reception, N1, N2, 3, Year 3 or Y3."""
    found = re.sub(r"^(year|yr|y)\s*", "", cell_text(value).lower()).strip()
    if found in ("r", "reception"):
        return "R"
    nursery = re.fullmatch(r"(?:n|nursery)\s*([12])", found)
    if nursery:
        return f"N{nursery[1]}"
    if re.fullmatch(r"0*\d{1,2}", found, re.ASCII) and len(found) < 9 and 1 <= int(found) <= 14:
        return str(int(found))
    raise WrongValue("Give a year group: N1, N2, R, or a number from 1 to 14.")


def weekday(value: Value) -> int:
    """A day of the week, Mon to Fri, as 0 to 4."""
    for place, name in enumerate(DAYS):
        if cell_text(value).lower()[:3] == name.lower():
            return place
    raise WrongValue(f"Choose one of: {', '.join(DAYS)}.")


def email(value: Value) -> str:
    """An e-mail address, in small letters."""
    found = cell_text(value).lower()
    try:
        validate_email(found)
    except ValidationError:
        raise WrongValue("Type an e-mail address such as j.bell@school.example.") from None
    return found


def web_address(value: Value) -> str:
    """A web address, with or without https:// in front."""
    found = cell_text(value)
    found = found if "://" in found else f"https://{found}"
    try:
        URLValidator(schemes=["http", "https"])(found)
    except ValidationError:
        raise WrongValue("Type a web address such as https://example.org/page.") from None
    return text(200)(found)


def academic_year(value: Value) -> str:
    """An academic year such as 2026/27."""
    match = re.fullmatch(r"(20\d\d)\s*[/–-]\s*(?:20)?(\d\d)", cell_text(value))
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        raise WrongValue("Type an academic year such as 2026/27.")
    return f"{match[1]}/{match[2]}"


def staff_ratio(value: Value) -> str:
    """Staff to pupils, the larger side read as pupils: 9:1 and 1:9 are both 1:9."""
    typed = f"{value.hour}:{value.minute}" if isinstance(value, time) else cell_text(value)
    match = re.fullmatch(r"(\d{1,3})\s*:\s*(\d{1,3})(?::00)?", typed)
    sides = sorted(int(side) for side in match.groups()) if match else []
    if not sides or not sides[0]:
        raise WrongValue("Type a ratio of staff to pupils such as 1:6.")
    return f"{sides[0]}:{sides[1]}"
