"""What a row of the access matrix says.

`who` names the members of the cast who get the page; every other colleague gets 403, the stranger 404, and whoever
has not signed in is asked to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.access.world import Full
from tests.conftest import CAST

SCHOOL = "s/<slug:school>/"
EVERYONE = frozenset(CAST)
LEADERS = frozenset({"head", "senco", "business_manager"})
CLASS_TEAM = frozenset({"teacher", "assistant"})
OFFICE = LEADERS | {"system_manager"}
NOBODY_S_UPLOAD = UUID(int=0)
NOBODY_S_JOB = 0  # what a job hands over is tested with the jobs


@dataclass(frozen=True)
class Row:
    """An address with its parts filled in: who gets it, and with which status."""

    who: frozenset[str]
    parts: Callable[[Full], dict[str, Any]] = lambda full: {}
    ok: int = 200
    in_reach: bool = False  # the address names a pupil: out of a class team's reach it is not found
    not_theirs: frozenset[str] = frozenset()  # those who may open such a page, but not this one: it is not found


def pupil(full: Full, **more: Any) -> dict[str, Any]:
    """The parts of an address about a pupil."""
    return {"pk": full.near.pk, **more}


def papers(family: frozenset[str], **more: str) -> list[Row]:
    """The papers of a pupil: the family's map for those named, the costed map for who sees costs; the week for whoever
    works with the pupil, as a file for who may take papers away."""
    return [
        Row(
            LEADERS if more else LEADERS | CLASS_TEAM,
            lambda full: pupil(full, name="weekly-timetable", **more),
            in_reach=True,
        ),
        Row(family, lambda full: pupil(full, name="individual-map", **more), in_reach=True),
        Row(LEADERS, lambda full: pupil(full, name="costed-map", **more), in_reach=True),
    ]


def class_of_near() -> Row:
    """The class of the pupil `near`, which is the teacher's and not the assistant's."""
    return Row(
        LEADERS | {"teacher", "system_manager"},
        lambda full: {"pk": full.near.years.get().school_class_id},
        not_theirs=frozenset({"assistant"}),
    )


IMPORTERS = frozenset({"senco", "business_manager", "system_manager"})
SENCO = frozenset({"senco"})
OFFICE_AND_SENCO = frozenset({"senco", "system_manager"})
MONEY = frozenset({"senco", "business_manager"})
