"""What stands where a list has nothing yet: what it is for, and the first step for those who may take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from schools.roles import Permission
from ui.parts import Empty

if TYPE_CHECKING:
    from schools.access import Access


def from_the_workbook(access: Access, heading: str, line: str, icon: str) -> Empty:
    """Nothing yet of what the school workbook brings in."""
    if not access.may(Permission.IMPORT_WORKBOOK):
        return Empty(heading, line, icon)
    return Empty(heading, line, icon, reverse("import", args=[access.school.slug]), "Import the workbook")
