"""The sheets of the school workbook: the template, the reading and every message come from here."""

from __future__ import annotations

from workbook.spec.people import PEOPLE, SCHOOL_KEYS
from workbook.spec.provision import PROVISION
from workbook.spec.sheet import SheetSpec

__all__ = ["SCHOOL_KEYS", "SHEETS", "SheetSpec", "spec_of"]

SHEETS: tuple[SheetSpec, ...] = PEOPLE + PROVISION


def spec_of(name: str) -> SheetSpec | None:
    """The sheet with this name, whatever its letter case and the space around it."""
    wanted = " ".join(name.split()).lower()
    return next((sheet for sheet in SHEETS if sheet.name.lower() == wanted), None)
