"""Texts without what nobody sees, and the one form in which names are sorted, searched and matched.

Python does it and not the database, so that SQLite and PostgreSQL agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

Row = TypeVar("Row")

# Joiners shape the letters of some scripts and hold emoji together, so there they stay; elsewhere they only hide.
_SHAPED = "\u0600-\u1fff\u2600-\U0010ffff"
_JOINERS = re.compile(f"(?<![{_SHAPED}])[\u200c\u200d]|[\u200c\u200d](?![{_SHAPED}])")
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffe\uffff]")
_KINDS = str.maketrans(dict.fromkeys("’‘‛`´ʼʻʹ′＇ʾʿ", "'") | dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_LETTERS = str.maketrans({
    "'": "", "-": " ", "_": " ", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
    "ħ": "h", "ŋ": "n", "ŧ": "t",
})  # fmt: skip
_DIGITS = re.compile(r"(\d{1,18})")


def seen(text: str) -> str:
    """A text as it is stored: composed (NFC), without zero-width and direction marks."""
    if text.isascii():
        return text
    return _UNSEEN.sub("", _JOINERS.sub("", unicodedata.normalize("NFC", text)))


def spelt(text: str) -> str:
    """A name or a code by which a row is known: without capitals, kinds of apostrophe, hyphen and space, and what
    nobody sees. Accents count: where folded names may mean two rows, these do not."""
    return " ".join(seen(text).casefold().translate(_KINDS).split())


def same_but_for_marks(one: str, other: str) -> bool:
    """Whether two names differ in kinds of apostrophe and hyphen at most."""
    return seen(one).translate(_KINDS) == seen(other).translate(_KINDS)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """A text for sorting, searching and matching people: as spelt, and without accents, apostrophes and hyphens."""
    text = spelt(text)
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(text.translate(_LETTERS).split())


def words_of(query: str) -> list[str]:
    """The words of a search, folded: “Twinley, Jack” has two."""
    return folded(query.replace(",", " ").replace(";", " ")).split()


def finds(query: str, texts: Iterable[str]) -> bool:
    """Whether each word of a search is somewhere in these texts."""
    held = folded(" ".join(texts))
    return all(word in held for word in words_of(query))


def in_order(*names: str) -> tuple[tuple[str | int, ...], ...]:
    """What names are sorted by: Ángel before Brown, 3B before 10A."""
    return tuple(_parts(name) for name in names)


def by_name(rows: Iterable[Row], *at: int | str) -> list[Row]:
    """Rows in the order of the names at these places of a tuple, or in these attributes ("group.code" of the row's
    group); the blank ones first, and those of one name as they came."""

    def names(row: Row) -> tuple[tuple[str | int, ...], ...]:
        return in_order(*(str(_at(row, place) or "") for place in at))

    return sorted(rows, key=names)


def _at(row: Any, place: int | str) -> Any:
    if isinstance(place, int):
        return row[place]
    for part in place.split("."):
        row = None if row is None else getattr(row, part)
    return row


@lru_cache(maxsize=20_000)
def _parts(name: str) -> tuple[str | int, ...]:
    """Letters and numbers in turn."""
    return tuple(int(part) if place % 2 else part for place, part in enumerate(_DIGITS.split(folded(name))))
