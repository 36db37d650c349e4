"""The chart of the gap analysis: a pair of bars for each provision, the widest gap first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from audits.gaps.compare import BANDS
from audits.gaps.comparison import GapLine, GapSums
from ui.charts import need_bar
from ui.parts import PictureRow
from ui.words import plural

SHOWN = 12
SAID = "Above, who needs it: must full, should light, could outlined. Below, places: filled light, empty outlined."


def gap_words(gap: int) -> str:
    """A gap or a surplus in words."""
    if gap > 0:
        return f"{gap} short"
    return f"{-gap} to spare" if gap else "enough"


def need_words(sums: GapSums) -> str:
    """How many need it, by band: 2 must, 3 should, 1 could."""
    told = [f"{count} {band}" for band in BANDS if (count := sums.of_band(band))]
    return ", ".join(told) or "nobody ticked"


def pictures(lines: Iterable[GapLine], most: int = SHOWN) -> tuple[PictureRow, ...]:
    """A row for each provision with need or places, all to one scale; the `most` with the widest gap."""
    found: dict[int, list[GapLine]] = defaultdict(list)
    for line in lines:
        found[line.kind.id].append(line)
    sums = [GapSums(tuple(held)) for held in found.values()]
    sums.sort(key=lambda one: (-one.left_out, -one.unmet, -one.needed, one.lines[0].kind.name.casefold()))
    kept = [one for one in sums if one.needed][:most]
    largest = max((max(one.needed, one.places) for one in kept), default=0)
    return tuple(_drawn(one, largest) for one in kept)


def _drawn(sums: GapSums, largest: int) -> PictureRow:
    kind = sums.lines[0].kind
    said = f"{need_words(sums)}; {plural(sums.places, 'place')}, {sums.filled} filled"
    short = f"{sums.left_out} short" if sums.left_out else f"{sums.empty} empty" if sums.empty else "enough"
    bands = [sums.of_band(band) for band in BANDS]
    drawing = need_bar(bands, sums.filled, sums.empty, largest, f"{kind.name}: {said}; {short}")
    return PictureRow(kind.name, drawing, f"{said} · {short}", kind.area)
