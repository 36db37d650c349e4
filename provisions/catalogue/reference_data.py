"""Strands of the Education Endowment Foundation's Teaching and Learning Toolkit, as on the day of the snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from schools.reference_data import keep_in_step, read_rows

FILE = Path(__file__).parent / "reference" / "eef_toolkit.csv"


def load(using: str = "default", **_: Any) -> None:
    """Store every strand of the shipped file; run after every migrate."""
    keep_in_step("provisions.EvidenceStrand", strands(), key=("name",), using=using)


def strands() -> Iterator[dict[str, Any]]:
    """Each strand with its months of impact (None where the evidence is too thin), cost and evidence ratings."""
    for row in read_rows(FILE):
        yield {
            "name": row["strand"],
            "impact_months": int(row["impact_months"]) if row["impact_months"] else None,
            "cost_rating": int(row["cost_rating_1_5"]),
            "evidence_rating": int(row["evidence_rating_0_5"]),
            "headline": row["headline"],
            "url": row["url"],
            "snapshot": date.fromisoformat(row["snapshot"]),
        }
