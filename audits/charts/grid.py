"""A chart as its page shows it: bands down the side, a line for each child, a cell for each provision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audits.charts.help import Help, LastReview
from audits.charts.reading import Chart, ChartRow
from audits.models import AuditRow
from pupils.models import YearGroup

BANDS = (
    ("must", "Must", "EHC plan, School Support +"),
    ("should", "Should", "SEN support, other additional need"),
    ("could", "Could", "Would benefit"),
)
BAND_CHOICES = tuple((value, str(label)) for value, label in AuditRow.Band.choices)


@dataclass(frozen=True)
class Tick:
    """A box to tick: its field's name, whether it is ticked, whether it was ticked the year before, and whether the
    pupil has a place now."""

    name: str
    provision: int
    title: str
    area: str
    ticked: bool
    before: bool
    placed: bool


@dataclass(frozen=True)
class ChartLine:
    """A child's line in a chart, with the values its fields hold; `place` is its place among all lines, `number` the
    stored row's own, once there is one."""

    key: str
    number: int | None
    place: int
    name: str
    status: str
    year_name: str
    groups: tuple[str, ...]
    band: str
    other: str
    why: str
    ticks: tuple[Tick, ...]
    review: LastReview | None
    newcomer: bool


@dataclass(frozen=True)
class GridBand:
    """A band with its lines."""

    value: str
    label: str
    meaning: str
    lines: tuple[ChartLine, ...]


def bands_of(chart: Chart, form: Any, known: Help) -> tuple[GridBand, ...]:
    """The three bands of a chart with the values of its form; after an error, those that were sent."""
    lines = [_line(chart, row, form, known, place) for place, row in enumerate(chart.rows)]
    return tuple(
        GridBand(value, label, meaning, tuple(line for line in lines if line.band == value))
        for value, label, meaning in BANDS
    )


def _line(chart: Chart, row: ChartRow, form: Any, known: Help, place: int) -> ChartLine:
    pupil = row.pupil.id if row.pupil else 0
    before, placed = known.ticked.get(pupil, frozenset()), known.places.get(pupil, frozenset())
    band = form[f"band-{row.key}"].value()
    return ChartLine(
        key=row.key,
        number=row.number,
        place=place,
        name=row.name,
        status=row.status,
        year_name=str(YearGroup(row.year_group).label),
        groups=row.groups,
        band=band if band in AuditRow.Band.values else row.band,
        other=form[f"other-{row.key}"].value() or "",
        why=form[f"why-{row.key}"].value() or "",
        ticks=tuple(
            Tick(
                f"tick-{row.key}-{one.id}", one.id, one.name, one.area, bool(form[f"tick-{row.key}-{one.id}"].value()),
                one.id in before, one.id in placed,
            )
            for one in chart.columns
        ),
        review=known.reviews.get(pupil),
        newcomer=row.pupil is None,
    )  # fmt: skip
