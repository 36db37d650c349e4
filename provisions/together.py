"""Sessions that one person leads for several groups at once: which belong together, and from when to when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from costing.engine.calendar import in_force
from costing.engine.groups.together import Led, part_led

Row = Mapping[str, Any]
A_DAY = timedelta(days=1)


class Piece(NamedTuple):
    """A stretch of a session's days with the part of its staff's time that its group bears; None: without end."""

    starts: date | None
    ends: date | None
    part: Fraction


def pieces_of(session: Row, size: int, beside: Sequence[Row]) -> tuple[Piece, ...]:
    """The stretches of a session; `beside` are the marked sessions of other groups, each with its group's size and
    days."""
    others = [row for row in beside if _meets(session, row)] if session["together"] else []
    if not others:
        return (Piece(session["starts"], session["ends"], Fraction(1)),)
    found: list[Piece] = []
    for starts, ends in _stretches(session, others):
        day = starts or (ends or date.max)
        there = [row for row in others if _runs(row, day)]
        part = _part(session, size, there)
        if found and found[-1].part == part:
            found[-1] = found[-1]._replace(ends=ends)
        else:
            found.append(Piece(starts, ends, part))
    return tuple(found)


def _meets(session: Row, other: Row) -> bool:
    """Whether the same word, day, start and role say that one person leads both."""
    weeks, roles = {session["week"], other["week"]} - {""}, {session["role__code"], other["role__code"]} - {None, ""}
    same = all(session[name] == other[name] for name in ("day", "start"))
    return same and len(weeks) < 2 and len(roles) < 2 and _word(session) == _word(other)


def _word(row: Row) -> str:
    return str(row["together"]).strip().casefold()


def _runs(row: Row, day: date) -> bool:
    return in_force(row["starts"], row["ends"], day) and in_force(row["group__starts"], row["group__ends"], day)


def _stretches(session: Row, others: Sequence[Row]) -> Iterator[tuple[date | None, date | None]]:
    """The session's days, parted where another one begins or ends."""
    first, last = session["starts"], session["ends"]
    begun = {row[name] for row in others for name in ("starts", "group__starts") if row[name]}
    over = {row[name] + A_DAY for row in others for name in ("ends", "group__ends") if row[name]}
    turns = sorted(day for day in begun | over if (first is None or day > first) and (last is None or day <= last))
    for start, after in zip([first, *turns], [*turns, None], strict=True):
        yield start, after - A_DAY if after else last


def _part(session: Row, size: int, there: Sequence[Row]) -> Fraction:
    """The part of the time; the mean of weeks A and B where others come in one of them alone."""
    own = Led(Fraction(session["minutes"]), session["pupils"] or size)
    weeks = ("A", "B") if not session["week"] and any(row["week"] for row in there) else ("",)
    parts = [
        part_led(
            own,
            [
                Led(Fraction(row["minutes"]), row["pupils"] or row["group__size"])
                for row in there
                if week in ("", row["week"]) or not row["week"]
            ],
        )
        for week in weeks
    ]
    return sum(parts, Fraction(0)) / len(parts)
