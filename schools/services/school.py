"""Changing the school itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from schools.access import Access
from schools.edits import Edit, edit

SCHOOL_FIELDS = ("name", "urn", "local_authority", "phase", "timetable_weeks", "teachers_make_groups")


def change_school(*, by: Access, ticket: UUID | None = None, **values: Any) -> Edit:
    """Change what holds for the school as a whole (SCHOOL_FIELDS)."""
    with edit(by, "changed", by.school, ticket=ticket) as change:
        change.set(by.school, **values)
    return change
