"""What every template of a school's page can rely on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """`access` (None outside a school) and whether this is the demo."""
    return {"access": getattr(request, "access", None), "demo": settings.DEMO}
