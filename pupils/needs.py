"""The DfE's types of need, as papers sort them."""

from __future__ import annotations

from pupils.models import NeedType


def areas_of_needs() -> dict[str, str]:
    """The broad area of each type of need, by the type's name."""
    return dict(NeedType.objects.values_list("label", "area"))
