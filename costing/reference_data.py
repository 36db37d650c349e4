"""National pay points, dated, with their source and how sure each figure is.

Sources: the NJC "Green Book" spine outside London (April points) and the School Teachers' Pay and Conditions Document
(September points), as compiled in `reference/*.csv`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from schools.reference_data import keep_in_step, read_rows

FOLDER = Path(__file__).parent / "reference"
NJC, NJC_SOURCE = "NJC", "National Joint Council pay spine, outside London"
TEACHERS_SOURCE = "School teachers' pay and conditions document"
SCALES = {
    "main": "Main",
    "upper": "Upper",
    "unqualified": "Unqualified",
    "leading_practitioner": "Leading practitioner",
}
# Published in salary tables, not yet read in the circular itself.
PROVISIONAL_NJC_YEARS = {"2026-27"}


def load(using: str = "default", **_: Any) -> None:
    """Store every national pay point of the shipped files; run after every migrate."""
    keep_in_step(
        "costing.PayPoint",
        chain(njc_points(), teacher_points()),
        key=("scale", "area", "point", "starts"),
        using=using,
    )


def njc_points() -> Iterator[dict[str, Any]]:
    """The support-staff spine; each year's points hold from 1 April."""
    for order, row in enumerate(read_rows(FOLDER / "njc_pay.csv")):
        provisional = row["year"] in PROVISIONAL_NJC_YEARS
        yield {
            "scale": NJC,
            "area": "england",
            "point": row["scp"],
            "order": order,
            "starts": date(_first_year(row), 4, 1),
            "annual": Decimal(row["annual"]).quantize(Decimal("0.01")),
            "source": f"{NJC_SOURCE}, April {_first_year(row)}",
            "status": row["status"] + ("+provisional" if provisional else ""),
        }


def teacher_points() -> Iterator[dict[str, Any]]:
    """The teachers' ranges that are scales (allowances are not); each year's points hold from 1 September."""
    for order, row in enumerate(read_rows(FOLDER / "teacher_pay.csv")):
        if row["range"] in SCALES:
            yield {
                "scale": SCALES[row["range"]],
                "area": row["area"],
                "point": row["point"],
                "order": order,
                "starts": date(_first_year(row), 9, 1),
                "annual": Decimal(row["annual"]).quantize(Decimal("0.01")),
                "source": f"{TEACHERS_SOURCE}, September {_first_year(row)}",
                "status": row["status"],
            }


def _first_year(row: dict[str, str]) -> int:
    return int(row["year"][:4])
