"""How sensitive each field is and how long it is kept; a test checks that every model says so."""

from __future__ import annotations

from enum import StrEnum


class Kept(StrEnum):
    """How long a row is kept (source: reference page, data protection)."""

    SCHOOL = "while the school uses the service"
    STAFF = "until six years after the person leaves"
    PUPIL = "until the pupil's date of birth + 25 years"
    SEN = "until the pupil's date of birth + 31 years"
    PUBLIC = "published reference data"


class Classified:
    """Base of a model's inner `Privacy`: every field is named in exactly one of the three, separated by spaces."""

    kept: Kept = Kept.SCHOOL
    ordinary: str = ""
    personal: str = ""
    special: str = ""
