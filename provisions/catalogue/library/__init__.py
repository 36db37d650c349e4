"""The starter library: common provision with its usual pattern, in data files by area of need, to copy and change."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from provisions.catalogue.library.staff import STAFF
from provisions.catalogue.reference_data import strands
from provisions.models import Measure, Provision, Tier
from pupils.models import Area

FOLDER = Path(__file__).parent
PHASES = {"early years": "Early years", "primary": "Primary", "secondary": "Secondary"}
ALWAYS = frozenset({"name", "strand", "tier", "phases", "what", "entry", "exit"})
COSTED = frozenset({"staff", "size", "sessions", "minutes", "weeks", "measure", "training"})
"""What every entry beyond universal provision has besides."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An entry of the library. Fields that universal provision does not need are None or empty; `measure` is a name
    with its type and which way is better."""

    key: str
    name: str
    area: str
    strand: str
    tier: str
    phases: tuple[str, ...]
    what: str
    entry: str
    exit: str
    staff: tuple[str, ...] = ()
    size: int | None = None
    sessions: Decimal | None = None
    minutes: int | None = None
    weeks: Decimal | None = None
    measure: tuple[str, str, str] | None = None
    training: str = ""
    evidence: str = ""


class Unfit(Exception):
    """An entry that is incomplete or wrong; the message names the file, the entry and the fault."""


@lru_cache(maxsize=1)
def library() -> tuple[Sample, ...]:
    """Every entry, by area of need and then in file order. Raises Unfit for an entry that is incomplete or wrong."""
    found = [sample for path in sorted(FOLDER.glob("*.toml")) for sample in read_file(path)]
    areas = list(Area.values)
    names = [sample.name.lower() for sample in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise Unfit(f"The library has {min(twice)} twice.")
    return tuple(sorted(found, key=lambda sample: areas.index(sample.area)))


def read_file(path: Path) -> list[Sample]:
    """The entries of one file."""
    content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    _hold(content.get("area") in Area.values, path.name, "area is not an area of need")
    return [_sample(f"{path.name}, {row.get('name')}", content["area"], row) for row in content["provision"]]


def _sample(where: str, area: str, row: Mapping[str, Any]) -> Sample:
    _hold(row.get("tier") in Tier.values, where, f"{row.get('tier')} is not a tier")
    needed = ALWAYS if row.get("tier") == Tier.UNIVERSAL else ALWAYS | COSTED
    missing, unknown = needed - set(row), set(row) - ALWAYS - COSTED - {"evidence"}
    _hold(not missing, where, f"lacks {', '.join(sorted(missing))}")
    _hold(not unknown, where, f"has {', '.join(sorted(unknown))}, which is not known")
    _hold(not any(value in ("", []) for value in row.values()), where, "leaves something blank")
    _check_words(where, row)
    _check_figures(where, row)
    measure = row.get("measure")
    return Sample(
        key=slugify(row["name"]),
        name=row["name"],
        area=area,
        strand=row["strand"],
        tier=row["tier"],
        phases=tuple(row["phases"]),
        what=row["what"],
        entry=row["entry"],
        exit=row["exit"],
        staff=tuple(row.get("staff", ())),
        size=row.get("size"),
        sessions=Decimal(row["sessions"]) if "sessions" in row else None,
        minutes=row.get("minutes"),
        weeks=Decimal(row["weeks"]) if "weeks" in row else None,
        measure=(measure["name"], measure["type"], measure["better"]) if measure else None,
        training=row.get("training", ""),
        evidence=row.get("evidence", ""),
    )


FIGURES = {"size": 400, "sessions": 50, "minutes": 600, "weeks": 53}
"""What is a number, with the most it may be."""


def _check_words(where: str, row: Mapping[str, Any]) -> None:
    _hold(set(row["phases"]) <= set(PHASES), where, f"phases are {', '.join(PHASES)}")
    _hold(set(row.get("staff", ())) <= set(STAFF), where, "names a kind of staff that is not known")
    named = {strand["name"] for strand in strands()}
    _hold(row.get("evidence", "") in named | {""}, where, "its evidence is not a strand of the Toolkit")
    for name, field in (("name", "name"), ("strand", "strand"), ("training", "training_needed")):
        column: Any = Provision._meta.get_field(field)
        most = column.max_length
        _hold(len(row.get(name, "")) <= most, where, f"{name} is longer than {most} letters")


def _check_figures(where: str, row: Mapping[str, Any]) -> None:
    for name, most in FIGURES.items():
        _hold(name not in row or 0 < row[name] <= most, where, f"{name} goes from above 0 to {most}")
    measure = row.get("measure")
    if measure:
        _hold(set(measure) == {"name", "type", "better"}, where, "its measure has name, type and better")
        fits = measure["type"] in Measure.Type.values and measure["better"] in Measure.Better.values
        _hold(fits, where, "the type of its measure, or which way is better, is not known")


def _hold(true: bool, where: str, fault: str) -> None:
    if not true:
        raise Unfit(f"{where}: {fault}.")
