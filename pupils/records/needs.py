"""The DfE's types of need: their areas, and a rule of the school census."""

from __future__ import annotations

from collections.abc import Iterable

from pupils.models import NeedType


def areas_of_needs() -> dict[str, str]:
    """The broad area of each type of need, by the type's name."""
    return dict(NeedType.objects.values_list("label", "area"))


NO_SPECIALIST = "NSA"


def needs_fault(status: str, codes: Iterable[str]) -> str:
    """What is wrong with types of need under an SEN status (N, K, K+, E), in a sentence; "" where nothing is (source:
    DfE, school census rule 2175)."""
    if NO_SPECIALIST in codes and status not in ("K", "K+"):
        return (
            "“No specialist assessment of type of need” goes only with SEN support. Choose that as the status, or "
            "another type of need."
        )
    return ""
