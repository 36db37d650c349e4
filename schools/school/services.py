"""Changing the school itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from schools.access import Access, command_line_access
from schools.edits import Edit, edit, trail
from schools.edits.wall import door
from schools.models import School

SCHOOL_FIELDS = (
    "name",
    "urn",
    "local_authority",
    "phase",
    "telephone",
    "email",
    "website",
    "timetable_weeks",
    "teachers_make_groups",
    "assistants_fill_audits",
)


def begin_school(*, name: str, slug: str) -> School:
    """A new school with nothing in it; its first person is invited next. Raises ValueError for a poor short name."""
    if slugify(slug) != slug:
        raise ValueError(f"“{slug}” cannot stand in addresses. Use small letters, figures and hyphens.")
    school = School(name=name, slug=slug)
    with transaction.atomic():
        with door():
            school.save()
        trail.record(command_line_access(school), "began", school)
    return school


def change_school(*, by: Access, ticket: UUID | None = None, **values: Any) -> Edit:
    """Change what holds for the school as a whole (SCHOOL_FIELDS)."""
    with edit(by, "changed", by.school, ticket=ticket) as change:
        change.set(by.school, **values)
    return change
