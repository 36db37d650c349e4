"""Between which days a date may lie, wherever it comes from: a form, a file, an address."""

from __future__ import annotations

from datetime import date

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
TOO_EARLY = f"Check the year: it cannot be before {EARLIEST.year}."
TOO_LATE = f"Check the year: it cannot be after {LATEST.year}."


def day_fault(day: date) -> str:
    """What is wrong with the year of a day, in a sentence; "" where nothing is."""
    return TOO_EARLY if day < EARLIEST else TOO_LATE if day > LATEST else ""
