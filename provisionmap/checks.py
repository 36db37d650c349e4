"""What `manage.py check --deploy` holds against an installation beside Django's own checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

OTHERS = 0o077


@register(Tags.security, deploy=True)
def data_is_for_this_account_alone(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """An error for the data folder, and for the database and its folder, where other accounts of the machine get in."""
    places = [Path(settings.DATA_FOLDER)]
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():  # type: ignore[attr-defined]
        database = Path(str(connection.settings_dict["NAME"]))
        places += [database.parent, *database.parent.glob(f"{database.name}*")]
    return [
        Error(
            f"Other accounts of this machine get into {place}, where children's records are.",
            hint=f"chmod {'700' if place.is_dir() else '600'} '{place}'",
            id="provisionmap.E001",
        )
        for place in dict.fromkeys(places)
        if place.exists() and place.stat().st_mode & OTHERS
    ]
