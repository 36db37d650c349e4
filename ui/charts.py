"""Small pictures as SVG for page and PDF alike: attributes only, lengths in percent, each with its message as title.

Nothing here styles: a picture is drawn in `currentColor`, which the page's style sheet sets for light and dark; the
`color` attribute is what paper gets. Every picture has a table or a sentence beside it that says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ui.marks import area
from ui.parts import Bar
from ui.words import Number, exact, money, number

ROW = 44
YEARS = 24
BRAND = "#0e5a5c"
FAMILY = "Atkinson Hyperlegible, sans-serif"


def percent(part: Number, whole: Number) -> str:
    """`part` of `whole` as an SVG length, kept between 0 % and 100 %."""
    if not exact(whole):
        return "0%"
    share = exact(part) * 100 / exact(whole)
    return f"{number(min(max(share, Fraction(0)), Fraction(100)))}%"


def threshold_message(cost: Number, threshold: Number) -> str:
    """What the threshold meter shows, in words: how far the counted cost is from the threshold."""
    apart = exact(cost) - exact(threshold)
    if not apart:
        return f"{money(cost)} counted, exactly the {money(threshold)} threshold"
    side = "above" if apart > 0 else "below"
    return f"{money(cost)} counted, {money(abs(apart))} {side} the {money(threshold)} threshold"


def threshold_meter(cost: Number, threshold: Number) -> SafeString:
    """A bar of the counted cost with a mark at the threshold. Both in pounds."""
    span = max(exact(cost) * Fraction(21, 20), exact(threshold) * Fraction(4, 3))
    mark = percent(threshold, span)
    late = exact(threshold) * 4 > span * 3
    return format_html(
        '<svg class="meter" role="img" width="100%" height="38" color="{}" font-family="{}">'
        "<title>{}</title>"
        '<rect x="0" y="4" width="100%" height="10" rx="5" fill="currentColor" fill-opacity="0.14"/>'
        '<rect x="0" y="4" width="{}" height="10" rx="5" fill="currentColor"/>'
        '<rect class="ink" x="{}" y="0" width="2" height="18"/>'
        '<text class="ink" x="{}" y="34" font-size="14" text-anchor="{}">{} threshold</text>'
        "</svg>",
        BRAND,
        FAMILY,
        threshold_message(cost, threshold),
        percent(cost, span),
        mark,
        mark,
        "end" if late else "middle",
        money(threshold).removesuffix(".00"),
    )


def bar(value: Number, largest: Number, message: str) -> SafeString:
    """One bar for a table's cell: `value` against the largest of its column."""
    return format_html(
        '<svg class="one-bar" role="img" width="100%" height="10" color="{}"><title>{}</title>'
        '<rect width="100%" height="10" rx="3" fill="currentColor" fill-opacity="0.12"/>'
        '<rect width="{}" height="10" rx="3" fill="currentColor"/></svg>',
        BRAND,
        message,
        percent(value, largest),
    )


def bars(rows: Sequence[Bar], message: str) -> SafeString:
    """Bars under one another, each with its label and printed figure, all to one scale."""
    largest = max((exact(row.value) for row in rows), default=Fraction(0))
    drawn = format_html_join("", "{}", ((_bar_row(row, place, largest),) for place, row in enumerate(rows)))
    return format_html(
        '<svg class="bars" role="img" width="100%" height="{}" font-family="{}"><title>{}</title>{}</svg>',
        ROW * len(rows),
        FAMILY,
        message,
        drawn,
    )


def _bar_row(row: Bar, place: int, largest: Fraction) -> SafeString:
    top = ROW * place
    hue, colour = (area(row.area).hue, area(row.area).colour) if row.area else ("brand", BRAND)
    return format_html(
        '<text class="ink" x="0" y="{}" font-size="15">{}</text>'
        '<text class="ink" x="100%" y="{}" font-size="15" text-anchor="end">{}</text>'
        '<g class="{}" color="{}"><rect y="{}" width="{}" height="10" rx="3" fill="currentColor"/></g>',
        top + 16,
        row.label,
        top + 16,
        row.printed,
        hue,
        colour,
        top + 24,
        percent(row.value, largest),
    )


@dataclass(frozen=True)
class Lane:
    """One row of a picture over time: its label, its stretches of days (first, last) and those in words."""

    label: str
    stretches: tuple[tuple[date, date], ...]
    printed: str
    area: str = ""


def timeline(lanes: Sequence[Lane], years: Sequence[tuple[str, date, date]], message: str) -> SafeString:
    """What ran when: a lane for each thing, over school years (name, first day, last day), the oldest first."""
    first, last = years[0][1], years[-1][2]
    days = (last - first).days + 1
    height = YEARS + ROW * len(lanes)
    marks = format_html_join(
        "",
        '<rect x="{}" y="0" width="1" height="{}" fill="currentColor" fill-opacity="0.3"/>'
        '<text class="ink" x="{}" dx="4" y="15" font-size="14">{}</text>',
        (
            (at, height, at, name)
            for name, at in ((name, percent((start - first).days, days)) for name, start, _ in years)
        ),
    )
    rows = format_html_join(
        "", "{}", ((_lane(lane, YEARS + ROW * place, first, days),) for place, lane in enumerate(lanes))
    )
    return format_html(
        '<svg class="bars" role="img" width="100%" height="{}" color="{}" font-family="{}"><title>{}</title>{}{}</svg>',
        height,
        BRAND,
        FAMILY,
        message,
        marks,
        rows,
    )


def _lane(lane: Lane, top: int, first: date, days: int) -> SafeString:
    hue, colour = (area(lane.area).hue, area(lane.area).colour) if lane.area else ("brand", BRAND)
    drawn = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="10" rx="3" fill="currentColor"/>',
        (
            (percent((start - first).days, days), top + 24, percent((end - start).days + 1, days))
            for start, end in lane.stretches
        ),
    )
    return format_html(
        '<text class="ink" x="4" y="{}" font-size="15">{}</text><g class="{}" color="{}">{}</g>',
        top + 16,
        lane.label,
        hue,
        colour,
        drawn,
    )


def need_bar(bands: Sequence[int], filled: int, empty: int, largest: int, message: str) -> SafeString:
    """Two bars to one scale: need above (must, should, could), places below (filled, empty).

    Full, light and outlined, in that order: the parts differ without their colour. All are counts, of pupils or places.
    """
    need = _parts(((bands[0], 1), (bands[1], Fraction(2, 5)), (bands[2], 0)), largest, 1)
    places = _parts(((filled, Fraction(2, 5)), (empty, 0)), largest, 17)
    return format_html(
        '<svg class="need-bar" role="img" width="100%" height="31" color="{}"><title>{}</title>'
        '<g class="brand">{}</g><g class="oth" color="{}">{}</g></svg>',
        BRAND,
        message,
        need,
        area("Other").colour,
        places,
    )


def _parts(parts: Sequence[tuple[int, Number]], largest: int, top: int) -> SafeString:
    """The segments of one bar, given as (length, opacity of the fill)."""
    ends = [sum(count for count, _ in parts[:place]) for place in range(len(parts) + 1)]
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="12" fill="currentColor" fill-opacity="{}" stroke="currentColor"/>',
        (
            (percent(start, largest), top, percent(count, largest), number(full))
            for start, (count, full) in zip(ends, parts, strict=False)
            if count
        ),
    )
