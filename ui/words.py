"""How figures, dates and times are written: one way on the page, on paper and in messages. Exact, never a float."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar, cast

Number = Decimal | Fraction | int | str
Write = TypeVar("Write", bound=Callable[..., str])

NOT_RECORDED = "not recorded"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def same(write: Write) -> Write:
    """Keeps how the last few thousand figures were written, because the same few stand all over a page."""
    return cast("Write", lru_cache(4_096, typed=True)(write))


def exact(value: Number) -> Fraction:
    """The number as a fraction. Raises TypeError for a float, which is not exact."""
    if isinstance(value, float):
        raise TypeError("A float cannot be shown as money or hours; pass a Decimal, a Fraction or text.")
    return Fraction(value)


def to_places(value: Number, places: int) -> Decimal:
    """`value` rounded to so many decimal places, half away from zero."""
    scaled = exact(value) * 10**places
    whole = (abs(scaled) * 2 + 1) // 2
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-places)


@same
def _pounds(value: Number | None, places: int) -> str:
    if value is None:
        return NOT_RECORDED
    if value == "":
        return ""
    amount = to_places(value, places)
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.{places}f}"


def money(value: Number | None) -> str:
    """Pounds and pence, half up: £1,662.50. None is "not recorded", never £0.00."""
    return _pounds(value, 2)


def pounds(value: Number | None) -> str:
    """Whole pounds, half up, for headline figures and the map: £1,663."""
    return _pounds(value, 0)


def _as_date(value: date | str) -> date:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


@same
def date_uk(value: date | str | None) -> str:
    """A day as 3 Mar 2027; nothing for None. Text is read as an ISO date."""
    if not value:
        return ""
    day = _as_date(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def dates_uk(first: date | None, last: date | None) -> str:
    """A stretch of days: 7 Sep – 18 Dec 2026, with "from" or "until" where one end is open."""
    if first and last:
        start = date_uk(first)
        return f"{start.removesuffix(f' {last.year}')} – {date_uk(last)}"
    if first:
        return f"from {date_uk(first)}"
    return f"until {date_uk(last)}" if last else ""


@same
def time_uk(value: time | datetime | str | None) -> str:
    """A time of day as 9.15 am; nothing for None. Text is read as HH:MM."""
    if not value:
        return ""
    clock = time.fromisoformat(value) if isinstance(value, str) else value
    return f"{clock.hour % 12 or 12}.{clock.minute:02d} {'am' if clock.hour < 12 else 'pm'}"


@same
def number(value: Number | None) -> str:
    """A plain number without trailing zeros: 38, 2.5, 6.67 (at most two places, half up)."""
    if value is None or value == "":
        return ""
    text = f"{to_places(value, 2):,f}"
    return text.rstrip("0").rstrip(".")


@same
def minutes(value: Number | None) -> str:
    """Minutes as a length of time: 30 min, 1 h, 2 h 30."""
    if value is None:
        return NOT_RECORDED
    if value == "":
        return ""
    if exact(value) < 0:
        return f"−{minutes(-exact(value))}"
    hours_part, minutes_part = divmod(exact(value), 60)
    if not hours_part:
        return f"{number(minutes_part)} min"
    if not minutes_part:
        return f"{hours_part:,} h"
    whole = minutes_part.denominator == 1
    return f"{hours_part:,} h {f'{minutes_part.numerator:02d}' if whole else number(minutes_part)}"


@same
def hours(value: Number | None) -> str:
    """Hours as a length of time: 10 h, 2 h 30, 30 min. None is "not recorded"."""
    if value is None:
        return NOT_RECORDED
    return minutes(exact(value) * 60) if value != "" else ""


def ratio(staff: Number, pupils: Number) -> str:
    """Staff to pupils, staff first: 1:6."""
    return f"{number(staff)}:{number(pupils)}"


def first_of(sentences: Sequence[str], most: int = 3) -> list[str]:
    """The first of several sentences, and one that says how many more there are."""
    more = len(sentences) - most
    return [*sentences[:most], *([f"And {more} more."] if more > 0 else [])]


def plural(count: Number, words: str) -> str:
    """A count with its noun: 1 pupil, 5 pupils. `words` is "pupil", or "class,classes" where an s is not enough."""
    try:
        amount = exact(count)
    except (ValueError, InvalidOperation):
        return f"{count} {words}"
    one, _, many = words.partition(",")
    return f"{number(amount)} {one if amount == 1 else many or one + 's'}"


def and_words(parts: Sequence[str]) -> str:
    """A list in words: Ada, Ben and Cy."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
