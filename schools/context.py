"""What every template of a school's page can rely on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from schools import reading


def frame(request: HttpRequest) -> dict[str, Any]:
    """`access` (None outside a school), the person's other schools, and whether this is the demo."""
    access = getattr(request, "access", None)
    elsewhere = reading.schools_elsewhere(access) if access else []
    return {"access": access, "elsewhere": elsewhere, "demo": settings.DEMO}
