"""Who may see a pupil group, by its name."""

from __future__ import annotations

from pupils.models import PupilGroup

# These say something about a family or a risk: by themselves they are for the SENCO and senior leaders.
FOR_SENIORS = (
    "looked", "carer", "refugee", "asylum", "gypsy", "traveller", "early help", "risk", "exclusion", "suspension",
)  # fmt: skip


def usual_visibility(name: str) -> str:
    """The default visibility of a group of this name."""
    kinds = PupilGroup.Visibility
    return str(kinds.SENIOR if any(word in name.casefold() for word in FOR_SENIORS) else kinds.ALL_STAFF)
