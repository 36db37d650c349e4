"""The finding: the plain data in which every check, import and paper reports what somebody should look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["act", "note"]


@dataclass(frozen=True)
class Finding:
    """One thing found, in a sentence a colleague can act on.

    ``code`` is stable and for programs; ``sentence`` is for people. ``severity`` is "act" where somebody
    must do something and "note" where it is enough to know. ``group`` and ``pupil`` hold the school's own
    reference of what it concerns, so that a page can show only its own findings. ``mark`` is what it can be set aside
    by, blank where it cannot be.
    """

    code: str
    sentence: str
    link: str | None = None
    link_text: str = ""
    severity: Severity = "act"
    group: str | None = None
    pupil: str | None = None
    mark: str = ""
