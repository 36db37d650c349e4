"""The DfE's types of special educational need with their broad areas (common basic data set, CS071)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schools.reference_data import keep_in_step, read_rows

FILE = Path(__file__).parent / "reference" / "sen_codes.csv"
AREAS = {
    "communication_and_interaction": "C&I",
    "cognition_and_learning": "C&L",
    "social_emotional_mental_health": "SEMH",
    "sensory_and_physical": "S&P",
    "": "",
}


def load(using: str = "default", **_: Any) -> None:
    """Store every type of need of the shipped file; run after every migrate."""
    keep_in_step("pupils.NeedType", shipped_need_types(), key=("code",), using=using)


def shipped_need_types() -> Iterator[dict[str, Any]]:
    """The types of need in the file. A legacy code is included, so that an old file can be read, and marked as not in
    use."""
    for row in read_rows(FILE):
        if row["kind"] == "sen_type":
            yield {
                "code": row["code"],
                "label": row["label"],
                "area": AREAS[row["broad_area"]],
                "in_use": row["in_use"] == "yes",
            }
